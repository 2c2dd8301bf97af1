"""Which day something is due: calendar, school and business days, each date with its explanation.

The school calendar is an argument; holidays are given by the caller. The first day is not counted.
Local dates are reckoned first, then turned into instants. What a rule says is read in `rules.py`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from workflow.jurisdiction import MONTHS, Span
from workflow.rules import Anchor, Rule

#: Day rules ring in the morning, before classes.
RINGS_AT = time(7)
#: A reminder that would come less than this before its date comes the evening before.
AHEAD = timedelta(hours=2)
EVENING = time(18)
#: After the last ring of a list, its successor follows after this long.
HAND_OVER = timedelta(hours=4)
FRIDAY = 4
#: Counted to the minute; all other units by local days.
EXACT_UNITS = ("hours", "minutes")
#: Kinds of school days on which students are taught.
TAUGHT = ("instruction", "testing", "early_release")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    on: date
    #: instruction, testing, early_release, or no_school.
    kind: str = "instruction"
    #: Day of the cycle, as "A"; "" where there is none.
    cycle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolCalendar:
    """The days of one school year as the district published them."""

    #: "2026-27".
    school_year: str
    zone: str
    days: tuple[SchoolDay, ...] = ()
    #: Days off for everybody: not business days, nor school days where the calendar is unknown.
    holidays: frozenset[date] = frozenset()
    _taught: tuple[date, ...] = field(init=False, repr=False, compare=False)
    _known: tuple[date, date] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        taught = tuple(sorted(day.on for day in self.days if day.kind in TAUGHT))
        listed = [day.on for day in self.days]
        object.__setattr__(self, "_taught", taught)
        object.__setattr__(self, "_known", (min(listed), max(listed)) if listed else None)

    def knows(self, on: date) -> bool:
        return self._known is not None and self._known[0] <= on <= self._known[1]

    def is_school_day(self, on: date) -> bool:
        """Beyond the published calendar Monday to Friday is assumed."""
        if self.knows(on):
            at = bisect_left(self._taught, on)
            return at < len(self._taught) and self._taught[at] == on
        return self.is_business_day(on)

    def is_business_day(self, on: date) -> bool:
        return on.weekday() <= FRIDAY and on not in self.holidays

    def first_school_day(self) -> date:
        return self._taught[0] if self._taught else date(int(self.school_year[:4]), 8, 15)

    def last_school_day(self) -> date:
        """The last published day; where none is published, the last weekday of May."""
        if self._taught:
            return self._taught[-1]
        guess = date(int(self.school_year[:4]) + 1, 5, 31)
        while guess.weekday() > FRIDAY:
            guess -= timedelta(days=1)
        return guess

    def local(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def instant(self, on: date, when: time) -> datetime:
        """A local time as an instant in UTC."""
        return datetime.combine(on, when, ZoneInfo(self.zone)).astimezone(UTC)

    def moved(self, on: date, count: int, unit: str) -> date:
        """The day `count` days of that unit later, or earlier if negative."""
        match unit:
            case "days":
                return on + timedelta(days=count)
            case "school days":
                return self._moved_school(on, count)
            case _:
                return _counted(on, count, self.is_business_day)

    def _moved_school(self, on: date, count: int) -> date:
        at = bisect_right(self._taught, on) - 1 if count > 0 else bisect_left(self._taught, on)
        if self.knows(on) and 0 <= at + count < len(self._taught):
            return self._taught[at + count]
        return _counted(on, count, self.is_school_day)

    def between(self, first: date, last: date) -> int:
        """School days after `first`, up to and with `last`."""
        step = timedelta(days=1)
        days = (first + step * n for n in range(1, (last - first).days + 1))
        return sum(self.is_school_day(day) for day in days)


def _counted(on: date, count: int, counts: Callable[[date], bool]) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    while left:
        on += step
        left -= counts(on)
    return on


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    at: datetime
    #: How the date came about, for people.
    because: str
    #: Reckoned beyond the published calendar.
    provisional: bool = False


#: The dates from which rules count, by name; a missing one arms nothing.
Dates = Mapping[str, date | datetime]


def due(rule: Rule, base: datetime, dates: Dates, school: SchoolCalendar) -> Due | None:
    """The first ring, which may lie in the past; None where a date is missing.

    `base` is the moment at which the state was entered.
    """
    found = rings(rule, base, dates, school)
    return found[0] if found else None


def rings(rule: Rule, base: datetime, dates: Dates, school: SchoolCalendar) -> tuple[Due, ...]:
    """The rings before any repetition, earliest first.

    Of several rings those that lie before `base` are left out: they came too late to be useful.
    """
    if not rule.anchors:
        return (later(rule.every, base, school),) if rule.every else ()
    reckoning = _Reckoning(rule=rule, entered=base, dates=dates, school=school)
    found = [ring for anchor in rule.anchors for ring in reckoning.rings(anchor)]
    if len(found) > 1:
        found = [ring for ring in found if ring.at >= base]
    return tuple(sorted(found, key=lambda ring: ring.at))


def later(every: Span, last: datetime, school: SchoolCalendar) -> Due:
    """The next ring of a repeating timer after the last one."""
    because = f"every {every}"
    if every.unit in EXACT_UNITS:
        return Due(at=last + exactly(every), because=because)
    on = school.moved(school.local(last), every.count, every.unit)
    return Due(at=school.instant(on, RINGS_AT), because=because, provisional=not school.knows(on))


def exactly(span: Span) -> timedelta:
    return timedelta(hours=span.count) if span.unit == "hours" else timedelta(minutes=span.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reckoning:
    rule: Rule
    entered: datetime
    dates: Dates
    school: SchoolCalendar

    def rings(self, anchor: Anchor) -> list[Due]:
        base = self._base(anchor)
        if base is None:
            return []
        if anchor.side == "on":
            return [self._bounded(anchor, self._on(base))]
        return [self._moved(anchor, span, base) for span in anchor.spans]

    def _base(self, anchor: Anchor) -> date | datetime | None:
        if anchor.on is not None:
            return anchor.on.in_school_year(self.school.school_year)
        if not anchor.base:
            return self.entered
        if anchor.base == "last_school_day":
            return self.dates.get(anchor.base) or self.school.last_school_day()
        return self.dates.get(anchor.base)

    def _on(self, base: date | datetime) -> date:
        return self.school.local(base) if isinstance(base, datetime) else base

    def _bounded(self, anchor: Anchor, on: date) -> Due:
        """A day of the year, moved into the bounds that the rule sets."""
        entered_on = self.school.local(self.entered)
        year = self.school.school_year
        said = anchor.base.replace("_", " ") or str(anchor.on)
        if self.rule.not_before is not None:
            earliest = self.school.moved(
                entered_on, self.rule.not_before.count, self.rule.not_before.unit
            )
            if earliest > on:
                on, said = earliest, f"{self.rule.not_before} after {spoken(entered_on)}"
        if self.rule.not_after is not None and self.rule.not_after.in_school_year(year) < on:
            on, said = self.rule.not_after.in_school_year(year), str(self.rule.not_after)
        return Due(at=self.school.instant(on, RINGS_AT), because=f"on {said}")

    def _moved(self, anchor: Anchor, span: Span, base: date | datetime) -> Due:
        on = self._on(base)
        said = f"{span} {anchor.side} {spoken(on)}"
        if anchor.base:
            said += f" ({anchor.base.removesuffix('_on').replace('_', ' ')})"
        if span.unit in EXACT_UNITS:
            moment = base if isinstance(base, datetime) else self.school.instant(on, time())
            step = exactly(span) if anchor.side == "after" else -exactly(span)
            return Due(at=moment + step, because=said)
        day = self.school.moved(
            on, span.count if anchor.side == "after" else -span.count, span.unit
        )
        provisional = span.unit == "school days" and not self.school.knows(day)
        if provisional:
            said += ", Monday to Friday assumed where the school calendar is not known"
        return Due(at=self._when(anchor, day, base), because=said, provisional=provisional)

    def _when(self, anchor: Anchor, day: date, base: date | datetime) -> datetime:
        """In the morning; a term that closes something when its last day is over."""
        if anchor.side == "after" and self.rule.closes:
            return self.school.instant(day + timedelta(days=1), time())
        at = self.school.instant(day, RINGS_AT)
        if anchor.side == "before" and isinstance(base, datetime) and at > base - AHEAD:
            return self.school.instant(day - timedelta(days=1), EVENING)
        return at


def spoken(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def day_after(span: Span, base: date, school: SchoolCalendar) -> date:
    return school.moved(base, span.count, span.unit)


def day_before(span: Span, base: date, school: SchoolCalendar) -> date:
    return school.moved(base, -span.count, span.unit)
