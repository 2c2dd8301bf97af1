"""The levels one after another: each proven or not, each then held.

Up to a thousand conferences a level is searched as a whole; in a district the points are searched
piece by piece (sweep.py), and where families have not said when they can come, among the most
promising options alone (narrow.py). What comes out is checked in solve.py.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings.planning.budget import Budget, Progress, Watch
from meetings.planning.greedy import Ledger, polish
from meetings.planning.limits import limits
from meetings.planning.loading import load_model
from meetings.planning.narrow import narrowed, wide
from meetings.planning.options import Table
from meetings.planning.outcome import split, status
from meetings.planning.proposal import Stage, Status
from meetings.planning.score import Score, score
from meetings.planning.seating import placements
from meetings.planning.sweep import Pace, Plan, Swept, sweep

if TYPE_CHECKING:
    from meetings.planning.model import Model
    from meetings.planning.search import Found

#: From the most to the least important; a later one never costs an earlier one anything.
LEVELS = ("on_time", "placed", "confirmed_moved", "told", "points")
#: More conferences with a choice than these are a district: their points go piece by piece.
DISTRICT = 1_200
#: More than these are weighed from a swept start, and for longer.
MANY = 200


class Climb:
    """One pass through the levels; `best` is the plan so far."""

    def __init__(self, layout: Table, first: Plan, budget: Budget, watch: Watch) -> None:
        self.layout, self.first, self.best = layout, first, first
        self.budget, self.watch = budget, watch
        self.stages: list[Stage] = []
        self.limits = limits(layout)
        self.choices = sum(len(options) > 1 for options in layout.options.values())
        self._loaded: Model | None = None
        self._held = 0
        self._scored: tuple[Plan, Score] | None = None

    def all_levels(self) -> None:
        self._place()
        for name in ("confirmed_moved", "told"):
            if self._standing(name).status is Status.LIMIT:
                self.best = self._hint()
            self._count(self._standing(name))
        self.best = self._hint()
        self._weigh(self._standing("points"))

    def _model(self) -> "Model | None":
        """Give the model with all levels held that are done; it is made when it is first needed."""
        if self._loaded is None:
            self._loaded = load_model(self.layout)
        if self._loaded is not None:
            for stage in self.stages[self._held :]:
                self._loaded.hold(getattr(self._loaded, stage.name)(), stage.value)
            self._held = len(self.stages)
        return self._loaded

    def _standing(self, name: str) -> Stage:
        """Say how the plan stands at a level before anything is searched there."""
        reached = self._score(self.best)
        value, bound = getattr(reached, name), self.limits.of(name, reached.placed)
        status = Status.PROVEN if value == bound else Status.LIMIT
        if self.stages and self.stages[-1].status is Status.STOPPED:
            status = Status.STOPPED
        return Stage(name=name, status=status, value=value, bound=bound, dt=0.0)

    def _place(self) -> None:
        """Search the first two levels in one: who is on time, and how many are placed."""
        stages = tuple(self._standing(name) for name in LEVELS[:2])
        found = None
        if any(s.status is not Status.PROVEN for s in stages):
            model = self._model()
            found = None if model is None else self._counted(model)
        if found is not None:
            self.best = self._better(found.options, self.best)
            stages = split(stages, self._score(self.best), found, sure=not self.layout.cut)
        self.stages.extend(stages)

    def _counted(self, model: "Model") -> "Found | None":
        """Ask for cores first; where they end without a proof, for linear relaxations."""

        def told(value: int, bound: int) -> bool:
            most = min(self.limits.placed, bound - value // model.much * model.much)
            return self._tell("placed", value % model.much, most)

        standing = self._score(self.best)
        start = model.much * standing.on_time + standing.placed
        level, dt = replace(model.placement(), start=start), self.budget.counted
        district = self.choices > DISTRICT
        found = model.solve(level, self.best, dt * (2.5 if district else 0.1), told)
        if district or (found is not None and (found.proven or found.stopped)):
            return found
        plan = self.best if found is None else found.options
        again = model.solve(replace(level, subsolver="max_lp"), plan, dt, told)
        if found is None or again is None:
            return again or found
        spent = round(found.dt + again.dt, 6)
        return replace(again, bound=min(found.bound, again.bound), dt=spent)

    def _count(self, before: Stage) -> None:
        """Search a level that counts who is moved or told."""
        found = None
        if before.status is Status.LIMIT and (model := self._model()) is not None:
            found = self._searched(model, before, self.budget.counted)
        self.stages.append(self._stage(before, found))

    def _weigh(self, before: Stage) -> None:
        """Search the points: as a whole, in a district piece by piece, or among the best alone."""
        if before.status is not Status.LIMIT:
            self.stages.append(before)
            return
        if self.choices > DISTRICT:
            self._sweep_district(before)
            return
        self._start_well()
        found, dt = None, self._points_dt()
        if dt is not None and (model := self._model()) is not None:
            found = self._searched(model, before, dt)
        stage = self._stage(self._standing("points"), found)
        self.stages.append(stage)

    def _searched(self, model: "Model", before: Stage, dt: float) -> "Found | None":
        start = getattr(self._score(self.best), before.name)
        level = replace(getattr(model, before.name)(), start=start)
        found = model.solve(level, self.best, dt, lambda v, b: self._tell(before.name, v, b))
        if found is not None:
            self.best = self._better(found.options, self.best)
        return found

    def _points_dt(self) -> float | None:
        """Give what the points as a whole may cost; None where it is too little for any answer."""
        if self.budget.points is not None:
            return self.budget.points
        if wide(self.layout):
            return None
        return 30.0 if self.choices > MANY else 10.0

    def _start_well(self) -> None:
        """Better the plan before the last level; what that spends is not in the stage."""
        if wide(self.layout):
            for _ in range(self.budget.rounds):
                self._narrowly()
        elif self.choices > MANY and self.budget.rounds:
            self._sweep(Pace(sizes=(1, 3), dt=self.budget.narrowed))

    def _narrowly(self) -> None:
        """Search among the most promising options alone."""
        model = load_model(narrowed(self.layout, self.best))
        if model is None:
            return
        reached = self._score(self.best)
        for name in LEVELS[:-1]:
            model.hold(getattr(model, name)(), getattr(reached, name))
        level, dt = replace(model.points(), start=reached.points), self.budget.narrowed
        found = model.solve(level, self.best, dt, lambda v, _: self._tell("points", v, 0))
        if found is not None:
            self.best = self._better(found.options, self.best)

    def _sweep(self, pace: Pace) -> Swept:
        swept = sweep(self.layout, self.best, pace, lambda v: self._tell("points", v, 0))
        self.best = swept.plan
        return swept

    def _sweep_district(self, before: Stage) -> None:
        # The rows of the whole are not needed any more.
        self._loaded = None
        stage = before
        if self.budget.points != 0:
            swept = self._sweep(Pace(sizes=self.budget.chairs, dt=self.budget.piece))
            status = Status.STOPPED if swept.stopped else Status.LIMIT
            stage = replace(self._standing("points"), status=status, dt=swept.dt)
        self.stages.append(stage)

    def _tell(self, name: str, value: int, bound: int) -> bool:
        return self.watch(Progress(stage=name, value=value, bound=bound))

    def _stage(self, before: Stage, found: "Found | None") -> Stage:
        if found is None:
            return before
        # Teams that were left out could have been better, so nothing is proven about them.
        sure = not self.layout.cut
        return Stage(
            name=before.name,
            status=status(found, sure=sure),
            # A search that ends early may count shared costs twice, or lose its start.
            value=getattr(self._score(self.best), before.name),
            bound=found.bound if sure else before.bound,
            dt=found.dt,
        )

    def _hint(self) -> Plan:
        """Choose the best start for the next level: first plan, last answer, or it after moves."""
        ledger = Ledger(self.layout)
        for option in self.best.values():
            ledger.put(option)
        return self._better(self.best, self.first, dict(polish(ledger).placed))

    def _better(self, *plans: Plan) -> Plan:
        return min(plans, key=lambda plan: self._rank(self._score(plan)))

    def _rank(self, of: Score) -> tuple[int, ...]:
        return (-of.on_time, -of.placed, of.confirmed_moved, of.told, of.points)

    def _score(self, plan: Plan) -> Score:
        """Count a plan; the last one is not counted again."""
        if self._scored is None or self._scored[0] is not plan:
            self._scored = (plan, score(self.layout.problem, placements(self.layout, plan)))
        return self._scored[1]
