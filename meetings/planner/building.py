"""The frozen problem from the school's rows: who can when, what stands already, what is wanted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import combinations

from sqlalchemy import Connection, select

from meetings.planner.around import Around, around, language_of
from meetings.planner.claimed import Claimed, claimed
from meetings.planner.hours import Timetable, Who, person_of
from meetings.planner.keys import case_key, person_id, person_key
from meetings.planner.placed import booking, chair_of, fixed, known_of
from meetings.planner.policy import Decided, decided, policy_of
from meetings.planner.units import covers, interpreters, largest, rooms, ways
from meetings.planner.wishes import Frame, meets, wish
from meetings.planning.grid import Grid, close, grid
from meetings.planning.hours import Edge, daily
from meetings.planning.problem import Conference, Kind, Person, Problem
from meetings.store import Store, cases, people, values
from meetings.store.tables import school_day
from workflow.chart import Law
from workflow.plan import Case

__all__ = [
    "Built",
    "Window",
    "build",
    "case_key",
    "language_needed",
    "person_id",
    "person_key",
    "window_from",
]

#: Days on which conferences are held; testing days are left alone.
HELD_ON = ("instruction", "early_release")
#: So many days a window has at most where no calendar was imported.
LONGEST = 400
KINDS = {"staff": Kind.STAFF, "student": Kind.STUDENT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that a run may use, and when it is asked for."""

    first_on: date
    last_on: date
    #: What had lapsed by then is free again, and calendars are as old as that; None: nothing is.
    at: datetime | None = None
    #: The first day that the notice leaves; a conference whose family waived it may be earlier.
    earliest_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The problem, and which case each key stands for."""

    problem: Problem
    cases: dict[str, Case]
    #: Asked for and not planned: these families read and sign at home.
    skipped: tuple[int, ...] = ()


def build(connection: Connection, law: Law, wanted: Iterable[Case], window: Window) -> Built | None:
    """None where the window has no day with conferences."""
    asked = tuple(wanted)
    seeking = {case_key(case.id): case for case in asked if meets(case)}
    said = decided(connection)
    hours = _grid(connection, law, window, said)
    if hours is None:
        return None
    standing = [case for case in cases.everything(connection) if case_key(case.id) not in seeking]
    school = around(connection, law, _in_play([*seeking.values()], standing), window.first_on)
    frame = Frame(
        around=school,
        grid=hours,
        earliest_on=window.earliest_on,
        largest_room=largest(connection),
    )
    kept = [(case, made) for case in standing if (made := fixed(school, case, hours)) is not None]
    return Built(
        problem=_problem(
            _Parts(
                connection=connection,
                frame=frame,
                window=window,
                seeking=seeking,
                kept=tuple(kept),
            )
        ),
        cases=seeking,
        skipped=tuple(case.id for case in asked if not meets(case)),
    )


def _in_play(seeking: list[Case], standing: list[Case]) -> list[Case]:
    return [*seeking, *(case for case in standing if case.running("conference") is not None)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What a problem is put together from."""

    connection: Connection
    frame: Frame
    window: Window
    seeking: dict[str, Case]
    #: Conferences that stay, with their cases.
    kept: tuple[tuple[Case, Conference], ...]

    @property
    def around(self) -> Around:
        return self.frame.around

    @property
    def chaired(self) -> dict[str, frozenset[str]]:
        """By chair: bookings that are fixed conferences of the problem, not busy time besides."""
        found: dict[str, set[str]] = {}
        for case, conference in self.kept:
            found.setdefault(conference.chair, set()).add(booking(case))
        return {chair: frozenset(held) for chair, held in found.items()}

    @property
    def distant(self) -> frozenset[int]:
        """Those who answered that they take part by video or phone; whoever chairs is there."""
        chairs = {chair_of(case, self.window.first_on) for case in self.seeking.values()}
        asked = (known_of(case) for case in self.seeking.values())
        answers = [one for known in asked if known is not None for one in known.answers]
        return frozenset(a.person_id for a in answers if a.modality != "room") - chairs


def _problem(parts: _Parts) -> Problem:
    around, hours, window = parts.around, parts.frame.grid, parts.window
    wishes = [wish(parts.frame, case) for case in parts.seeking.values()]
    conferences = (*wishes, *(made for _, made in parts.kept))
    table = Timetable.read(parts.connection, hours, around.decided, window.at)
    own = {booking(case) for case in parts.seeking.values()}
    others = claimed(parts.connection, hours, own, window.at)
    return Problem(
        grid=hours,
        people=_people(parts, table, conferences, others),
        conferences=conferences,
        pools=(
            *rooms(parts.connection, around, hours, others),
            *interpreters(table, around, others),
        ),
        covers=covers(around, hours),
        travel=ways(around),
        pairs=_siblings(parts),
        policy=policy_of(around.law, around.decided),
        today=window.first_on,
    )


def _grid(connection: Connection, law: Law, window: Window, said: Decided) -> Grid | None:
    kept = connection.execute(
        select(school_day.c.on_date)
        .where(school_day.c.kind.in_(HELD_ON))
        .where(school_day.c.on_date >= window.first_on)
        .where(school_day.c.on_date <= window.last_on)
        .order_by(school_day.c.on_date)
    ).scalars()
    found = tuple(kept) or _weekdays(connection, window)
    dates = tuple(on for on in found if on not in said.blackout)
    if not dates:
        return None
    until = values.text(connection, "conferences_until")
    made = grid(
        zone=values.zone(connection),
        dates=dates,
        opens=law.profile.clock_time("earliest_start"),
        closes=time.fromisoformat(until) if until else law.profile.clock_time("latest_end"),
    )
    for walls in said.quiet:
        made = close(made, daily(made, walls, Edge.OUTWARD))
    return made


def _weekdays(connection: Connection, window: Window) -> tuple[date, ...]:
    """Where no calendar was imported, Monday to Friday is assumed."""
    if connection.execute(select(school_day.c.on_date).limit(1)).first() is not None:
        return ()
    days = min((window.last_on - window.first_on).days + 1, LONGEST)
    found = (window.first_on + timedelta(days=n) for n in range(days))
    return tuple(on for on in found if on.weekday() < 5)  # noqa: PLR2004  Saturday


def _people(
    parts: _Parts, table: Timetable, conferences: Sequence[Conference], others: Claimed
) -> tuple[Person, ...]:
    chairs = {one.chair for one in conferences}
    wanted = chairs | {p for one in conferences for seat in one.seats for p in seat.people}
    known = people.people_named(parts.connection, map(person_id, wanted))
    chaired, distant = parts.chaired, parts.distant
    found = []
    for key in sorted(wanted):
        number = person_id(key)
        told = known.get(number)
        kind = KINDS.get(told.kind if told else "", Kind.FAMILY)
        who = Who(key=key, id=number, kind=kind, is_chair=key in chairs)
        busy = others.of(f"p{number}", chaired.get(key, frozenset()))
        made = _without(person_of(table, who), busy)
        found.append(replace(made, remote=made.usable) if number in distant else made)
    return tuple(found)


def _without(one: Person, busy: int) -> Person:
    free = ~busy
    return Person(
        key=one.key,
        kind=one.kind,
        usable=one.usable & free,
        preferred=one.preferred & free,
        if_needed=one.if_needed & free,
        in_class=one.in_class & free,
        soft_busy=one.soft_busy & free,
        unknown=one.unknown & free,
        remote=one.remote & free,
        planning=one.planning & free,
        max_per_day=one.max_per_day,
    )


def _siblings(parts: _Parts) -> tuple[tuple[str, str], ...]:
    """Pairs of conferences of one guardian's children, of which one at least is to be placed."""
    homes: dict[int, set[str]] = {}
    for case in (*parts.seeking.values(), *(case for case, _ in parts.kept)):
        for tied in parts.around.guardians.get(case.student_id, ()):
            homes.setdefault(tied.person.id, set()).add(case_key(case.id))
    pairs = {pair for keys in homes.values() for pair in combinations(sorted(keys), 2)}
    return tuple(sorted(pair for pair in pairs if set(pair) & set(parts.seeking)))


def language_needed(case: Case, connection: Connection, said: str = "") -> str:
    """The language to be interpreted; "" where nobody needs it or nobody here speaks it."""
    spoken = {language for one in people.interpreters(connection) for language in one.languages}
    return language_of(people.guardians_of(connection, case.student_id), spoken, said)


def window_from(store: Store, connection: Connection, at: datetime, school_year: str) -> Window:
    """Twelve weeks from the end of the notice lead, and not in the year's last two weeks."""
    school = store.school(connection, school_year)
    lead = store.law.profile.span("notice_lead")
    first = school.moved(school.local(at), lead.count, lead.unit) + timedelta(days=1)
    last = min(first + timedelta(weeks=12), school.last_school_day() - timedelta(days=14))
    return Window(first_on=first, last_on=last, at=at, earliest_on=first)
