"""A sheet without faults becomes a problem. What could be wrong with a sheet is faults.py."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time

from meetings.planning import hours
from meetings.planning.grid import Grid, close, every, grain_at, grid
from meetings.planning.problem import (
    Conference,
    Cover,
    Fixed,
    Kind,
    Person,
    Policy,
    Pool,
    Present,
    Problem,
    Seat,
    SeatRule,
    Unit,
    Weights,
)
from meetings.planning.sheet import (
    ConferenceSheet,
    Lesson,
    PolicySheet,
    PoolSheet,
    ProblemSheet,
    SeatSheet,
    Somebody,
    Window,
)

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
            Cover(key=c.key, size=c.size, usable=_available(base, c.windows)) for c in sheet.covers
        ),
        pairs=sheet.siblings,
        policy=_policy(sheet.policy),
        today=sheet.today,
    )


def wall(text: str) -> time:
    """Read HH:MM."""
    return time.fromisoformat(text)


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
    marks = _marks(base, who.windows)
    given = any(marks[kind] for kind in ("preferred", "possible", "if_needed"))
    busy_kinds = (*BUSY, "planning") if sheet.policy.planning_periods == "leave" else BUSY
    said = {w.kind for w in who.windows} & {"preferred", "possible", "if_needed"}
    answered = who.answered if who.answered is not None else bool(said) or given
    diary = hours.Diary(
        preferred=marks["preferred"],
        possible=marks["possible"],
        if_needed=marks["if_needed"],
        busy=marks["busy"]
        | _lessons(sheet, base, (x for x in who.lessons if x.kind in busy_kinds)),
        soft_busy=marks["soft_busy"],
        in_class=_lessons(sheet, base, (x for x in who.lessons if x.kind == "class")),
        unknown=marks["unknown"],
        answered=answered,
    )
    return hours.person(base, who.key, Kind(who.kind), diary)


def _lessons(sheet: ProblemSheet, base: Grid, taken: Iterable[Lesson]) -> int:
    days = (hours.SchoolDay(on=d.date, cycle=d.cycle, bells=d.bells) for d in sheet.days)
    bells = {
        name: {period: (wall(a), wall(b)) for period, (a, b) in periods.items()}
        for name, periods in sheet.bells.items()
    }
    lessons = [
        hours.Lesson(period=x.period, kind=hours.PeriodKind(x.kind), cycle_days=x.cycle_days)
        for x in taken
    ]
    return hours.lessons(base, days, bells, lessons) if lessons else 0


def _marks(base: Grid, windows: Iterable[Window]) -> Mapping[str, int]:
    kinds = ("preferred", "possible", "if_needed", "busy", "soft_busy", "unknown")
    marks = dict.fromkeys(kinds, 0)
    for window in windows:
        inward = window.kind in {"preferred", "possible", "if_needed"}
        edge = hours.Edge.INWARD if inward else hours.Edge.OUTWARD
        marks[window.kind] |= _window(base, window, edge)
    return marks


def _window(base: Grid, window: Window, edge: hours.Edge) -> int:
    if window.starts_at is not None and window.ends_at is not None:
        return hours.between(base, window.starts_at, window.ends_at, edge)
    walls = (wall(window.from_ or "00:00"), wall(window.to or "23:59"))
    if window.date is not None:
        return hours.on_date(base, window.date, walls, edge)
    if window.weekday is not None:
        return hours.weekly(base, window.weekday, walls, edge)
    return hours.daily(base, walls, edge)


def _available(base: Grid, windows: tuple[Window, ...]) -> int:
    marks = _marks(base, windows)
    given = any(w.kind == "possible" for w in windows)
    return (marks["possible"] if given else every(base)) & ~marks["busy"]


def _pool(base: Grid, pool: PoolSheet) -> Pool:
    units = (Unit(key=u.key, usable=_available(base, u.windows)) for u in pool.units)
    return Pool(key=pool.key, units=tuple(units))


def _conference(base: Grid, sheet: ConferenceSheet) -> Conference:
    return Conference(
        key=sheet.key,
        chair=sheet.chair,
        seats=tuple(_seat(s) for s in sheet.seats),
        length_minutes=sheet.length_minutes,
        buffer_minutes=sheet.buffer_minutes,
        rooms=sheet.rooms,
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
        rank_weights=sheet.rank_weights,
        weights=Weights(**weights),
    )
