"""What the planner is worth on a caseload of 86: proof, wall seconds, ratios to a sign-up sheet.

Each row is (name, value, limit, ok). `python tests/bench/bench_planning.py` prints them.
"""

import sys
from statistics import mean
from time import perf_counter, process_time

from school_instances import Wanted, caseload, first_come

from meetings.planning.explain import explain_all
from meetings.planning.options import table
from meetings.planning.proposal import Proposal, Status
from meetings.planning.rules import breaches
from meetings.planning.score import score
from meetings.planning.seating import placements
from meetings.planning.solve import solve

SEEDS = range(3)

Row = tuple[str, float, str, bool]


def rows() -> list[Row]:
    """Measure; one worker solves, so CPU seconds are wall seconds where nobody else works."""
    return [*_caseload(), *_fairly(), *_defaults()]


def _caseload() -> list[Row]:
    seconds, worked, proven, lawful, explained = [], [], [], [], []
    for seed in SEEDS:
        problem = caseload(Wanted(seed=seed))
        begun, began = perf_counter(), process_time()
        proposal = solve(problem)
        reasons = explain_all(problem, proposal)
        seconds.append(perf_counter() - begun)
        worked.append(process_time() - began)
        proven.append(_placement_proven(proposal))
        lawful.append(breaches(problem, proposal.placements) == ())
        explained.append(len(reasons) == len(proposal.unplaced))
    return [
        _row("plan 86: CPU seconds, slowest", max(worked), "<= 5", max(worked) <= 5),
        _row(
            "plan 86: wall seconds, slowest (on a busy machine more)", max(seconds), "told", ok=True
        ),
        _row("plan 86: placement proven", mean(proven), "= 1", all(proven)),
        _row("plan 86: lawful", mean(lawful), "= 1", all(lawful)),
        _row("plan 86: unplaced explained", mean(explained), "= 1", all(explained)),
    ]


def _fairly() -> list[Row]:
    """Compare with first come, first served: with classes blocked, and with pulls."""
    ours, blocked, points, pulled = [], [], [], []
    for seed in SEEDS:
        problem = caseload(Wanted(seed=seed))
        proposal = solve(problem)
        ours.append(len(proposal.placements))
        blocked.append(len(first_come(problem, seed, pulls=False)))
        sheet = placements(table(problem), first_come(problem, seed, pulls=True))
        points.append(score(problem, proposal.placements).points / len(proposal.placements))
        pulled.append(score(problem, sheet).points / len(sheet))
    more, less = mean(ours) / mean(blocked), mean(points) / mean(pulled)
    return [
        _row("placed / first come, classes blocked (medium)", more, ">= 1.2", more >= 1.2),
        _row("points a conference / first come with pulls (medium)", less, "<= 0.6", less <= 0.6),
    ]


def _defaults() -> list[Row]:
    """Three a day on 29 days."""
    seconds, proven, gaps = [], [], []
    for give in ("easy", "medium", "tight"):
        problem = caseload(Wanted(seed=0, give=give, days=29, max_per_day=3))
        began = process_time()
        proposal = solve(problem)
        seconds.append(process_time() - began)
        proven.append(_placement_proven(proposal))
        stage = proposal.stages[-1]
        gaps.append(1 - stage.bound / stage.value)
    middle = sorted(gaps)[1]
    return [
        _row("3 a day, 29 days: CPU seconds, slowest", max(seconds), "<= 6", max(seconds) <= 6),
        _row("3 a day, 29 days: placement proven", mean(proven), "= 1", all(proven)),
        _row("3 a day, 29 days: gap of points, middle", middle, "<= 0.1", middle <= 0.1),
    ]


def _placement_proven(proposal: Proposal) -> bool:
    stage = proposal.stage("placed")
    return stage is not None and stage.status is Status.PROVEN


def _row(name: str, value: float, limit: str, ok: bool) -> Row:  # noqa: FBT001 -- a column
    return (name, round(value, 3), limit, ok)


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:8.3f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
