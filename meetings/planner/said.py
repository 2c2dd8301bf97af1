"""What people said of their time, as masks over the days of a run.

How it is kept is store/availability.py; what outweighs what is meetings/planning/hours.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetings.planning.grid import Grid
from meetings.planning.hours import Edge, Recurring, between, on_date, recurring
from meetings.store.availability import REMOTE, WEEKDAYS, Said, Stretch, counting, gives_hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One person's own word: masks by kind."""

    preferred: int = 0
    possible: int = 0
    if_needed: int = 0
    soft_busy: int = 0
    busy: int = 0
    #: Free for video and phone only.
    remote: int = 0
    #: True: outside of these hours the person cannot come.
    hours: bool = False
    #: When the newest of it was said; None where a roster told of it.
    at: datetime | None = None


def told(grid: Grid, said: Iterable[Said]) -> Told:
    """Everything that counts of one person."""
    kept = counting(said)
    masks = dict.fromkeys(("preferred", "possible", "if_needed", "soft_busy", "busy"), 0)
    remote = at_the_table = 0
    for one in kept:
        mask = mask_of(grid, one.stretch)
        masks[one.stretch.kind] |= mask
        if one.stretch.free and one.stretch.modality == REMOTE:
            remote |= mask
        elif one.stretch.free:
            at_the_table |= mask
    return Told(
        **masks,
        remote=remote & ~at_the_table,
        hours=gives_hours(kept, grid.dates[0]),
        at=max((one.at for one in kept if one.at), default=None),
    )


def mask_of(grid: Grid, stretch: Stretch) -> int:
    """Free time counts where it lies wholly inside, busy time wherever it touches."""
    edge = Edge.INWARD if stretch.free else Edge.OUTWARD
    if stretch.rrule:
        return recurring(grid, _rule(grid, stretch), edge)
    marked = 0
    for on in _dates(grid, stretch):
        marked |= _on(grid, stretch, on, edge)
    return marked


def _dates(grid: Grid, stretch: Stretch) -> Iterable[date]:
    """Those of the stretch's own zone: near the day's ends they are not the school's."""
    if stretch.on_date is not None:
        return () if stretch.on_date in stretch.exdates else (stretch.on_date,)
    first, last = grid.dates[0] - timedelta(days=1), grid.dates[-1] + timedelta(days=1)
    first, last = max(first, stretch.from_on or first), min(last, stretch.until_on or last)
    weekday = WEEKDAYS.index(stretch.weekday)
    step = first + timedelta(days=(weekday - first.weekday()) % 7)
    weeks = range(0, (last - step).days + 1, 7)
    return (on for n in weeks if (on := step + timedelta(days=n)) not in stretch.exdates)


def _on(grid: Grid, stretch: Stretch, on: date, edge: Edge) -> int:
    walls = (stretch.from_wall, stretch.to_wall)
    if stretch.zone in {"", grid.zone}:
        return on_date(grid, on, walls, edge)
    # Far outside of the grid there is nothing to mark, and no date beyond the calendar's end.
    day = timedelta(days=1)
    if not grid.dates[0] - day <= on <= grid.dates[-1] + day:
        return 0
    zone = ZoneInfo(stretch.zone)
    begins, ends = (datetime.combine(on, wall, zone).astimezone(UTC) for wall in walls)
    return between(grid, begins, ends, edge)


def _rule(grid: Grid, stretch: Stretch) -> Recurring:
    first = stretch.from_on or grid.dates[0]
    length = _minutes(stretch.to_wall) - _minutes(stretch.from_wall)
    until = f";UNTIL={stretch.until_on:%Y%m%d}T235959" if stretch.until_on else ""
    return Recurring(
        starts_wall=datetime.combine(first, stretch.from_wall),
        length_minutes=length,
        zone=stretch.zone or grid.zone,
        rrule=stretch.rrule + until,
        exdates=tuple(datetime.combine(on, stretch.from_wall) for on in stretch.exdates),
    )


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute
