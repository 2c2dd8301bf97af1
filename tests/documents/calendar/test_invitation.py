"""Invitations: what we write is well formed, readable by others, and says nothing of the plan."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.invitation import Copy, cancel, decline_counter, request, uninvite
from documents.wellformed import findings

Golden = Callable[[str, str | bytes], None]
STARTS = datetime(2026, 9, 22, 21, 30, tzinfo=UTC)
ANA = Copy(
    uid="0b5f7a52-6f0e-4c0e-9a55-3c2f1f0e7a11",
    sequence=0,
    dtstamp=datetime(2026, 9, 1, 14, 0, 5, tzinfo=UTC),
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=30),
    zone="America/Denver",
    organizer_address="conf+mfrggzdfmztwq2lk@alp.example.org",
    organizer_name="ALP desk, Río Middle School",
    attendee_address="ana.reyes@example.org",
    attendee_name="Ana Reyes",
    description="You may bring others; say so.\nQuestions: 970-555-0100",
    location="Room 5, 12 Elm Street",
    conference_uri="https://video.example.org/alp/5",
)
MAKERS = (request, cancel, uninvite, decline_counter)


@pytest.mark.rule("CAL-29")
@pytest.mark.rule("CAL-30")
@pytest.mark.rule("CAL-64")
def test_the_first_invitation(golden: Golden) -> None:
    golden("invitations/request.ics", request(ANA))


@pytest.mark.rule("CAL-28")
@pytest.mark.rule("CAL-44")
def test_a_new_time_where_no_counters_are_wanted(golden: Golden) -> None:
    moved = replace(
        ANA,
        sequence=1,
        starts_at=STARTS + timedelta(days=42),
        ends_at=STARTS + timedelta(days=42, minutes=30),
        counters_allowed=False,
    )

    golden("invitations/moved.ics", request(moved))


@pytest.mark.rule("CAL-38")
def test_the_conference_is_called_off(golden: Golden) -> None:
    golden("invitations/cancel.ics", cancel(replace(ANA, sequence=1)))


@pytest.mark.rule("CAL-39")
def test_one_person_is_no_longer_needed(golden: Golden) -> None:
    golden("invitations/uninvite.ics", uninvite(replace(ANA, sequence=1)))


@pytest.mark.rule("CAL-43")
def test_a_proposed_time_is_refused(golden: Golden) -> None:
    golden("invitations/decline_counter.ics", decline_counter(ANA))


@pytest.mark.rule("CAL-11")
def test_a_school_in_an_irregular_zone_is_invited_in_utc(golden: Golden) -> None:
    golden("invitations/irregular_zone.ics", request(replace(ANA, zone="Africa/Casablanca")))


@pytest.mark.rule("CAL-12")
def test_an_hour_that_the_clock_shows_twice_goes_out_in_utc() -> None:
    twice = datetime(2026, 11, 1, 7, 30, tzinfo=UTC)

    ics = request(replace(ANA, starts_at=twice, ends_at=twice + timedelta(minutes=30)))

    assert b"\r\nDTSTART:20261101T073000Z\r\n" in ics
    assert b"VTIMEZONE" not in ics


@pytest.mark.rule("CAL-13")
def test_an_address_that_is_none_is_refused_with_a_remedy() -> None:
    with pytest.raises(ValueError, match="is not an e-mail address"):
        request(replace(ANA, attendee_address="ana\r\nATTENDEE:mailto:eve@example.org"))


@pytest.mark.rule("CAL-10")
def test_a_conference_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="Give a later end"):
        request(replace(ANA, ends_at=STARTS))


@pytest.mark.rule("CAL-04")
def test_quotes_carets_and_controls_in_a_name_reach_nobody() -> None:
    ics = request(replace(ANA, attendee_name='Ana "the ^\x07great"\r\nReyes; Sr.'))

    attendee = icalendar.Calendar.from_ical(ics).walk("VEVENT")[0]["attendee"]
    assert attendee.params["CN"] == "Ana the great Reyes; Sr."


@pytest.mark.rule("CAL-01")
@pytest.mark.parametrize("length", range(30, 62))
def test_no_fold_parts_a_backslash_from_its_letter(length: int) -> None:
    ics = request(replace(ANA, description="a" * length + ";,;,\n\\;,"))

    assert findings(ics) == ()
    assert b"\\\r\n " not in ics.replace(b"\\\\", b"")


@pytest.mark.rule("PRIV-1")
@pytest.mark.rule("PRIV-2")
def test_a_copy_shows_its_reader_and_nobody_else() -> None:
    event = icalendar.Calendar.from_ical(request(ANA)).walk("VEVENT")[0]

    assert str(event["attendee"]) == "mailto:ana.reyes@example.org"
    assert str(event["summary"]) == "ALP conference"
    assert str(event["class"]) == "PRIVATE"


ANY_TEXT = st.text(max_size=300)
WHEN = st.datetimes(datetime(2020, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001 - made aware below
COPIES = st.builds(
    replace,
    st.just(ANA),
    attendee_name=ANY_TEXT,
    organizer_name=ANY_TEXT,
    description=ANY_TEXT,
    location=ANY_TEXT,
    sequence=st.integers(0, 10_000),
    role=st.sampled_from(("REQ-PARTICIPANT", "OPT-PARTICIPANT", "CHAIR")),
    partstat=st.sampled_from(("NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE")),
    zone=st.sampled_from(
        ("America/Denver", "Europe/Dublin", "Asia/Kolkata", "Africa/Cairo", "UTC")
    ),
)


@pytest.mark.rule("CAL-01")
@pytest.mark.rule("CAL-03")
@settings(max_examples=150, deadline=None)
@given(copy=COPIES, starts=WHEN, length=st.integers(5, 600), maker=st.sampled_from(MAKERS))
def test_whatever_people_type_nothing_is_found_wrong_and_it_is_read_back(
    copy: Copy, starts: datetime, length: int, maker: Callable[[Copy], bytes]
) -> None:
    starts_at = starts.replace(tzinfo=UTC, microsecond=0)
    copy = replace(copy, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=length))

    ics = maker(copy)

    assert findings(ics) == ()
    event = icalendar.Calendar.from_ical(ics).walk("VEVENT")[0]
    assert (str(event["uid"]), event["sequence"]) == (copy.uid, copy.sequence)
    if maker is not decline_counter:
        assert event.decoded("dtstart").astimezone(UTC) == starts_at
