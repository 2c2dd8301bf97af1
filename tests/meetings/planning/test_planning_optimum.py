"""The solver against all plans of tiny schools, counted one by one."""

from dataclasses import asdict

import pytest
from bench.small_problems import Count, Counter, random_problem

from meetings.planning.proposal import Status
from meetings.planning.rules import breaches
from meetings.planning.score import score
from meetings.planning.solve import LEVELS, solve


@pytest.mark.parametrize("seed", range(40))
def test_no_plan_of_a_tiny_school_is_better_than_the_proposal_at_any_level(seed: int) -> None:
    problem = random_problem(seed)

    proposal = solve(problem)

    reached = {s.name: s.value for s in proposal.stages}
    assert Count(**reached) == Counter(problem).count()
    assert [(s.status, s.bound) for s in proposal.stages] == [
        (Status.PROVEN, s.value) for s in proposal.stages
    ]
    assert breaches(problem, proposal.placements) == ()
    counted = asdict(score(problem, proposal.placements))
    assert reached == {name: counted[name] for name in LEVELS}
