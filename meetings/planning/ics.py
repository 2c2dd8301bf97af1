"""The text of a calendar becomes entries that can be believed, and the times at which they occur.

What cannot be read is counted, never left out without a word: a gap in a calendar looks like free
time. What an occurrence means for somebody's time is `busy.py`; no address is opened here.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import chain
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events  # type: ignore[import-untyped]  # it ships no types
from icalendar.cal import Component

#: From and to, both aware.
Span = tuple[datetime, datetime]

PAGE = (
    "The address answers with something that is not a calendar, perhaps a page for people. "
    "Copy the address of the calendar file itself; it often ends in .ics."
)
CUT = "The calendar arrived cut short. It will be read again."
EMPTY = "The address answers with nothing. Check in your calendar program that it is shared."
GARBLED = "The calendar cannot be read: its lines do not follow the rules of calendar files."
CROWDED = "The calendar has too many entries. Share one that holds this school year alone."
#: More entries than anybody has in a school year.
MANY = 50_000
#: An entry that repeats by the minute is no appointment, and takes hours to expand.
TOO_OFTEN = ("SECONDLY", "MINUTELY")
TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
#: Longer than any entry that is not repeated and still reaches into the window.
LONGEST = timedelta(days=60)


class NotACalendar(ValueError):  # noqa: N818  named for what was found
    """The sentence says what was found instead, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One entry at one time, in UTC; the end may equal the start."""

    entry: Component
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    occurrences: tuple[Occurrence, ...]
    #: VFREEBUSY parts, as they came.
    free_busy: tuple[Component, ...]
    #: VAVAILABILITY parts, as they came.
    availability: tuple[Component, ...]
    #: Entries that might lie in the span and cannot be read.
    unread: int


def contents(text: str, span: Span, zone: str) -> Contents:
    """What occurs in the span. Whole days and times without a zone are those of `zone`.

    Raises NotACalendar; a single bad entry is only counted.
    """
    occurrences: list[Occurrence] = []
    free_busy: list[Component] = []
    availability: list[Component] = []
    unread = 0
    for calendar in calendars(text):
        unread += _set_bad_ones_aside(calendar, span)
        found, failed = expanded(calendar, span, zone)
        occurrences += found
        unread += failed
        free_busy += calendar.walk("VFREEBUSY")
        availability += calendar.walk("VAVAILABILITY")
    return Contents(
        occurrences=tuple(occurrences),
        free_busy=tuple(free_busy),
        availability=tuple(availability),
        unread=unread,
    )


def calendars(text: str) -> Sequence[Component]:
    """Raises NotACalendar: the parser alone takes half a file for an empty one."""
    _demand_whole(text)
    # A zone that one file defines must not be believed in the next.
    icalendar.use_zoneinfo()  # type: ignore[no-untyped-call]  # half of the library is typed
    try:
        found = icalendar.Calendar.from_ical(text, multiple=True)
    except Exception as wrong:  # a stranger's text breaks a parser in many ways
        raise NotACalendar(GARBLED) from wrong
    if any(one.name != "VCALENDAR" for one in found):
        raise NotACalendar(GARBLED)
    return list(found)


def _demand_whole(text: str) -> None:
    lines = [line.rstrip().upper() for line in text.lstrip("\ufeff \r\n\t").splitlines()]
    if not any(lines):
        raise NotACalendar(EMPTY)
    if lines[0] != "BEGIN:VCALENDAR":
        raise NotACalendar(PAGE)
    opened: list[str] = []
    for line in lines:
        word, _, name = line.partition(":")
        if word == "BEGIN":
            opened.append(name)
        elif word == "END" and (not opened or opened.pop() != name):
            raise NotACalendar(GARBLED)
    if opened:
        raise NotACalendar(CUT)
    if lines.count("BEGIN:VEVENT") > MANY:
        raise NotACalendar(CROWDED)


def _set_bad_ones_aside(calendar: Component, span: Span) -> int:
    """Removes them from the calendar; returns how many of them could have mattered."""
    kept, bad = [], 0
    for part in calendar.subcomponents:
        if part.name != "VEVENT" or _is_sound(part):
            kept.append(part)
        else:
            bad += _may_lie_in(part, span)
    calendar.subcomponents = kept
    for part in kept:
        if part.name == "VEVENT":
            _include_last_day(part)
    return bad


def _is_sound(event: Component) -> bool:
    times = (value for name in TIMES for value in each(event, name))
    rules = each(event, "RRULE")
    lengths = each(event, "DURATION")
    return (
        "DTSTART" in event
        and all(_is_time(value) for value in times)
        and all(isinstance(_of(value, "dt"), timedelta) for value in lengths)
        and all(isinstance(rule, icalendar.vRecur) and _seldom(rule) for rule in rules)
    )


def _is_time(value: object) -> bool:
    """False for what is no time, and for a time in a zone that nobody explains."""
    several = _of(value, "dts")
    named = "TZID" in _params(value)
    if not isinstance(several, list):
        return _is_moment(value, named=named)
    return all(_is_moment(one, named=named or "TZID" in _params(one)) for one in several)


def _is_moment(one: object, *, named: bool) -> bool:
    said = _of(one, "dt")
    moment = said[0] if isinstance(said, tuple) else said
    if not isinstance(moment, date):
        return False
    return not (named and isinstance(moment, datetime) and moment.tzinfo is None)


def _params(value: object) -> Mapping[str, object]:
    found = _of(value, "params")
    return found if isinstance(found, Mapping) else {}


def _of(value: object, name: str) -> object:
    # A broken property raises its own error where others have no such attribute.
    try:
        return getattr(value, name, None)
    except ValueError:
        return None


def _seldom(rule: icalendar.vRecur) -> bool:
    return not any(str(word).upper() in TOO_OFTEN for word in rule.get("FREQ", ()))


def _may_lie_in(event: Component, span: Span) -> bool:
    """True unless it occurs once, at a time that can be read, far from the span."""
    if any(name in event for name in ("RRULE", "RDATE", "RECURRENCE-ID")):
        return True
    start = _of(event.get("DTSTART"), "dt")
    if not isinstance(start, date):
        return True
    on = start.date() if isinstance(start, datetime) else start
    return (span[0] - LONGEST).date() <= on <= (span[1] + timedelta(days=2)).date()


def _include_last_day(event: Component) -> None:
    """A date as the end of a rule means that whole day; the library would stop at its midnight."""
    start = _of(event.get("DTSTART"), "dt")
    if not isinstance(start, datetime):
        return
    for rule in each(event, "RRULE"):
        if isinstance(rule, icalendar.vRecur) and "UNTIL" in rule:
            rule["UNTIL"] = [_end_of(until, start.tzinfo) for until in rule["UNTIL"]]


def _end_of(until: date, zone: tzinfo | None) -> date:
    if isinstance(until, datetime):
        return until
    return datetime.combine(until, time(23, 59, 59), zone)


def expanded(calendar: Component, span: Span, zone: str) -> tuple[list[Occurrence], int]:
    """All occurrences, and how many series could not be expanded."""
    try:
        return list(_occurring(calendar, span, zone)), 0
    except Exception:  # noqa: BLE001  whatever it is, the others are still to be read
        return _one_by_one(calendar, span, zone)


def _one_by_one(calendar: Component, span: Span, zone: str) -> tuple[list[Occurrence], int]:
    found: list[Occurrence] = []
    failed = 0
    for series in _series(calendar):
        alone = icalendar.Calendar()
        alone.subcomponents = series
        if "X-WR-TIMEZONE" in calendar:
            alone["X-WR-TIMEZONE"] = calendar["X-WR-TIMEZONE"]
        try:
            found += _occurring(alone, span, zone)
        except Exception:  # noqa: BLE001  the same
            failed += any(_may_lie_in(event, span) for event in series)
    return found, failed


def _series(calendar: Component) -> Iterable[list[Component]]:
    by_uid: dict[str, list[Component]] = {}
    for number, event in enumerate(calendar.walk("VEVENT")):
        by_uid.setdefault(str(event.get("UID", f" {number}")), []).append(event)
    return by_uid.values()


def _occurring(calendar: Component, span: Span, zone: str) -> Iterator[Occurrence]:
    """Asks for two days more on both sides: the library compares wall times without their zone."""
    first, last = span[0] - timedelta(days=2), span[1] + timedelta(days=2)
    for entry in recurring_ical_events.of(calendar).between(first, last):
        starts_at = moment(entry["DTSTART"].dt, zone)
        ends_at = moment(entry["DTEND"].dt, zone)
        if ends_at >= span[0] and starts_at <= span[1]:
            yield Occurrence(entry=entry, starts_at=starts_at, ends_at=ends_at)


def moment(said: date, zone: str) -> datetime:
    """In UTC; a date is its midnight, and what has no zone is wall time in `zone`."""
    if not isinstance(said, datetime):
        said = datetime.combine(said, time(0))
    if said.tzinfo is None:
        said = said.replace(tzinfo=ZoneInfo(zone))
    return said.astimezone(UTC)


def each(part: Component, name: str) -> list[object]:
    """The values of a property that may stand there once, several times, or not at all."""
    value = part.get(name)
    if value is None:
        return []
    if isinstance(value, list):
        return list(chain.from_iterable(v if isinstance(v, list) else [v] for v in value))
    return [value]
