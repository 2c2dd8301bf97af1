"""One start of a conference: what its people hold and cost, and the rooms and ways to hold it.

The list of options is options.py; which rooms and people are free at all is ground.py, teams.py.
Everything here is asked many thousand times, so each thing is looked at once for each start.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from meetings.planning.grid import Grid, span
from meetings.planning.ground import Ground, Like, places
from meetings.planning.hold import Hold
from meetings.planning.problem import Conference, Person, Place
from meetings.planning.teams import pulled, strain


@dataclass(frozen=True, slots=True)
class Moment:
    """A start of one conference."""

    base: Ground
    conference: Conference
    start: int
    end: int
    #: The buffer ends with the day at the latest.
    free_again: int
    day: int
    talk: int


def moment(base: Ground, conference: Conference, start: int) -> Moment:
    """Look at one start."""
    grid = base.problem.grid
    end, day = start + grid.grains(conference.length_minutes), start // grid.per_day
    again = min(end + grid.grains(conference.buffer_minutes), (day + 1) * grid.per_day)
    return Moment(base, conference, start, end, again, day, span(start, end))


@dataclass(frozen=True, slots=True)
class Share:
    """What some people bring to a conference at one start."""

    people: tuple[str, ...] = ()
    #: The worst wish of a member of the family.
    family: int = 0
    unknown: int = 0
    misses_class: int = 0
    #: Whose class somebody has to take.
    pulled: tuple[str, ...] = ()
    #: Who could take part by video or phone only.
    away: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()


NOBODY = Share()


def share(at: Moment, keys: Iterable[str]) -> Share:
    """Look at each of these people once."""
    family = unknown = misses = 0
    taken: list[str] = []
    away: list[str] = []
    holds: list[Hold] = []
    for key in keys:
        one = at.base.problem.person[key]
        wish, unread, missed, _ = strain(at.base.problem, one, at.talk)
        family, unknown, misses = max(family, wish), unknown + unread, max(misses, missed)
        if pulled(one, at.talk):
            taken.append(key)
        if one.remote & at.talk:
            away.append(key)
        # Whom no other conference wants cannot be in two places.
        if key in at.base.shared:
            holds += _time(at, one)
    return Share(tuple(keys), family, unknown, misses, tuple(taken), tuple(away), tuple(holds))


def _time(at: Moment, one: Person) -> Iterator[Hold]:
    """Hold somebody's time, and a place in their day and week."""
    end = at.free_again if one.key == at.conference.chair else at.end
    yield Hold(key=f"person:{one.key}", start=at.start, end=end)
    if one.max_per_day is not None:
        yield Hold(key=f"cap:{one.key}", start=at.day, end=at.day + 1)
    if at.base.problem.policy.planning_a_week is not None and one.planning & at.talk:
        week = week_of(at.base.problem.grid, at.day)
        yield Hold(key=f"planning:{one.key}", start=week, end=week + 1)


def week_of(grid: Grid, day: int) -> int:
    """Number the calendar weeks of the window from 0; a week begins on Monday."""
    first = grid.dates[0].toordinal() - grid.dates[0].weekday()
    return (grid.dates[day].toordinal() - first) // 7


@dataclass(frozen=True, slots=True)
class Setting:
    """One way to hold a conference at one start, whoever comes."""

    place: Place
    #: Where those who meet have to be.
    school: str | None
    room: Like | None
    interpreter: Like | None
    #: Points for units whose calendars could not be read.
    unread: int
    holds: tuple[Hold, ...]


def settings(at: Moment) -> tuple[Setting, ...]:
    """Give the ways to hold it: places, then classes of rooms and interpreters that are free."""
    found = []
    for place in places(at.conference):
        school = at.conference.school if place is Place.ROOM else None
        for room, interpreter in product(_rooms(at, place), _interpreters(at, school)):
            holds = tuple(_units(at, school, room, interpreter))
            unread = sum(k is not None and k.unknown & at.talk > 0 for k in (room, interpreter))
            points = at.base.problem.policy.weights.unknown * unread
            found.append(Setting(place, school, room, interpreter, points, holds))
    return tuple(found)


def _rooms(at: Moment, place: Place) -> tuple[Like | None, ...]:
    conference, fixed = at.conference, at.conference.fixed
    settled = fixed is not None and fixed.room is not None
    if place is Place.VIDEO or conference.rooms is None or settled:
        return (None,)
    hold = span(at.start, at.free_again)
    return tuple(
        kind
        for kind in at.base.like[conference.rooms]
        if not kind.taken & hold
        and (fixed is not None or (kind.usable & at.talk == at.talk and kind.suits(conference)))
    )


def _interpreters(at: Moment, school: str | None) -> tuple[Like | None, ...]:
    conference, fixed = at.conference, at.conference.fixed
    if conference.interpreters is None or (fixed is not None and fixed.interpreter is not None):
        return (None,)
    return tuple(
        kind
        for kind in at.base.like[conference.interpreters]
        if not kind.taken & at.talk
        and (
            fixed is not None
            or (kind.usable & at.talk == at.talk and not kind.away.get(school or "", 0) & at.talk)
        )
    )


def _units(
    at: Moment, school: str | None, room: Like | None, interpreter: Like | None
) -> Iterator[Hold]:
    """Hold a room until the buffer ends, an interpreter until the talk does, and their way."""
    if room is not None:
        yield Hold(key=room.key, start=at.start, end=at.free_again)
    if interpreter is not None:
        yield Hold(key=interpreter.key, start=at.start, end=at.end)
        if school is not None and at.base.ways.of:
            who = f"unit:{interpreter.units[0].key}"
            yield from at.base.ways.holds(who, school, at.start, at.end)


def day_and_cover(at: Moment, taken: int) -> tuple[Hold, ...] | None:
    """Hold a place of the chair's day, and adults for the classes; None if there are too few."""
    conference = at.conference
    day = Hold(key=f"day:{conference.chair}", start=at.day, end=at.day + 1)
    if not taken or conference.cover is None:
        return (day,)
    cover = at.base.problem.cover[conference.cover]
    able = cover.usable & at.talk == at.talk and cover.size >= taken
    if not able and conference.fixed is None:
        return None
    key = f"cover:{conference.cover}"
    return (day, Hold(key=key, start=at.start, end=at.end, amount=taken))


def journeys(at: Moment, people: Iterable[str], school: str | None) -> Iterator[Hold]:
    """Hold the presence of those who meet at a school."""
    if school is None or not at.base.ways.of:
        return
    for key in people:
        if key in at.base.shared:
            yield from at.base.ways.holds(f"person:{key}", school, at.start, at.end)
