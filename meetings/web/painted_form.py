"""The form of a painted week, read: boxes, one week or every week, single days, what is forgotten.

Here is only what was sent. What it means for what was said before is web/painting.py.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from meetings.web.forms import Form
from meetings.web.hours import WHATS
from meetings.web.painting import DAYS, WHOLE_DAY, Cells, Day, Hours, Painted

#: How a half hour is sent: b, g, n; a box that is empty sends nothing in it.
CODES = {"preferred": "b", "possible": "g", "if_needed": "n"}
KIND_OF = {code: kind for kind, code in CODES.items()}
#: Single days that can be told at once.
ROWS = 3
#: So far ahead a single day can be told.
AHEAD = timedelta(days=2 * 366)
#: Digits of the longest place in a list.
DIGITS = 6
WEEK = "Please choose one of the weeks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Of every week, or of the one that begins on this Monday."""

    monday: date | None = None


def scope_of(form: Form, mondays: Iterable[date]) -> Scope:
    if form.chosen("holds", ("weekly", "week")) != "week":
        return Scope()
    wanted = form.typed("week")
    found = next((one for one in mondays if one.isoformat() == wanted), None)
    if found is None:
        form.fault("week", WEEK)
    return Scope(monday=found)


def painted_of(form: Form, hours: Hours, known: tuple[Cells, date], scope: Scope) -> Painted:
    """`known` is what stands now in the boxes that were not shown, and today."""
    cells, today = known
    return Painted(
        cells=cells_typed(form, hours, cells),
        monday=scope.monday,
        remote=form.chosen("how", ("room", "remote")) == "remote",
        zone=form.line("zone"),
        days=tuple(_days(form, today)),
        forgotten=frozenset(_dates(form.picked("forget"))),
        dropped=frozenset(_places(form.picked("drop"))),
    )


def cells_typed(form: Form, hours: Hours, known: Cells) -> Cells:
    """A box that was not shown, as on a day without school, is as it was."""
    found: dict[tuple[int, time], str] = {}
    for column in range(len(DAYS)):
        for start in hours.starts():
            name = f"c{column}-{start:%H%M}"
            kind = KIND_OF.get(form.typed(name), "")
            if not form.has(name):
                kind = known.get((column, start), "")
            if kind:
                found[column, start] = kind
    return found


def _dates(texts: Iterable[str]) -> Iterator[date]:
    for text in texts:
        try:
            yield date.fromisoformat(text)
        except ValueError:
            continue


def _places(texts: Iterable[str]) -> Iterator[int]:
    """A number that is too long is no place, nor could it be read."""
    return (int(one) for one in texts if len(one) <= DIGITS and one.isdecimal())


def _days(form: Form, today: date) -> Iterator[Day]:
    """The rows that the page shows; what is sent besides is not read."""
    for row in (replace(form, prefix=f"{form.prefix}day-{n}-") for n in range(ROWS)):
        begun = any(row.typed(name) for name in ("on", "from", "to"))
        if not begun:
            continue
        on = _on(row, today)
        what = row.chosen("what", (code for code, _ in WHATS), "Please say what is so that day.")
        walls = WHOLE_DAY if what == "none" else _walls(row)
        if on is not None and walls is not None and what:
            yield Day(on=on, kind="busy" if what == "none" else what, walls=walls)


def _on(row: Form, today: date) -> date | None:
    """None with a fault for a day that is over, and for one that is too far away."""
    on = row.on("on", "Please say which day it is about.")
    if on is None:
        return None
    if on.year < today.year - 1 or on - today > AHEAD:
        row.fault("on", "Please give a date, like 2026-10-09.")
        return None
    if on <= today:
        row.fault("on", "This day is over. Please choose a later one.")
        return None
    return on


def _walls(row: Form) -> tuple[time, time] | None:
    begins, ends = _wall(row, "from"), _wall(row, "to")
    if begins is None or ends is None:
        return None
    if ends <= begins:
        row.fault("to", "The end comes before the beginning. Please change one of them.")
        return None
    return begins, ends


def _wall(row: Form, name: str) -> time | None:
    text = row.line(name, "Please give a time, like 15:30.")
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(second=0, microsecond=0, tzinfo=None)
    except ValueError:
        row.fault(name, "Please give a time, like 15:30.")
        return None
