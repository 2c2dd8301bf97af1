"""The solver against all plans of tiny schools, counted one by one."""

from collections.abc import Callable
from dataclasses import asdict

import pytest

from meetings.planning.problem import Problem
from meetings.planning.proposal import Status
from meetings.planning.rules import breaches
from meetings.planning.score import score
from meetings.planning.solve import LEVELS, solve
from tests.bench.small_problems import Count, Counter, random_problem
from tests.bench.wide_problems import wide_problem

SCHOOLS = [*((random_problem, n) for n in range(40)), *((wide_problem, n) for n in range(40))]


@pytest.mark.parametrize(("make", "seed"), SCHOOLS)
def test_no_plan_of_a_tiny_school_is_better_than_the_proposal_at_any_level(
    make: Callable[[int], Problem], seed: int
) -> None:
    problem = make(seed)

    proposal = solve(problem)

    reached = {s.name: s.value for s in proposal.stages}
    assert Count(**reached) == Counter(problem).count()
    assert [(s.status, s.bound) for s in proposal.stages] == [
        (Status.PROVEN, s.value) for s in proposal.stages
    ]
    assert breaches(problem, proposal.placements) == ()
    counted = asdict(score(problem, proposal.placements))
    assert reached == {name: counted[name] for name in LEVELS}
