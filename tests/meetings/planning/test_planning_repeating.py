"""Rules that repeat: dates, exceptions, ends, clock changes, other zones; what is no rule."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from meetings.planning.grid import Grid, grid, starts_at
from meetings.planning.ground import starts_of
from meetings.planning.hours import Edge, Rule, repeated
from meetings.planning.repeating import occurrences, rule_fault

ZONES = (
    "America/Denver", "America/New_York", "America/Anchorage", "America/Sao_Paulo",
    "America/Havana", "Europe/Berlin", "Europe/London", "Europe/Lisbon", "Africa/Cairo",
    "Africa/Casablanca", "Asia/Jerusalem", "Asia/Beirut", "Asia/Tokyo", "Asia/Kathmandu",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
    "America/Santiago", "UTC",
)  # fmt: skip
YEAR = tuple(date(2026, 1, 1) + timedelta(days=n) for n in range(365))
FALL = tuple(date(2026, 10, 26) + timedelta(days=n) for n in range(10))
WEEK = grid(zone="America/Denver", dates=FALL)


def rule(rrule: str, **more: object) -> Rule:
    usual: dict[str, object] = {
        "zone": "America/Denver",
        "from_wall": time(15),
        "to_wall": time(15, 30),
        "first_on": date(2026, 9, 7),
    }
    return Rule(rrule=rrule, **{**usual, **more})  # type: ignore[arg-type]


def walls(hours: Grid, mask: int) -> list[str]:
    return [f"{starts_at(hours, g):%m-%d %H:%M}" for g in starts_of(mask) if not mask >> g - 1 & 1]


@pytest.mark.parametrize("zone", ZONES)
def test_an_hour_of_every_second_week_keeps_its_wall_time_over_both_switches(zone: str) -> None:
    hours = grid(zone=zone, dates=YEAR)
    every = rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", zone=zone, first_on=date(2026, 1, 5))

    mask = repeated(hours, every)

    marked = [starts_at(hours, g) for g in starts_of(mask)]
    assert {(m.hour, m.minute) for m in marked} == {(15, m) for m in range(0, 30, 5)}
    assert sorted({m.date() for m in marked}) == [
        on
        for on in YEAR[4:]
        if on.weekday() in {0, 4} and (on - date(2026, 1, 5)).days // 7 % 2 == 0
    ]


@pytest.mark.parametrize("zone", ZONES)
def test_an_hour_of_another_zone_falls_where_its_instants_fall(zone: str) -> None:
    hours = grid(zone=zone, dates=YEAR[50:120], opens=time(0), closes=time(23, 55))
    there = rule("FREQ=DAILY", zone="Europe/Rome", first_on=date(2025, 12, 30))

    mask = repeated(hours, there, Edge.OUTWARD) & ~hours.closed

    rome = ZoneInfo("Europe/Rome")
    begun = (
        datetime.combine(on + timedelta(days=d), time(15), rome) for on in YEAR for d in (-1, 0, 1)
    )
    instants = {m.astimezone(UTC) for m in begun}
    asked = 0
    for grain in range(hours.size):
        moment = starts_at(hours, grain).astimezone(UTC)
        near = (moment - timedelta(minutes=m) for m in range(0, 30, 5))
        asked |= any(m in instants for m in near) << grain
    assert mask == asked & ~hours.closed


def test_exceptions_and_ends_are_those_of_the_rules_own_zone() -> None:
    until = rule("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20261102T220000Z", exdates=(date(2026, 10, 28),))
    day = rule("FREQ=DAILY;UNTIL=20261027")
    counted = rule("FREQ=DAILY;COUNT=3", first_on=date(2026, 10, 25))

    assert walls(WEEK, repeated(WEEK, until)) == ["10-26 15:00", "11-02 15:00"]
    assert walls(WEEK, repeated(WEEK, day)) == ["10-26 15:00", "10-27 15:00"]
    assert walls(WEEK, repeated(WEEK, counted)) == ["10-26 15:00", "10-27 15:00"]


def test_a_rule_may_last_over_midnight_and_ends_with_the_earlier_of_two_ends() -> None:
    night = rule("FREQ=DAILY;COUNT=1", from_wall=time(18), to_wall=time(8), first_on=FALL[0])
    twice = rule("FREQ=DAILY;UNTIL=20261101;UNTIL=20261027")

    assert walls(WEEK, repeated(WEEK, night)) == ["10-26 18:00"]
    assert repeated(WEEK, night).bit_count() == 24
    assert walls(WEEK, repeated(WEEK, twice)) == ["10-26 15:00", "10-27 15:00"]


def test_a_time_that_the_clock_skips_or_repeats_counts_with_the_offset_before() -> None:
    spring, autumn = date(2026, 3, 8), date(2026, 11, 1)
    night = grid(zone="America/Denver", dates=(spring, autumn), opens=time(0), closes=time(6))
    skipped = rule("FREQ=DAILY;COUNT=1", from_wall=time(2, 30), to_wall=time(4), first_on=spring)
    again = rule("FREQ=DAILY;COUNT=1", from_wall=time(1, 30), to_wall=time(3), first_on=autumn)

    assert walls(night, repeated(night, skipped) & ~night.closed) == ["03-08 03:30"]
    assert walls(night, repeated(night, again) & ~night.closed) == ["11-01 02:00"]


@pytest.mark.parametrize(
    "rrule",
    [
        *("", "FREQ=HOURLY", "FREQ=SECONDLY;COUNT=9", "BYDAY=MO", "FREQ=WEEKLY;BYHOUR=7"),
        *("FREQ=DAILY\nEXRULE:FREQ=DAILY", "RRULE:FREQ=DAILY", "FREQ=DAILY;UNTIL=tomorrow"),
        *(
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=DAILY;INTERVAL=x",
            "FREQ=DAILY;;",
            "FREQ=DAILY;INTERVAL=0",
        ),
    ],
)
def test_what_is_no_rule_is_said_in_a_sentence(rrule: str) -> None:
    assert (rule_fault(rrule) or "").endswith(".")


@pytest.mark.parametrize(
    "rrule", ["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=2TU"]
)
def test_what_is_a_rule_has_no_fault(rrule: str) -> None:
    assert rule_fault(rrule) is None


def test_a_rule_that_names_no_date_ends_soon() -> None:
    first = datetime(2020, 1, 1)  # noqa: DTZ001 -- rules are naive
    last = datetime(2027, 1, 1)  # noqa: DTZ001 -- rules are naive
    never = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=5"

    assert list(occurrences(never, first, last, ZoneInfo("UTC"))) == []


@settings(max_examples=150, deadline=None)
@given(some.text(alphabet="FREQ=DAILYWKMONTH;BUSIERV0123456789,+-", max_size=60))
def test_whatever_is_written_as_a_rule_is_read_or_refused(rrule: str) -> None:
    if rule_fault(rrule) is None:
        assert repeated(WEEK, rule(rrule)) >= 0
