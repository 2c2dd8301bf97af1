"""Zones: the two rules that we write are read by others as the zone itself says."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical

from documents.leniency import Line, calendar_in, moment
from documents.zones import NoSuchTimeError, instant, occurs_twice, vtimezone

FIRST = datetime(2026, 9, 22, 21, 30, tzinfo=UTC)
LAST = FIRST + timedelta(minutes=30)
FAMILIAR = (
    "America/Denver",
    "America/Phoenix",
    "America/New_York",
    "America/Chicago",
    "America/Anchorage",
    "America/Halifax",
    "Pacific/Honolulu",
    "Europe/Dublin",
    "Europe/Warsaw",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
)
HALF_MONTHS = [datetime(2026, 1, 3, 5, tzinfo=UTC) + timedelta(days=15 * n) for n in range(60)]


@pytest.mark.rule("CAL-11")
@pytest.mark.parametrize("name", FAMILIAR)
def test_another_reader_finds_the_same_hours_in_our_rules(name: str) -> None:
    written = vtimezone(name, FIRST, LAST)

    assert written is not None
    read = tzical(StringIO(written.replace("\r\n", "\n"))).get(name)
    assert read is not None
    ours = [at.astimezone(ZoneInfo(name)).replace(tzinfo=None) for at in HALF_MONTHS]
    offsets = [wall.replace(tzinfo=read).utcoffset() for wall in ours]
    assert offsets == [at.astimezone(ZoneInfo(name)).utcoffset() for at in HALF_MONTHS]


@pytest.mark.rule("CAL-11")
def test_a_mountain_school_gets_two_rules_and_nothing_else() -> None:
    written = vtimezone("America/Denver", FIRST, LAST)

    assert written is not None
    assert written.endswith("\r\n")
    assert written.splitlines() == [
        "BEGIN:VTIMEZONE",
        "TZID:America/Denver",
        "BEGIN:STANDARD",
        "DTSTART:20071104T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
        "TZOFFSETFROM:-0600",
        "TZOFFSETTO:-0700",
        "TZNAME:MST",
        "END:STANDARD",
        "BEGIN:DAYLIGHT",
        "DTSTART:20070311T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
        "TZOFFSETFROM:-0700",
        "TZOFFSETTO:-0600",
        "TZNAME:MDT",
        "END:DAYLIGHT",
        "END:VTIMEZONE",
    ]


@pytest.mark.rule("CAL-11")
def test_in_dublin_the_winter_is_standard_time() -> None:
    written = vtimezone("Europe/Dublin", FIRST, LAST)

    assert written is not None
    standard = written.partition("END:STANDARD")[0]
    assert ("TZNAME:GMT" in standard, "TZNAME:IST" in standard) == (True, False)


@pytest.mark.rule("CAL-11")
def test_a_zone_that_moves_with_the_moon_is_sent_in_utc() -> None:
    assert vtimezone("Africa/Casablanca", FIRST, LAST) is None


@pytest.mark.rule("CAL-11")
@pytest.mark.rule("CAL-09")
def test_every_zone_is_right_in_its_content_under_a_name_that_nobody_knows() -> None:
    names = [name for name in available_timezones() if name not in ("Factory", "localtime")]
    names = [name for name in names if not name.startswith(("posix/", "right/"))]

    written = {name: vtimezone(name, FIRST, LAST) for name in names}

    wrong = [name for name, block in written.items() if block and not _is_right(name, block)]
    irregular = [name for name, block in written.items() if block is None]
    assert wrong == []
    assert len(names) > 500
    assert len(irregular) < 20


def _is_right(name: str, block: str) -> bool:
    renamed = block.replace(f"TZID:{name}", "TZID:nowhere")
    whole = calendar_in(f"BEGIN:VCALENDAR\r\n{renamed}END:VCALENDAR\r\n".encode(), "utf-8")
    assert whole is not None
    for at in HALF_MONTHS[18:38]:
        wall = at.astimezone(ZoneInfo(name)).strftime("%Y%m%dT%H%M%S")
        line = Line(name="DTSTART", params={"TZID": "nowhere"}, value=wall)
        if moment(line, whole) != at:
            return False
    return True


@pytest.mark.rule("CAL-12")
def test_an_hour_that_is_skipped_in_spring_is_refused_with_a_remedy() -> None:
    with pytest.raises(NoSuchTimeError) as refused:
        instant(datetime(2026, 3, 8, 2, 30), "America/Denver")  # noqa: DTZ001 - a wall time

    assert str(refused.value) == (
        "The clocks go forward on this day, so 02:30 does not exist. "
        "Choose a time at least one hour earlier or later."
    )


@pytest.mark.rule("CAL-12")
def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    wall = datetime(2026, 11, 1, 1, 30)  # noqa: DTZ001 - a wall time

    assert instant(wall, "America/Denver") == datetime(2026, 11, 1, 7, 30, tzinfo=UTC)


@pytest.mark.rule("CAL-12")
def test_an_hour_that_comes_twice_in_autumn_is_known() -> None:
    twice = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)

    assert occurs_twice(twice, "America/Denver")
    assert occurs_twice(twice + timedelta(hours=1), "America/Denver")
    assert not occurs_twice(twice + timedelta(hours=2), "America/Denver")
