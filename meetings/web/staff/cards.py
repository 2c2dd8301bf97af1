"""What a card of the board says: of a proposal's conferences, and of those that stand.

How cards lie on the board is board.py. The words here are the office's: they name who is in class.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from meetings.planner.runs import Placed, Run
from meetings.store.caseload import Line
from meetings.store.locks import HERE, NOT_THIS_DAY, THIS_DAY, Lock
from meetings.web.staff.board import Card, Flag
from meetings.web.staff.showing import initials_of
from workflow.plan import Slot

GROUPS = {
    "guardian": "guardian",
    "student": "student",
    "teacher": "teacher",
    "specialist": "specialist",
    "administrator": "administrator",
    "counselor": "counselor",
    "recorder": "note-taker",
    "parent": "guardian",
}
#: How a time suits somebody, where it is worth a word.
STANDINGS = {
    "in_class": "{} leaves class",
    "unknown": "{}'s calendar not read",
    "if_needed": "{} only if need be",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """What every card of a page needs."""

    zone: str
    locale: str
    rows: Mapping[int, Line]
    locks: Mapping[int, tuple[Lock, ...]]
    initials: bool = False

    def student(self, case_id: int) -> str:
        """By name or by initials; of another's caseload the number of the plan."""
        row = self.rows.get(case_id)
        if row is None:
            return f"Plan {case_id}"
        return initials_of(row.student) if self.initials else row.student

    def local(self, at: datetime) -> datetime:
        return at.astimezone(ZoneInfo(self.zone))

    def day(self, on: date) -> str:
        """Like "Thu, Sep 17"."""
        return str(format_skeleton("MMMEd", on, locale=self.locale))

    def when(self, at: datetime) -> str:
        """Like "Thu, Sep 17, 3:15 PM"."""
        local = self.local(at)
        return f"{self.day(local.date())}, {local:%-I:%M %p}"


def of_run(shelf: Shelf, run: Run) -> tuple[Card, ...]:
    """A proposal's cards lead to the conference inside the proposal."""
    return tuple(_proposed(shelf, run, one) for one in run.placed)


def _proposed(shelf: Shelf, run: Run, one: Placed) -> Card:
    row = shelf.rows.get(one.case_id)
    stands = row is not None and row.meets == "scheduled" and row.meets_at == one.slot.starts_at
    locked = any(lock.kind == HERE for lock in shelf.locks.get(one.case_id, ()))
    flags = (*_flags(shelf, run, one), *_lock_flags(shelf, one.case_id))
    return Card(
        case_id=one.case_id,
        student=shelf.student(one.case_id),
        starts_at=shelf.local(one.slot.starts_at),
        ends_at=shelf.local(one.slot.ends_at),
        room="By video" if one.place == "video" else one.slot.room,
        tier=_tier(row),
        flags=(*((Flag(words="set", tone="good"),) if stands else ()), *flags),
        steady=stands or locked or one.locked,
        late=one.late,
        url=f"/proposals/{run.id}/conferences/{one.case_id}",
        people=tuple(who.person_id for who in one.sitting),
        movable=run.ready and row is not None and not one.locked,
    )


def _tier(row: Line | None) -> str:
    tier = row.case.tier if row else ""
    return "" if tier == "full" else tier


def before(run: Run, one: Placed) -> datetime | None:
    """Where it stood when the plan was asked for, if that is elsewhere; a day may be gone since."""
    stood = run.stood.get(one.case_id, "")
    found = one.moved_from or (datetime.fromisoformat(stood) if stood else None)
    return None if found == one.slot.starts_at else found


def _flags(shelf: Shelf, run: Run, one: Placed) -> Iterator[Flag]:
    if one.late:
        yield Flag(words="after its date", tone="bad")
    stood = before(run, one)
    if stood is not None:
        yield Flag(words=f"was {shelf.when(stood)}", tone="warn")
    said = {(who.standing, GROUPS.get(who.group, who.group)) for who in one.sitting}
    for standing, words in STANDINGS.items():
        for group in sorted(group for kind, group in said if kind == standing):
            tone = "plain" if standing == "if_needed" else "warn"
            yield Flag(words=words.format(group), tone=tone)


def _lock_flags(shelf: Shelf, case_id: int) -> Iterator[Flag]:
    for lock in shelf.locks.get(case_id, ()):
        yield Flag(words=lock_words(shelf, lock), tone="act")


def lock_words(shelf: Shelf, lock: Lock) -> str:
    """What was decided, short."""
    if lock.kind == HERE and lock.starts_at is not None:
        return f"locked at {shelf.when(lock.starts_at)}"
    day = shelf.day(lock.on) if lock.on else ""
    return {THIS_DAY: f"only on {day}", NOT_THIS_DAY: f"not on {day}"}.get(lock.kind, "locked")


def of_lines(shelf: Shelf, rows: Iterable[Line]) -> tuple[Card, ...]:
    """Conferences that have a time now, offered ones with the first of their times."""
    return tuple(_standing(shelf, row, slot) for row in rows if (slot := _slot_of(row)) is not None)


def _slot_of(row: Line) -> Slot | None:
    conference = row.conference
    if conference is None or row.meets not in ("scheduled", "proposed"):
        return None
    if row.meets == "scheduled":
        return conference.slot
    return conference.offered[0] if conference.offered else None


def _standing(shelf: Shelf, row: Line, slot: Slot) -> Card:
    offered = row.meets == "proposed"
    answers = row.conference.answers if row.conference else ()
    gone = [one for one in answers if one.partstat == "declined"]
    flags = [Flag(words="offered", tone="act")] if offered else []
    flags += [Flag(words="somebody cannot come", tone="warn")] if gone else []
    no = row.meeting.no if row.meeting else 0
    return Card(
        case_id=row.case.id,
        student=shelf.student(row.case.id),
        starts_at=shelf.local(slot.starts_at),
        ends_at=shelf.local(slot.ends_at),
        room=slot.room,
        tier=_tier(row),
        flags=(*flags, *_lock_flags(shelf, row.case.id)),
        steady=not offered,
        late=row.due_on is not None and shelf.local(slot.starts_at).date() > row.due_on,
        url=f"/conferences/{row.case.id}/{no}",
        people=tuple(dict.fromkeys((*(one.person_id for one in answers), *slot.team))),
    )
