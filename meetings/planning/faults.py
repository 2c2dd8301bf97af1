"""What is wrong with a planning sheet although its shape is right: each fault with its path.

Shapes are checked before (form.py). A sheet without faults can be read (reading.py).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from meetings.planning.grid import Grid, grain_at
from meetings.planning.reading import grid_of
from meetings.planning.sheet import ConferenceSheet, PoolSheet, ProblemSheet
from meetings.planning.timesheet import Window
from meetings.planning.windowfaults import window_fault
from meetings.planning.windows import wall

GRAIN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Where something is wrong, and what to do about it."""

    #: JSON path: $.people[3].windows[0].
    path: str
    sentence: str


def faults_of(sheet: ProblemSheet) -> tuple[Fault, ...]:
    """Find everything that is wrong; the frame first, for the rest cannot be judged without it."""
    frame = tuple(_frame(sheet))
    if frame:
        return frame
    return (
        *_doubles(sheet),
        *_timetables(sheet),
        *_windows(sheet),
        *_ways(sheet),
        *_names(sheet),
        *_times(sheet, grid_of(sheet)),
    )


def _frame(sheet: ProblemSheet) -> Iterator[Fault]:
    try:
        ZoneInfo(sheet.zone)
    except (ZoneInfoNotFoundError, ValueError):
        sentence = f'"{sheet.zone}" is no IANA zone. Write one such as America/Denver.'
        yield Fault(path="$.zone", sentence=sentence)
    opens, closes = sheet.hours.earliest_start, sheet.hours.latest_end
    if opens >= closes:
        sentence = "The day ends before it begins. Let latest_end be later than earliest_start."
        yield Fault(path="$.hours", sentence=sentence)
    if wall(opens).minute % GRAIN or wall(closes).minute % GRAIN:
        sentence = "Time is counted in steps of 5 minutes. Choose hours that are whole steps."
        yield Fault(path="$.hours", sentence=sentence)


def _doubles(sheet: ProblemSheet) -> Iterator[Fault]:
    lists: Mapping[str, list[str]] = {
        "days": [d.date.isoformat() for d in sheet.days],
        "people": [p.key for p in sheet.people],
        "conferences": [c.key for c in sheet.conferences],
        "covers": [c.key for c in sheet.covers],
        "rooms and interpreters": [p.key for p in (*sheet.rooms, *sheet.interpreters)],
        "units": [u.key for p in (*sheet.rooms, *sheet.interpreters) for u in p.units],
    }
    for name, keys in lists.items():
        for key, times in Counter(keys).items():
            if times > 1:
                sentence = f'"{key}" is there {times} times. Each key stands once.'
                yield Fault(path=f"$.{name}", sentence=sentence)


def _timetables(sheet: ProblemSheet) -> Iterator[Fault]:
    periods = {period for schedule in sheet.bells.values() for period in schedule}
    for n, day in enumerate(sheet.days):
        if day.bells and day.bells not in sheet.bells:
            sentence = f'There is no bell schedule "{day.bells}". Add it to bells.'
            yield Fault(path=f"$.days[{n}].bells", sentence=sentence)
    for n, who in enumerate(sheet.people):
        for m, lesson in enumerate(who.lessons):
            if lesson.period not in periods:
                sentence = f'No bell schedule has a period "{lesson.period}". Add it to bells.'
                yield Fault(path=f"$.people[{n}].lessons[{m}].period", sentence=sentence)


def _windows(sheet: ProblemSheet) -> Iterator[Fault]:
    begins = min(day.date for day in sheet.days)
    for path, windows in _all_windows(sheet):
        for n, window in enumerate(windows):
            sentence = window_fault(window, begins)
            if sentence is not None:
                yield Fault(path=f"{path}.windows[{n}]", sentence=sentence)


def _all_windows(sheet: ProblemSheet) -> Iterator[tuple[str, Iterable[Window]]]:
    for n, who in enumerate(sheet.people):
        yield f"$.people[{n}]", who.windows
    for name, pools in (("rooms", sheet.rooms), ("interpreters", sheet.interpreters)):
        for n, pool in enumerate(pools):
            for m, unit in enumerate(pool.units):
                yield f"$.{name}[{n}].units[{m}]", unit.windows
    for n, cover in enumerate(sheet.covers):
        yield f"$.covers[{n}]", cover.windows


def _ways(sheet: ProblemSheet) -> Iterator[Fault]:
    known: set[frozenset[str]] = set()
    for n, way in enumerate(sheet.travel):
        pair = frozenset(way.schools)
        if len(pair) == 1 or pair in known:
            sentence = "A way leads between two different schools, and stands once. Leave this out."
            yield Fault(path=f"$.travel[{n}].schools", sentence=sentence)
        known.add(pair)


def _names(sheet: ProblemSheet) -> Iterator[Fault]:
    people = {p.key for p in sheet.people}
    known = {
        "rooms": {p.key for p in sheet.rooms},
        "interpreters": {p.key for p in sheet.interpreters},
        "cover": {c.key for c in sheet.covers},
    }
    for n, conference in enumerate(sheet.conferences):
        path = f"$.conferences[{n}]"
        yield from _seat_names(conference, people, path)
        for field, keys in known.items():
            key = getattr(conference, field)
            if key is not None and key not in keys:
                yield Fault(path=f"{path}.{field}", sentence=f'There is no "{key}". Add it first.')
    conferences = {c.key for c in sheet.conferences}
    for n, pair in enumerate(sheet.siblings):
        if not conferences.issuperset(pair) or pair[0] == pair[1]:
            sentence = "A pair of siblings names two different conferences of this problem."
            yield Fault(path=f"$.siblings[{n}]", sentence=sentence)


def _seat_names(conference: ConferenceSheet, people: set[str], path: str) -> Iterator[Fault]:
    if conference.chair not in people:
        sentence = f'There is no person "{conference.chair}". Add them to people.'
        yield Fault(path=f"{path}.chair", sentence=sentence)
    for m, seat in enumerate(conference.seats):
        for key in seat.people:
            if key not in people:
                sentence = f'There is no person "{key}". Add them to people.'
                yield Fault(path=f"{path}.seats[{m}].people", sentence=sentence)
        least = {"all": 0, "one_of": 1, "k_of": seat.k, "optional": 0}[seat.rule]
        if len(set(seat.people)) < least:
            sentence = (
                f"This seat needs {least} of {len(set(seat.people))} people. Name more of them."
            )
            yield Fault(path=f"{path}.seats[{m}]", sentence=sentence)


def _times(sheet: ProblemSheet, base: Grid) -> Iterator[Fault]:
    people = {p.key for p in sheet.people}
    for n, conference in enumerate(sheet.conferences):
        path, fixed = f"$.conferences[{n}]", conference.fixed
        for name, held in (("fixed", fixed), ("now", conference.now)):
            if held is not None and not _fits(base, held.starts_at, conference.length_minutes):
                sentence = "This lies outside the days and hours, or not on a step of 5 minutes."
                yield Fault(path=f"{path}.{name}.starts_at", sentence=sentence)
        if fixed is None:
            continue
        if not people.issuperset(fixed.people):
            sentence = "Somebody here is not among people. Add them."
            yield Fault(path=f"{path}.fixed.people", sentence=sentence)
        for name, pools in (("room", sheet.rooms), ("interpreter", sheet.interpreters)):
            key = getattr(fixed, name)
            if key is not None and key not in _unit_keys(pools):
                yield Fault(
                    path=f"{path}.fixed.{name}", sentence=f'There is no "{key}". Add it first.'
                )


def _fits(base: Grid, moment: datetime, length_minutes: int) -> bool:
    grain = grain_at(base, moment)
    return grain is not None and grain % base.per_day + base.grains(length_minutes) <= base.per_day


def _unit_keys(pools: tuple[PoolSheet, ...]) -> set[str]:
    return {unit.key for pool in pools for unit in pool.units}
