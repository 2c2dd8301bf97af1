"""The run: levels one after another, each proven or not, each then held; then it is checked.

Without OR-Tools the instant answer of greedy.py stands, and says that it is not proven. Reasons for
what has no time are explain.py. A run depends on problem and budget alone, never on the clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meetings.planning.greedy import Ledger, polish
from meetings.planning.narrow import narrowed
from meetings.planning.options import Option, Table, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal, Stage, Status
from meetings.planning.rules import breaches
from meetings.planning.score import Score, score
from meetings.planning.seating import placements, without_clashes

if TYPE_CHECKING:
    from meetings.planning.model import Found, Level, Model

#: From the most to the least important; a later one never costs an earlier one anything.
LEVELS = ("on_time", "placed", "confirmed_moved", "told", "points")

#: Fewer options than these are proven sooner without a better start.
LARGE = 7_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Deterministic units for each level that counts, and for the one that weighs.

    With 10 for the points most caseloads of 86 are proven; the default seldom is more than 2 % off.
    """

    counted: float = 2.0
    points: float = 1.5
    #: For a good start of the last level, once for each round.
    narrowed: float = 0.15
    rounds: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a watcher is told: best value so far and bound of the level that is being solved."""

    stage: str
    value: int
    bound: int


Watch = Callable[[Progress], bool]


def go_on(_: Progress) -> bool:
    """Watch nothing."""
    return True


def solve(problem: Problem, budget: Budget | None = None, watch: Watch = go_on) -> Proposal:
    """Plan everything; when the watcher answers False, the best plan so far is the answer."""
    layout, first = without_clashes(table(problem))
    run = _Run(layout, first, budget or Budget(), watch)
    run.all_levels()
    return proposal(problem, placements(layout, run.best), tuple(run.stages))


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


def load_model(layout: Table) -> "Model | None":
    """Build the model; None where OR-Tools is not installed."""
    try:
        from meetings.planning.model import Model  # noqa: PLC0415 -- 0.3 s and 76 MB, in the run alone
    except ImportError:
        return None
    return Model(layout)


class _Run:
    """One pass through the levels."""

    def __init__(self, layout: Table, first: Ledger, budget: Budget, watch: Watch) -> None:
        self.layout = layout
        self.first: Mapping[str, Option] = dict(first.placed)
        self.best: Mapping[str, Option] = self.first
        self.budget = budget
        self.watch = watch
        self.stages: list[Stage] = []

    def all_levels(self) -> None:
        model = load_model(self.layout)
        for name in LEVELS:
            self.best = self._hint()
            reached = self._score(self.best)
            bound = _limits(self.layout, reached.placed)[name]
            value = getattr(reached, name)
            status = Status.PROVEN if value == bound else Status.LIMIT
            if self.stages and self.stages[-1].status is Status.STOPPED:
                status = Status.STOPPED
            stage = Stage(name=name, status=status, value=value, bound=bound, dt=0.0)
            if model is not None and status is not Status.STOPPED:
                stage = self._solve(model, stage)
            self.stages.append(stage)

    def _solve(self, model: "Model", before: Stage) -> Stage:
        level: Level = getattr(model, before.name)()
        found = None
        if before.value != before.bound:
            if before.name == "points":
                self._start_well()
                before = replace(before, value=self._score(self.best).points)
            dt = self.budget.points if before.name == "points" else self.budget.counted
            found = model.solve(level, self.best, dt, lambda v, b: self._tell(before.name, v, b))
        if found is not None:
            self.best = found.options
        stage = self._stage(before, found)
        model.hold(level, stage.value)
        return stage

    def _start_well(self) -> None:
        """Better the plan on its most promising options; what it spends is not in the stage."""
        if len(self.layout.all) < LARGE:
            return
        for _ in range(self.budget.rounds):
            small = narrowed(self.layout, self.best)
            model = load_model(small) if len(small.all) < len(self.layout.all) else None
            if model is None:
                return
            reached = self._score(self.best)
            for name in LEVELS[:-1]:
                model.hold(getattr(model, name)(), getattr(reached, name))
            dt = self.budget.narrowed
            found = model.solve(
                model.points(), self.best, dt, lambda v, _: self._tell("points", v, 0)
            )
            if found is not None:
                self.best = found.options

    def _tell(self, name: str, value: int, bound: int) -> bool:
        return self.watch(Progress(stage=name, value=value, bound=bound))

    def _stage(self, before: Stage, found: "Found | None") -> Stage:
        if found is None:
            return before
        # Teams that were left out could have been better, so nothing is proven about them.
        sure = not self.layout.cut
        status = Status.STOPPED if found.stopped else Status.LIMIT
        return Stage(
            name=before.name,
            status=Status.PROVEN if found.proven and sure else status,
            value=found.value,
            bound=found.bound if sure else before.bound,
            dt=found.dt,
        )

    def _hint(self) -> Mapping[str, Option]:
        """Choose the best start for the next level: first plan, last answer, or it after moves."""
        ledger = Ledger(self.layout)
        for option in self.best.values():
            ledger.put(option)
        plans = (self.best, self.first, dict(polish(ledger).placed))
        return min(plans, key=lambda plan: self._rank(self._score(plan)))

    def _rank(self, of: Score) -> tuple[int, ...]:
        return (-of.on_time, -of.placed, of.confirmed_moved, of.told, of.points)

    def _score(self, plan: Mapping[str, Option]) -> Score:
        return score(self.layout.problem, placements(self.layout, plan))


def _limits(layout: Table, placed: int) -> Mapping[str, int]:
    """Say what no plan can exceed, from each conference by itself; points for so many placed."""
    problem = layout.problem
    able = {key: options for key, options in layout.options.items() if options}
    weights = problem.policy.rank_weights
    on_time = sum(
        weights[min(problem.conference[key].rank, len(weights) - 1)]
        for key, options in able.items()
        if any(o.on_time for o in options)
    )
    # Options stand in the order of their points. Teams that were left out could have cost less.
    cheapest = sorted(options[0].points for options in able.values())
    points = 0 if layout.cut else sum(cheapest[:placed])
    still = {"confirmed_moved": 0, "told": 0}
    return {"on_time": on_time, "placed": len(able), "points": points, **still}
