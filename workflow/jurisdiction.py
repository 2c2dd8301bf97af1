"""The numbers of a jurisdiction: spans of days, dates of the year, counts, each with its source.

Read from `profiles/*.toml`. Counting the days is `deadlines.py`; who needs which number is the
charts' affair. A value carries its unit, so that "10 days" and "10 school days" cannot be mixed up.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, time
from importlib import resources

#: How a length of time is counted.
UNITS = ("minutes", "hours", "days", "school days", "business days", "years")
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_SPAN = re.compile(r"(\d+) ((?:school |business )?days?|minutes?|hours?|years?)")
_MONTH_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})")


class ProfileError(ValueError):
    """A profile is missing a number, or says one in a way that cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time in one unit of UNITS."""

    count: int
    unit: str

    def __str__(self) -> str:
        unit = self.unit.removesuffix("s") if self.count == 1 else self.unit
        return f"{self.count} {unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthDay:
    """A day of every year, as "15 January"."""

    month: int
    day: int

    def in_school_year(self, school_year: str) -> date:
        """That day in the year "2026-27": August to December lie in its first half."""
        first = int(school_year[:4])
        return date(
            first if self.month >= SCHOOL_YEAR_STARTS_IN else first + 1, self.month, self.day
        )

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]}"


SCHOOL_YEAR_STARTS_IN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One key of a profile as it was written."""

    key: str
    value: str | int | tuple[str, ...]
    #: In words, within which a district may move it.
    range: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    name: str
    title: str
    numbers: dict[str, Number]

    def spans(self, key: str) -> tuple[Span, ...]:
        """One or several lengths of time; () where the profile says "off"."""
        value = self._value(key)
        if value == "off":
            return ()
        parts = value if isinstance(value, tuple) else (str(value),)
        return tuple(span(part) for part in parts)

    def span(self, key: str) -> Span:
        found = self.spans(key)
        if len(found) != 1:
            raise ProfileError(f"{key} is to be one length of time, but says {self._value(key)!r}.")
        return found[0]

    def count(self, key: str) -> int:
        value = self._value(key)
        if not isinstance(value, int):
            raise ProfileError(f"{key} is to be a number, but says {value!r}.")
        return value

    def word(self, key: str) -> str:
        return str(self._value(key))

    def day(self, key: str) -> MonthDay:
        return month_day(self.word(key))

    def clock_time(self, key: str) -> time:
        return time.fromisoformat(self.word(key))

    def source(self, key: str) -> str:
        return self._number(key).source

    def _value(self, key: str) -> str | int | tuple[str, ...]:
        return self._number(key).value

    def _number(self, key: str) -> Number:
        if key not in self.numbers:
            raise ProfileError(f"The profile {self.name} has no {key}.")
        return self.numbers[key]


def span(text: str) -> Span:
    """The value of words like "45 school days"; raises ProfileError for anything else."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ProfileError(
            f"{text!r} is no length of time; say it as '10 days' or '5 school days'."
        )
    unit = found[2] if found[2].endswith("s") else found[2] + "s"
    return Span(count=int(found[1]), unit=unit)


def month_day(text: str) -> MonthDay:
    found = _MONTH_DAY.fullmatch(text)
    if found is None:
        raise ProfileError(f"{text!r} is no day of the year; say it as '15 January'.")
    return MonthDay(month=MONTHS.index(found[2]) + 1, day=int(found[1]))


def source_of(name: str) -> bytes:
    """The bytes of a released profile, as its digest covers them."""
    return resources.files("workflow").joinpath("profiles", f"{name}.toml").read_bytes()


def load_profile(raw: bytes) -> Profile:
    """Reads every key; raises ProfileError where value, range or source is missing."""
    table = tomllib.loads(raw.decode())
    name, title = str(table.pop("profile")), str(table.pop("title"))
    return Profile(
        name=name, title=title, numbers={key: _read(key, entry) for key, entry in table.items()}
    )


def _read(key: str, entry: dict[str, object]) -> Number:
    if set(entry) != {"value", "range", "source"}:
        raise ProfileError(f"{key} is to say value, range and source, and nothing else.")
    value = entry["value"]
    if isinstance(value, list):
        value = tuple(str(part) for part in value)
    if not isinstance(value, str | int | tuple):
        raise ProfileError(f"The value of {key} is to be words, a whole number or a list.")
    return Number(key=key, value=value, range=str(entry["range"]), source=str(entry["source"]))
