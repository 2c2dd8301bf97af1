"""Other people's calendar bytes → lines, a tree, instants, addresses: repair, never judgement.

Repairs what was seen in real letters (RFC 5545 §3.1 broken in most ways). What an answer means is
`documents/reply`; what *we* send is held to `wellformed.py` instead. Everything here is linear in
its input, raises nothing on any bytes, and believes nothing: a zone is a rule to be counted out,
never a program to be run.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from urllib.parse import unquote
from zoneinfo import ZoneInfo, available_timezones

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from documents.zones import LAST, WEEKDAYS, Onset, YearlyRule, offset_at

MAX_DEPTH = 8
#: Codecs that are letters; Python also knows some that compress, or that take square time.
CHARSETS = ("utf", "ascii", "iso8859", "cp", "koi8", "mac", "shift_jis", "euc", "gb", "big5")
VALUE = r'(?:"[^"\n]*"|[^":;,\n]*)'
PARAMETER = re.compile(rf";([^=:;,\"\n]+)=({VALUE}(?:,{VALUE})*)")
CONTENT = re.compile(rf"\s*([A-Za-z0-9-]+)((?:{PARAMETER.pattern})*):(.*)", re.DOTALL)
STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)", re.IGNORECASE)
LENGTH = re.compile(r"\+?P(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})S)?)?")
OFFSET = re.compile(r"([+-])([01]\d|2[0-3])([0-5]\d)([0-5]\d)?")
ESCAPE = re.compile(r"\\([\\;,nN:\"])")
CARET = re.compile(r"\^([n'^])")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    #: In capitals.
    name: str
    #: Names in capitals, values without their quotes.
    params: dict[str, str]
    value: str


@dataclass(slots=True, kw_only=True)
class Component:
    name: str
    lines: list[Line] = field(default_factory=list)
    parts: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list[Line]:
        return [line for line in self.lines if line.name == name]

    def first(self, name: str) -> Line | None:
        return next(iter(self.all(name)), None)

    def value(self, name: str) -> str:
        line = self.first(name)
        return line.value.strip() if line else ""

    def within(self, name: str) -> list["Component"]:
        return [part for part in self.parts if part.name == name]


def decoded(data: bytes, charset: str) -> str:
    """Return text by the declared charset, else UTF-8, else Windows-1252; never with controls."""
    for label in (charset, "utf-8", "cp1252"):
        try:
            if codecs.lookup(label).name.startswith(CHARSETS):
                return clean(data.decode(label))
        except (LookupError, ValueError):
            continue
    return clean(data.decode("latin-1"))


def clean(text: str) -> str:
    """Drop what neither a page nor a database can hold: NUL, other controls, half letters."""
    return CONTROLS.sub("", text)


def calendar_in(data: bytes, charset: str) -> Component | None:
    """Return the first VCALENDAR, or None if there is none or it is cut short."""
    bare = re.sub(rb"\r*\n|\r", b"\n", data)
    text = decoded(re.sub(rb"\n[ \t]", b"", bare), charset)
    root = Component(name="")
    stack = [root]
    for line in _lines(text):
        if line.name == "BEGIN" and len(stack) <= MAX_DEPTH:
            stack[-1].parts.append(Component(name=line.value.strip().upper()))
            stack.append(stack[-1].parts[-1])
        elif line.name == "END":
            if len(stack) > 1 and stack[-1].name == line.value.strip().upper():
                stack.pop()
            if len(stack) == 1 and root.parts:
                break
        else:
            stack[-1].lines.append(line)
    whole = root.within("VCALENDAR")
    return whole[0] if whole and len(stack) == 1 else None


def words(value: str) -> str:
    """Return TEXT without its escapes and without the line ends at its end."""
    plain = ESCAPE.sub(lambda m: "\n" if m[1] in "nN" else m[1], value)
    return plain.replace("\r\n", "\n").strip()


def address_of(line: Line) -> str:
    """Return the lower-case address, or "". EMAIL= speaks where the value is no mailto:."""
    said = line.value.strip()
    at = said.lower().rfind("mailto:")
    mail = said[at + 7 :] if at >= 0 else ""
    bare = said if "@" in said and ":" not in said and "/" not in said else ""
    return normal(mail or line.params.get("EMAIL", "") or bare)


def normal(address: str) -> str:
    """Return an address as it is compared: decoded, trimmed, lower-case."""
    return clean(unquote(address.partition("?")[0])).strip("<> \t\n\"'").lower()


def moment(line: Line | None, whole: Component) -> datetime | None:
    """Return the instant in UTC; None if there is none, it floats, or its zone says nothing."""
    match = STAMP.fullmatch(line.value.strip()) if line else None
    if line is None or match is None:
        return None
    wall = _wall(match)
    if wall is None:
        return None
    if match[7]:
        return wall.replace(tzinfo=UTC)
    name = line.params.get("TZID", "")
    known = zone_named(name)
    if known:
        return _utc(wall.replace(tzinfo=ZoneInfo(known)))
    zone = next((zone for zone in whole.within("VTIMEZONE") if zone.value("TZID") == name), None)
    offset = offset_at(_onsets(zone), wall) if zone else None
    return None if offset is None else _utc(wall.replace(tzinfo=timezone(offset)))


def duration(value: str) -> timedelta | None:
    match = LENGTH.fullmatch(value.strip().upper())
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def zone_named(name: str) -> str | None:
    """Return the IANA name that a TZID means: itself, its tail, or the Windows name's."""
    said = name.strip().strip("\"'")
    tails = ["/".join(said.split("/")[-count:]) for count in (3, 2, 1)]
    known = [_names().get(tail.lower()) for tail in (said, *tails)]
    return next((name for name in known if name), None) or WINDOWS_TO_OLSON.get(said)


@cache
def _names() -> dict[str, str]:
    """Return the zones by small letters, without those that mean another thing on each machine."""
    alone = {name for name in available_timezones() if name not in ("localtime", "Factory")}
    return {name.lower(): name for name in alone if not name.startswith(("posix/", "right/"))}


def _lines(text: str) -> Iterator[Line]:
    for content in text.split("\n"):
        match = CONTENT.fullmatch(content)
        if match:
            params = {
                name.strip().upper(): CARET.sub(_uncaret, value.strip('"'))
                for name, value in PARAMETER.findall(match[2])
            }
            yield Line(name=match[1].upper(), params=params, value=match.groups()[-1])


def _uncaret(match: re.Match[str]) -> str:
    return {"n": "\n", "'": '"', "^": "^"}[match[1]]


def _wall(match: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(match[group]) for group in range(1, 7))
    try:
        # A leap second is a second that no clock here has.
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001 - wall time
    except ValueError:
        return None


def _utc(moment: datetime) -> datetime | None:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None


def _onsets(zone: Component) -> tuple[Onset, ...]:
    found = (_onset(part) for part in zone.parts if part.name in ("STANDARD", "DAYLIGHT"))
    return tuple(onset for onset in found if onset)


def _onset(part: Component) -> Onset | None:
    match = STAMP.fullmatch(part.value("DTSTART"))
    wall = _wall(match) if match else None
    before, after = (_offset(part.value(f"TZOFFSET{end}")) for end in ("FROM", "TO"))
    if wall is None or before is None or after is None:
        return None
    yearly = _yearly(part.value("RRULE"), wall, (before, after))
    return Onset(wall=wall, before=before, after=after, yearly=yearly)


def _offset(value: str) -> timedelta | None:
    match = OFFSET.fullmatch(value)
    if match is None:
        return None
    size = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -size if match[1] == "-" else size


def _yearly(rule: str, wall: datetime, ends: tuple[timedelta, timedelta]) -> YearlyRule | None:
    """Read FREQ=YEARLY;BYMONTH=m;BYDAY=nWD; the fifth counts as the last; others are no rule."""
    said = dict(item.split("=", 1) for item in rule.upper().split(";") if "=" in item)
    day = re.fullmatch(r"(-1|[1-5])(MO|TU|WE|TH|FR|SA|SU)", said.get("BYDAY", ""))
    month = re.fullmatch(r"1[0-2]|0?[1-9]", said.get("BYMONTH", ""))
    if said.get("FREQ") != "YEARLY" or not day or not month or "UNTIL" in said:
        return None
    return YearlyRule(
        month=int(month[0]),
        weekday=WEEKDAYS.index(day[2]),
        ordinal=LAST if day[1] in ("-1", "5") else int(day[1]),
        hour=timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second),
        before=ends[0],
        after=ends[1],
        name="",
    )
