"""Wall times of a school and grains, both ways. Rules that repeat, bells and windows are hours.py.

A grain is one instant: what a clock change skips or repeats is closed. No offset is kept anywhere;
it is looked up for each date.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The school days of the window, each cut into grains from opening to closing."""

    #: IANA name; the wall times of the school.
    zone: str
    #: School days only, ascending.
    dates: tuple[date, ...]
    opens_wall: time = time(7)
    closes_wall: time = time(19)
    grain_minutes: int = 5
    start_every_minutes: int = 15
    #: Grains in which nobody meets: blackout dates, quiet hours, the hour of a clock change.
    closed: int = 0

    @property
    def per_day(self) -> int:
        return (_minutes(self.closes_wall) - _minutes(self.opens_wall)) // self.grain_minutes

    @property
    def size(self) -> int:
        return self.per_day * len(self.dates)

    @property
    def step(self) -> int:
        """Grains from one start to the next."""
        return self.start_every_minutes // self.grain_minutes

    def grains(self, minutes: int) -> int:
        """How many grains hold these minutes, rounded up."""
        return -(-minutes // self.grain_minutes)

    def day(self, grain: int) -> int:
        """Which school day of the window, from 0."""
        return grain // self.per_day


def _minutes(wall: time) -> int:
    # Midnight as a closing time is the end of the day.
    return wall.hour * 60 + wall.minute


def grid(
    *, zone: str, dates: tuple[date, ...], opens: time = time(7), closes: time = time(19)
) -> Grid:
    """Lay out these school days; the grains that a clock change skips or repeats are closed."""
    bare = Grid(zone=zone, dates=tuple(sorted(set(dates))), opens_wall=opens, closes_wall=closes)
    return replace(bare, closed=_clock_changes(bare))


def close(grid: Grid, mask: int) -> Grid:
    """Nobody meets in these grains any more."""
    return replace(grid, closed=grid.closed | mask)


def every(grid: Grid) -> int:
    """All grains of the window."""
    return (1 << grid.size) - 1


def span(start: int, end: int) -> int:
    """The grains from start to before end; nothing if they are the wrong way round."""
    return ((1 << (end - start)) - 1) << start if end > start else 0


def starts_at(grid: Grid, grain: int) -> datetime:
    """When a grain begins, with the school's offset of that very date."""
    day, offset = divmod(grain, grid.per_day)
    return _moment(grid, day, offset)


def ends_at(grid: Grid, grain: int) -> datetime:
    """When the grain before this one ends: 19:00 of its day, not 7:00 of the next."""
    before = starts_at(grid, grain - 1).astimezone(UTC) + timedelta(minutes=grid.grain_minutes)
    return before.astimezone(ZoneInfo(grid.zone))


def grain_at(grid: Grid, moment: datetime) -> int | None:
    """Say which grain begins at this instant; None if none does."""
    local = moment.astimezone(ZoneInfo(grid.zone))
    return grain_on(grid, local.date(), local.time().replace(fold=0))


def grain_on(grid: Grid, on: date, wall: time) -> int | None:
    """Say which grain begins at this wall time; None off the grid and between grains."""
    day = day_of(grid).get(on)
    minutes = _minutes(wall) - _minutes(grid.opens_wall)
    offset, between = divmod(minutes, grid.grain_minutes)
    if day is None or between or wall.second or not 0 <= offset < grid.per_day:
        return None
    return day * grid.per_day + offset


@lru_cache(maxsize=64)
def day_of(grid: Grid) -> dict[date, int]:
    """Number the school days of the window from 0."""
    return {on: number for number, on in enumerate(grid.dates)}


def _moment(grid: Grid, day: int, offset: int) -> datetime:
    wall = datetime.combine(grid.dates[day], grid.opens_wall)
    return (wall + timedelta(minutes=offset * grid.grain_minutes)).replace(
        tzinfo=ZoneInfo(grid.zone)
    )


def _clock_changes(grid: Grid) -> int:
    mask = 0
    for day in range(len(grid.dates)):
        first, last = _moment(grid, day, 0), _moment(grid, day, grid.per_day - 1)
        # The last hour of a day may be the one that is repeated.
        if first.utcoffset() != last.replace(fold=1).utcoffset():
            odd = (o for o in range(grid.per_day) if not _once(_moment(grid, day, o)))
            mask |= sum(1 << (day * grid.per_day + o) for o in odd)
    return mask


def _once(moment: datetime) -> bool:
    # A skipped or a repeated wall time has two offsets, one for each fold.
    return moment.utcoffset() == moment.replace(fold=1).utcoffset()
