"""Same problem, same proposal: in bytes, in any order and process; and without a solver."""

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from bench.school_instances import Wanted, caseload
from bench.small_problems import random_problem

from meetings.planning.form import write_proposal
from meetings.planning.problem import Problem
from meetings.planning.proposal import Status
from meetings.planning.rules import breaches
from meetings.planning.solve import Progress, solve

ROOT = Path(__file__).parents[3]
SMALL = Wanted(seed=5, students=24, days=6)
ELSEWHERE = """
import hashlib
from bench.school_instances import Wanted, caseload
from meetings.planning.form import write_proposal
from meetings.planning.solve import solve
problem = caseload(Wanted(seed=5, students=24, days=6))
print(hashlib.sha256(write_proposal(problem, solve(problem)).encode()).hexdigest())
"""
WITHOUT_SOLVER = """
import sys
sys.modules["ortools"] = None
from bench.school_instances import Wanted, caseload
from meetings.planning.form import write_proposal
from meetings.planning.rules import breaches
from meetings.planning.solve import solve
problem = caseload(Wanted(seed=5, students=24, days=6))
proposal = solve(problem)
assert breaches(problem, proposal.placements) == ()
assert write_proposal(problem, proposal)
print(len(proposal.placements), proposal.stage("points").status)
"""
QUIET = """
import sys
import meetings.planning.form, meetings.planning.offer, meetings.planning.reseat
print("ortools" in sys.modules)
"""


def run(code: str, seed: str = "1") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def shuffled(problem: Problem, seed: int) -> Problem:
    dice = Random(seed)  # noqa: S311 -- a test
    people, conferences = list(problem.people), list(problem.conferences)
    dice.shuffle(people)
    dice.shuffle(conferences)
    turned = [replace(c, seats=tuple(reversed(c.seats))) for c in conferences]
    pairs = tuple((b, a) for a, b in reversed(problem.pairs))
    return replace(problem, people=tuple(people), conferences=tuple(turned), pairs=pairs)


def test_the_order_of_entry_is_without_effect() -> None:
    problem = caseload(SMALL)
    first = write_proposal(problem, solve(problem))

    for seed in range(2):
        again = shuffled(problem, seed)
        assert write_proposal(again, solve(again)) == first


def test_another_process_gives_the_same_bytes() -> None:
    problem = caseload(SMALL)
    here = hashlib.sha256(write_proposal(problem, solve(problem)).encode()).hexdigest()

    assert [run(ELSEWHERE, "1"), run(ELSEWHERE, "77")] == [here, here]


def test_without_the_solver_there_is_a_lawful_plan_that_is_not_called_proven() -> None:
    placed, status = run(WITHOUT_SOLVER).split()

    assert status == "LIMIT"
    assert 15 <= int(placed) <= 24


def test_reading_and_writing_loads_no_solver() -> None:
    assert run(QUIET) == "False"


def test_a_stopped_run_gives_the_best_plan_so_far() -> None:
    problem = caseload(SMALL)
    told: list[Progress] = []

    def stop(progress: Progress) -> bool:
        told.append(progress)
        return False

    proposal = solve(problem, watch=stop)

    assert told != []
    assert proposal.stages[-1].status is Status.STOPPED
    assert breaches(problem, proposal.placements) == ()
    assert proposal.stages[-1].bound <= proposal.stages[-1].value


def test_a_week_later_the_plan_is_the_same_a_week_later() -> None:
    problem = random_problem(11)
    later = tuple(on.replace(day=on.day + 7) for on in problem.grid.dates)
    moved = replace(
        problem,
        grid=replace(problem.grid, dates=later),
        conferences=tuple(
            replace(
                c,
                earliest_on=c.earliest_on and c.earliest_on.replace(day=c.earliest_on.day + 7),
                due_on=c.due_on and c.due_on.replace(day=c.due_on.day + 7),
                not_on=tuple(on.replace(day=on.day + 7) for on in c.not_on),
            )
            for c in problem.conferences
        ),
    )

    assert solve(moved).placements == solve(problem).placements
