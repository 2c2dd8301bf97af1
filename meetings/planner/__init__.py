"""Planning at the school: the problem from its rows, runs kept as proposals, one time found.

The quiet room meetings/planning knows no database; what it proposes becomes commands here.
"""

from meetings.planner.accepting import accept, accept_all, changed
from meetings.planner.editing import Edit, choices_in, edit, undo
from meetings.planner.finding import Choice, Nothing, choices, find
from meetings.planner.hand import Hand
from meetings.planner.queued import Wanted, queue
from meetings.planner.runs import Placed, Run, latest, run_of
from meetings.planner.working import propose, stop, work_once
from meetings.store.runs import problem_of, proposal_of

__all__ = [
    "Choice",
    "Edit",
    "Hand",
    "Nothing",
    "Placed",
    "Run",
    "Wanted",
    "accept",
    "accept_all",
    "changed",
    "choices",
    "choices_in",
    "edit",
    "find",
    "latest",
    "problem_of",
    "proposal_of",
    "propose",
    "queue",
    "run_of",
    "stop",
    "undo",
    "work_once",
]
