"""A cell becomes a date, a wall time, a yes or no, a number, a list or an address; or a fault.

Words of closed lists (roles, areas, kinds) are `words.py`.
"""

import re
from collections.abc import Iterable
from datetime import date, time

from meetings.roster.faults import FaultList, Row
from meetings.roster.words import area_of

_EMAIL = re.compile(r"[^@\s,;<>\"']+@[^@\s,;<>\"']+\.[^@\s,;<>\"'.]+")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: .*)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([AaPp])?\.?[Mm]?\.?")
_TRUE = frozenset({"true", "yes", "y", "1", "x", "t", "sí", "si"})
_FALSE = frozenset({"false", "no", "n", "0", "f"})
_MONTHS = 12
_NOON = 12


class CellReader:
    """Reads cells and tells faults. Remembers in which order the files write day and month."""

    __slots__ = ("_asked", "_day_first", "faults")

    def __init__(self, faults: FaultList, *, day_first: bool | None) -> None:
        self.faults = faults
        self._day_first = day_first
        self._asked = day_first is not None

    def learn_order(self, rows: Iterable[Row], column: str) -> None:
        """One date such as 13/05/2023 shows the order for all; without one, month comes first."""
        if self._asked:
            return
        for row in rows:
            if hit := _SLASHED.fullmatch(row[column]):
                first, second = int(hit[1]), int(hit[2])
                if max(first, second) > _MONTHS:
                    self._day_first, self._asked = first > _MONTHS, True
                    return

    def day(self, row: Row, column: str) -> date | None:
        text = row[column]
        if not text:
            return None
        if hit := _ISO.fullmatch(text):
            parts = (int(hit[1]), int(hit[2]), int(hit[3]))
        elif hit := _SLASHED.fullmatch(text):
            self._ask_order(row, column)
            day, month = (1, 2) if self._day_first else (2, 1)
            parts = (int(hit[3]), int(hit[month]), int(hit[day]))
        else:
            parts = (0, 0, 0)
        try:
            return date(*parts)
        except ValueError:
            what = f"{text!r} is no date."
            self.faults.warn(row, column, what, "Write it as year-month-day: 2026-09-14.")
            return None

    def clock(self, row: Row, column: str) -> time | None:
        """A wall time; the row is of no use without it, so a bad one is refused."""
        hit = _CLOCK.fullmatch(row[column])
        hour = int(hit[1]) if hit else 99
        if hit and hit[3] and 1 <= hour <= _NOON:
            hour = hour % _NOON + (_NOON if hit[3] in "Pp" else 0)
        try:
            return time(hour, int(hit[2]) if hit else 0)
        except ValueError:
            what = f"{row[column]!r} is no time of day." if row[column] else "The time is missing."
            self.faults.refuse(row, column, what, "Write hours and minutes: 08:00 or 15:45.")
            return None

    def yes(self, row: Row, column: str) -> bool | None:
        """None when nothing is told, or nothing that can be understood."""
        text = row[column].casefold()
        if text in _TRUE:
            return True
        if text in _FALSE:
            return False
        if text:
            what = f"{row[column]!r} is neither yes nor no; nothing was taken from it."
            self.faults.warn(row, column, what, "Write yes or no.")
        return None

    def number(self, row: Row, column: str) -> int | None:
        text = row[column].removesuffix(".0")
        if text.isascii() and text.isdigit() and len(text) <= len("999999"):
            return int(text)
        if text:
            what = f"{row[column]!r} is no whole number; nothing was taken from it."
            self.faults.warn(row, column, what, "Write digits alone.")
        return None

    def email(self, row: Row, *columns: str) -> str:
        """The address of the first column that has one, in the letters that were told."""
        texts = [(column, row[column]) for column in columns if row[column]]
        for _, text in texts:
            if _EMAIL.fullmatch(text):
                return text
        if texts and texts[0][0] == columns[0]:
            what = f"{texts[0][1]!r} is no e-mail address; nothing was taken from it."
            self.faults.warn(row, columns[0], what, "Correct it, or leave the cell empty.")
        return ""

    def areas(self, row: Row, column: str) -> tuple[str, ...]:
        """The areas of strength by code; a word that is none is told and left out."""
        found = [(word, area_of(word)) for word in words(row[column])]
        for word, area in found:
            if area is None:
                what = f"{word!r} is no area of strength."
                self.faults.warn(row, column, what, "Use reading, writing, math, science …")
        return tuple(dict.fromkeys(area for _, area in found if area))

    def _ask_order(self, row: Row, column: str) -> None:
        if self._asked:
            return
        self._asked = True
        what = f"{row[column]!r} can be read in two ways; the month was taken to come first."
        self.faults.warn(row, column, what, "Say so if the day comes first, or write 2026-09-14.")


def words(text: str) -> tuple[str, ...]:
    """The parts between commas, semicolons or bars; OneRoster writes lists with commas."""
    parts = [part.strip() for part in re.split(r"[,;|]", text)]
    return tuple(dict.fromkeys(part for part in parts if part))


def cycle_days(text: str) -> tuple[str, ...]:
    """The days of the cycle, sorted; blanks separate as well."""
    return tuple(sorted({day for part in words(text) for day in part.split()}))
