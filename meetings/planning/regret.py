"""Whom a start would harm: conferences without a time that would have no start left.

How many of them could be placed together is guard.py.
"""

from collections.abc import Callable, Iterable

from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Placement
from meetings.planning.times import Times, before, held_by


def losers(
    problem: Problem, held: Iterable[Placement], conference: str
) -> Callable[[Placement], tuple[str, ...]]:
    """Prepare the question whose last starts a placement of this conference takes."""
    stand = tuple(held)
    now = Times(problem=problem, held=stand)
    chosen = problem.conference[conference]
    placed = {p.conference for p in stand} | {conference}
    others = [c for c in problem.conferences if c.key not in placed and _rivals(c, chosen)]
    open_now = {c.key: starts for c in others if (starts := now.starts(c))}
    left_now = now.left(chosen.chair)

    def ask(placement: Placement) -> tuple[str, ...]:
        grid = problem.grid
        then = Times(problem=problem, held=(*stand, placement))
        day = grid.day(placement.start)
        talk = held_by(problem, placement, chosen.chair)

        def loses(other: Conference) -> bool:
            if other.chair != chosen.chair:
                return not then.starts(other)
            # The chair is with all of them, so nobody else's time matters.
            hold = grid.grains(other.length_minutes) + grid.grains(other.buffer_minutes)
            left = open_now[other.key] & ~before(grid, talk, hold)
            if left_now[day] <= 1:
                left = left >> (day + 1) * grid.per_day or left & ((1 << day * grid.per_day) - 1)
            return not left

        return tuple(c.key for c in others if c.key in open_now and loses(c))

    return ask


def _rivals(one: Conference, two: Conference) -> bool:
    return bool(_wanted(one) & _wanted(two)) or (one.rooms is not None and one.rooms == two.rooms)


def _wanted(conference: Conference) -> set[str]:
    return {conference.chair, *(p for s in conference.seats for p in s.people)}
