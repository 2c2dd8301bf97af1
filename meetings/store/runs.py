"""The problem and the proposal of a planning run as values, and whether they still fit together.

What a page shows of a run is meetings/planner/runs.py.
"""

import json
from collections.abc import Iterator
from functools import lru_cache

from sqlalchemy import Connection, select

from meetings.planning.frozen import NotFrozenHere, read, thawed
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.solve import Budget
from meetings.planning.stays import breaches_beside
from meetings.store.tables import planning_run


def problem_of(connection: Connection, run_id: int) -> Problem | None:
    """The problem as it was solved; None where nothing was to plan, or the run is too old."""
    while True:
        row = connection.execute(
            select(planning_run.c.problem, planning_run.c.base_run, planning_run.c.mode).where(
                planning_run.c.id == run_id
            )
        ).one_or_none()
        if row is None or row.problem or row.mode != "edit" or row.base_run is None:
            return _thawed(row.problem) if row is not None and row.problem else None
        run_id = row.base_run


@lru_cache(maxsize=4)
def _thawed(said: str) -> Problem | None:
    """Several questions about one run read it once."""
    try:
        return thawed(Problem, said)
    except NotFrozenHere:
        return None


def proposal_of(connection: Connection, run_id: int) -> Proposal | None:
    """The proposal as a value, to ask it why; None where there is none that can be read."""
    said = connection.execute(
        select(planning_run.c.proposal).where(planning_run.c.id == run_id)
    ).scalar_one_or_none()
    found = json.loads(said).get("frozen") if said else None
    try:
        return None if found is None else read(Proposal, found)
    except NotFrozenHere:
        return None


def budget_of(connection: Connection, run_id: int) -> Budget:
    """The work that was allowed; the usual one where nobody said."""
    said = connection.execute(
        select(planning_run.c.settings).where(planning_run.c.id == run_id)
    ).scalar_one_or_none()
    return read(Budget, json.loads(said or "{}").get("budget", {}))


def present_of(connection: Connection, run_id: int) -> tuple[Placement, ...]:
    """What stood when a plan was mended; () where everything was planned."""
    said = connection.execute(
        select(planning_run.c.request).where(planning_run.c.id == run_id)
    ).scalar_one_or_none()
    anew = json.loads(said or "{}").get("anew") or {}
    return read(tuple[Placement, ...], anew.get("present", ()))


def untrue_runs(connection: Connection) -> Iterator[str]:
    """Proposals that break a rule of their own problem: they were lawful when they were kept."""
    for run_id in connection.execute(
        select(planning_run.c.id).order_by(planning_run.c.id)
    ).scalars():
        problem, proposal = problem_of(connection, run_id), proposal_of(connection, run_id)
        if problem is None or proposal is None:
            continue
        present = present_of(connection, run_id)
        for broken in breaches_beside(problem, proposal.placements, present)[:1]:
            case_id = int(broken.conference[1:].partition(".")[0])
            yield (
                f"Proposal {run_id} was changed after it was kept: plan {case_id} breaks a rule "
                f"there. {broken.sentence}"
            )
