"""The instant answer: lawful, checked, and never called proven. It needs no solver."""

from meetings.planning.options import table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.seating import placements, without_clashes
from meetings.planning.solve import fold, proposal

#: More conferences are not planned while a page waits, not even roughly.
INSTANT = 300


def instant(problem: Problem) -> Proposal:
    """The first plan of greedy.py; it has passed the checker."""
    layout, first = without_clashes(table(problem))
    return proposal(problem, placements(layout, first.placed), ())


def early(problem: Problem) -> Proposal:
    """What a page may wait for: the instant answer, or none yet where there are very many."""
    if len(problem.conferences) <= INSTANT:
        return instant(problem)
    return fold(problem, (), ())
