"""The solver in a process of its own: its memory is given back, and a page never waits inside it.

A child that dies or runs too long costs the proof, not the proposal: the instant answer stands in.
"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TooLong
from concurrent.futures.process import BrokenProcessPool

import structlog

from meetings.planning.form import proposal_form
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal
from meetings.planning.solve import Budget, solve

log = structlog.get_logger()
#: Deterministic work ends a run long before this; a machine that swaps does not.
SECONDS = 180.0

Solved = tuple[Proposal, dict[str, object]]


def solved(problem: Problem, budget: Budget | None) -> Solved:
    """The proposal and its documented form."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    try:
        return pool.submit(_solved, problem, budget or Budget()).result(SECONDS)
    except (BrokenProcessPool, TooLong) as failure:
        log.warning("planning ended early", failure=type(failure).__name__)
        return _solved(problem, Budget(counted=0.0, points=0.0))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _solved(problem: Problem, budget: Budget) -> Solved:
    proposal = solve(problem, budget)
    return proposal, proposal_form(problem, proposal)
