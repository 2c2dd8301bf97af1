"""What would open a start for one conference: each single change, with how many starts it opens.

Works on masks alone: whether the plan has room for such a start is gains.py. Cheap changes first,
by `Effort`. If no single change opens a start, two or three members are asked together.
"""

from collections.abc import Iterator
from dataclasses import replace

from meetings.planning.asking import of_people, several
from meetings.planning.grid import span, starts_at
from meetings.planning.ground import Ground, places
from meetings.planning.members import COVER, INTERPRETER, ROOM, common, starts_by_member
from meetings.planning.problem import Conference, Place, Problem
from meetings.planning.scene import Scene
from meetings.planning.unlocked import Effort, Unlock, Words, anywhere
from meetings.planning.whatif import (
    Change,
    CoverMore,
    DaysOpen,
    HoursOpen,
    InterpreterMore,
    Length,
    NoticeWaived,
    RoomMore,
    Video,
)

#: The length of a short conference.
SHORT_MINUTES = 15

VIDEO = Words(Effort.VIDEO, "it could be held by video", "Hold it by video")
A_ROOM = Words(Effort.ROOM, "there were one more room", "Find one more room")
SOMEBODY = Words(Effort.INTERPRETER, "there were one more interpreter", "Find one more interpreter")
WAIVED = Words(Effort.DAYS, "the notice were waived", "Ask the family to waive the notice")
UNLOCKED = Words(Effort.DAYS, "no day were locked for it", "Take away the lock of its days")
ADULT = Words(
    Effort.COVER,
    "one more adult could take a class",
    "Find one more adult who can take a class",
)
SHORT = Words(
    Effort.SHORT,
    f"it lasted {SHORT_MINUTES} minutes",
    f"Agree on a short conference of {SHORT_MINUTES} minutes",
)
HOURS = Words(
    Effort.HOURS, "the quiet hours were open", "Let it be held in an hour that is closed now"
)


def unlocks(ground: Ground, conference: Conference, room: int = -1) -> tuple[Unlock, ...]:
    """Give all changes that open a start; `room` marks starts at which the chair is still free."""
    scene = Scene(ground, conference, room)
    found = [*_of_things(scene), *of_people(scene)]
    return tuple(sorted(found, key=lambda u: (u.effort, -u.opens))) or several(scene)


def _of_things(scene: Scene) -> Iterator[Unlock]:
    for change, words, starts in (
        *_units(scene),
        *_of_the_conference(scene),
        *_cover(scene),
        *_hours(scene),
    ):
        if starts:
            yield anywhere(scene, change, words, starts)


def _units(scene: Scene) -> Iterator[tuple[Change, Words, int]]:
    rooms, interpreters = scene.conference.rooms, scene.conference.interpreters
    if rooms is not None and ROOM in scene.masks:
        yield RoomMore(pool=rooms), A_ROOM, scene.without(ROOM)
    if interpreters is not None:
        yield InterpreterMore(pool=interpreters), SOMEBODY, scene.without(INTERPRETER)


def _of_the_conference(scene: Scene) -> Iterator[tuple[Change, Words, int]]:
    wanted, key = scene.conference, scene.conference.key
    if Place.VIDEO not in places(wanted):
        yield Video(conference=key), VIDEO, scene.instead(replace(wanted, video=True))
    if wanted.earliest_on is not None:
        waived = replace(wanted, earliest_on=None)
        yield NoticeWaived(conference=key), WAIVED, scene.instead(waived)
    if wanted.only_on is not None or wanted.not_on:
        unlocked = replace(wanted, only_on=None, not_on=())
        yield DaysOpen(conference=key), UNLOCKED, scene.instead(unlocked)
    if wanted.length_minutes > SHORT_MINUTES:
        short = replace(wanted, length_minutes=SHORT_MINUTES)
        yield Length(conference=key, minutes=SHORT_MINUTES), SHORT, scene.instead(short)


def _cover(scene: Scene) -> Iterator[tuple[Change, Words, int]]:
    key = scene.conference.cover
    if key is None or not scene.without(COVER):
        return
    cover = scene.problem.cover[key]
    more = replace(scene.problem, covers=(replace(cover, size=cover.size + 1),))
    masks = starts_by_member(replace(scene.ground, problem=more), scene.conference)
    yield CoverMore(cover=key), ADULT, scene.opened(masks)


def _hours(scene: Scene) -> Iterator[tuple[Change, Words, int]]:
    """Suppose that closed hours were open, on days without a change of clocks."""
    problem, grid = scene.problem, scene.problem.grid
    shut = grid.closed & ~_clock_days(problem)
    if not shut:
        return
    opened = replace(problem, grid=replace(grid, closed=grid.closed & ~shut))
    masks = starts_by_member(replace(scene.ground, problem=opened), scene.conference)
    starts = common(opened, masks, masks) & ~scene.now
    yield HoursOpen(mask=shut & scene.talks(starts)), HOURS, starts


def _clock_days(problem: Problem) -> int:
    """Mark the days on which the clocks change."""
    grid, mask = problem.grid, 0
    for day in range(len(grid.dates)):
        first, last = day * grid.per_day, (day + 1) * grid.per_day - 1
        if starts_at(grid, first).utcoffset() != starts_at(grid, last).utcoffset():
            mask |= span(first, last + 1)
    return mask
