"""Two other ways to say what masks say: exact intervals, and grains that are asked one by one.

`portion` counts with intervals of minutes; the expander walks instants in UTC, one grain after
another. Neither knows how a mask is made.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, reduce
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

import portion  # type: ignore[import-untyped]  # ships no types
from dateutil.rrule import DAILY, WEEKLY, rrule

from meetings.planning.grid import Grid, grid, starts_at
from meetings.planning.hours import Edge, Recurring, between, recurring

NOON = time(12)
#: A day without its last grain: midnight is no closing time.
NEARLY_MIDNIGHT = time(23, 55)

#: [start, end), aware.
Stretch = tuple[datetime, datetime]


def union(spans: Iterable[tuple[int, int]]) -> portion.Interval:
    """Join spans of minutes, each open at its end."""
    return portion.Interval(*(portion.closedopen(*s) for s in spans))


def common_starts(people: Sequence[portion.Interval], minutes: int) -> portion.Interval:
    """Every minute from which all are free for so long."""
    common = reduce(portion.Interval.__and__, people)
    wide = (one for one in common if not one.empty and one.upper - one.lower >= minutes)
    return portion.Interval(*(portion.closed(one.lower, one.upper - minutes) for one in wide))


@cache
def days_around_switches(zone: str, year: int = 2026) -> Grid:
    """Two days before and after each change of the clock; some week where there is none."""
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range(365)]
    offsets = [datetime.combine(on, NOON, ZoneInfo(zone)).utcoffset() for on in days]
    turns = [on for on, two in zip(days[1:], pairwise(offsets), strict=True) if two[0] != two[1]]
    near = {on + timedelta(days=n) for on in turns or [date(year, 3, 8)] for n in range(-2, 3)}
    kept = tuple(sorted(on for on in near if on.year == year))
    return grid(zone=zone, dates=kept, opens=time(0), closes=NEARLY_MIDNIGHT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A rule in the terms of dateutil, and as its text."""

    hour: int
    minute: int
    length: int
    freq: Literal[2, 3] = DAILY
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    count: int | None = None
    until: datetime | None = None
    skipped: tuple[datetime, ...] = ()

    @property
    def first(self) -> datetime:
        return datetime(2026, 1, 5, self.hour, self.minute)  # noqa: DTZ001  a wall time

    def walls(self, zone: str) -> list[datetime]:
        """Give every wall time of the year."""
        until = self.until and self.until.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        last = datetime(2027, 1, 3)  # noqa: DTZ001  a wall time
        found = rrule(
            self.freq,
            dtstart=self.first,
            interval=self.interval,
            byweekday=self.weekdays or None,
            count=self.count,
            until=None if self.count else until or last,
        )
        return [wall for wall in found if wall not in self.skipped]

    def rule(self, zone: str) -> Recurring:
        parts = ["FREQ=" + {DAILY: "DAILY", WEEKLY: "WEEKLY"}[self.freq]]
        parts += [f"INTERVAL={self.interval}"]
        names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
        parts += ["BYDAY=" + ",".join(names[n] for n in self.weekdays)] if self.weekdays else []
        parts += [f"COUNT={self.count}"] if self.count else []
        parts += [f"UNTIL={self.until:%Y%m%dT%H%M%SZ}"] if self.until else []
        return Recurring(
            starts_wall=self.first,
            length_minutes=self.length,
            zone=zone,
            rrule=";".join(parts),
            exdates=self.skipped,
        )


MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4
#: A class in A weeks, what falls into gaps and folds, what ends in between, what lasts long.
HABITS = (
    Habit(hour=8, minute=0, length=50, freq=WEEKLY, interval=2, weekdays=(MONDAY, FRIDAY)),
    Habit(hour=2, minute=30, length=45),
    Habit(hour=1, minute=30, length=90),
    Habit(hour=0, minute=10, length=33),
    Habit(hour=23, minute=30, length=180, freq=WEEKLY, weekdays=tuple(range(7))),
    Habit(hour=15, minute=2, length=30, until=datetime(2026, 10, 25, 15, 2, tzinfo=UTC)),
    Habit(hour=9, minute=0, length=30, interval=3, count=60),
    Habit(
        hour=10,
        minute=0,
        length=1,
        skipped=tuple(datetime(2026, 3, d, 10) for d in (7, 8, 9, 28, 29)),  # noqa: DTZ001  wall times
    ),
)  # fmt: skip


def differences(zone: str, elsewhere: str, habits: Sequence[Habit] = HABITS) -> int:
    """Count the grains near switches at which masks and instants disagree: own zone, another."""
    hours = days_around_switches(zone)
    wrong = 0
    for home in (zone, elsewhere):
        for habit in habits:
            rule, given = habit.rule(home), _stretches(habit.walls(home), home, habit.length)
            for edge in Edge:
                mask = recurring(hours, rule, edge) & ~hours.closed
                wrong += (mask ^ _asked(hours, given, edge)).bit_count()
    for on in hours.dates:
        midnights = (on, on + timedelta(days=1))
        starts, ends = (datetime.combine(d, time(0), ZoneInfo(zone)) for d in midnights)
        mask = between(hours, starts, ends, Edge.OUTWARD) & ~hours.closed
        wrong += (mask ^ _asked(hours, [(starts, ends)], Edge.OUTWARD)).bit_count()
    return wrong


def _stretches(walls: Iterable[datetime], zone: str, minutes: int) -> list[Stretch]:
    """To instants: a skipped time counts with the offset before it, a repeated one is the first."""
    begun = (wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for wall in walls)
    return [(one, one + timedelta(minutes=minutes)) for one in begun]


_COVERS: dict[Edge, Callable[[Stretch, Stretch], bool]] = {
    Edge.INWARD: lambda grain, one: one[0] <= grain[0] and grain[1] <= one[1],
    Edge.OUTWARD: lambda grain, one: one[0] < grain[1] and grain[0] < one[1],
}


def _asked(hours: Grid, given: Sequence[Stretch], edge: Edge) -> int:
    """Ask each open grain whether it lies in, or touches, a stretch that began about then."""
    by_day: dict[date, list[Stretch]] = defaultdict(list)
    for one in given:
        for later in range(-1, 3):
            by_day[one[0].date() + timedelta(days=later)].append(one)
    mask, covers = 0, _COVERS[edge]
    for grain, own in _grains(hours):
        if any(covers(own, one) for one in by_day[own[0].date()]):
            mask |= 1 << grain
    return mask


@cache
def _grains(hours: Grid) -> tuple[tuple[int, Stretch], ...]:
    length = timedelta(minutes=hours.grain_minutes)
    begun = (
        (grain, starts_at(hours, grain).astimezone(UTC))
        for grain in range(hours.size)
        if not hours.closed >> grain & 1
    )
    return tuple((grain, (one, one + length)) for grain, one in begun)
