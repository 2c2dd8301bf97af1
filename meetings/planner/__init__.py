"""Planning at the school: the problem from its rows, runs kept as proposals, one time found.

The quiet room meetings/planning knows no database; what it proposes becomes commands here.
"""

from meetings.planner.finding import Choice, Nothing, choices, find
from meetings.planner.runs import Run, Wanted, accept, latest, propose, run_of

__all__ = [
    "Choice",
    "Nothing",
    "Run",
    "Wanted",
    "accept",
    "choices",
    "find",
    "latest",
    "propose",
    "run_of",
]
