"""What a calendar file says of somebody's time: which hours, how surely, and what stays unknown."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.zones import vtimezone
from meetings.planning.busy import (
    Block,
    Certainty,
    Owner,
    Reading,
    merged,
    read,
)
from meetings.planning.ics import CROWDED, CUT, EMPTY, GARBLED, PAGE, NotACalendar
from tests.meetings.busy.ics_text import calendar, event, hour

SPAN = (datetime(2026, 8, 20, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
ANA = Owner(
    zone="America/Denver",
    addresses=frozenset({"ana@school.example"}),
    ours=frozenset({"4b1c-ours"}),
)
#: Zones of both halves of the earth, with half hours, without summer time, and with odd rules.
ZONES = (
    "America/Denver", "America/New_York", "America/Chicago", "America/Los_Angeles",
    "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "America/St_Johns",
    "America/Sao_Paulo", "America/Mexico_City", "Europe/London", "Europe/Berlin",
    "Europe/Dublin", "Africa/Johannesburg", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Tokyo",
    "Australia/Sydney", "Australia/Lord_Howe", "Pacific/Auckland", "Pacific/Chatham",
)  # fmt: skip


def busy(*times: str, certainty: Certainty = Certainty.BUSY) -> tuple[Block, ...]:
    """Blocks from "09-01 15:00 16:00", in UTC and 2026."""
    found = []
    for said in times:
        day, starts, ends = said.split()
        walls = (datetime.fromisoformat(f"2026-{day}T{at}:00+00:00") for at in (starts, ends))
        starts_at, ends_at = walls
        found.append(Block(starts_at=starts_at, ends_at=ends_at, certainty=certainty))
    return tuple(found)


def read_one(text: str, owner: Owner = ANA) -> Reading:
    return read([text], SPAN, owner)


def nine(*more: str) -> Reading:
    """The first of September from nine to ten in Denver, with more lines."""
    return read_one(calendar(hour("20260901", more=more)))


NINE = busy("09-01 15:00 16:00")


@pytest.mark.rule("CAL-69")
@pytest.mark.parametrize(
    "line",
    [
        "STATUS:CANCELLED",
        "TRANSP:TRANSPARENT",
        "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Ana@School.Example",
        'ATTENDEE;EMAIL="ana@school.example";PARTSTAT=DECLINED:urn:x:17',
    ],
)
def test_an_entry_that_takes_no_time_is_free(line: str) -> None:
    assert nine(line) == Reading(blocks=())
    assert nine() == Reading(blocks=NINE)


@pytest.mark.rule("CAL-69")
@pytest.mark.parametrize(
    "line",
    [
        "STATUS:TENTATIVE",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "ATTENDEE;PARTSTAT=TENTATIVE:mailto:ana@school.example",
    ],
)
def test_a_tentative_entry_is_softly_busy(line: str) -> None:
    assert nine(line).blocks == busy("09-01 15:00 16:00", certainty=Certainty.TENTATIVE)


@pytest.mark.parametrize(
    "line",
    [
        "ATTENDEE;PARTSTAT=DECLINED:mailto:somebody@else.example",
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ana@school.example",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
    ],
)
def test_what_others_answer_leaves_the_time_taken(line: str) -> None:
    assert nine(line) == Reading(blocks=NINE)


def test_our_own_conferences_are_not_counted_twice() -> None:
    theirs = hour("20260901", uid="somebody's")
    invited = hour("20260902", uid="4B1C-OURS")
    feed = hour("20260903", uid="4b1c-ours-f")

    assert read_one(calendar(theirs, invited, feed)) == Reading(blocks=NINE)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("RRULE:FREQ=WEEKLY;COUNT=2",), busy("09-01 15:00 16:00", "09-08 15:00 16:00")),
        (
            ("RRULE:FREQ=WEEKLY;UNTIL=20260908T150000Z",),
            busy("09-01 15:00 16:00", "09-08 15:00 16:00"),
        ),
        # A date as the end means that whole day.
        (("RRULE:FREQ=WEEKLY;UNTIL=20260908",), busy("09-01 15:00 16:00", "09-08 15:00 16:00")),
        (
            ("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=America/Denver:20260908T090000"),
            busy("09-01 15:00 16:00", "09-15 15:00 16:00"),
        ),
        (
            ("RDATE;TZID=America/Denver:20260903T110000,20260904T110000",),
            busy("09-01 15:00 16:00", "09-03 17:00 18:00", "09-04 17:00 18:00"),
        ),
        (
            ("RDATE;VALUE=PERIOD;TZID=America/Denver:20260903T110000/PT2H",),
            busy("09-01 15:00 16:00", "09-03 17:00 19:00"),
        ),
    ],
)
def test_what_repeats_is_expanded(lines: tuple[str, ...], found: tuple[Block, ...]) -> None:
    assert nine(*lines) == Reading(blocks=found)


def test_one_of_a_series_that_moved_counts_at_its_new_time_alone() -> None:
    series = hour("20260901", more=("RRULE:FREQ=WEEKLY;COUNT=3",))
    moved = event(
        "RECURRENCE-ID;TZID=America/Denver:20260908T090000",
        "DTSTART;TZID=America/Denver:20260909T140000",
        "DURATION:PT30M",
    )
    dropped = event(
        "RECURRENCE-ID;TZID=America/Denver:20260915T090000",
        "DTSTART;TZID=America/Denver:20260915T090000",
        "DURATION:PT1H",
        "STATUS:CANCELLED",
    )

    assert read_one(calendar(series, moved, dropped)).blocks == busy(
        "09-01 15:00 16:00", "09-09 20:00 20:30"
    )


def test_a_whole_day_is_the_owners_day() -> None:
    day = event("DTSTART;VALUE=DATE:20260901", "DTEND;VALUE=DATE:20260902")

    denver = read_one(calendar(day)).blocks
    tokyo = read_one(calendar(day), Owner(zone="Asia/Tokyo")).blocks

    midnight = datetime(2026, 9, 1, 6, tzinfo=UTC)
    assert [(b.starts_at, b.ends_at) for b in denver] == [(midnight, midnight + timedelta(days=1))]
    assert tokyo[0].starts_at == datetime(2026, 8, 31, 15, tzinfo=UTC)


def test_a_time_without_a_zone_is_the_files_zone_or_the_schools() -> None:
    floating = event("DTSTART:20260901T090000", "DTEND:20260901T100000")

    assert read_one(calendar(floating)).blocks == NINE
    assert read_one(calendar(floating, head="X-WR-TIMEZONE:America/New_York")).blocks == busy(
        "09-01 13:00 14:00"
    )


@pytest.mark.rule("PL-5")
@pytest.mark.parametrize("zone", ZONES)
def test_a_weekly_hour_keeps_its_wall_time_when_the_clocks_change(zone: str) -> None:
    """By name, and by the rules that the file brings along under a name that nobody knows."""
    first = datetime(2026, 8, 23, 9, tzinfo=ZoneInfo(zone))
    walls = [first + timedelta(weeks=week) for week in range(19)]
    rules = vtimezone(zone, first, walls[-1])
    assert rules is not None
    series = hour("20260823", zone, more=("RRULE:FREQ=WEEKLY",))
    named = calendar(series)
    brought = calendar(series, rules.replace("\r\n", "\n").strip()).replace(zone, "Our own zone")

    wanted = [wall.astimezone(UTC) for wall in walls if wall.astimezone(UTC) < SPAN[1]]
    for text in (named, brought):
        assert [b.starts_at for b in read_one(text).blocks][: len(wanted)] == wanted


def test_a_zone_of_one_file_is_not_believed_in_the_next() -> None:
    rules = vtimezone("Europe/Berlin", SPAN[0], SPAN[1])
    assert rules is not None
    brought = rules.replace("\r\n", "\n").strip().replace("Europe/Berlin", "Home")

    assert read_one(calendar(brought, hour("20260901", "Home"))).blocks == busy("09-01 07:00 08:00")
    assert read_one(calendar(hour("20260901", "Home"))) == Reading(blocks=(), unread=1)


def test_windows_names_of_zones_are_understood() -> None:
    assert read_one(calendar(hour("20260901", "Mountain Standard Time"))).blocks == NINE


PUBLISHED = """BEGIN:VFREEBUSY
UID:f
FREEBUSY:20260901T150000Z/20260901T160000Z,20260902T150000Z/PT1H
FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20260903T150000Z/PT1H
FREEBUSY;FBTYPE=BUSY-TENTATIVE:20260904T150000Z/PT1H
FREEBUSY;FBTYPE=FREE:20260905T150000Z/PT1H
END:VFREEBUSY"""


def test_published_busy_times_are_read() -> None:
    firm = busy("09-01 15:00 16:00", "09-02 15:00 16:00", "09-03 15:00 16:00")
    soft = busy("09-04 15:00 16:00", certainty=Certainty.TENTATIVE)

    assert read_one(calendar(PUBLISHED)) == Reading(blocks=(*firm, *soft))


@pytest.mark.rule("PL-9")
@pytest.mark.parametrize(
    "bad",
    [
        event("DTSTART:2026T09"),
        event("SUMMARY:when?"),
        hour("20260901", "Nowhere/Land"),
        hour("20260901", more=("RRULE:FREQ=WEEKLYY",)),
        hour("20260901", more=("RRULE:FREQ=SECONDLY",)),
        hour("20260901", more=("RRULE:FREQ=WEEKLY;INTERVAL=0",)),
        hour("20260901", more=("RDATE:sometimes",)),
        event("BEGIN:VALARM", "END:VALARM"),
        "BEGIN:VAVAILABILITY\nUID:v\nDTSTAMP:20260801T000000Z\nEND:VAVAILABILITY",
    ],
)
def test_an_entry_that_cannot_be_read_is_counted_and_never_free(bad: str) -> None:
    good = hour("20260907", uid="good")

    assert read_one(calendar(bad.replace("UID:a", "UID:bad"), good)) == Reading(
        blocks=busy("09-07 15:00 16:00"), unread=1
    )


def test_an_unreadable_entry_of_long_ago_does_not_matter() -> None:
    old = hour("20140901", "Nowhere/Land", uid="old")

    assert read_one(calendar(old, hour("20260901"))) == Reading(blocks=NINE)


@pytest.mark.rule("PL-9")
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", EMPTY),
        ("  \r\n", EMPTY),
        ("<!doctype html><title>Sign in</title>", PAGE),
        (calendar(hour("20260901"))[:-40], CUT),
        (calendar(hour("20260901")).replace("END:VEVENT\r\n", ""), GARBLED),
        ("BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", GARBLED),
        (calendar("BEGIN:VEVENT\nEND:VEVENT\n" * 50_001), CROWDED),
    ],
)
def test_what_is_no_calendar_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(NotACalendar) as refused:
        read_one(text)

    assert str(refused.value) == why


def test_of_many_texts_a_broken_one_is_counted() -> None:
    texts = [calendar(hour("20260901")), "BEGIN:VCALENDAR"]

    assert read(texts, SPAN, ANA) == Reading(blocks=NINE, unread=1)


def test_a_calendar_without_entries_is_free() -> None:
    assert read_one(calendar()) == Reading(blocks=())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_text_however_mangled_breaks_the_reading(data: st.DataObject) -> None:
    whole = calendar(
        hour("20260901", more=("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260908T150000Z")),
        event("DTSTART;VALUE=DATE:20260903", uid="b"),
        "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20260901T150000Z/PT1H\nEND:VFREEBUSY",
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        many = data.draw(st.integers(0, 6))
        whole = whole[:at] + data.draw(st.text(max_size=4)) + whole[at + many :]
    with suppress(NotACalendar):
        said = read_one(whole)
        assert all(SPAN[0] <= b.starts_at < b.ends_at <= SPAN[1] for b in said.blocks)


def test_blocks_that_touch_become_one_and_firm_time_wins() -> None:
    firm = busy("09-01 09:00 10:00", "09-01 10:00 11:00", "09-01 10:30 10:40")
    soft = busy("09-01 08:00 12:00", certainty=Certainty.TENTATIVE)

    assert merged([*soft, *firm], SPAN) == (
        *busy("09-01 08:00 09:00", certainty=Certainty.TENTATIVE),
        *busy("09-01 09:00 11:00"),
        *busy("09-01 11:00 12:00", certainty=Certainty.TENTATIVE),
    )
