"""Many chairs: the sweep keeps what is reached and costs less; the bound holds; HiGHS agrees."""

import hashlib
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from bench.school_instances import Wanted, caseload
from bench.small_problems import random_problem
from scipy.optimize import LinearConstraint, milp  # type: ignore[import-untyped]
from scipy.sparse import coo_array  # type: ignore[import-untyped]

from meetings.planning.bound import Bound, Rows, _rows, bound_of, points_bound, tightened
from meetings.planning.options import Option, Table, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal, Stage, Status
from meetings.planning.rules import breaches
from meetings.planning.score import Score, score
from meetings.planning.seating import placements, without_clashes
from meetings.planning.solve import Budget, solve
from meetings.planning.sweep import Pace, sweep

SCHOOL = Wanted(seed=2, students=120)

SWEPT = """
import hashlib
from bench.school_instances import Wanted, caseload
from meetings.planning.sweep import Pace, sweep
from meetings.planning.options import table
from meetings.planning.seating import placements, without_clashes

layout, first = without_clashes(table(caseload(Wanted(seed=2, students=120))))
swept = sweep(layout, dict(first.placed), Pace(sizes=(1, 2), dt=0.05), lambda _: True)
print(hashlib.sha256(repr(placements(layout, swept.plan)).encode()).hexdigest())
"""


def laid_out(problem: Problem) -> tuple[Table, dict[str, Option]]:
    layout, first = without_clashes(table(problem))
    return layout, dict(first.placed)


def counted(layout: Table, plan: dict[str, Option]) -> Score:
    return score(layout.problem, placements(layout, plan))


def remembering(told: list[int], *, go_on: bool) -> Callable[[int], bool]:
    def tell(points: int) -> bool:
        told.append(points)
        return go_on

    return tell


def swept_elsewhere(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", SWEPT], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def busy() -> None:
    while True:
        pass


def test_a_sweep_costs_less_and_gives_up_nothing_that_was_reached_before_it() -> None:
    layout, first = laid_out(caseload(SCHOOL))
    before = counted(layout, first)
    told: list[int] = []

    swept = sweep(layout, first, Pace(sizes=(1, 2), dt=0.2), remembering(told, go_on=True))

    after = counted(layout, dict(swept.plan))
    assert (after.on_time, after.placed) == (before.on_time, before.placed)
    assert after.points < before.points
    assert breaches(layout.problem, placements(layout, swept.plan)) == ()
    # What it adds up piece by piece is what the whole plan costs.
    assert told[-1] == after.points
    assert all(a >= b for a, b in pairwise(told))


def test_a_sweep_ends_near_the_proven_optimum() -> None:
    problem = caseload(SCHOOL)
    best = solve(problem)
    layout, first = laid_out(problem)

    swept = sweep(layout, first, Pace(sizes=(1, 2), dt=2.0), lambda _: True)

    if counted(layout, first).placed == len(best.placements):
        assert counted(layout, dict(swept.plan)).points <= best.stages[-1].value * 1.1


def test_a_stopped_sweep_keeps_what_it_has() -> None:
    layout, first = laid_out(caseload(SCHOOL))
    told: list[int] = []

    swept = sweep(layout, first, Pace(sizes=(1, 1), dt=0.05), remembering(told, go_on=False))

    assert swept.stopped
    assert len(told) == 1
    assert counted(layout, dict(swept.plan)).points <= counted(layout, first).points


def test_a_sweep_gives_the_same_bytes_elsewhere_and_under_load() -> None:
    context = multiprocessing.get_context("spawn")
    loads = [context.Process(target=busy, daemon=True) for _ in range(2)]
    alone = swept_elsewhere("1")

    for load in loads:
        load.start()
    try:
        under_load = swept_elsewhere("77")
    finally:
        for load in loads:
            load.kill()

    layout, first = laid_out(caseload(SCHOOL))
    swept = sweep(layout, first, Pace(sizes=(1, 2), dt=0.05), lambda _: True)
    here = hashlib.sha256(repr(placements(layout, swept.plan)).encode()).hexdigest()
    assert (alone, under_load) == (here, here)


def levels(proposal: Proposal) -> dict[str, int]:
    return {s.name: s.value for s in proposal.stages}


def by_highs(rows: Rows) -> int:
    """Ask another solver for the least cost in whole numbers."""
    many = (len(rows.limits), len(rows.columns))
    entries = rows.entries or [(0, 0, 0.0)]
    matrix = coo_array(
        ([a for *_, a in entries], ([r for r, *_ in entries], [c for _, c, _ in entries])), many
    )
    held = LinearConstraint(
        matrix.tocsr(), [a for a, _ in rows.limits], [b for _, b in rows.limits]
    )
    cost = np.array([rows.cost.get(n, 0.0) for n in range(len(rows.columns))])
    low, high = (np.array(ends) for ends in zip(*rows.columns, strict=True))
    found = milp(cost, integrality=np.ones(len(cost)), bounds=(low, high), constraints=held)
    assert found.success
    return round(float(found.fun) + rows.offset)


@pytest.mark.parametrize("seed", range(12))
def test_another_solver_finds_the_same_least_points(seed: int) -> None:
    problem = random_problem(seed)
    proposal = solve(problem)
    layout, _ = without_clashes(table(problem))

    assert by_highs(_rows(layout, levels(proposal))) == proposal.stages[-1].value


def test_another_solver_agrees_on_a_small_caseload() -> None:
    problem = caseload(Wanted(seed=5, students=16, days=5))
    proposal = solve(problem)
    layout, _ = without_clashes(table(problem))

    assert proposal.proven
    assert by_highs(_rows(layout, levels(proposal))) == proposal.stages[-1].value


@pytest.mark.parametrize("seed", range(20))
def test_no_bound_lies_above_the_least_points(seed: int) -> None:
    problem = random_problem(seed)
    proposal = solve(problem)

    assert bound_of(problem, proposal).value <= proposal.stages[-1].value


def test_any_prices_prove_a_bound_that_holds() -> None:
    problem = caseload(Wanted(seed=5, students=16, days=5))
    proposal = solve(problem)
    layout, _ = without_clashes(table(problem))
    rows, dice = _rows(layout, levels(proposal)), Random(3)  # noqa: S311 -- a test

    for _ in range(20):
        prices = [dice.uniform(-3, 3) for _ in rows.limits]
        assert rows.proves(prices) <= proposal.stages[-1].value


def test_the_bound_of_a_caseload_lies_a_little_under_the_optimum() -> None:
    problem = caseload(Wanted(seed=0))
    proposal = solve(problem)

    bound = bound_of(problem, proposal)

    best = proposal.stages[-1].value
    assert bound.relaxed
    assert best * 0.9 <= bound.value <= best


def test_where_teams_were_left_out_the_bound_is_the_simple_one() -> None:
    problem = caseload(Wanted(seed=5, students=16, days=5))
    layout = replace(table(problem), cut=frozenset({"c0000"}))

    assert points_bound(layout, levels(solve(problem))) == Bound(value=0, relaxed=False)


def test_a_better_bound_narrows_the_last_level_and_proves_it_where_nothing_is_between() -> None:
    stage = Stage(name="points", status=Status.LIMIT, value=100, bound=60, dt=1.0)
    proposal = Proposal(placements=(), unplaced=(), stages=(stage,))

    nearer = tightened(proposal, Bound(value=90, relaxed=True)).stages[0]
    there = tightened(proposal, Bound(value=100, relaxed=True)).stages[0]
    worse = tightened(proposal, Bound(value=10, relaxed=False)).stages[0]

    assert (nearer.bound, nearer.status, round(nearer.gap, 2)) == (90, Status.LIMIT, 0.11)
    assert (there.bound, there.status, there.gap) == (100, Status.PROVEN, 0.0)
    assert worse == stage


def test_without_anything_to_spend_a_plan_is_still_lawful() -> None:
    problem = caseload(SCHOOL)

    proposal = solve(problem, Budget(counted=0.0, points=0.0, rounds=0))

    assert breaches(problem, proposal.placements) == ()
    assert [s.value for s in proposal.stages][1] == len(proposal.placements)
