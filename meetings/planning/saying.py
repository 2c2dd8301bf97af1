"""Days, hours and numbers as people say them in the sentences of this room. No decisions."""

from collections.abc import Iterable
from datetime import date as civil

from meetings.planning.grid import Grid, ends_at, starts_at

#: What stands for a list's last comma.
OR, AND = "or", "and"


def day(grid: Grid, grain: int) -> str:
    """Give weekday and date: "Monday 14 September"."""
    return on_day(grid, grid.day(grain))


def on_day(grid: Grid, number: int) -> str:
    """Give weekday and date of a school day of the window."""
    return f"{grid.dates[number]:%A} {on(grid.dates[number])}"


def on(date: civil) -> str:
    """Give day and month: "9 October"."""
    return f"{date.day} {date:%B}"


def start(grid: Grid, grain: int) -> str:
    """Give day and hour of a start: "Monday 14 September 07:00"."""
    return f"{day(grid, grain)} {starts_at(grid, grain):%H:%M}"


def window(grid: Grid, first: int, end: int) -> str:
    """Give a day and its hours from a grain to before another one."""
    return f"{start(grid, first)}–{ends_at(grid, end):%H:%M}"


def row(words: Iterable[str], last: str = AND) -> str:
    """Put words in a row: "one, two and three"."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


def many(count: int, one: str, more: str | None = None) -> str:
    """Count things: "1 start", "3 starts"."""
    return f"{count} {one if count == 1 else more or one + 's'}"
