"""A calendar part → Answer, Proposal, Delegation, Refresh, or a reason why not (RFC 5546, 6047).

Shapes of nine clients are read alike, since each bends the standard in its own way. Only the
attendee's own answer is taken; what else stands in a REPLY never changes the event (§3.2.3).
"""

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from documents.leniency import (
    Component,
    Line,
    address_of,
    calendar_in,
    clean,
    duration,
    moment,
    words,
)
from documents.reply.envelope import seat_token
from documents.reply.values import (
    Answer,
    Delegation,
    Heard,
    Proposal,
    Refresh,
    Scheduling,
    Unreadable,
)

MAX_CALENDAR = 256 * 1024
MAX_COMMENT = 2_000
MAX_UID = 255
MAX_SEQUENCE = 2**31 - 1
PARTSTATS = ("ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
SAID = {
    "ACCEPTED": "accepted",
    "DECLINED": "declined",
    "TENTATIVE": "answered “maybe”",
    "NEEDS-ACTION": "sent an answer that says neither yes nor no",
}
#: Apple's servers write the comment here.
PRIVATE_COMMENT = "X-CALENDARSERVER-PRIVATE-COMMENT"
NEW_TIME = "TO-ALL-PROPOSED-NEW-TIME"


Understood = Answer | Proposal | Delegation | Refresh | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One calendar part as it lay in the letter, its transfer encoding undone."""

    data: bytes
    charset: str
    #: The method parameter of its Content-Type; the body's METHOD goes before it.
    method: str
    #: The letter's Date, for a calendar without DTSTAMP.
    dated_at: datetime | None


def understood(part: Part, heard: Heard) -> Understood:
    """Return what the calendar says, or Unreadable with the reason."""
    if len(part.data) > MAX_CALENDAR:
        return _held(heard, part, "The calendar in this letter is larger than 256 KiB.")
    whole = calendar_in(part.data, part.charset)
    if whole is None:
        return _held(heard, part, "The calendar in this letter is cut short or is none.")
    method = (whole.value("METHOD") or part.method).upper()
    events = whole.within("VEVENT")
    refusal = _refusal(method, whole, events)
    if refusal:
        return _held(heard, part, refusal, events)
    event = next((one for one in events if not one.first("RECURRENCE-ID")), events[0])
    organizer = event.first("ORGANIZER")
    token = seat_token(address_of(organizer)) if organizer else ""
    if token and heard.token and token != heard.token:
        return _held(heard, part, "The letter and its calendar name two different seats.", events)
    asking = Asking(heard=heard, part=part, whole=whole, event=event, token=heard.token or token)
    return {"REPLY": _reply, "COUNTER": _counter, "REFRESH": _refresh}[method](asking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One event of a letter, and all that is around it."""

    heard: Heard
    part: Part
    whole: Component
    event: Component
    token: str

    def held(self, why: str) -> Unreadable:
        return _held(self.heard, self.part, why, [self.event])


def _refusal(method: str, whole: Component, events: list[Component]) -> str:
    """Return why this is no answer to a conference, or ""."""
    if method in ("REQUEST", "CANCEL", "ADD", "PUBLISH", "DECLINECOUNTER"):
        return "This letter invites or informs; it answers no invitation of ours."
    if method not in ("REPLY", "COUNTER", "REFRESH"):
        return "The calendar in this letter does not say what it is for."
    if not events:
        other = "busy times" if whole.within("VFREEBUSY") else "something else"
        return f"The calendar in this letter is about {other}, not about a conference."
    uids = {event.value("UID").lower() for event in events}
    if len(uids) > 1:
        return "This letter answers several conferences at once. Count each answer by hand."
    if not uids.pop():
        return "The calendar in this letter does not say which conference it answers."
    return ""


def _reply(asking: Asking) -> Answer | Proposal | Delegation | Unreadable:
    people = asking.event.all("ATTENDEE")
    person = _answering(people, asking.heard)
    if person is None or not address_of(person):
        return asking.held("The answer does not say whose it is. Ask the person, or count it.")
    found = _scheduling(asking, person)
    delegate = normal_of(person.params.get("DELEGATED-TO", ""))
    if delegate or found.partstat == "DELEGATED":
        why = f"{found.attendee} wants to send {delegate or 'somebody else'} instead."
        return Delegation(**_all(found, why), delegate=delegate)
    if NEW_TIME in person.params:
        return _proposed_within(asking, found, person.params[NEW_TIME])
    origin = normal_of(person.params.get("DELEGATED-FROM", ""))
    why = f"{found.attendee} {SAID[found.partstat]}."
    return Answer(**_all(found, why), delegated_from=origin)


def _counter(asking: Asking) -> Proposal | Unreadable:
    person = _answering(asking.event.all("ATTENDEE"), asking.heard)
    if person is None:
        sender = asking.heard.reply_to or asking.heard.from_address
        person = Line(name="ATTENDEE", params={}, value=f"mailto:{sender}")
    starts_at = moment(asking.event.first("DTSTART"), asking.whole)
    ends_at = moment(asking.event.first("DTEND"), asking.whole)
    length = duration(asking.event.value("DURATION"))
    if starts_at and length:
        ends_at = ends_at or _later(starts_at, length)
    return _proposal(asking, _scheduling(asking, person), (starts_at, ends_at))


def _proposed_within(asking: Asking, found: Scheduling, said: str) -> Proposal | Unreadable:
    """Read the time that iOS and macOS propose inside a REPLY; its length is the event's."""
    name, _, value = said.rpartition(":")
    zone = re.search(r"TZID=([^;:]+)", name, re.IGNORECASE)
    params = {"TZID": zone[1]} if zone else {}
    starts_at = moment(Line(name="DTSTART", params=params, value=value), asking.whole)
    before = [moment(asking.event.first(end), asking.whole) for end in ("DTSTART", "DTEND")]
    ends_at = None
    if starts_at and before[0] and before[1]:
        ends_at = _later(starts_at, before[1] - before[0])
    return _proposal(asking, found, (starts_at, ends_at or starts_at))


def _proposal(
    asking: Asking, found: Scheduling, times: tuple[datetime | None, datetime | None]
) -> Proposal | Unreadable:
    starts_at, ends_at = times
    if starts_at is None or ends_at is None or ends_at < starts_at:
        return asking.held("Another time is proposed, but it cannot be read. Ask the person.")
    why = f"{found.attendee} proposes another time."
    return Proposal(**_all(found, why), starts_at=starts_at, ends_at=ends_at)


def _refresh(asking: Asking) -> Refresh | Unreadable:
    person = _answering(asking.event.all("ATTENDEE"), asking.heard)
    if person is None or not address_of(person):
        return asking.held("The letter asks for a copy, but does not say for whom.")
    found = _scheduling(asking, person)
    return Refresh(**_all(found, f"{found.attendee} asks for a current copy."))


def _answering(people: list[Line], heard: Heard) -> Line | None:
    """Return the one who speaks: who delegates, else the only one, else who sent the letter."""
    delegating = [one for one in people if "DELEGATED-TO" in one.params]
    if len(delegating) == 1 or len(people) == 1:
        return (delegating or people)[0]
    senders = (heard.reply_to, heard.from_address, heard.sender)
    return next((one for one in people if address_of(one) and address_of(one) in senders), None)


def _scheduling(asking: Asking, person: Line) -> Scheduling:
    event = asking.event
    partstat = person.params.get("PARTSTAT", "").upper()
    return Scheduling(
        **_all(asking.heard, "") | {"token": asking.token},
        uid=event.value("UID").lower()[:MAX_UID],
        attendee=address_of(person),
        sequence=_sequence(event.value("SEQUENCE")),
        dtstamp=moment(event.first("DTSTAMP"), asking.whole) or asking.part.dated_at,
        partstat=partstat if partstat in PARTSTATS else "NEEDS-ACTION",
        comment=_comment(event, person),
        digest_sha256=_digest(asking.part),
        sent_by=normal_of(person.params.get("SENT-BY", "")),
        request_status=_failure(event),
    )


def _sequence(value: str) -> int:
    digits = value.isascii() and value.isdigit()
    return min(int(value[:12]), MAX_SEQUENCE) if digits else 0


def _comment(event: Component, person: Line) -> str:
    said = [line.value for line in event.all("COMMENT")]
    said += [person.params.get("X-RESPONSE-COMMENT", "")]
    said += [line.value for line in event.all(PRIVATE_COMMENT)]
    return next((plain for one in said if (plain := words(one))), "")[:MAX_COMMENT]


def _failure(event: Component) -> str:
    said = [words(line.value) for line in event.all("REQUEST-STATUS")]
    return next((one for one in said if one[:1] in ("3", "4", "5")), "")[:MAX_UID]


def normal_of(parameter: str) -> str:
    """Return the address in a parameter such as DELEGATED-TO, or ""."""
    return address_of(Line(name="", params={}, value=parameter.strip('"')))


def _later(moment_at: datetime, length: timedelta) -> datetime | None:
    try:
        return (moment_at + length).astimezone(UTC)
    except OverflowError:
        return None


def _digest(part: Part) -> str:
    return sha256(part.data).hexdigest()


def _held(heard: Heard, part: Part, why: str, events: list[Component] | None = None) -> Unreadable:
    uid = clean(events[0].value("UID").lower())[:MAX_UID] if events else ""
    return Unreadable(**_all(heard, why), digest_sha256=_digest(part), uid=uid)


def _all(value: Heard, why: str) -> dict[str, Any]:
    """Return every field, for a value that says more; with a new reason."""
    return {field.name: getattr(value, field.name) for field in fields(value)} | {"why": why}
