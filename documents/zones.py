"""Time zones on paper: one VTIMEZONE in rule form, its check, and what a letter's own zone means.

`vtimezone` writes (RFC 5545 §3.6.5, MS-OXCICAL 2.1.3.1.1.19.2), `instant` refuses hours that do
not exist, `offset_at` reads the zone that somebody else wrote. The invitation around a zone is
`invitation.py`; names of zones in other people's letters are resolved in `reply.py`.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

#: A rule is anchored here: newer than the last change of rules in America and Europe.
ANCHOR_YEAR = 2007
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
SECOND = timedelta(seconds=1)


class NoSuchTimeError(ValueError):
    """The clock on the wall never shows this time; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One moment at which the clocks change."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def wall(self) -> datetime:
        """The time on the wall in the moment of the change, by the old offset."""
        return (self.at + self.before).replace(tzinfo=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyRule:
    """A change of clocks that comes back every year: the nth weekday of a month, at an hour."""

    month: int
    weekday: int
    #: 1 to 4, or LAST.
    ordinal: int
    hour: timedelta
    before: timedelta
    after: timedelta
    name: str

    def wall(self, year: int) -> datetime:
        first = datetime(year, self.month, 1)  # noqa: DTZ001 - wall time has no zone by nature
        days = (self.weekday - first.weekday()) % 7
        if self.ordinal == LAST:
            length = calendar.monthrange(year, self.month)[1]
            days += 7 * ((length - 1 - days) // 7)
        else:
            days += 7 * (self.ordinal - 1)
        return first + timedelta(days=days) + self.hour


@dataclass(frozen=True, slots=True, kw_only=True)
class Onset:
    """One STANDARD or DAYLIGHT block of a zone that we were sent."""

    wall: datetime
    before: timedelta
    after: timedelta
    yearly: YearlyRule | None = None

    def latest(self, wall: datetime) -> datetime | None:
        """Return the last start of this block at or before `wall`, or None."""
        if self.yearly is None:
            return self.wall if self.wall <= wall else None
        starts = (self.yearly.wall(year) for year in (wall.year, max(wall.year - 1, 1)))
        return next((start for start in starts if start <= wall), None)


def vtimezone(zone: str, first: datetime, last: datetime) -> str | None:
    """Return the VTIMEZONE block with CRLF, good from `first` to `last`.

    None means that no two yearly rules describe this zone: send the event in UTC.
    """
    info = ZoneInfo(zone)
    shifts = _shifts(info, first.year - 1, last.year + 4)
    if not shifts:
        return _block(zone, [_fixed(info, first)])
    rules = _rules(shifts, range(first.year - 1, last.year + 5))
    if rules is None or not _agrees(rules, info, (first, last), shifts):
        return None
    return _block(zone, [_part(rule) for rule in rules])


def instant(wall: datetime, zone: str) -> datetime:
    """Return, in UTC, when the wall clock shows this; the first time, if it does so twice.

    Raises NoSuchTimeError in the hour that is skipped in spring.
    """
    found = wall.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)
    if found.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) != wall:
        message = (
            f"The clocks go forward on this day, so {wall:%H:%M} does not exist. "
            "Choose a time at least one hour earlier or later."
        )
        raise NoSuchTimeError(message)
    return found


def occurs_twice(moment: datetime, zone: str) -> bool:
    """Say whether the clock on the wall shows this time a second time on the same day."""
    local = moment.astimezone(ZoneInfo(zone))
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def offset_at(onsets: tuple[Onset, ...], wall: datetime) -> timedelta | None:
    """Return the offset that the given blocks say for a wall time, or None without blocks."""
    begun = [(start, onset.after) for onset in onsets if (start := onset.latest(wall)) is not None]
    if begun:
        return max(begun)[1]
    return min(onsets, key=lambda onset: onset.wall).before if onsets else None


@lru_cache(maxsize=256)
def _shifts(info: ZoneInfo, first_year: int, last_year: int) -> tuple[Shift, ...]:
    found = []
    day, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while day < end:
        following = day + timedelta(days=1)
        if _offset(info, day) != _offset(info, following):
            found.append(_narrow(info, day, following))
        day = following
    return tuple(found)


def _narrow(info: ZoneInfo, low: datetime, high: datetime) -> Shift:
    before = _offset(info, low)
    while high - low > SECOND:
        middle = low + timedelta(seconds=(high - low) // SECOND // 2)
        low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
    name = high.astimezone(info).tzname() or ""
    return Shift(at=high, before=before, after=_offset(info, high), name=name)


def _offset(info: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(info).utcoffset() or timedelta()


def _rules(shifts: tuple[Shift, ...], years: range) -> tuple[YearlyRule, YearlyRule] | None:
    """Return (back to standard, forward to daylight) if every year has exactly these two.

    STANDARD is the smaller offset: by tm_isdst, Europe/Dublin would come out inverted.
    """
    back = _rule([shift for shift in shifts if shift.after < shift.before], years)
    forth = _rule([shift for shift in shifts if shift.after > shift.before], years)
    if back is None or forth is None or back.after != forth.before or forth.after != back.before:
        return None
    return back, forth


def _rule(shifts: list[Shift], years: range) -> YearlyRule | None:
    walls = [shift.wall for shift in shifts]
    if [wall.year for wall in walls] != list(years):
        return None
    alike = {
        (w.month, w.weekday(), w.time(), s.before, s.after, s.name)
        for w, s in zip(walls, shifts, strict=True)
    }
    ordinals = [n for n in (LAST, 1, 2, 3, 4) if all(_fits(wall, n) for wall in walls)]
    if len(alike) != 1 or not ordinals:
        return None
    wall, shift = walls[0], shifts[0]
    return YearlyRule(
        month=wall.month,
        weekday=wall.weekday(),
        ordinal=ordinals[0],
        hour=wall - datetime.combine(wall, datetime.min.time()),
        before=shift.before,
        after=shift.after,
        name=shift.name,
    )


def _fits(wall: datetime, ordinal: int) -> bool:
    if ordinal == LAST:
        return wall.day + 7 > calendar.monthrange(wall.year, wall.month)[1]
    return (wall.day - 1) // 7 + 1 == ordinal


def _agrees(
    rules: tuple[YearlyRule, YearlyRule],
    info: ZoneInfo,
    ends: tuple[datetime, datetime],
    shifts: tuple[Shift, ...],
) -> bool:
    """Expand the two rules and compare with the zone, at both ends and around every change."""
    sides = [moment for shift in shifts for moment in (shift.at - SECOND, shift.at)]
    return all(_said(rules, moment) == _offset(info, moment) for moment in [*ends, *sides])


def _said(rules: tuple[YearlyRule, YearlyRule], moment: datetime) -> timedelta:
    starts = [
        ((rule.wall(year) - rule.before).replace(tzinfo=UTC), rule.after)
        for rule in rules
        for year in (moment.year - 1, moment.year, moment.year + 1)
    ]
    return max(start for start in starts if start[0] <= moment)[1]


def _block(zone: str, parts: list[str]) -> str:
    return f"BEGIN:VTIMEZONE\r\nTZID:{zone}\r\n{''.join(parts)}END:VTIMEZONE\r\n"


def _fixed(info: ZoneInfo, moment: datetime) -> str:
    offset = _written(_offset(info, moment))
    lines = (
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        f"TZOFFSETFROM:{offset}",
        f"TZOFFSETTO:{offset}",
        f"TZNAME:{moment.astimezone(info).tzname()}",
        "END:STANDARD",
    )
    return "".join(f"{line}\r\n" for line in lines)


def _part(rule: YearlyRule) -> str:
    kind = "STANDARD" if rule.after < rule.before else "DAYLIGHT"
    lines = (
        f"BEGIN:{kind}",
        f"DTSTART:{rule.wall(ANCHOR_YEAR):%Y%m%dT%H%M%S}",
        f"RRULE:FREQ=YEARLY;BYMONTH={rule.month};BYDAY={rule.ordinal}{WEEKDAYS[rule.weekday]}",
        f"TZOFFSETFROM:{_written(rule.before)}",
        f"TZOFFSETTO:{_written(rule.after)}",
        f"TZNAME:{rule.name}",
        f"END:{kind}",
    )
    return "".join(f"{line}\r\n" for line in lines)


def _written(offset: timedelta) -> str:
    minutes, seconds = divmod(abs(offset) // SECOND, 60)
    sign = "-" if offset < timedelta() else "+"
    tail = f"{seconds:02}" if seconds else ""
    return f"{sign}{minutes // 60:02}{minutes % 60:02}{tail}"
