"""Somebody's hours in words: which days, from when to when, how welcome; and why a day is closed.

Values come in (web/painting.py) and sentences in the viewer's language go out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import (
    format_date,
    format_skeleton,
    format_time,
    get_day_names,
    get_timezone_name,
)

from meetings.store.availability import REMOTE, WEEKDAYS, Stretch
from meetings.web.answers import Frame
from meetings.web.painting import DAYS, WHOLE_DAY, Sheet
from workflow.deadlines import SchoolCalendar

#: How each kind is said of an hour.
KINDS = {
    "preferred": "best",
    "possible": "good",
    "if_needed": "if need be",
    "busy": "not possible",
    "soft_busy": "rather not",
}
#: How each brush is called; "" takes paint away.
BRUSHES = {"preferred": "Best", "possible": "Good", "if_needed": "If need be"}
#: What can be said of a single day.
WHATS = (
    ("none", "I cannot come at all"),
    ("busy", "I cannot come between"),
    ("possible", "I can come between"),
)
AGAIN = "That was very fast. Please look at it once more and press “Save” again."
NOTHING = (
    "Nothing is painted yet. Paint a half hour at least, or ask us to call you if no time suits."
)
NOT_AT_ALL = "not at all"
REMOTELY = "by video or phone only"
AS_A_RULE = "again and again, by a rule that was entered before"
#: Why nobody meets on a day of the school's calendar.
CLOSED = {"no_school": "no school", "testing": "tests", "staff_only": "staff only"}
HOLIDAY = "holiday"
OVER = "over"
HELD = ("instruction", "early_release")
#: Zones that a family may give its hours in, besides the school's.
ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Days, and what is said of them: "Monday, Wednesday" and "8:00 AM to 9:30 AM: best"."""

    days: str
    parts: tuple[str, ...]
    #: What a form calls it: a date, or the place of a rule; "" for a weekday.
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    usual: tuple[Line, ...]
    special: tuple[Line, ...]
    other: tuple[Line, ...]

    @property
    def empty(self) -> bool:
        return not (self.usual or self.special or self.other)


def understood(frame: Frame, sheet: Sheet, on: date) -> Understood:
    """The whole sheet in words."""
    return Understood(
        usual=_usual(frame, sheet),
        special=tuple(_special(frame, sheet, off) for off in sheet.special(on)),
        other=tuple(_other(frame, one, place) for place, one in enumerate(sheet.other)),
    )


def _usual(frame: Frame, sheet: Sheet) -> tuple[Line, ...]:
    """Weekdays with the same hours stand together."""
    days = get_day_names("wide", locale=frame.locale)
    alike: dict[tuple[str, ...], list[str]] = {}
    for column, weekday in enumerate(DAYS):
        parts = _parts(frame, [one for one in sheet.usual if one.weekday == weekday])
        if parts:
            alike.setdefault(parts, []).append(days[column])
    return tuple(Line(days=", ".join(names), parts=parts) for parts, names in alike.items())


def _special(frame: Frame, sheet: Sheet, on: date) -> Line:
    told = [one for one in sheet.dated if one.on_date == on]
    whole = any(not one.free and (one.from_wall, one.to_wall) == WHOLE_DAY for one in told)
    parts = () if whole else _parts(frame, told)
    return Line(
        days=day(frame, on),
        parts=parts or (frame.say(NOT_AT_ALL),),
        name=on.isoformat(),
    )


def _other(frame: Frame, one: Stretch, place: int) -> Line:
    days = frame.say(AS_A_RULE)
    if one.weekday:
        names = get_day_names("wide", locale=frame.locale)
        days = names[WEEKDAYS.index(one.weekday)]
    bounds = [day(frame, on) for on in (one.from_on, one.until_on) if on]
    if bounds:
        days = f"{days} ({' – '.join(bounds)})"
    return Line(days=days, parts=_parts(frame, [one]), name=str(place))


def _parts(frame: Frame, stretches: Iterable[Stretch]) -> tuple[str, ...]:
    ordered = sorted(stretches, key=lambda one: (one.from_wall, one.to_wall))
    return tuple(_part(frame, one) for one in ordered)


def _part(frame: Frame, one: Stretch) -> str:
    said = f"{clock(frame, one.from_wall)} – {clock(frame, one.to_wall)}: "
    said += frame.say(KINDS[one.kind])
    if one.modality == REMOTE:
        said += f", {frame.say(REMOTELY)}"
    if one.zone not in {"", frame.zone}:
        said += f" ({zone_name(frame, one.zone)})"
    return said


def clock(frame: Frame, wall: time) -> str:
    """A wall time as people of this language write it."""
    text = format_time(wall, "short", locale=frame.locale)
    return text.replace("\u202f", " ").replace("\u2009", " ")


def day(frame: Frame, on: date) -> str:
    return format_date(on, "full", locale=frame.locale)


def short_day(frame: Frame, on: date) -> str:
    """As "Mon, Sep 14": without the year."""
    return format_skeleton("MMMEd", on, locale=frame.locale)


def day_of_month(frame: Frame, on: date) -> str:
    """As "Sep 14": for a list of weeks."""
    return format_skeleton("MMMd", on, locale=frame.locale)


def zone_name(frame: Frame, zone: str) -> str:
    """The zone as people call it, whatever the season: "Mountain Time"."""
    return get_timezone_name(ZoneInfo(zone), locale=Locale.parse(frame.locale))


def zones(frame: Frame, chosen: str) -> Sequence[tuple[str, str]]:
    """The school's first; one that was given before is among them."""
    others = dict.fromkeys((*ZONES, *([chosen] if chosen else [])))
    own = (("", f"{zone_name(frame, frame.zone)} – {frame.say('the time at school')}"),)
    return (*own, *((one, _with_city(frame, one)) for one in others if one != frame.zone))


def _with_city(frame: Frame, zone: str) -> str:
    """Denver and Phoenix are both on Mountain Time, and in summer not at the same time."""
    return f"{zone_name(frame, zone)} ({zone.rpartition('/')[2].replace('_', ' ')})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One column of the week."""

    #: "Tue", and in full with its date where there is one.
    short: str
    words: str
    #: "15 Sep" of one week; "" of every week.
    on: str = ""
    #: Why nobody meets that day; "" where somebody may.
    closed: str = ""


def headings(frame: Frame, monday: date | None, closed: Sequence[str] = ()) -> tuple[Heading, ...]:
    """Monday to Friday, of one week or of every week."""
    short = get_day_names("abbreviated", locale=frame.locale)
    wide = get_day_names("wide", locale=frame.locale)
    if monday is None:
        return tuple(Heading(short=short[n], words=wide[n]) for n in range(len(DAYS)))
    return tuple(
        Heading(
            short=short[n],
            words=day(frame, on),
            on=str(on.day),
            closed=frame.say(closed[n]) if closed[n] else "",
        )
        for n in range(len(DAYS))
        for on in (monday + timedelta(days=n),)
    )


def closed_days(calendar: SchoolCalendar, monday: date, today: date) -> tuple[str, ...]:
    """Why nobody meets, by day of this week; "" where somebody may."""
    kinds = {day.on: day.kind for day in calendar.days}
    return tuple(
        _why_closed(calendar, kinds, monday + timedelta(days=n), today) for n in range(len(DAYS))
    )


def _why_closed(calendar: SchoolCalendar, kinds: dict[date, str], on: date, today: date) -> str:
    if on <= today:
        return OVER
    if on in calendar.holidays:
        return HOLIDAY
    kind = kinds.get(on, "no_school" if calendar.knows(on) else "instruction")
    return "" if kind in HELD else CLOSED.get(kind, CLOSED["no_school"])


def half_hours(frame: Frame, starts: Iterable[time]) -> tuple[tuple[str, str, str], ...]:
    """By row: "0830", what stands at its side, and the whole half hour in words."""
    return tuple(
        (
            f"{start:%H%M}",
            clock(frame, start).replace(":00 ", " "),
            f"{clock(frame, start)} – {clock(frame, _later(start))}",
        )
        for start in starts
    )


def _later(start: time) -> time:
    return (datetime.combine(date(2000, 1, 1), start) + timedelta(minutes=30)).time()
