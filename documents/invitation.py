"""One seat's view of a conference → the bytes of an iCalendar REQUEST, CANCEL or DECLINECOUNTER.

Which number the SEQUENCE has and whom to tell is the law's (`workflow/convening.py`); the zone's
rules are `zones.py`, the independent check of these bytes `wellformed.py`, the letter around them
`letters.py`. Nothing here says what a plan says: summary and description arrive neutral.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vUri

from documents.zones import occurs_twice, vtimezone

PRODID = "-//alp-meetings//ALP conferences//EN"
MAX_OCTETS = 75
#: No spaces, no controls, one @: what may follow `mailto:` unquoted.
ADDRESS = re.compile(r"[^\s@<>\"',;:\\]+@[^\s@<>\"',;:\\]+")
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """The event as one person sees it: the only ATTENDEE is this person (RFC 5546 §6.3)."""

    #: A random lower-case UUID, the same for the meeting's life.
    uid: str
    sequence: int
    #: When this message was made, in whole seconds.
    dtstamp: datetime
    starts_at: datetime
    ends_at: datetime
    #: IANA name of the school's zone.
    zone: str
    organizer_address: str
    organizer_name: str
    attendee_address: str
    attendee_name: str
    #: REQ-PARTICIPANT, OPT-PARTICIPANT or CHAIR.
    role: str = "REQ-PARTICIPANT"
    partstat: str = "NEEDS-ACTION"
    rsvp: bool = True
    #: INDIVIDUAL or ROOM.
    cutype: str = "INDIVIDUAL"
    #: Neutral: "ALP conference". No plan text, no names (PRIV-2).
    summary: str = "ALP conference"
    description: str = ""
    location: str = ""
    conference_uri: str = ""
    #: CONFIRMED or TENTATIVE; a CANCEL says CANCELLED by itself.
    status: str = "CONFIRMED"
    language: str = "en"
    #: False where the district wants no other times proposed by calendar.
    counters_allowed: bool = True


def request(copy: Copy) -> bytes:
    """Return the whole event, as first invitation, update or refreshed copy (RFC 5546 §3.2.2)."""
    event = _event(copy)
    event.add("status", copy.status)
    if copy.conference_uri:
        labelled = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": _label(copy.language)}
        event.add("conference", vUri(copy.conference_uri), parameters=labelled)
    if not copy.counters_allowed:
        event.add("x-microsoft-disallow-counter", "TRUE")
    return _bytes(copy, "REQUEST", event)


def cancel(copy: Copy) -> bytes:
    """Return the end of the whole conference; `copy.sequence` is already raised (§3.2.5)."""
    event = _event(copy)
    event.add("status", "CANCELLED")
    return _bytes(copy, "CANCEL", event)


def uninvite(copy: Copy) -> bytes:
    """Return the CANCEL for one person: the conference goes on, so it has no STATUS (§3.2.5)."""
    return _bytes(copy, "CANCEL", _event(copy))


def decline_counter(copy: Copy) -> bytes:
    """Return the refusal of a proposed time, to its proposer alone (§3.2.8).

    UID and SEQUENCE are those of the standing invitation, which stays as it was.
    """
    event = Event()
    _add_identity(event, copy)
    _add_people(event, copy)
    return _bytes(copy, "DECLINECOUNTER", event)


def _event(copy: Copy) -> Event:
    if copy.ends_at <= copy.starts_at:
        raise ValueError("A conference must end after it starts. Give a later end.")
    event = Event()
    _add_identity(event, copy)
    zone = _zone_of(copy)
    event.add("dtstart", _in_zone(copy.starts_at, zone))
    event.add("dtend", _in_zone(copy.ends_at, zone))
    _add_words(event, copy)
    _add_people(event, copy)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE")
    return event


def _add_identity(event: Event, copy: Copy) -> None:
    event.add("uid", copy.uid)
    event.add("dtstamp", copy.dtstamp.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", copy.sequence)


def _add_words(event: Event, copy: Copy) -> None:
    spoken = {"LANGUAGE": copy.language}
    event.add("summary", _plain(copy.summary), parameters=spoken)
    for name, words in (("description", copy.description), ("location", copy.location)):
        if words:
            event.add(name, _plain(words), parameters=spoken)


def _add_people(event: Event, copy: Copy) -> None:
    organizer = _person(copy.organizer_address, copy.organizer_name)
    attendee = _person(copy.attendee_address, copy.attendee_name)
    attendee.params["CUTYPE"] = copy.cutype
    attendee.params["ROLE"] = copy.role
    attendee.params["PARTSTAT"] = copy.partstat
    attendee.params["RSVP"] = "TRUE" if copy.rsvp else "FALSE"
    event.add("organizer", organizer)
    event.add("attendee", attendee)


def _person(address: str, name: str) -> vCalAddress:
    if not ADDRESS.fullmatch(address):
        message = f"“{address}” is not an e-mail address. Correct it, or send this by paper."
        raise ValueError(message)
    person = vCalAddress(f"mailto:{address}")
    shown = re.sub(r"[\"^\s]+", " ", _plain(name)).strip()
    if shown:
        person.params["CN"] = shown
    return person


def _zone_of(copy: Copy) -> str | None:
    """Return the zone to write, or None for UTC.

    UTC stands in for a zone without two yearly rules, and for an hour that the clock shows twice,
    because a reader takes the first of the two (RFC 5545 §3.3.5).
    """
    ends = (copy.starts_at, copy.ends_at)
    if copy.zone == "UTC" or any(occurs_twice(end, copy.zone) for end in ends):
        return None
    return copy.zone if vtimezone(copy.zone, *ends) else None


def _in_zone(moment: datetime, zone: str | None) -> datetime:
    return moment.astimezone(ZoneInfo(zone) if zone else UTC).replace(microsecond=0)


def _bytes(copy: Copy, method: str, event: Event) -> bytes:
    whole = Calendar()
    whole.add("prodid", PRODID)
    whole.add("version", "2.0")
    whole.add("method", method)
    zone = _zone_of(copy) if "dtstart" in event else None
    rules = vtimezone(zone, copy.starts_at, copy.ends_at) if zone else None
    if rules:
        whole.add_component(Timezone.from_ical(rules))
    whole.add_component(event)
    lines = whole.to_ical().replace(b"\r\n ", b"").decode().split("\r\n")
    return b"".join(_folded(line) for line in lines if line)


def _folded(line: str) -> bytes:
    r"""Return one content line of pieces of at most 75 octets (RFC 5545 §3.1).

    The library's own folds may fall between `\` and its letter, which some readers do not survive.
    """
    pieces: list[bytes] = [b""]
    for letter in re.findall(r"\\.|.", line, re.DOTALL):
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > MAX_OCTETS:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"


def _plain(words: str) -> str:
    """Drop what no calendar may carry; every kind of line end becomes one bare newline."""
    return CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def _label(language: str) -> str:
    return "Unirse por video" if language.startswith("es") else "Join by video"
