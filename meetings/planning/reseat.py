"""A few conferences placed anew while the others stay: rings of who may move.

One ring is searched here; settle.py widens it, and only while something has no place. Nothing here
asks for consent. What can happen is events.py, one conference moved by hand is byhand.py.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from meetings.planning.greedy import greedy
from meetings.planning.options import table
from meetings.planning.problem import Conference, Fixed, Problem
from meetings.planning.problem import Present as Now
from meetings.planning.proposal import Placement, Proposal, Stage, Status
from meetings.planning.rules import breaches_of
from meetings.planning.score import score
from meetings.planning.seating import placements
from meetings.planning.solve import LEVELS, Budget, Watch, fold, go_on, solve

Present = Collection[Placement]

#: Who waits for an answer after a decline does not wait for the last point.
QUICK = Budget(counted=1.0, points=0.1, narrowed=0.02, rounds=1)


class Ring(IntEnum):
    """Who may move besides the conferences that were hit."""

    #: Nobody.
    HIT = 0
    #: Proposed ones of the same chairs.
    PROPOSED = 1
    #: Confirmed ones of the same chairs too.
    CONFIRMED = 2
    #: Conferences of all chairs.
    ALL_CHAIRS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """Which conferences lost their time, how far the search goes, what it may spend."""

    conferences: tuple[str, ...]
    ring: Ring = Ring.HIT
    budget: Budget | None = None


def reseat(problem: Problem, present: Present, hit: Hit, watch: Watch = go_on) -> Proposal:
    """Place anew what was hit; everything outside the ring keeps its time, people and units."""
    free = set(hit.conferences) | set(movable(problem, present, hit))
    held = {p.conference: p for p in present if p.conference not in free}
    narrow = _to_move(pinned(problem, held, free), present, hit)
    answer = _alone(narrow) if len(free) == 1 else solve(narrow, hit.budget or QUICK, watch)
    placed = dict(held)
    for placement in answer.placements:
        # Where two that stay clash already, the search saw only one of them.
        if placement.conference in free and not breaches_of(narrow, placed.values(), placement):
            placed[placement.conference] = placement
    return fold(problem, tuple(placed[key] for key in sorted(placed)), answer.stages)


def _alone(narrow: Problem) -> Proposal:
    """Place one conference beside fixed ones: each of its options is weighed, so it is proven."""
    layout = table(narrow)
    placed = placements(layout, greedy(layout).placed)
    reached = score(narrow, placed)
    sure = Status.LIMIT if layout.cut else Status.PROVEN
    values = {name: int(getattr(reached, name)) for name in LEVELS}
    stages = (
        Stage(name=name, status=sure, value=value, bound=value, dt=0.0)
        for name, value in values.items()
    )
    return fold(narrow, placed, tuple(stages))


def movable(problem: Problem, present: Present, hit: Hit) -> Iterator[str]:
    """Name those that stand and may move; what has no time does not push anybody away."""
    if hit.ring is Ring.HIT:
        return
    chairs = {problem.conference[key].chair for key in hit.conferences}
    stand = {p.conference for p in present}.difference(hit.conferences)
    for conference in problem.conferences:
        near = conference.chair in chairs or hit.ring is Ring.ALL_CHAIRS
        agreed = conference.now is not None and conference.now.confirmed
        free = conference.fixed is None and (not agreed or hit.ring >= Ring.CONFIRMED)
        if near and free and conference.key in stand:
            yield conference.key


def _to_move(narrow: Problem, present: Present, hit: Hit) -> Problem:
    """Let every move count, and none be worth while for its own sake."""
    stand = {p.conference: p for p in present}
    conferences = (
        c if c.fixed is not None or c.key not in stand else _reluctant(narrow, c, stand[c.key], hit)
        for c in narrow.conferences
    )
    return narrow.with_conferences(tuple(conferences))


def _reluctant(problem: Problem, conference: Conference, stands: Placement, hit: Hit) -> Conference:
    now = conference.now or Now(start=stands.start, told=len(stands.team))
    now = replace(now, start=stands.start, told=max(1, now.told))
    late = conference.due_on is not None and (
        problem.grid.dates[problem.grid.day(stands.start)] > conference.due_on
    )
    # Somebody who is late anyway is no reason to move.
    due = None if late and conference.key not in hit.conferences else conference.due_on
    return replace(conference, now=now, due_on=due)


def pinned(problem: Problem, held: Mapping[str, Placement], free: Collection[str]) -> Problem:
    """Fix what is held where it is; what is free is released; what stands nowhere is left out."""
    conferences = []
    for conference in problem.conferences:
        if conference.key in held:
            conferences.append(replace(conference, fixed=_as_fixed(held[conference.key])))
        elif conference.key in free:
            conferences.append(replace(conference, fixed=None))
    keys = {c.key for c in conferences}
    pairs = tuple((a, b) for a, b in problem.pairs if a in keys and b in keys)
    return replace(problem, conferences=tuple(conferences), pairs=pairs)


def _as_fixed(placement: Placement) -> Fixed:
    return Fixed(
        start=placement.start,
        team=(*placement.team, *placement.optional),
        room=placement.room,
        interpreter=placement.interpreter,
        place=placement.place,
    )


def released(problem: Problem, keys: Collection[str]) -> Problem:
    """Let these conferences move, even if they were fixed."""
    conferences = (replace(c, fixed=None) if c.key in keys else c for c in problem.conferences)
    return replace(problem, conferences=tuple(conferences))
