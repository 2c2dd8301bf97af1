"""A sheet without faults becomes a problem. What could be wrong with a sheet is faults.py."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from meetings.planning import hours
from meetings.planning.grid import Grid, close, grain_at, grid
from meetings.planning.policysheet import PolicySheet
from meetings.planning.problem import (
    Conference,
    Cover,
    Fixed,
    Kind,
    Person,
    Place,
    Policy,
    Pool,
    Present,
    Problem,
    Seat,
    SeatRule,
    Travel,
    Unit,
    Weights,
)
from meetings.planning.sheet import (
    ConferenceSheet,
    PoolSheet,
    ProblemSheet,
    SeatSheet,
    Somebody,
    UnitSheet,
)
from meetings.planning.windows import GIVEN, available, marks, unread, wall

#: Lessons that take a person's time; class is another matter.
BUSY = ("lunch", "duty")


def problem_of(sheet: ProblemSheet) -> Problem:
    """Turn wall times into masks and sheets into values."""
    base = grid_of(sheet)
    return Problem(
        grid=base,
        people=tuple(_person(sheet, base, p) for p in sheet.people),
        conferences=tuple(_conference(base, c) for c in sheet.conferences),
        pools=tuple(_pool(base, p) for p in (*sheet.rooms, *sheet.interpreters)),
        covers=tuple(
            Cover(key=c.key, size=c.size, usable=available(base, c.windows)) for c in sheet.covers
        ),
        travel=tuple(
            Travel(one=t.schools[0], two=t.schools[1], minutes=t.minutes) for t in sheet.travel
        ),
        pairs=sheet.siblings,
        policy=_policy(sheet.policy),
        today=sheet.today,
    )


def grid_of(sheet: ProblemSheet) -> Grid:
    """Lay out the days; blackout dates and quiet hours are closed."""
    base = grid(
        zone=sheet.zone,
        dates=tuple(d.date for d in sheet.days),
        opens=wall(sheet.hours.earliest_start),
        closes=wall(sheet.hours.latest_end),
    )
    base = replace(base, start_every_minutes=sheet.start_every_minutes)
    for day in sheet.days:
        if day.closed:
            base = close(base, hours.whole_day(base, day.date))
    for starts, ends in sheet.hours.quiet:
        base = close(base, hours.daily(base, (wall(starts), wall(ends)), hours.Edge.OUTWARD))
    return base


def _person(sheet: ProblemSheet, base: Grid, who: Somebody) -> Person:
    told = marks(base, who.windows)
    busy_kinds = (*BUSY, "planning") if sheet.policy.planning_periods == "leave" else BUSY
    said = any(w.kind in GIVEN for w in who.windows)
    diary = hours.Diary(
        preferred=told.of["preferred"],
        possible=told.of["possible"],
        if_needed=told.of["if_needed"],
        busy=told.of["busy"] | _lessons(sheet, base, who, busy_kinds),
        soft_busy=told.of["soft_busy"],
        in_class=_lessons(sheet, base, who, ("class",)),
        unknown=told.of["unknown"],
        answered=said if who.answered is None else who.answered,
    )
    person = hours.person(base, who.key, Kind(who.kind), diary)
    counted = sheet.policy.planning_a_week is not None
    return replace(
        person,
        remote=told.remote & person.usable,
        planning=_lessons(sheet, base, who, ("planning",)) & person.usable if counted else 0,
        max_per_day=who.max_per_day,
    )


def _lessons(sheet: ProblemSheet, base: Grid, who: Somebody, kinds: Iterable[str]) -> int:
    days = (hours.SchoolDay(on=d.date, cycle=d.cycle, bells=d.bells) for d in sheet.days)
    bells = {
        name: {period: (wall(a), wall(b)) for period, (a, b) in periods.items()}
        for name, periods in sheet.bells.items()
    }
    lessons = [
        hours.Lesson(period=x.period, kind=hours.PeriodKind(x.kind), cycle_days=x.cycle_days)
        for x in who.lessons
        if x.kind in kinds
    ]
    return hours.lessons(base, days, bells, lessons) if lessons else 0


def _pool(base: Grid, pool: PoolSheet) -> Pool:
    return Pool(key=pool.key, units=tuple(_unit(base, unit) for unit in pool.units))


def _unit(base: Grid, sheet: UnitSheet) -> Unit:
    usable = available(base, sheet.windows)
    return Unit(
        key=sheet.key,
        usable=usable,
        unknown=unread(base, sheet.windows) & usable,
        size=sheet.size,
        accessible=sheet.accessible,
    )


def _conference(base: Grid, sheet: ConferenceSheet) -> Conference:
    return Conference(
        key=sheet.key,
        chair=sheet.chair,
        seats=tuple(_seat(s) for s in sheet.seats),
        length_minutes=sheet.length_minutes,
        buffer_minutes=sheet.buffer_minutes,
        rooms=sheet.rooms,
        video=sheet.video,
        school=sheet.school,
        size=sheet.size,
        accessible=sheet.accessible,
        interpreters=sheet.interpreters,
        cover=sheet.cover,
        earliest_on=sheet.earliest_on,
        due_on=sheet.due_on,
        rank=sheet.rank,
        only_on=sheet.only_on,
        not_on=sheet.not_on,
        fixed=_fixed(base, sheet),
        now=_now(base, sheet),
    )


def _seat(sheet: SeatSheet) -> Seat:
    return Seat(group=sheet.group, rule=SeatRule(sheet.rule), people=sheet.people, k=sheet.k)


def _fixed(base: Grid, sheet: ConferenceSheet) -> Fixed | None:
    fixed = sheet.fixed
    if fixed is None:
        return None
    return Fixed(
        start=_grain(base, fixed.starts_at),
        team=fixed.people,
        room=fixed.room,
        interpreter=fixed.interpreter,
        place=None if fixed.place is None else Place(fixed.place),
    )


def _now(base: Grid, sheet: ConferenceSheet) -> Present | None:
    now = sheet.now
    if now is None:
        return None
    return Present(start=_grain(base, now.starts_at), confirmed=now.confirmed, told=now.told)


def _grain(base: Grid, moment: datetime) -> int:
    found = grain_at(base, moment)
    if found is None:
        raise ValueError(f"{moment.isoformat()} is not on the grid. Ask faults_of first.")
    return found


def _policy(sheet: PolicySheet) -> Policy:
    weights = {name: getattr(sheet.weights, name) for name in sheet.weights.__struct_fields__}
    return Policy(
        max_per_day=sheet.max_per_day,
        comfortable_per_day=sheet.comfortable_per_day,
        may_pull=sheet.may_pull,
        pulls_unharmed=sheet.pulls_unharmed,
        sibling_gap_minutes=sheet.sibling_gap_minutes,
        unknown_blocks=sheet.unknown_blocks,
        planning_a_week=sheet.planning_a_week,
        one_school_a_half_day=sheet.one_school_a_half_day,
        noon=wall(sheet.noon),
        rank_weights=sheet.rank_weights,
        weights=Weights(**weights),
    )
