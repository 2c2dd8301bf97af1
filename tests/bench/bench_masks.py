"""What masks are worth: common starts of six people against exact intervals, and every zone.

Each row is (name, value, limit, ok). `python -m tests.bench masks` prints them.
"""

import sys
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import reduce
from random import Random
from statistics import median
from time import process_time
from zoneinfo import available_timezones

import portion  # type: ignore[import-untyped]  # ships no types

from meetings.planning.grid import Grid, every, grid, span
from meetings.planning.ground import lawful_starts, starts_of, whole
from meetings.planning.problem import Conference, Problem
from tests.planning_sets.other_ways import HABITS, common_starts, differences, union

Row = tuple[str, float, str, bool]

PEOPLE, DAYS, SEED = 6, 20, 7
LENGTH = 30
#: Times what is measured; the middle counts.
ROUNDS = 15
#: One of each kind is enough for six hundred zones.
SOME = (*HABITS[:3], HABITS[5])


def rows() -> list[Row]:
    dates = tuple(date(2026, 9, 14) + timedelta(days=n + n // 5 * 2) for n in range(DAYS))
    hours = grid(zone="America/Denver", dates=dates)
    free = _free(hours)
    talk = Conference(key="c", chair="a", seats=(), length_minutes=LENGTH)
    lawful = lawful_starts(Problem(grid=hours, people=(), conferences=(talk,)), talk)
    exact = [union(_minutes(hours, mask)) for mask in free]
    length = hours.grains(LENGTH)
    masks = _seconds(lambda: lawful & whole(reduce(int.__and__, free), length), 2_000)
    intervals = _seconds(lambda: common_starts(exact, LENGTH), 5)
    ratio = intervals / masks
    same = _same(hours, lawful & whole(reduce(int.__and__, free), length), exact)
    wrong = sum(differences(zone, "Europe/Berlin", SOME) for zone in _zones())
    return [
        ("starts of six people, 20 days: microseconds by mask", masks * 1e6, "told", True),
        ("starts of six people, 20 days: portion / mask", round(ratio), ">= 200", ratio >= 200),
        ("starts of six people, 20 days: starts that differ", same, "= 0", same == 0),
        ("zones tried around their switches", len(_zones()), "told", True),
        ("grains that differ around switches, all zones", wrong, "= 0", wrong == 0),
    ]


def _zones() -> list[str]:
    """Every zone of a place; the rest are other names of these."""
    places = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return sorted(z for z in available_timezones() if z.split("/")[0] in places and "/" in z)


def _free(hours: Grid) -> list[int]:
    """Each person is free two times a day, for one to four hours."""
    dice, masks = Random(SEED), []  # noqa: S311  a measurement
    for _ in range(PEOPLE):
        mask = 0
        for day in range(DAYS):
            for half in (0, hours.per_day // 2):
                start = day * hours.per_day + half + dice.randrange(0, hours.per_day // 4, 3)
                mask |= span(start, start + dice.randrange(12, 49, 3))
        masks.append(mask & every(hours))
    return masks


def _minutes(hours: Grid, mask: int) -> list[tuple[int, int]]:
    return [(_minute(hours, g), _minute(hours, g) + 5) for g in starts_of(mask)]


def _minute(hours: Grid, grain: int) -> int:
    day, offset = divmod(grain, hours.per_day)
    return day * 1440 + offset * 5


def _same(hours: Grid, found: int, exact: Sequence[portion.Interval]) -> int:
    common = common_starts(exact, LENGTH)
    all_starts = range(0, hours.size, hours.step)
    return sum((_minute(hours, g) in common) != bool(found >> g & 1) for g in all_starts)


def _seconds(work: Callable[[], object], times: int) -> float:
    """CPU seconds of one run, the middle of several."""
    measured = []
    for _ in range(ROUNDS):
        begun = process_time()
        for _ in range(times):
            work()
        measured.append((process_time() - begun) / times)
    return median(measured)


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:10.3f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
