"""What people said of their time: read, and replaced by a newer word of theirs.

Every stretch belongs to a person and to whoever said it: a roster, the person on the page, the
office on the phone, a poll. Calendars that are read are store/busy.py; what follows for a plan is
meetings/planner/said.py. Nothing here commits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import available_timezones

from dateutil.rrule import rrulestr
from sqlalchemy import Connection, RowMapping, delete, insert, select

from meetings.store.tables import window

#: From the most wanted to the firmest no.
KINDS = ("preferred", "possible", "if_needed", "soft_busy", "busy")
#: Kinds of time at which somebody can come.
FREE = ("preferred", "possible", "if_needed")
#: The person's own word, on the page or told to the office; it stands in the place of a roster's.
OWN = ("page", "staff")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
REMOTE = "remote"
#: A rule that repeats within the day would be more rows than anybody means.
SLOWEST = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A local wall time and on which dates it holds; no offset is kept."""

    from_wall: time
    to_wall: time
    kind: str = "possible"
    #: One of these three says when: a weekday, a date, or a rule counted from `from_on`.
    weekday: str = ""
    on_date: date | None = None
    rrule: str = ""
    #: Dates on which it does not hold.
    exdates: tuple[date, ...] = ()
    #: First and last date on which it holds.
    from_on: date | None = None
    until_on: date | None = None
    #: IANA name; "" is the school's.
    zone: str = ""
    #: remote: the person can only be seen or heard then.
    modality: str = ""

    @property
    def free(self) -> bool:
        return self.kind in FREE

    def over_by(self, on: date) -> bool:
        """Whether it cannot hold on this date or later."""
        last = self.on_date or self.until_on
        return last is not None and last < on


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A stretch with who said it and when; a roster's has neither."""

    person_id: int
    stretch: Stretch
    #: roster, page, staff or poll.
    source: str
    by: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """Whose time, and who says it how: page is the person, staff the office for the person."""

    person_id: int
    source: str
    by: int
    at: datetime


def of_person(connection: Connection, person_id: int) -> tuple[Said, ...]:
    """Everything that is kept, a roster's windows too, in the order of entry."""
    return of_people(connection, (person_id,)).get(person_id, ())


def of_people(connection: Connection, ids: Iterable[int]) -> dict[int, tuple[Said, ...]]:
    """The same of many people, in one question."""
    return _by_person(connection, sorted(set(ids)))


def everything(connection: Connection) -> dict[int, tuple[Said, ...]]:
    """What anybody said, by person."""
    return _by_person(connection, None)


def counting(said: Iterable[Said]) -> tuple[Said, ...]:
    """What counts: a roster's windows until the person has spoken; a poll's answers always."""
    kept = tuple(said)
    spoken = any(one.source in OWN for one in kept)
    return tuple(one for one in kept if not spoken or one.source != "roster")


def gives_hours(said: Iterable[Said], on: date) -> bool:
    """Whether these are the hours, from this date on, outside which the person cannot come.

    Who only said when they cannot, or answered a poll, can be asked at any other time.
    """
    return any(
        one.stretch.free and one.source != "poll" and not one.stretch.over_by(on)
        for one in counting(said)
    )


def unasked(connection: Connection, ids: Iterable[int], on: date) -> tuple[int, ...]:
    """Those whose hours from this date on are not known, in order."""
    wanted = sorted(set(ids))
    kept = of_people(connection, wanted)
    return tuple(one for one in wanted if not gives_hours(kept.get(one, ()), on))


def say(connection: Connection, word: Word, stretches: Iterable[Stretch]) -> tuple[str, ...]:
    """Put this in the place of everything that the person said before, polls too.

    () is written; else sentences, and nothing was written. A roster's windows stay, and count
    again once `withdraw` has taken the person's own word back.
    """
    told = tuple(dict.fromkeys(stretches))
    wrong = tuple(dict.fromkeys(fault for one in told for fault in faults(one)))
    if wrong:
        return wrong
    withdraw(connection, word.person_id)
    add(connection, (_by(word, one) for one in told))
    return ()


def _by(word: Word, stretch: Stretch) -> Said:
    return Said(
        person_id=word.person_id, stretch=stretch, source=word.source, by=word.by, at=word.at
    )


def withdraw(connection: Connection, person_id: int) -> None:
    """Forget what the person said; what a roster told of them counts again."""
    connection.execute(
        delete(window).where(window.c.person_id == person_id).where(window.c.said != "roster")
    )


def add(connection: Connection, said: Iterable[Said]) -> None:
    """Write these beside what is kept. They were looked at before."""
    rows = [_row(one) for one in said]
    if rows:
        connection.execute(insert(window), rows)


def revision(connection: Connection, ids: Iterable[int]) -> str:
    """Text that is another one as soon as one of these people says something else."""
    kept = of_people(connection, ids)
    return repr(sorted((one, kept[one]) for one in kept))


def faults(stretch: Stretch) -> Iterator[str]:
    """Say what cannot be meant, and what to write instead."""
    if stretch.kind not in KINDS:
        yield f"A time is one of {', '.join(KINDS)}. Choose one of them."
    if stretch.to_wall <= stretch.from_wall:
        yield "A time ends before it starts. Give the end later than the start."
    if sum(map(bool, (stretch.weekday, stretch.on_date, stretch.rrule))) != 1:
        yield "A time needs a weekday, a date or a rule, and one of them only."
    if stretch.weekday and stretch.weekday not in WEEKDAYS:
        yield f"{stretch.weekday} is no weekday. Write mon to sun."
    if stretch.from_on and stretch.until_on and stretch.until_on < stretch.from_on:
        yield "The last day lies before the first one. Change one of them."
    if stretch.zone and stretch.zone not in available_timezones():
        yield f"The time zone {stretch.zone} is not known. Write it like America/Denver."
    if stretch.modality not in {"", REMOTE}:
        yield "Say remote for video and phone only, or leave it out."
    if stretch.rrule:
        yield from _rule_faults(stretch)


def _rule_faults(stretch: Stretch) -> Iterator[str]:
    parts = dict(part.upper().partition("=")[::2] for part in stretch.rrule.split(";"))
    if stretch.from_on is None:
        yield "A rule needs the first day from which it is counted."
        return
    if parts.get("FREQ") not in SLOWEST:
        yield "A rule repeats daily, weekly, monthly or yearly. Choose one of them."
        return
    if stretch.until_on and {"UNTIL", "COUNT"} & set(parts):
        yield "The rule has an end of its own. Leave the last day out."
    first = datetime.combine(stretch.from_on, stretch.from_wall)
    try:
        rrulestr(rule_text(stretch.rrule), dtstart=first)
    except (ValueError, TypeError, KeyError, AttributeError):
        yield "The rule cannot be read. Write it like FREQ=WEEKLY;BYDAY=MO,WE."


def rule_text(rrule: str) -> str:
    """The rule with an UNTIL in UTC as a local one: python-dateutil refuses the mix."""
    return ";".join(
        part.removesuffix("Z") if part.upper().startswith("UNTIL=") else part
        for part in rrule.split(";")
    )


def _by_person(connection: Connection, ids: list[int] | None) -> dict[int, tuple[Said, ...]]:
    wanted = select(window).order_by(window.c.person_id, window.c.id)
    if ids is not None:
        wanted = wanted.where(window.c.person_id.in_(ids))
    found: dict[int, list[Said]] = {}
    for row in connection.execute(wanted).mappings():
        found.setdefault(row["person_id"], []).append(_said(row))
    return {person_id: tuple(said) for person_id, said in found.items()}


def _said(row: RowMapping) -> Said:
    return Said(
        person_id=row["person_id"],
        stretch=Stretch(
            from_wall=row["from_wall"],
            to_wall=row["to_wall"],
            kind=row["kind"],
            weekday=row["weekday"],
            on_date=row["on_date"],
            rrule=row["rrule"],
            exdates=tuple(date.fromisoformat(on) for on in row["exdates"].split(",") if on),
            from_on=row["from_on"],
            until_on=row["until_on"],
            zone=row["zone"],
            modality=row["modality"],
        ),
        source=row["said"],
        by=row["said_by"],
        at=row["said_at"],
    )


def _row(said: Said) -> dict[str, object]:
    stretch = said.stretch
    return {
        "person_id": said.person_id,
        "source": "",
        "said": said.source,
        "weekday": stretch.weekday,
        "on_date": stretch.on_date,
        "from_wall": stretch.from_wall,
        "to_wall": stretch.to_wall,
        "kind": stretch.kind,
        "modality": stretch.modality,
        "zone": stretch.zone,
        "rrule": stretch.rrule,
        "exdates": ",".join(on.isoformat() for on in sorted(stretch.exdates)),
        "from_on": stretch.from_on,
        "until_on": stretch.until_on,
        "said_by": said.by,
        "said_at": said.at,
    }
