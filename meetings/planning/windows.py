"""Windows of a sheet become masks. Faults of a window are faults.py; wall times are hours.py."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meetings.planning import hours
from meetings.planning.grid import Grid, every
from meetings.planning.timesheet import Window

#: What a person gives; everything else takes time away.
GIVEN = ("preferred", "possible", "if_needed")
KINDS = (*GIVEN, "busy", "soft_busy", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Masks of some windows, by kind, and the given time that is for video or phone alone."""

    of: Mapping[str, int]
    remote: int


def wall(text: str) -> time:
    """Read HH:MM."""
    return time.fromisoformat(text)


def marks(base: Grid, windows: Iterable[Window]) -> Marks:
    """Mark all windows of one person or thing."""
    found = dict.fromkeys(KINDS, 0)
    remote = there = 0
    for window in windows:
        mask = _mask(base, window)
        found[window.kind] |= mask
        if window.kind in GIVEN and window.modality == "remote":
            remote |= mask
        elif window.kind in GIVEN:
            there |= mask
    return Marks(of=found, remote=remote & ~there)


def available(base: Grid, windows: tuple[Window, ...]) -> int:
    """Mark when a thing can be had: without windows always."""
    found = marks(base, windows).of
    given = any(w.kind == "possible" for w in windows)
    return (found["possible"] if given else every(base)) & ~found["busy"]


def unread(base: Grid, windows: tuple[Window, ...]) -> int:
    """Mark when nobody knows whether a thing can be had."""
    found = marks(base, windows).of
    return found["unknown"] & ~found["possible"]


def _mask(base: Grid, window: Window) -> int:
    edge = hours.Edge.INWARD if window.kind in GIVEN else hours.Edge.OUTWARD
    if window.starts_at is not None and window.ends_at is not None:
        return hours.between(base, window.starts_at, window.ends_at, edge)
    if window.rrule is not None:
        return hours.repeated(base, _rule(base, window), edge)
    walls = (wall(window.from_ or "00:00"), wall(window.to or "23:59"))
    marked = 0
    for on in _dates(base, window):
        if window.zone in {None, base.zone}:
            marked |= hours.on_date(base, on, walls, edge)
        else:
            zone = ZoneInfo(window.zone or base.zone)
            starts, ends = (datetime.combine(on, w, zone) for w in walls)
            marked |= hours.between(base, starts, ends, edge)
    return marked


def _rule(base: Grid, window: Window) -> hours.Rule:
    until = "" if window.last_on is None else f";UNTIL={window.last_on:%Y%m%d}"
    return hours.Rule(
        zone=window.zone or base.zone,
        rrule=(window.rrule or "") + until,
        from_wall=wall(window.from_ or "00:00"),
        to_wall=wall(window.to or "23:59"),
        first_on=window.first_on or base.dates[0],
        exdates=window.exdates,
    )


def _dates(base: Grid, window: Window) -> Iterator[date]:
    """Give the dates of the window's own zone: near midnight they are not the school's."""
    if window.date is not None:
        named: Iterable[date] = (window.date,)
    elif window.zone in {None, base.zone}:
        named = base.dates
    else:
        days = (base.dates[-1] - base.dates[0]).days
        named = (base.dates[0] + timedelta(days=n) for n in range(-1, days + 2))
    for on in named:
        early = window.first_on is not None and on < window.first_on
        late = window.last_on is not None and on > window.last_on
        named_so = window.weekday in {None, on.weekday()} and on not in window.exdates
        if named_so and not early and not late:
            yield on
