"""A change (whatif.py) as plain JSON values, both ways: for remedy buttons, runs and files.

Times are pairs of moments with the school's offset of that date. A text that is no change of this
problem is refused with a sentence.
"""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta

import msgspec

from meetings.planning.grid import ends_at, grain_at, span, starts_at
from meetings.planning.ground import starts_of
from meetings.planning.problem import Problem, Weights
from meetings.planning.whatif import (
    Another,
    Change,
    Covered,
    CoverMore,
    DaysOpen,
    DueOn,
    HoursOpen,
    InterpreterMore,
    Known,
    Length,
    MayPull,
    NoticeWaived,
    PerDay,
    Released,
    RoomMore,
    Several,
    Video,
    Weighed,
    Window,
)

#: How a change is called in the form.
NAMES: Mapping[type[Change], str] = {
    Window: "window",
    Covered: "class_taken",
    Known: "calendar_read",
    CoverMore: "cover_more",
    RoomMore: "room_more",
    InterpreterMore: "interpreter_more",
    PerDay: "per_day",
    Video: "video",
    DueOn: "due_on",
    Length: "length",
    NoticeWaived: "notice_waived",
    DaysOpen: "days_open",
    Another: "another",
    Released: "released",
    HoursOpen: "hours_open",
    MayPull: "may_pull",
    Weighed: "weights",
    Several: "several",
}
KINDS = {name: kind for kind, name in NAMES.items()}


class NoChange(ValueError):  # noqa: N818 -- named for what was found
    """This is no change of this problem; one sentence."""


def change_form(problem: Problem, change: Change) -> dict[str, object]:
    """Spell a change out."""
    form: dict[str, object] = {"change": NAMES[type(change)]}
    for one in fields(change):
        value = getattr(change, one.name)
        if one.name == "mask":
            form["times"] = _times(problem, value)
        elif one.name == "changes":
            form["changes"] = [change_form(problem, inner) for inner in value]
        else:
            form[one.name] = _plain(value)
    return form


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Weights):
        return {one.name: getattr(value, one.name) for one in fields(value)}
    return list(value) if isinstance(value, tuple) else value


def _times(problem: Problem, mask: int) -> list[list[str]]:
    grid = problem.grid
    runs: list[list[int]] = []
    for grain in starts_of(mask):
        beside = runs and grain == runs[-1][1] and grain % grid.per_day
        if beside:
            runs[-1][1] = grain + 1
        else:
            runs.append([grain, grain + 1])
    return [[starts_at(grid, a).isoformat(), ends_at(grid, b).isoformat()] for a, b in runs]


def read_change(problem: Problem, form: object) -> Change:
    """Read a change back. Raises NoChange with a sentence."""
    if not isinstance(form, dict) or form.get("change") not in KINDS:
        raise NoChange(f'A change names one of: {", ".join(sorted(KINDS))}. Add "change".')
    kind = KINDS[form["change"]]
    words = {name: value for name, value in form.items() if name != "change"}
    if "times" in words:
        words["mask"] = _mask(problem, words.pop("times"))
    if "changes" in words:
        words["changes"] = tuple(read_change(problem, inner) for inner in _list(words["changes"]))
        return Several(changes=words["changes"])
    try:
        made: Change = msgspec.convert(words, kind)
    except (msgspec.ValidationError, TypeError) as error:
        raise NoChange(f"This is no {form['change']} of a plan ({error}).") from error
    return made


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise NoChange("Several changes are a list. Put them into brackets.")
    return value


def _mask(problem: Problem, times: object) -> int:
    mask, grid = 0, problem.grid
    step = timedelta(minutes=grid.grain_minutes)
    for pair in _list(times):
        try:
            starts, ends = (datetime.fromisoformat(str(at)) for at in _list(pair))
            first, last = grain_at(grid, starts), grain_at(grid, ends - step)
        except ValueError as error:
            raise NoChange("A time is a pair of moments with an offset.") from error
        if first is None or last is None:
            raise NoChange("A time lies outside the days and hours of the plan.")
        mask |= span(first, last + 1)
    return mask
