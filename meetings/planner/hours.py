"""What the rows say of everybody's time, as diaries of the planning room."""

from dataclasses import dataclass
from datetime import UTC, time

from sqlalchemy import Connection, select

from meetings.planning.grid import Grid, starts_at
from meetings.planning.hours import (
    Bells,
    Diary,
    Edge,
    Lesson,
    PeriodKind,
    SchoolDay,
    lessons,
    on_date,
    weekly,
)
from meetings.store.claims import GRAIN_SECONDS
from meetings.store.tables import bell_period, claim, hour, school_day, teaching, window

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = {
    "class": PeriodKind.CLASS,
    "planning": PeriodKind.PLANNING,
    "lunch": PeriodKind.LUNCH,
    "duty": PeriodKind.DUTY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Bells, days, lessons and windows, read once for a run."""

    grid: Grid
    days: tuple[SchoolDay, ...]
    bells: Bells
    #: By person: periods in which staff teach or are on duty, in which a student is taught.
    hours: dict[int, tuple[Lesson, ...]]
    learnt: dict[int, tuple[Lesson, ...]]
    #: By person: grains at which they said they can come.
    windows: dict[int, int]

    @classmethod
    def read(cls, connection: Connection, grid: Grid) -> "Timetable":
        return cls(
            grid=grid,
            days=_days(connection, grid),
            bells=_bells(connection),
            hours=_hours(connection),
            learnt=_learnt(connection),
            windows=_windows(connection, grid),
        )


def diary_of(table: Timetable, person_id: int, *, is_chair: bool) -> Diary:
    """The chair's own classes are busy time; a teacher's can be covered, at a cost."""
    taken = table.hours.get(person_id, ())
    firm = [one for one in taken if one.kind in {PeriodKind.LUNCH, PeriodKind.DUTY}]
    classes = [one for one in taken if one.kind is PeriodKind.CLASS]
    learnt = table.learnt.get(person_id, ())
    busy = _mark(table, [*firm, *classes] if is_chair else firm)
    in_class = _mark(table, list(learnt) if is_chair else [*classes, *learnt])
    said = table.windows.get(person_id)
    return Diary(possible=said or 0, busy=busy, in_class=in_class, answered=said is not None)


def _mark(table: Timetable, taken: list[Lesson]) -> int:
    return lessons(table.grid, table.days, table.bells, taken)


def _days(connection: Connection, grid: Grid) -> tuple[SchoolDay, ...]:
    rows = connection.execute(select(school_day).where(school_day.c.on_date.in_(grid.dates)))
    return tuple(
        SchoolDay(on=row.on_date, cycle=row.cycle_day, bells=row.bell_schedule) for row in rows
    )


def _bells(connection: Connection) -> Bells:
    found: dict[str, dict[str, tuple[time, time]]] = {}
    for row in connection.execute(select(bell_period)):
        found.setdefault(row.schedule, {})[row.period] = (row.starts_wall, row.ends_wall)
    return found


def _hours(connection: Connection) -> dict[int, tuple[Lesson, ...]]:
    found: dict[int, tuple[Lesson, ...]] = {}
    for row in connection.execute(select(hour).order_by(hour.c.staff_id, hour.c.period)):
        lesson = Lesson(
            period=row.period, kind=KINDS[row.activity], cycle_days=_cycle(row.cycle_days)
        )
        found[row.staff_id] = (*found.get(row.staff_id, ()), lesson)
    return found


def _learnt(connection: Connection) -> dict[int, tuple[Lesson, ...]]:
    found: dict[int, tuple[Lesson, ...]] = {}
    rows = connection.execute(
        select(teaching).where(teaching.c.period != "").order_by(teaching.c.id)
    )
    for row in rows:
        lesson = Lesson(period=row.period, kind=PeriodKind.CLASS, cycle_days=_cycle(row.cycle_days))
        found[row.student_id] = (*found.get(row.student_id, ()), lesson)
    return found


def _cycle(text: str) -> tuple[str, ...]:
    return tuple(day for day in text.split(",") if day)


def _windows(connection: Connection, grid: Grid) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in connection.execute(select(window)):
        walls = (row.from_wall, row.to_wall)
        if row.on_date is not None:
            mask = on_date(grid, row.on_date, walls, Edge.INWARD)
        else:
            mask = weekly(grid, WEEKDAYS.index(row.weekday), walls, Edge.INWARD)
        found[row.person_id] = found.get(row.person_id, 0) | mask
    return found


def claimed(connection: Connection, grid: Grid, but: set[str]) -> dict[str, int]:
    """By unit: the grains that other bookings hold, offers among them."""
    first = starts_at(grid, 0).astimezone(UTC)
    origin = int(first.timestamp()) // GRAIN_SECONDS
    numbers = {
        int(starts_at(grid, grain).timestamp()) // GRAIN_SECONDS: grain
        for grain in range(grid.size)
    }
    rows = connection.execute(
        select(claim.c.unit, claim.c.grain, claim.c.booking).where(claim.c.grain >= origin)
    )
    found: dict[str, int] = {}
    for row in rows:
        grain = numbers.get(row.grain)
        if grain is not None and row.booking not in but:
            found[row.unit] = found.get(row.unit, 0) | (1 << grain)
    return found
