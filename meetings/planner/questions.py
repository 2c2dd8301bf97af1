"""Questions to a run: why not then, what if, what differs. Nothing is solved while a page waits.

`why_not` is work on masks; `what_if` queues a run beside its base and stores nothing as a fact.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from meetings.planner.building import case_key
from meetings.planner.queued import Asked, enqueue
from meetings.planner.runs import run_of
from meetings.planning.compare import Difference, Plan, difference
from meetings.planning.grid import grain_at
from meetings.planning.whatif import Change
from meetings.planning.whatif import changed as with_change
from meetings.planning.why import Consequence, why
from meetings.store import Store
from meetings.store.runs import budget_of, problem_of, proposal_of


def plan_of(connection: Connection, run_id: int) -> Plan | None:
    """Problem and proposal of a run; None where there is none that can be asked."""
    problem, proposal = problem_of(connection, run_id), proposal_of(connection, run_id)
    if problem is None or proposal is None:
        return None
    return Plan(problem=problem, proposal=proposal)


def compare(connection: Connection, before: int, after: int) -> Difference | None:
    """What the later run changes; None where one of them cannot be read."""
    old, new = plan_of(connection, before), plan_of(connection, after)
    return None if old is None or new is None else difference(old, new)


def why_not(
    connection: Connection, run_id: int, case_id: int, starts_at: datetime
) -> Consequence | None:
    """The rule that forbids this start, else what it would cost and who would move."""
    plan, key = plan_of(connection, run_id), case_key(case_id)
    if plan is None or key not in plan.problem.conference:
        return None
    start = grain_at(plan.problem.grid, starts_at)
    return None if start is None else why(plan.problem, plan.proposal, key, start)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """One change, asked of a run."""

    run_id: int
    change: Change
    #: The change as the page said it.
    words: str
    by: int


def what_if(store: Store, asked: WhatIf, at: datetime) -> int | None:
    """Queues the same run with one change; its number, to be compared with its base.

    None where the base cannot be read, or the change names somebody who is not in it.
    """
    with store.read() as connection:
        run, problem = run_of(connection, asked.run_id), problem_of(connection, asked.run_id)
        budget = budget_of(connection, asked.run_id)
    if run is None or problem is None:
        return None
    try:
        changed = with_change(problem, asked.change)
    except ValueError:
        return None
    wanted = Asked(
        mode="what_if",
        by=asked.by,
        case_ids=run.case_ids,
        problem=changed,
        budget=budget,
        base_run=asked.run_id,
        stood=run.stood,
        words=asked.words,
    )
    return enqueue(store, wanted, at)
