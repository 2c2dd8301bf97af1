"""The frozen problem from the school's rows: who can when, what stands already, what is wanted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations

from sqlalchemy import Connection, select

from meetings.planner.hours import Timetable, claimed, diary_of
from meetings.planning.grid import Grid, grain_at, grid
from meetings.planning.hours import person as weighed
from meetings.planning.problem import (
    Conference,
    Fixed,
    Kind,
    Person,
    Policy,
    Pool,
    Problem,
    Seat,
    SeatRule,
    Unit,
)
from meetings.store import Store, cases, claims, people, values
from meetings.store.tables import room, school_day
from workflow.chart import Law
from workflow.plan import Case
from workflow.seats import required

#: Days on which conferences are held; testing days are left alone.
HELD_ON = ("instruction", "early_release")
ROOMS = "rooms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The days that a run may use."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The problem, and which case and person each key stands for."""

    problem: Problem
    cases: dict[str, Case]


def case_key(case_id: int) -> str:
    return f"c{case_id:06}"


def person_key(person_id: int) -> str:
    return f"p{person_id:06}"


def person_id(key: str) -> int:
    return int(key[1:])


def build(connection: Connection, law: Law, wanted: Iterable[Case], window: Window) -> Built | None:
    """None where the window has no day with conferences."""
    seeking = {case_key(case.id): case for case in wanted}
    hours = _grid(connection, law, window)
    if hours is None:
        return None
    table = Timetable.read(connection, hours)
    standing = [case for case in cases.everything(connection) if case_key(case.id) not in seeking]
    conferences = [_conference(law, case, connection) for case in seeking.values()]
    fixed = [made for case in standing if (made := _fixed(case, hours, law)) is not None]
    others = claimed(connection, hours, {_booking(case) for case in seeking.values()})
    crowd = _people(connection, table, [*conferences, *fixed], others)
    return Built(
        problem=Problem(
            grid=hours,
            people=crowd,
            conferences=(*conferences, *fixed),
            pools=_pools(connection, table, others),
            pairs=_siblings(connection, seeking),
            policy=Policy(max_per_day=law.profile.count("max_per_day")),
            today=window.first_on,
        ),
        cases=seeking,
    )


def _booking(case: Case) -> str:
    running = case.running("conference")
    return f"{case.id}.{running.no if running else 0}"


def _grid(connection: Connection, law: Law, window: Window) -> Grid | None:
    dates = tuple(
        connection.execute(
            select(school_day.c.on_date)
            .where(school_day.c.kind.in_(HELD_ON))
            .where(school_day.c.on_date >= window.first_on)
            .where(school_day.c.on_date <= window.last_on)
            .order_by(school_day.c.on_date)
        ).scalars()
    ) or _weekdays(connection, window)
    if not dates:
        return None
    until = values.text(connection, "conferences_until")
    closes = time.fromisoformat(until) if until else law.profile.clock_time("latest_end")
    return grid(
        zone=values.zone(connection),
        dates=dates,
        opens=law.profile.clock_time("earliest_start"),
        closes=closes,
    )


def _weekdays(connection: Connection, window: Window) -> tuple[date, ...]:
    """Where no calendar was imported, Monday to Friday is assumed."""
    if connection.execute(select(school_day.c.on_date).limit(1)).first() is not None:
        return ()
    days = (window.last_on - window.first_on).days + 1
    found = (window.first_on + timedelta(days=n) for n in range(days))
    return tuple(on for on in found if on.weekday() < 5)  # noqa: PLR2004  Saturday


def _conference(law: Law, case: Case, connection: Connection) -> Conference:
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    length = known.length_minutes if known else law.profile.span("conference_minutes").count
    language = language_needed(case, connection, known.interpreter_language if known else "")
    lost = known.slot.starts_at if known and known.slot else None
    return Conference(
        key=case_key(case.id),
        chair=person_key(_chair(case)),
        seats=_seats(case, connection),
        length_minutes=length,
        buffer_minutes=law.profile.span("buffer_minutes").count,
        rooms=ROOMS,
        interpreters=f"interpreters-{language}" if language else None,
        due_on=case.dates.get("plan_due_on"),
        rank=_rank(case, connection),
        not_on=(lost.date(),) if lost else (),
    )


def _chair(case: Case) -> int:
    return next(p.person_id for p in case.parties if p.role in {"chair", "specialist"})


def _seats(case: Case, connection: Connection) -> tuple[Seat, ...]:
    on = case.plan().entered_at.date()
    seats = []
    parents = required(case, "parent", on)
    if parents:
        rule = SeatRule.ALL if _apart(case, connection, parents) else SeatRule.ONE_OF
        seats.append(Seat(group="guardian", rule=rule, people=_keys(parents)))
    for role in ("student", "teacher"):
        holders = required(case, role, on)
        if holders:
            seats.append(Seat(group=role, rule=SeatRule.ALL, people=_keys(holders)))
    return tuple(seats)


def _keys(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(person_key(one) for one in ids)


def _apart(case: Case, connection: Connection, parents: tuple[int, ...]) -> bool:
    """Two households come jointly: both are needed."""
    homes = {
        tied.tie.household
        for tied in people.guardians_of(connection, case.student_id)
        if tied.person.id in parents
    }
    return len(homes) > 1


def language_needed(case: Case, connection: Connection, said: str = "") -> str:
    """The language to be interpreted; "" where nobody needs it or nobody here speaks it."""
    for tied in people.guardians_of(connection, case.student_id):
        if said or (tied.person.interpreter and tied.person.language):
            wanted = said or tied.person.language
            if people.interpreters_of(connection, wanted):
                return wanted
    return ""


def _rank(case: Case, connection: Connection) -> int:
    """0 new identifications and transfers, 1 grades 6 and 9, 2 the rest."""
    if case.kind == "initial" or case.plan().facts.get("force") == "prior":
        return 0
    student = people.person(connection, case.student_id)
    return 1 if student is not None and student.grade in {"6", "9"} else 2


def _fixed(case: Case, hours: Grid, law: Law) -> Conference | None:
    """A conference that stands: it holds its chair's day and hour; the others are busy then."""
    running = case.running("conference")
    known = case.conference(running.no) if running else None
    if running is None or known is None or known.slot is None or running.state not in claims.SET:
        return None
    start = grain_at(hours, known.slot.starts_at)
    if start is None:
        return None
    chair = person_key(_chair(case))
    return Conference(
        key=case_key(case.id),
        chair=chair,
        seats=(),
        length_minutes=known.length_minutes,
        buffer_minutes=law.profile.span("buffer_minutes").count,
        fixed=Fixed(start=start, team=(chair,)),
    )


def _people(
    connection: Connection,
    table: Timetable,
    conferences: list[Conference],
    others: dict[str, int],
) -> tuple[Person, ...]:
    chairs = {one.chair for one in conferences}
    wanted = chairs | {p for one in conferences for seat in one.seats for p in seat.people}
    known = people.people_named(connection, map(person_id, wanted))
    found = []
    for key in sorted(wanted):
        one = known.get(person_id(key))
        kind = Kind(KINDS.get(one.kind, "family") if one else "family")
        diary = diary_of(table, person_id(key), is_chair=key in chairs)
        # A chair's own conferences are fixed ones: they are not busy time besides.
        busy = 0 if key in chairs else others.get(f"p{person_id(key)}", 0)
        made = weighed(table.grid, key, kind, diary)
        found.append(_without(made, busy))
    return tuple(found)


KINDS = {"staff": "staff", "student": "student", "guardian": "family", "interpreter": "family"}


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
    )


def _pools(connection: Connection, table: Timetable, others: dict[str, int]) -> tuple[Pool, ...]:
    whole = (1 << table.grid.size) - 1
    names = connection.execute(select(room.c.name).order_by(room.c.name)).scalars().all()
    rooms = tuple(
        Unit(key=name, usable=whole & ~others.get(f"r{name}", 0)) for name in names or ("Office",)
    )
    pools = [Pool(key=ROOMS, units=rooms)]
    spoken: dict[str, list[Unit]] = {}
    for one in people.interpreters(connection):
        free = diary_of(table, one.id, is_chair=False)
        mask = weighed(table.grid, person_key(one.id), Kind.FAMILY, free).usable
        unit = Unit(key=person_key(one.id), usable=mask & ~others.get(f"p{one.id}", 0))
        for language in one.languages:
            spoken.setdefault(language, []).append(unit)
    pools += [Pool(key=f"interpreters-{k}", units=tuple(v)) for k, v in sorted(spoken.items())]
    return tuple(pools)


def _siblings(connection: Connection, seeking: dict[str, Case]) -> tuple[tuple[str, str], ...]:
    homes: dict[int, list[str]] = {}
    for key, case in sorted(seeking.items()):
        for tied in people.guardians_of(connection, case.student_id):
            homes.setdefault(tied.person.id, []).append(key)
    pairs = {pair for keys in homes.values() for pair in combinations(sorted(set(keys)), 2)}
    return tuple(sorted(pairs))


def window_from(store: Store, connection: Connection, at: datetime, school_year: str) -> Window:
    """Twelve weeks from the end of the notice lead, and not in the year's last two weeks."""
    school = store.school(connection, school_year)
    lead = store.law.profile.span("notice_lead")
    first = school.moved(school.local(at), lead.count, lead.unit) + timedelta(days=1)
    last = min(first + timedelta(weeks=12), school.last_school_day() - timedelta(days=14))
    return Window(first_on=first, last_on=last)
