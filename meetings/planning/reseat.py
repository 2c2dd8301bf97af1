"""A few conferences placed anew while the others stay: rings of who may move.

A ring is widened by the caller, and only if the narrower one found no place. Nothing here asks for
consent. One conference moved by hand is byhand.py.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from meetings.planning.problem import Fixed, Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.rules import breaches_of
from meetings.planning.solve import Budget, Watch, fold, go_on, solve

Present = Collection[Placement]


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
    free = set(hit.conferences) | set(_movable(problem, hit))
    held = {p.conference: p for p in present if p.conference not in free}
    narrow = pinned(problem, held, free)
    answer = solve(narrow, hit.budget, watch)
    placed = dict(held)
    for placement in answer.placements:
        # Where two that stay clash already, the search saw only one of them.
        if placement.conference in free and not breaches_of(narrow, placed.values(), placement):
            placed[placement.conference] = placement
    return fold(problem, tuple(placed[key] for key in sorted(placed)), answer.stages)


def _movable(problem: Problem, hit: Hit) -> Iterator[str]:
    if hit.ring is Ring.HIT:
        return
    chairs = {problem.conference[key].chair for key in hit.conferences}
    for conference in problem.conferences:
        near = conference.chair in chairs or hit.ring is Ring.ALL_CHAIRS
        agreed = conference.now is not None and conference.now.confirmed
        if near and conference.fixed is None and (not agreed or hit.ring >= Ring.CONFIRMED):
            yield conference.key


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
    )


def released(problem: Problem, keys: Collection[str]) -> Problem:
    """Let these conferences move, even if they were fixed."""
    conferences = (replace(c, fixed=None) if c.key in keys else c for c in problem.conferences)
    return replace(problem, conferences=tuple(conferences))
