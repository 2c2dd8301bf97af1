"""Rules for place, room and interpreter of one placement. Part of the independent checker.

Rules between two conferences are crowd.py and journeys.py; shares nothing with model.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from meetings.planning.breach import Breach, breach, group_of
from meetings.planning.problem import Conference, Fixed, Place, Problem, Unit
from meetings.planning.proposal import Placement


def by_video(conference: Conference, placement: Placement) -> bool:
    """Say whether a placement is held by video or phone; some conferences always are."""
    nowhere = conference.rooms is None and conference.school is None
    return nowhere or placement.place is Place.VIDEO


def place_of(problem: Problem, placement: Placement) -> Iterator[Breach]:
    """Check that it may be held so, and that just those dial in who cannot be there."""
    conference = problem.conference[placement.conference]
    talk = range(placement.start, placement.start + problem.grid.grains(conference.length_minutes))
    video = by_video(conference, placement)
    if placement.place is Place.VIDEO and not conference.video and not _nowhere(conference):
        sentence = "This conference is not held by video. Choose a room or a time when one is free."
        yield breach("video", placement, sentence)
    fixed = conference.fixed
    if fixed is not None and conference.video and not _nowhere(conference):
        named = fixed.room is not None or conference.rooms is None
        if placement.place is not (fixed.place or (Place.ROOM if named else Place.VIDEO)):
            sentence = "This conference is fixed at another place. Release it first."
            yield breach("fixed", placement, sentence)
    apart = {
        key
        for key in (*placement.team, *placement.optional)
        if key in problem.person and any(problem.person[key].remote >> g & 1 for g in talk)
    }
    if not video and fixed is None and conference.chair in apart:
        sentence = "The specialist can only dial in then, but has to be there. Choose another time."
        yield breach("remote", placement, sentence)
    expected = set() if video else apart - {conference.chair}
    for key in sorted(expected.symmetric_difference(placement.remote)):
        group = group_of(conference, key)
        word = "cannot be there then and dials in" if key in expected else "has to be there then"
        yield breach("remote", placement, f"The {group} {word}. Set this right in the plan.")


def _nowhere(conference: Conference) -> bool:
    return conference.rooms is None and conference.school is None


@dataclass(frozen=True, slots=True)
class _UnitRule:
    """Rooms and interpreters differ in these words only."""

    name: str
    pool: Callable[[Conference], str | None]
    unit: Callable[[Placement], str | None]
    agreed: Callable[[Fixed], str | None]


_ROOM = _UnitRule("room", lambda c: c.rooms, lambda p: p.room, lambda f: f.room)
_INTERPRETER = _UnitRule(
    "interpreter", lambda c: c.interpreters, lambda p: p.interpreter, lambda f: f.interpreter
)


def units_of(problem: Problem, placement: Placement) -> Iterator[Breach]:
    """Check room and interpreter."""
    conference = problem.conference[placement.conference]
    yield from _unit(problem, placement, _INTERPRETER)
    if not by_video(conference, placement):
        yield from _unit(problem, placement, _ROOM)
        if conference.fixed is None and placement.room is not None:
            yield from _large(problem, placement)
    elif placement.room is not None and _agreed_room(conference) is None:
        yield breach("room", placement, "It is held by video and needs no room. Give it back.")


def _agreed_room(conference: Conference) -> str | None:
    return conference.fixed.room if conference.fixed is not None else None


def _unit(problem: Problem, placement: Placement, rule: _UnitRule) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    pool, key = rule.pool(conference), rule.unit(placement)
    fixed = conference.fixed
    if fixed is not None and rule.agreed(fixed) is not None:
        return
    if pool is None:
        if key is not None:
            sentence = f"This conference needs no {rule.name}. Give it back."
            yield breach(rule.name, placement, sentence)
        return
    unit = _find(problem, pool, key)
    if unit is None:
        sentence = f"This conference has no {rule.name} of its pool. Choose one."
        yield breach(rule.name, placement, sentence)
    elif fixed is None:
        yield from _to_be_had(problem, placement, rule.name, unit)


def _find(problem: Problem, pool: str, key: str | None) -> Unit | None:
    return next((u for u in problem.pool[pool].units if u.key == key), None)


def _to_be_had(problem: Problem, placement: Placement, name: str, unit: Unit) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    talk = range(placement.start, placement.start + problem.grid.grains(conference.length_minutes))
    if any(not unit.usable >> g & 1 for g in talk):
        sentence = f"The {name} is not to be had then. Choose another one."
        yield breach(name, placement, sentence)
    elif problem.policy.unknown_blocks and any(unit.unknown >> g & 1 for g in talk):
        sentence = f"The calendar of the {name} could not be read. Ask before you choose this time."
        yield breach("unknown", placement, sentence)


def _large(problem: Problem, placement: Placement) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    unit = _find(problem, conference.rooms or "", placement.room) if conference.rooms else None
    if unit is None:
        return
    if unit.size is not None and unit.size < conference.size:
        sentence = "The room does not seat everybody who comes. Choose a larger one."
        yield breach("size", placement, sentence)
    if conference.accessible and not unit.accessible:
        sentence = "Somebody who comes needs a room without steps. Choose another one."
        yield breach("access", placement, sentence)
