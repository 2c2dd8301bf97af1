"""Masks against exact intervals, and against grains asked one by one around each clock change."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import reduce
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from meetings.planning.grid import Grid, grid, span
from meetings.planning.ground import lawful_starts, starts_of, whole
from meetings.planning.hours import Edge, Recurring, on_date, recurring
from meetings.planning.problem import Conference, Problem
from tests.planning_sets.other_ways import common_starts, differences, union

ZONES = (
    "America/Denver", "America/New_York", "America/Anchorage", "America/Sao_Paulo",
    "America/Havana", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Jerusalem", "Asia/Beirut", "Asia/Tokyo", "Asia/Kathmandu",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
    "America/Santiago", "UTC",
)  # fmt: skip
MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
TWO_DAYS = grid(zone="America/Denver", dates=(MONDAY, TUESDAY), opens=time(7), closes=time(12))

#: Somebody's free and busy minutes of the two mornings, counted from opening of each.
Morning = tuple[int, int, int]
FREE = some.tuples(some.integers(0, 1), some.integers(0, 60), some.integers(1, 48)).map(
    lambda t: (t[0], min(t[1], 59) * 5, min(300, (t[1] + t[2]) * 5))
)
BUSY = some.tuples(some.integers(0, 1), some.integers(0, 298), some.integers(1, 90)).map(
    lambda t: (t[0], t[1], min(300, t[1] + t[2]))
)
PERSON = some.tuples(some.lists(FREE, min_size=1, max_size=5), some.lists(BUSY, max_size=3))


def masked(hours: Grid, spans: Sequence[Morning], edge: Edge) -> int:
    mask = 0
    for day, starts, ends in spans:
        walls = tuple(time(7 + m // 60, m % 60) for m in (starts, ends))
        mask |= on_date(hours, hours.dates[day], (walls[0], walls[1]), edge)
    return mask


@settings(max_examples=100, deadline=None)
@given(some.lists(PERSON, min_size=6, max_size=6), some.sampled_from((15, 30, 45)))
def test_six_people_can_start_together_exactly_where_their_intervals_say(
    people: list[tuple[list[Morning], list[Morning]]], minutes: int
) -> None:
    talk = Conference(key="c", chair="a", seats=(), length_minutes=minutes)
    lawful = lawful_starts(Problem(grid=TWO_DAYS, people=(), conferences=(talk,)), talk)
    free = (
        masked(TWO_DAYS, may, Edge.INWARD) & ~masked(TWO_DAYS, not_, Edge.OUTWARD)
        for may, not_ in people
    )
    # A day of 24 hours a day lies between the mornings, so that no interval joins them.
    exact = [
        union((d * 1440 + a, d * 1440 + b) for d, a, b in may)
        - union((d * 1440 + a, d * 1440 + b) for d, a, b in not_)
        for may, not_ in people
    ]

    found = lawful & whole(reduce(int.__and__, free), TWO_DAYS.grains(minutes))

    common = common_starts(exact, minutes)
    assert list(starts_of(found)) == [
        day * TWO_DAYS.per_day + start // 5
        for day in (0, 1)
        for start in range(0, 300 - minutes + 1, 15)
        if day * 1440 + start in common
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_no_wall_time_slips_where_the_clock_is_changed(zone: str) -> None:
    elsewhere = "Europe/Berlin" if zone == "America/New_York" else "America/New_York"

    assert differences(zone, elsewhere) == 0


def test_a_wall_time_that_a_switch_skips_counts_with_the_offset_before_it() -> None:
    spring = date(2026, 3, 8)
    night = grid(zone="America/Denver", dates=(spring,), opens=time(0), closes=time(6))
    rule = Recurring(
        starts_wall=datetime(2026, 3, 8, 2, 30),  # noqa: DTZ001  a rule is naive on purpose
        length_minutes=45,
        zone="America/Denver",
        rrule="FREQ=DAILY;COUNT=1",
    )
    # 2:30 at an offset of -7 hours is 3:30 by the new clock (RFC 5545 §3.3.5).
    meant = datetime(2026, 3, 8, 9, 30, tzinfo=UTC).astimezone(ZoneInfo("America/Denver"))

    assert (meant.hour, meant.minute) == (3, 30)
    assert recurring(night, rule, Edge.OUTWARD) == span(42, 51)
