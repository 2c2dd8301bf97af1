"""Wall times, zones, bells and rules that repeat, as masks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from meetings.planning.grid import Grid, ends_at, grain_at, grain_on, grid, span, starts_at
from meetings.planning.hours import (
    Diary,
    Edge,
    Lesson,
    PeriodKind,
    Recurring,
    SchoolDay,
    between,
    daily,
    lessons,
    on_date,
    person,
    recurring,
    weekly,
)
from meetings.planning.problem import Kind

ZONES = (
    "America/Denver", "America/New_York", "America/Anchorage", "America/Sao_Paulo",
    "America/Havana", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Jerusalem", "Asia/Beirut", "Asia/Tokyo", "Asia/Kathmandu", "Australia/Sydney",
    "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham", "America/Santiago", "UTC",
)  # fmt: skip
YEAR = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(365))
WEEK = grid(
    zone="America/Denver", dates=tuple(date(2026, 10, 26) + timedelta(days=n) for n in range(10))
)


def at(hours: Grid, on: date, hour: int, minute: int = 0) -> int:
    grain = grain_on(hours, on, time(hour, minute))
    assert grain is not None
    return grain


@pytest.mark.parametrize("zone", ZONES)
def test_eight_o_clock_is_eight_o_clock_on_every_day_of_the_year(zone: str) -> None:
    hours = grid(zone=zone, dates=YEAR)

    moments = [starts_at(hours, at(hours, on, 8)) for on in YEAR]

    assert {(m.hour, m.minute) for m in moments} == {(8, 0)}
    assert [m.date() for m in moments] == list(YEAR)
    assert [grain_at(hours, m.astimezone(UTC)) for m in moments] == [
        at(hours, on, 8) for on in YEAR
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_a_class_every_second_day_marks_the_same_wall_time_before_and_after_a_switch(
    zone: str,
) -> None:
    hours = grid(zone=zone, dates=YEAR, opens=time(7), closes=time(15))
    days = [SchoolDay(on=on, cycle="AB"[n % 2], bells="b") for n, on in enumerate(YEAR)]
    taught = Lesson(period="1", kind=PeriodKind.CLASS, cycle_days=("A",))

    mask = lessons(hours, days, {"b": {"1": (time(8), time(8, 50))}}, [taught])

    assert mask == sum(span(n * 96 + 12, n * 96 + 22) for n in range(0, 365, 2))


def test_what_a_switch_skips_or_repeats_is_closed() -> None:
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    night = grid(zone="America/Denver", dates=(spring, autumn), opens=time(0), closes=time(6))

    # 2:00 to 3:00 does not exist in spring; 1:00 to 2:00 is there twice in autumn.
    assert night.closed == span(24, 36) | span(72 + 12, 72 + 24)


def test_a_conference_ends_on_the_day_on_which_it_began() -> None:
    assert ends_at(WEEK, WEEK.per_day).isoformat() == "2026-10-26T19:00:00-06:00"
    assert starts_at(WEEK, WEEK.per_day).isoformat() == "2026-10-27T07:00:00-06:00"


def test_free_time_counts_whole_grains_and_busy_time_each_that_it_touches() -> None:
    on, walls = WEEK.dates[0], (time(7, 2), time(7, 13))

    assert on_date(WEEK, on, walls, Edge.INWARD) == span(1, 2)
    assert on_date(WEEK, on, walls, Edge.OUTWARD) == span(0, 3)
    assert on_date(WEEK, date(2020, 1, 1), walls, Edge.OUTWARD) == 0


def test_an_appointment_in_another_zone_is_busy_at_our_hour() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    starts, ends = (datetime(2026, 10, 29, hour, tzinfo=berlin) for hour in (16, 17))
    on = date(2026, 10, 29)

    assert between(WEEK, starts, ends, Edge.OUTWARD) == span(at(WEEK, on, 9), at(WEEK, on, 10))


def test_an_absence_of_several_days_marks_all_of_them() -> None:
    zone = ZoneInfo("America/Denver")
    starts, ends = datetime(2026, 10, 30, 12, tzinfo=zone), datetime(2026, 11, 2, 8, tzinfo=zone)
    first, last = at(WEEK, date(2026, 10, 30), 12), at(WEEK, date(2026, 11, 2), 8)

    assert between(WEEK, starts, ends, Edge.OUTWARD) == span(first, last)


def test_a_rule_holds_its_wall_time_over_the_switch_and_reads_until_in_its_own_zone() -> None:
    rule = Recurring(
        starts_wall=datetime(2026, 9, 7, 15),  # noqa: DTZ001 -- a rule is naive on purpose
        length_minutes=30,
        zone="America/Denver",
        rrule="FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261102T220000Z",
        exdates=(datetime(2026, 10, 28, 15),),  # noqa: DTZ001 -- as above
    )

    marked = recurring(WEEK, rule, Edge.INWARD)

    days = (date(2026, 10, 26), date(2026, 11, 2))
    assert marked == sum(span(at(WEEK, on, 15), at(WEEK, on, 15, 30)) for on in days)


def test_weekly_and_daily_windows_fall_on_their_days() -> None:
    walls = (time(7), time(7, 5))

    assert weekly(WEEK, 0, walls, Edge.INWARD) == 1 | 1 << 7 * WEEK.per_day
    assert daily(WEEK, walls, Edge.INWARD) == sum(1 << n * WEEK.per_day for n in range(10))


def test_the_stronger_word_of_a_diary_counts() -> None:
    diary = Diary(
        preferred=span(0, 40), possible=span(10, 20), if_needed=span(15, 30), busy=span(0, 5)
    )

    ana = person(WEEK, "ana", Kind.FAMILY, diary)

    assert (ana.usable, ana.preferred, ana.if_needed) == (
        span(5, 40),
        span(5, 10) | span(30, 40),
        span(15, 30),
    )


def test_a_family_that_was_not_asked_is_not_busy_and_one_that_gave_no_time_is() -> None:
    unasked = person(WEEK, "ana", Kind.FAMILY, Diary(answered=False))
    silent = person(WEEK, "ben", Kind.FAMILY, Diary())

    assert (unasked.usable.bit_count(), silent.usable) == (WEEK.size, 0)


def test_what_somebody_said_beats_a_calendar_that_could_not_be_read() -> None:
    said = person(WEEK, "ana", Kind.STAFF, Diary(possible=span(0, 10), unknown=span(0, 20)))
    unread = person(WEEK, "ben", Kind.STAFF, Diary(unknown=span(0, 20), answered=False))

    assert (said.unknown, unread.unknown) == (0, span(0, 20))
