"""Repeating rules (RFC 5545 §3.3.10) over local wall times: which dates they name in a window.

No offset is kept: an UNTIL in UTC is made local first. Rules may come from anybody, so only kinds
that end soon are read. What an occurrence marks is hours.py.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

#: Rules by hour and shorter are refused: a window has a time of its own.
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
PARTS = (
    *("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", "BYMONTH"),
    *("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS"),
)
#: A rule is not followed further than this from its first date; a century of days.
MANY = 40_000

_PART = re.compile(r"^([A-Z]+)=([A-Z0-9,+-]+)$")
_NUMBER = re.compile(r"^[1-9]\d{0,2}$")
_UNTIL = re.compile(r"^\d{8}(T\d{6}Z?)?$")


def rule_fault(rrule: str) -> str | None:
    """Say what is wrong with a rule, if something is."""
    parts = [_PART.match(part) for part in rrule.upper().split(";")]
    if None in parts or not rrule:
        return "This is no repeating rule. Write one such as FREQ=WEEKLY;BYDAY=MO,WE."
    given = {part[1]: part[2] for part in parts if part is not None}
    if given.get("FREQ") not in FREQUENCIES:
        return f"A rule repeats by day, week, month or year. Write FREQ={'|'.join(FREQUENCIES)}."
    strange = sorted(set(given) - set(PARTS))
    if strange:
        return f"A rule here has no {strange[0]}. The times are those of the window."
    if not all(_NUMBER.match(given.get(name, "1")) for name in ("COUNT", "INTERVAL")):
        return "COUNT and INTERVAL are numbers from 1 to 999."
    if not _is_until(given.get("UNTIL", "20260101")):
        return "UNTIL is a date or a time, as 20260930 or 20260930T140000Z."
    try:
        rrulestr(_unbounded(given), dtstart=datetime(2026, 1, 1))  # noqa: DTZ001 -- rules are naive
    except (ValueError, TypeError, IndexError):
        return "This repeating rule cannot be read. See RFC 5545, section 3.3.10."
    return None


def _is_until(value: str) -> bool:
    try:
        return _UNTIL.match(value) is not None and _local(value, ZoneInfo("UTC")) is not None
    except (ValueError, OverflowError):
        return False


def _unbounded(given: dict[str, str]) -> str:
    return ";".join(f"{k}={v}" for k, v in given.items() if k not in {"UNTIL", "COUNT"})


def occurrences(rrule: str, first: datetime, last: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Give the naive local beginnings from the first possible one to the last that is asked."""
    given: dict[str, str] = {}
    for part in rrule.upper().split(";"):
        name, _, value = part.partition("=")
        if name == "UNTIL":
            last = min(last, _local(value, zone))
        elif name:
            given[name] = value
    count = int(given.pop("COUNT", MANY))
    if last < first:
        return
    # The calendar repeats itself every 400 years. A rule that names no date at all is followed to
    # the year 9999, so it is read as near to that year as can be.
    later = (9999 - last.year) // 400 * 400
    until = last.replace(year=last.year + later)
    starts = first.replace(year=first.year + later)
    found = rrulestr(f"{_unbounded(given)};UNTIL={until:%Y%m%dT%H%M%S}", dtstart=starts)
    for wall in islice(found, min(count, MANY)):
        yield wall.replace(year=wall.year - later)


def _local(until: str, zone: ZoneInfo) -> datetime:
    """Read UNTIL in the rule's own zone; a date alone includes the whole day."""
    if "T" not in until:
        return datetime.combine(datetime.strptime(until, "%Y%m%d"), time(23, 59, 59))  # noqa: DTZ007 -- rules are naive
    if not until.endswith("Z"):
        return datetime.strptime(until, "%Y%m%dT%H%M%S")  # noqa: DTZ007 -- rules are naive
    moment = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return moment.astimezone(zone).replace(tzinfo=None)
