"""One case as a wish of the planning room: who has to come, how long, from when, how it is ranked.

What has a time already is placed.py; how people's hours are found is hours.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from meetings.planner.around import Around
from meetings.planner.homes import left_out
from meetings.planner.keys import case_key, person_key, person_keys
from meetings.planner.placed import chair_of, is_set, known_of, locked, present
from meetings.planning.grid import Grid
from meetings.planning.problem import Conference, Seat, SeatRule
from workflow.held import Conference as Held
from workflow.plan import Case, Subject
from workflow.seats import excused, participants, required

ASYNCHRONOUS = "asynchronous"
#: Without them a conference takes place; if they can come, so much the better.
OPTIONAL = ("administrator", "counselor", "recorder", "specialist", "teacher", "parent", "student")
#: In these grades a new school begins.
NEW_SCHOOL = ("6", "9")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What all wishes of a run share."""

    around: Around
    grid: Grid
    #: The first day that the notice leaves; None asks for none.
    earliest_on: date | None
    #: The largest room; 0 where nobody told how large rooms are.
    largest_room: int


def meets(case: Case) -> bool:
    """False for a family that reads and signs at home: it needs no time."""
    known = known_of(case)
    return (known.tier if known else case.tier) != ASYNCHRONOUS


def wish(frame: Frame, case: Case) -> Conference:
    """The running conference of this case, or the one that is to be called."""
    around, known = frame.around, known_of(case)
    seats = tuple(_seats(around, case, _table(around, case)))
    language = around.language_of(case, known.interpreter_language if known else "")
    lock = locked(around, case, frame.grid)
    school = around.school_of(case) if len(around.schools) > 1 else ""
    waived = known is not None and known.notice_waived_by is not None
    return Conference(
        key=case_key(case.id),
        chair=person_key(chair_of(case, around.on)),
        seats=seats,
        length_minutes=_minutes(around, case, known),
        buffer_minutes=around.law.profile.span("buffer_minutes").count,
        rooms=rooms_key(school),
        video=around.decided.video,
        school=school or None,
        size=_size(frame, seats, bool(language)),
        accessible=bool(set(around.decided.step_free) & set(participants(case, around.on, known))),
        interpreters=f"interpreters-{language}" if language else None,
        cover=cover_of(around, case),
        earliest_on=None if waived else frame.earliest_on,
        due_on=_due_on(around, case),
        rank=_rank(around, case),
        only_on=lock.only_on,
        not_on=(*lock.not_on, *_lost(frame.grid, case)),
        fixed=lock.fixed,
        now=present(case, frame.grid) if lock.fixed is None else None,
    )


def rooms_key(school: str) -> str:
    return f"rooms-{school}" if school else "rooms"


def cover_of(around: Around, case: Case) -> str | None:
    """The adults who take a class meanwhile; None where the school does not count them."""
    cover, school = around.decided.cover, around.school_of(case)
    named = school if school in cover else ""
    return f"cover-{named}" if cover.get(named) else None


def _minutes(around: Around, case: Case, known: Held | None) -> int:
    """As it was called; a mid-year review and a short one are short where nobody said otherwise."""
    profile = around.law.profile
    usual = profile.span("conference_minutes").count
    said = known.length_minutes if known else usual
    if said != usual:
        return said
    running = case.running("conference")
    if running is not None and running.kind == "midyear":
        return profile.span("midyear_minutes").count or usual
    tier = known.tier if known else case.tier
    return profile.span("short_minutes").count if tier == "short" else usual


def _table(around: Around, case: Case) -> Held:
    """The running conference, or the one that is to be called, as far as its seats go."""
    tied = around.guardians.get(case.student_id, ())
    return known_of(case) or Held(no=0, left_out=left_out(tied, case, around.on))


def _seats(around: Around, case: Case, known: Held) -> Iterator[Seat]:
    """Of the parents of one home and of several teachers one is enough, as the law says."""
    running, let_off = case.running("conference"), set(excused(known))
    seated = {chair_of(case, around.on)}
    for role, group in (("parent", "guardian"), ("student", "student"), ("teacher", "teacher")):
        if role == "parent" and _waived(running):
            continue
        holders = [p for p in required(case, role, around.on, known) if p not in let_off]
        if holders:
            seated.update(holders)
            rule = _rule(around, case, role, tuple(holders))
            yield Seat(group=group, rule=rule, people=person_keys(holders))
    for role in OPTIONAL:
        invited = participants(case, around.on, known).items()
        others = [p for p, held in invited if held == role and p not in seated | let_off]
        if others:
            yield Seat(group=role, rule=SeatRule.OPTIONAL, people=person_keys(others))


def _waived(running: Subject | None) -> bool:
    return running is not None and running.facts.get("parent") == "waived"


def _rule(around: Around, case: Case, role: str, holders: tuple[int, ...]) -> SeatRule:
    if role == "student" or len(holders) == 1:
        return SeatRule.ALL
    if role == "parent" and around.apart(case, holders):
        return SeatRule.ALL
    return SeatRule.ONE_OF


def _size(frame: Frame, seats: tuple[Seat, ...], interpreted: bool) -> int:  # noqa: FBT001  one more chair
    """So many chairs; a table larger than every room takes the largest one."""
    people = {person for seat in seats for person in seat.people}
    return min(len(people) + 1 + interpreted, frame.largest_room)


def _due_on(around: Around, case: Case) -> date | None:
    """By when it is to be held, by the law's dates; None where nothing is due."""
    running = case.running("conference")
    match running.kind if running else case.kind:
        case "midyear":
            return around.law.profile.day("midyear_closes").in_school_year(case.school_year)
        case "year_end":
            return case.dates.get("last_school_day")
        case "amendment" | "requested":
            return None
        case _:
            return case.dates.get("plan_due_on")


def _rank(around: Around, case: Case) -> int:
    """0 new identifications and transfers; 1 grades 6, 9 and unsigned last year; 2 the rest."""
    if case.kind == "initial" or case.plan().facts.get("force") == "prior":
        return 0
    student = around.students.get(case.student_id)
    new = student is not None and student.grade in NEW_SCHOOL
    return 1 if new or case.student_id in around.unsigned else 2


def _lost(hours: Grid, case: Case) -> tuple[date, ...]:
    """The day of a time that somebody could not keep."""
    known = known_of(case)
    if known is None or known.slot is None or is_set(case):
        return ()
    return (known.slot.starts_at.astimezone(ZoneInfo(hours.zone)).date(),)
