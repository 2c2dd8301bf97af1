"""The run: options, the instant answer, the levels one after another; then it is checked.

How the levels are searched is levels.py. Without OR-Tools the instant answer of greedy.py stands,
and says that it is not proven. A run depends on problem and budget alone, never on the clock.
"""

from meetings.planning.budget import Budget, Progress, Watch, go_on
from meetings.planning.levels import DISTRICT, LEVELS, Climb
from meetings.planning.loading import load_model, undisturbed
from meetings.planning.options import table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal, Stage
from meetings.planning.rules import breaches
from meetings.planning.seating import placements, without_clashes

__all__ = [
    "DISTRICT",
    "LEVELS",
    "Budget",
    "Progress",
    "Watch",
    "fold",
    "go_on",
    "load_model",
    "proposal",
    "solve",
]


def solve(problem: Problem, budget: Budget | None = None, watch: Watch = go_on) -> Proposal:
    """Plan everything; when the watcher answers False, the best plan so far is the answer."""
    with undisturbed():
        layout, first = without_clashes(table(problem))
        climb = Climb(layout, dict(first.placed), budget or Budget(), watch)
        climb.all_levels()
        return proposal(problem, placements(layout, climb.best), tuple(climb.stages))


def proposal(
    problem: Problem, placed: tuple[Placement, ...], stages: tuple[Stage, ...]
) -> Proposal:
    """Fold placements into a proposal; refuses to answer with an unlawful one."""
    broken = breaches(problem, placed)
    if broken:
        raise ValueError(
            f"The checker refuses this plan: {broken[0].conference}: {broken[0].sentence}"
        )
    return fold(problem, placed, stages)


def fold(problem: Problem, placed: tuple[Placement, ...], stages: tuple[Stage, ...]) -> Proposal:
    """Fold checked placements into a proposal."""
    start = {p.conference: p.start for p in placed}
    now = {c.key: c.now.start for c in problem.conferences if c.now is not None}
    return Proposal(
        placements=placed,
        unplaced=tuple(c.key for c in problem.conferences if c.key not in start),
        stages=stages,
        moved=tuple(key for key in now if start.get(key) != now[key]),
        kept=tuple(key for key in now if start.get(key) == now[key]),
        digest_sha256=problem.digest_sha256,
    )
