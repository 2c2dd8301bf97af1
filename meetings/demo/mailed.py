"""How made-up people's calendar programs answer an invitation: raw mail, each in its own shape.

The shapes are those that Thunderbird, Google Calendar and Outlook write (documents/reply.py reads
them): where the calendar part stands, which lines it leaves out, how a new time is proposed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256

from icalendar import Calendar, Component

from documents.letters import calendar_in

SUBJECTS = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailed:
    """One answer: whose program, what it says, when; a proposal when `starts_at` is given."""

    client: str
    partstat: str
    at: datetime
    comment: str = ""
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    uid: str
    sequence: int
    organizer: str
    attendee: str
    starts_at: datetime
    ends_at: datetime


def answer(invitation: bytes, mailed: Mailed) -> bytes:
    """The answer to the invitation in these raw bytes. Raises ValueError if it carries none."""
    asked = _asked(invitation)
    calendar = _calendar(asked, mailed)
    message = EmailMessage(policy=SMTP)
    message["From"] = asked.attendee
    message["To"] = asked.organizer
    message["Subject"] = f"{SUBJECTS[mailed.partstat]}: ALP conference"
    message["Date"] = format_datetime(mailed.at)
    seed = f"{asked.uid}{asked.sequence}{asked.attendee}{mailed.at.isoformat()}{mailed.partstat}"
    message["Message-ID"] = f"<{sha256(seed.encode()).hexdigest()[:32]}@{mailed.client}.example>"
    _body(message, calendar, mailed)
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{sha256(f'{seed}{number}'.encode()).hexdigest()[:24]}")
    return message.as_bytes()


def _asked(invitation: bytes) -> _Asked:
    found = calendar_in(invitation)
    if not found:
        raise ValueError("This letter carries no invitation.")
    event = Calendar.from_ical(found).walk("VEVENT")[0]
    return _Asked(
        uid=str(event["UID"]),
        sequence=int(str(event.get("SEQUENCE", 0))),
        organizer=str(event["ORGANIZER"]).removeprefix("mailto:"),
        attendee=str(event["ATTENDEE"]).removeprefix("mailto:"),
        starts_at=_moment(event, "DTSTART"),
        ends_at=_moment(event, "DTEND"),
    )


def _moment(event: Component, name: str) -> datetime:
    value = event.decoded(name)
    if not isinstance(value, datetime):
        raise TypeError(f"{name} of this invitation is no time.")
    return value


def _calendar(asked: _Asked, mailed: Mailed) -> str:
    counters = mailed.starts_at is not None
    starts_at = mailed.starts_at or asked.starts_at
    ends_at = starts_at + (asked.ends_at - asked.starts_at)
    lines = [
        "BEGIN:VCALENDAR",
        f"PRODID:-//{mailed.client}//made up//EN",
        "VERSION:2.0",
        f"METHOD:{'COUNTER' if counters else 'REPLY'}",
        "BEGIN:VEVENT",
        f"UID:{asked.uid}",
        f"DTSTAMP:{_utc(mailed.at)}",
        f"DTSTART:{_utc(starts_at)}",
        f"DTEND:{_utc(ends_at)}",
        *_organizer(asked, mailed.client),
        _attendee(asked, mailed),
        *([f"SEQUENCE:{asked.sequence}"] if asked.sequence or counters else []),
        *_comment(mailed),
        "SUMMARY:ALP conference",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def _organizer(asked: _Asked, client: str) -> list[str]:
    """Outlook leaves the organizer out."""
    return [] if client == "outlook" else [f"ORGANIZER:mailto:{asked.organizer}"]


def _attendee(asked: _Asked, mailed: Mailed) -> str:
    answer_word = "TENTATIVE" if mailed.starts_at and mailed.client == "google" else mailed.partstat
    private = ""
    if mailed.client == "google" and mailed.comment:
        private = f';X-RESPONSE-COMMENT="{mailed.comment}"'
    prefix = "MAILTO" if mailed.client == "outlook" else "mailto"
    return f"ATTENDEE;PARTSTAT={answer_word}{private}:{prefix}:{asked.attendee}"


def _comment(mailed: Mailed) -> list[str]:
    if not mailed.comment or mailed.client == "google":
        return []
    name = "COMMENT;LANGUAGE=en-US" if mailed.client == "outlook" else "COMMENT"
    return [f"{name}:{mailed.comment}"]


def _body(message: EmailMessage, calendar: str, mailed: Mailed) -> None:
    method = "COUNTER" if mailed.starts_at and mailed.client != "google" else "REPLY"
    message.set_content("My answer is in the calendar part.\n")
    message.add_alternative(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        cte="base64" if mailed.client == "outlook" else "8bit",
        params={"method": method, "charset": "UTF-8"},
    )
    if mailed.client != "outlook":
        message.add_attachment(
            calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
        )
    if mailed.client == "google":
        message["Auto-Submitted"] = "auto-generated"


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
