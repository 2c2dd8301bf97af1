"""A strict reader of our own calendar objects: what is wrong with these bytes, by rule.

It shares no code with the writer (`invitation.py`) and no library with it, so that one mistake
cannot hide in both. A finding stops a letter before its bytes are frozen. It judges what *we* send;
what others send is read leniently in `reply.py`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

MAX_OCTETS = 75
METHODS = ("REQUEST", "CANCEL", "DECLINECOUNTER")
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "UID", "TZNAME")
SPOKEN = ("SUMMARY", "DESCRIPTION", "LOCATION")
ONCE = ("UID", "DTSTAMP", "ORGANIZER", "SEQUENCE")
ROLES = ("REQ-PARTICIPANT", "OPT-PARTICIPANT", "CHAIR")
ANSWERS = ("NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE", "DELEGATED")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
UTC_TIME = re.compile(r"\d{8}T\d{6}Z")
WALL_TIME = re.compile(r"\d{8}T\d{6}")
OFFSET = re.compile(r"[+-]\d{4}(\d\d)?")
RULE = re.compile(
    r"(?=.*BYMONTH=(1[0-2]|[1-9])(;|$))(?=.*BYDAY=([1-4]|-1)(MO|TU|WE|TH|FR|SA|SU)(;|$))"
    r"FREQ=YEARLY;[A-Z]+=[^;]+;[A-Z]+=[^;]+"
)
MAILTO = re.compile(r"mailto:[^\s@<>\"',;:\\]+@[^\s@<>\"',;:\\]+")
PARAMETER = re.compile(r";([A-Z-]+)=(\"[^\"\x00-\x1f]*\"|[^\";:,\x00-\x1f]*)")
LINE = re.compile(rf"([A-Z-]+)((?:{PARAMETER.pattern})*):(.*)", re.DOTALL)
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,n])*", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    #: The rule of the reference, "CAL-10".
    rule: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True, kw_only=True)
class Block:
    """One component: its own lines and the blocks inside it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    blocks: list["Block"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def value(self, name: str) -> str:
        return next((line.value for line in self.all(name)), "")

    def within(self, name: str) -> list["Block"]:
        return [block for block in self.blocks if block.name == name]


def findings(ics: bytes) -> tuple[Finding, ...]:
    """Return everything that is wrong, bytes first; empty means that it may be sent."""
    raw = tuple(_bytes(ics))
    if raw:
        return raw
    lines, broken = _lines(ics.decode().replace("\r\n ", ""))
    whole = _nested(lines)
    if whole is None:
        return (*broken, Finding(rule="CAL-05", why="It is not one whole VCALENDAR."))
    events = whole.within("VEVENT")
    found = [*broken, *_lone(whole, events)]
    for event in events:
        found += [finding for check in EVENT_CHECKS for finding in check(whole, event)]
    for zone in whole.within("VTIMEZONE"):
        found += _zone(zone)
    return tuple(found)


def _bytes(ics: bytes) -> Iterator[Finding]:
    if not ics.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", ics):
        yield Finding(rule="CAL-01", why="A line does not end in CR and LF.")
    pieces = ics.split(b"\r\n")
    if any(len(piece) > MAX_OCTETS for piece in pieces):
        yield Finding(rule="CAL-01", why="A line is longer than 75 octets.")
    for piece, following in pairwise(pieces):
        if following.startswith(b" ") and re.search(rb"(?<!\\)(\\\\)*\\$", piece):
            yield Finding(rule="CAL-01", why="A fold stands between a backslash and its letter.")
    try:
        for piece in pieces:
            piece.decode()
    except UnicodeDecodeError:
        yield Finding(rule="CAL-02", why="It is not UTF-8, or a fold cuts a letter in two.")


def _lines(text: str) -> tuple[list[Line], list[Finding]]:
    lines, broken = [], []
    for content in text.split("\r\n")[:-1]:
        match = LINE.fullmatch(content)
        if match is None:
            broken.append(Finding(rule="CAL-04", why=f"The line “{content[:40]}” cannot be read."))
            continue
        params = {name: value for name, value in PARAMETER.findall(match[2])}  # noqa: C416 - str pairs
        lines.append(Line(name=match[1], params=params, value=match.groups()[-1]))
        broken += _escapes(lines[-1])
    return lines, broken


def _escapes(line: Line) -> Iterator[Finding]:
    if line.name in TEXTS and not TEXT.fullmatch(line.value):
        yield Finding(rule="CAL-03", why=f"{line.name} has a bare ; or , or an unknown escape.")
    if any("^" in value for value in line.params.values()):
        yield Finding(rule="CAL-04", why=f"A parameter of {line.name} holds a caret.")


def _nested(lines: list[Line]) -> Block | None:
    """Return the tree, or None if BEGIN and END do not match or there is more than one root."""
    root = Block(name="")
    stack = [root]
    for line in lines:
        if line.name == "BEGIN":
            stack[-1].blocks.append(Block(name=line.value))
            stack.append(stack[-1].blocks[-1])
        elif line.name == "END":
            if stack.pop().name != line.value or not stack:
                return None
        else:
            stack[-1].lines.append(line)
    one = len(stack) == 1 and len(root.blocks) == 1 and not root.lines
    return root.blocks[0] if one and root.blocks[0].name == "VCALENDAR" else None


def _lone(whole: Block, events: list[Block]) -> Iterator[Finding]:
    if len(whole.all("PRODID")) != 1 or [line.value for line in whole.all("VERSION")] != ["2.0"]:
        yield Finding(rule="CAL-05", why="PRODID and VERSION:2.0 must each stand once.")
    if len(whole.all("METHOD")) != 1 or whole.value("METHOD") not in METHODS:
        yield Finding(rule="CAL-59", why="Exactly one METHOD that we send must stand in it.")
    if not events or len({event.value("UID") for event in events}) != 1:
        yield Finding(rule="CAL-29", why="It must hold events of exactly one UID.")
    names = [zone.value("TZID") for zone in whole.within("VTIMEZONE")]
    used = {
        line.params["TZID"] for event in events for line in event.lines if "TZID" in line.params
    }
    if sorted(names) != sorted(used):
        yield Finding(rule="CAL-09", why="Each zone that is used must be described once, no other.")


def _identity(_whole: Block, event: Block) -> Iterator[Finding]:
    for name in ONCE:
        if len(event.all(name)) != 1:
            yield Finding(rule="CAL-29", why=f"{name} must stand exactly once.")
    if not UUID.fullmatch(event.value("UID")):
        yield Finding(rule="CAL-06", why="The UID is not a lower-case UUID.")
    if not UTC_TIME.fullmatch(event.value("DTSTAMP")):
        yield Finding(rule="CAL-07", why="DTSTAMP is not in UTC.")
    if not re.fullmatch(r"0|[1-9]\d*", event.value("SEQUENCE")):
        yield Finding(rule="CAL-08", why="SEQUENCE is not a number from 0.")


def _times(whole: Block, event: Block) -> Iterator[Finding]:
    starts, ends = event.all("DTSTART"), event.all("DTEND")
    if whole.value("METHOD") == "DECLINECOUNTER" and not starts and not ends:
        return
    if len(starts) != 1 or len(ends) != 1 or event.all("DURATION"):
        yield Finding(rule="CAL-10", why="DTSTART and DTEND must each stand once, DURATION never.")
        return
    for line in (*starts, *ends):
        wanted = WALL_TIME if "TZID" in line.params else UTC_TIME
        if not wanted.fullmatch(line.value):
            yield Finding(rule="CAL-09", why=f"{line.name} is floating, or has a zone beside UTC.")
    if starts[0].params != ends[0].params or starts[0].value >= ends[0].value:
        yield Finding(rule="CAL-10", why="DTEND is not later than DTSTART, or of another kind.")


def _people(_whole: Block, event: Block) -> Iterator[Finding]:
    attendees = event.all("ATTENDEE")
    if len(attendees) != 1:
        yield Finding(rule="PRIV-1", why="The recipient must be the only ATTENDEE.")
    for person in (*event.all("ORGANIZER"), *attendees):
        if not MAILTO.fullmatch(person.value):
            yield Finding(rule="CAL-13", why=f"{person.name} is not mailto: and an address.")
    for person in attendees:
        said = {name: person.params.get(name) for name in ("CUTYPE", "ROLE", "PARTSTAT", "RSVP")}
        allowed = (("INDIVIDUAL", "ROOM"), ROLES, ANSWERS, ("TRUE", "FALSE"))
        if not all(value in choices for value, choices in zip(said.values(), allowed, strict=True)):
            yield Finding(rule="CAL-14", why="ATTENDEE lacks CUTYPE, ROLE, PARTSTAT or RSVP.")


def _standing(whole: Block, event: Block) -> Iterator[Finding]:
    method, status = whole.value("METHOD"), event.value("STATUS")
    if method == "REQUEST" and status not in ("CONFIRMED", "TENTATIVE"):
        yield Finding(rule="CAL-17", why="STATUS of a REQUEST is CONFIRMED or TENTATIVE.")
    if method == "CANCEL" and status not in ("CANCELLED", ""):
        yield Finding(rule="CAL-38", why="STATUS of a CANCEL is CANCELLED, or is left out.")
    if method != "DECLINECOUNTER" and event.value("CLASS") != "PRIVATE":
        yield Finding(rule="CAL-17", why="CLASS:PRIVATE is missing.")
    if method == "REQUEST" and len(event.all("SUMMARY")) != 1:
        yield Finding(rule="CAL-29", why="SUMMARY must stand exactly once.")


def _extras(_whole: Block, event: Block) -> Iterator[Finding]:
    if event.blocks:
        yield Finding(rule="CAL-19", why="An invitation carries no alarm.")
    for line in event.lines:
        if "LANGUAGE" in line.params and line.name not in SPOKEN:
            yield Finding(rule="CAL-16", why=f"{line.name} may not say a LANGUAGE.")
        if line.name == "REQUEST-STATUS":
            yield Finding(rule="CAL-29", why="We never send REQUEST-STATUS.")
        if line.name.startswith("X-MICROSOFT-CDO"):
            yield Finding(rule="CAL-08", why="A CDO property would override SEQUENCE in Exchange.")
        if line.name == "CONFERENCE" and line.params.get("VALUE") != "URI":
            yield Finding(rule="CAL-64", why="CONFERENCE must say VALUE=URI.")
        if line.name == "ATTACH":
            yield Finding(rule="CAL-70", why="Nothing about a student is attached.")


EVENT_CHECKS: tuple[Callable[[Block, Block], Iterator[Finding]], ...] = (
    _identity,
    _times,
    _people,
    _standing,
    _extras,
)


def _zone(zone: Block) -> Iterator[Finding]:
    kinds = sorted(part.name for part in zone.blocks)
    if kinds not in (["STANDARD"], ["DAYLIGHT", "STANDARD"]):
        yield Finding(rule="CAL-11", why="A zone has one STANDARD and at most one DAYLIGHT.")
    for part in zone.blocks:
        names = sorted(line.name for line in part.lines)
        bare = ["DTSTART", "TZNAME", "TZOFFSETFROM", "TZOFFSETTO"]
        if names != sorted([*bare, "RRULE"] if len(kinds) > 1 else bare):
            yield Finding(rule="CAL-11", why=f"{part.name} holds too much or too little.")
        if len(kinds) > 1 and not RULE.fullmatch(part.value("RRULE")):
            yield Finding(rule="CAL-11", why=f"The rule of {part.name} is not month and weekday.")
        offsets = (part.value("TZOFFSETFROM"), part.value("TZOFFSETTO"))
        if not all(OFFSET.fullmatch(offset) for offset in offsets):
            yield Finding(rule="CAL-11", why=f"An offset of {part.name} cannot be read.")
        if not WALL_TIME.fullmatch(part.value("DTSTART")):
            yield Finding(rule="CAL-11", why=f"DTSTART of {part.name} is not wall time.")
