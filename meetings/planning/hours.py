"""Windows, busy blocks, bells and repeating rules become masks; a diary of masks becomes a person.

Free time counts only the grains that lie wholly inside; busy time counts every grain that it
touches. Rules hold in local wall time; each date has its own offset. No calendar is read here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from meetings.planning.grid import Grid, day_of, every, span
from meetings.planning.problem import Kind, Person
from meetings.planning.repeating import occurrences


class Edge(StrEnum):
    """What happens to a grain that is only partly covered."""

    #: Free time: it does not count.
    INWARD = "inward"
    #: Busy time: it counts.
    OUTWARD = "outward"


def on_date(grid: Grid, on: date, walls: tuple[time, time], edge: Edge) -> int:
    """Mark this wall time of this date; nothing if the date is no school day of the window."""
    day = day_of(grid).get(on)
    if day is None:
        return 0
    opens = grid.opens_wall.hour * 60 + grid.opens_wall.minute
    starts, ends = ((w.hour * 60 + w.minute + w.second / 60 - opens) for w in walls)
    return _within(grid, day, (starts, ends), edge)


def daily(grid: Grid, walls: tuple[time, time], edge: Edge) -> int:
    """Mark this wall time of each school day."""
    return _union(on_date(grid, on, walls, edge) for on in grid.dates)


def weekly(grid: Grid, weekday: int, walls: tuple[time, time], edge: Edge) -> int:
    """Mark this wall time of one weekday; Monday is 0."""
    dates = (on for on in grid.dates if on.weekday() == weekday)
    return _union(on_date(grid, on, walls, edge) for on in dates)


def whole_day(grid: Grid, on: date) -> int:
    """Mark all grains of this date."""
    day = day_of(grid).get(on)
    return 0 if day is None else span(day * grid.per_day, (day + 1) * grid.per_day)


def between(grid: Grid, starts_at: datetime, ends_at: datetime, edge: Edge) -> int:
    """Mark what lies between two aware moments, over as many days as it takes."""
    zone = ZoneInfo(grid.zone)
    # Moments of one zone are compared by their wall times, unless they are in UTC.
    starts, ends = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    first = starts.astimezone(zone).date()
    marked = 0
    for on, day in day_of(grid).items():
        if on < first or ends <= datetime.combine(on, time(0), zone).astimezone(UTC):
            continue
        walls = (_wall_minutes(grid, on, starts), _wall_minutes(grid, on, ends))
        marked |= _within(grid, day, walls, edge)
    return marked


def _wall_minutes(grid: Grid, on: date, moment: datetime) -> float:
    # By the wall clock, counted from opening: a clock changed in the night has no part in it.
    local = moment.astimezone(ZoneInfo(grid.zone)).replace(tzinfo=None)
    return (local - datetime.combine(on, grid.opens_wall)).total_seconds() / 60


def _within(grid: Grid, day: int, minutes: tuple[float, float], edge: Edge) -> int:
    starts, ends = (m / grid.grain_minutes for m in minutes)
    if starts >= ends:
        return 0
    first, last = (
        (-(-starts // 1), ends // 1) if edge is Edge.INWARD else (starts // 1, -(-ends // 1))
    )
    offset = day * grid.per_day
    lower, upper = max(0, int(first)), min(grid.per_day, int(last))
    return span(offset + lower, offset + upper)


def _union(masks: Iterable[int]) -> int:
    marked = 0
    for mask in masks:
        marked |= mask
    return marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A local wall time that repeats (RFC 5545 §3.3.10). No offset is kept."""

    #: Naive, in `zone`: the first one.
    starts_wall: datetime
    length_minutes: int
    zone: str
    rrule: str
    #: Naive, in `zone`.
    exdates: tuple[datetime, ...] = ()


def recurring(grid: Grid, rule: Recurring, edge: Edge) -> int:
    """Mark each occurrence inside the window; an UNTIL in UTC is read in the rule's own zone."""
    zone, skipped, marked = ZoneInfo(rule.zone), set(rule.exdates), 0
    for wall in occurrences(rule.rrule, rule.starts_wall, _after(grid), zone):
        if wall not in skipped and _reaches(grid, wall, timedelta(minutes=rule.length_minutes)):
            starts_at = wall.replace(tzinfo=zone)
            ends_at = starts_at.astimezone(UTC) + timedelta(minutes=rule.length_minutes)
            marked |= between(grid, starts_at, ends_at, edge)
    return marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """From one wall time to another, on dates that a rule names."""

    zone: str
    rrule: str
    from_wall: time
    #: Not after `from_wall`: on the next date.
    to_wall: time
    #: Where the rule begins to count.
    first_on: date
    exdates: tuple[date, ...] = ()


def repeated(grid: Grid, rule: Rule, edge: Edge = Edge.INWARD) -> int:
    """Mark each occurrence inside the window; gap and fold as RFC 5545 §3.3.5 reads them."""
    zone, marked = ZoneInfo(rule.zone), 0
    over_night = timedelta(days=rule.to_wall <= rule.from_wall)
    first = datetime.combine(rule.first_on, rule.from_wall)
    for wall in occurrences(rule.rrule, first, _after(grid), zone):
        if wall.date() in rule.exdates or not _reaches(grid, wall, timedelta(days=1)):
            continue
        ends = datetime.combine(wall.date() + over_night, rule.to_wall, zone)
        marked |= between(grid, wall.replace(tzinfo=zone), ends, edge)
    return marked


def _after(grid: Grid) -> datetime:
    # No two zones lie further apart than this.
    return datetime.combine(grid.dates[-1], time(0)) + timedelta(days=3)


def _reaches(grid: Grid, wall: datetime, length: timedelta) -> bool:
    return wall + length >= datetime.combine(grid.dates[0], time(0)) - timedelta(days=2)


class PeriodKind(StrEnum):
    """What somebody does in a period of the bell schedule."""

    CLASS = "class"
    #: A teacher's planning period: used, or left alone, as the school has decided.
    PLANNING = "planning"
    LUNCH = "lunch"
    DUTY = "duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    """A date, its place in the cycle ("A", "B", "3") and the bells that ring on it."""

    on: date
    cycle: str
    bells: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One line of somebody's timetable. No cycle days: every day."""

    period: str
    kind: PeriodKind
    cycle_days: tuple[str, ...] = ()


#: Schedule → period → when it starts and ends.
Bells = Mapping[str, Mapping[str, tuple[time, time]]]


def lessons(grid: Grid, days: Iterable[SchoolDay], bells: Bells, taken: Iterable[Lesson]) -> int:
    """Mark the periods that these lessons take, by each date's own bells."""
    wanted = tuple(taken)
    marked = 0
    for day in days:
        periods = bells.get(day.bells, {})
        for lesson in wanted:
            if lesson.period in periods and (
                not lesson.cycle_days or day.cycle in lesson.cycle_days
            ):
                marked |= on_date(grid, day.on, periods[lesson.period], Edge.OUTWARD)
    return marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Diary:
    """What is known of one person's time, before it is weighed."""

    preferred: int = 0
    possible: int = 0
    if_needed: int = 0
    busy: int = 0
    soft_busy: int = 0
    in_class: int = 0
    unknown: int = 0
    #: False: the person has not said when they can come, so they are not busy, they are unasked.
    answered: bool = True


def person(grid: Grid, key: str, kind: Kind, diary: Diary) -> Person:
    """Weigh a diary: busy, unknown, soft busy, if needed, possible, preferred; the first counts.

    What somebody has said about themselves beats a calendar that could not be read.
    """
    said = diary.preferred | diary.possible | diary.if_needed
    usable = (said if diary.answered else every(grid)) & ~diary.busy
    unknown = diary.unknown & usable & ~(said if diary.answered else 0)
    soft = diary.soft_busy & usable & ~unknown
    needed = diary.if_needed & usable & ~soft
    return Person(
        key=key,
        kind=kind,
        usable=usable,
        preferred=diary.preferred & usable & ~(needed | soft | unknown | diary.possible),
        if_needed=needed,
        in_class=diary.in_class & usable,
        soft_busy=soft,
        unknown=unknown,
    )
