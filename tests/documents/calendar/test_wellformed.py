"""The strict reader: each thing that was ever wrong is found, by its rule."""

from datetime import UTC, datetime, timedelta

import pytest

from documents.invitation import Copy, cancel, request
from documents.wellformed import findings

STARTS = datetime(2026, 9, 22, 21, 30, tzinfo=UTC)
COPY = Copy(
    uid="0b5f7a52-6f0e-4c0e-9a55-3c2f1f0e7a11",
    sequence=3,
    dtstamp=datetime(2026, 9, 1, 14, 0, 5, tzinfo=UTC),
    starts_at=STARTS,
    ends_at=STARTS + timedelta(minutes=30),
    zone="America/Denver",
    organizer_address="conf+mfrggzdfmztwq2lk@alp.example.org",
    organizer_name="ALP desk",
    attendee_address="ana@example.org",
    attendee_name="Ana",
    description="Bring others, if you like; " + "we are glad. " * 8,
    conference_uri="https://video.example.org/alp/5",
)
WRONG = [
    ("CAL-01", b"\r\nSEQUENCE", b"\nSEQUENCE"),
    ("CAL-01", b"SUMMARY;LANGUAGE=en:", b"SUMMARY;LANGUAGE=en:" + b"a" * 80),
    ("CAL-01", b"others\\, if", b"others\\\r\n , if"),
    ("CAL-02", b"ALP conference", b"ALP conf\xc3\r\n \xa9rence"),
    ("CAL-03", b"others\\, if", b"others, if"),
    ("CAL-03", b"others\\, if", b"others\\. if"),
    ("CAL-04", b"CN=Ana", b"CN=^An"),
    ("CAL-05", b"VERSION:2.0\r\n", b""),
    ("CAL-05", b"END:VEVENT\r\n", b""),
    ("CAL-06", b"UID:0b5f", b"UID:0B5F"),
    ("CAL-07", b"20260901T140005Z", b"20260901T140005"),
    ("CAL-08", b"SEQUENCE:3", b"SEQUENCE:-3"),
    ("CAL-08", b"SEQUENCE:3", b"SEQUENCE:3\r\nX-MICROSOFT-CDO-APPT-SEQUENCE:1"),
    ("CAL-09", b"DTSTART;TZID=America/Denver:", b"DTSTART:"),
    ("CAL-09", b"BEGIN:VEVENT", b"BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"),
    ("CAL-10", b"20260922T160000", b"20260922T153000"),
    ("CAL-10", b"SEQUENCE:3", b"SEQUENCE:3\r\nDURATION:PT30M"),
    ("CAL-11", b"BYDAY=2SU", b"BYDAY=2SU,3SU"),
    ("CAL-11", b"TZNAME:MST", b"TZNAME:MST\r\nCOMMENT:x"),
    ("CAL-13", b'"ALP desk":mailto:', b'"ALP desk":mailt0:'),
    ("CAL-14", b"RSVP=TRUE", b"RSVP=YES"),
    ("CAL-16", b"STATUS:", b"STATUS;LANGUAGE=en:"),
    ("CAL-17", b"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    ("CAL-17", b"CLASS:PRIVATE\r\n", b""),
    ("CAL-19", b"END:VEVENT", b"BEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT"),
    ("CAL-29", b"SEQUENCE:3", b"SEQUENCE:3\r\nREQUEST-STATUS:2.0"),
    ("CAL-29", b"SUMMARY;LANGUAGE=en:ALP conference\r\n", b""),
    ("CAL-59", b"METHOD:REQUEST\r\n", b""),
    ("CAL-64", b"VALUE=URI", b"VALUE=DUR"),
    ("CAL-70", b"SEQUENCE:3", b"SEQUENCE:3\r\nATTACH:https://example.org/plan.pdf"),
    ("PRIV-1", b"CLASS:", b"ATTENDEE;CUTYPE=ROOM:mailto:b@example.org\r\nCLASS:"),
]


@pytest.mark.rule("CAL-01")
@pytest.mark.rule("CAL-02")
@pytest.mark.rule("CAL-05")
@pytest.mark.rule("CAL-06")
@pytest.mark.rule("CAL-07")
@pytest.mark.rule("CAL-08")
@pytest.mark.rule("CAL-14")
@pytest.mark.rule("CAL-16")
@pytest.mark.rule("CAL-17")
@pytest.mark.rule("CAL-19")
@pytest.mark.rule("CAL-59")
@pytest.mark.rule("CAL-70")
@pytest.mark.parametrize(("rule", "before", "after"), WRONG)
def test_what_is_wrong_is_found_by_its_rule(rule: str, before: bytes, after: bytes) -> None:
    ics = request(COPY)
    assert findings(ics) == ()
    assert before in ics

    found = findings(ics.replace(before, after, 1))

    assert rule in [finding.rule for finding in found]


@pytest.mark.rule("CAL-38")
def test_a_cancel_that_says_confirmed_is_found() -> None:
    ics = cancel(COPY).replace(b"STATUS:CANCELLED", b"STATUS:CONFIRMED")

    assert [finding.rule for finding in findings(ics)] == ["CAL-38"]


def test_bytes_that_are_no_calendar_are_found_out() -> None:
    assert [finding.rule for finding in findings(b"")] == ["CAL-01"]
    assert [finding.rule for finding in findings(b"hello\r\n")] == ["CAL-04", "CAL-05"]
