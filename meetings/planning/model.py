"""The Boolean model for CP-SAT: a literal an option, cliques for what exists once, else sums.

The only module that loads OR-Tools. The order of the levels is solve.py. One worker with a named
subsolver and a budget in deterministic units (dt) gives the same answer everywhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from meetings.planning.options import Option, Table
from meetings.planning.score import nearness
from meetings.planning.soft import Both, Excess, Taken, Together, excesses, siblings_apart

#: Cores prove what is counted, linear relaxations prove what is weighed.
CORE, LINEAR = "core", "max_lp"
SEED = 20_260_801
FAR = 10**9

Sum = cp_model.LinearExpr
Watch = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What one solve makes as small as it can."""

    name: str
    cost: Sum
    #: -1: the value that people read is the cost with the other sign.
    sign: int = 1
    subsolver: str = CORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Answer of one solve; value and bound as people read them."""

    proven: bool
    stopped: bool
    value: int
    bound: int
    dt: float
    options: Mapping[str, Option]


class Model:
    """One problem as rows. Levels are solved one after another, each then held."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.rows = cp_model.CpModel()
        self.x = [self.rows.new_bool_var("") for _ in table.all]
        self.p = {key: self.rows.new_bool_var("") for key in sorted(table.options)}
        self.number = _numbers(table)
        #: Further literals, each with its value once the options are known.
        self._follows: list[tuple[cp_model.IntVar, Callable[[Taken], int]]] = []
        self._one_option_each()
        self._nothing_twice()

    def _one_option_each(self) -> None:
        for key, numbers in self.number.items():
            mine = [self.x[n] for n in numbers]
            self.rows.add_at_most_one(mine)
            self.rows.add(cp_model.LinearExpr.sum(mine) == self.p[key])
            if self.table.problem.conference[key].fixed is not None and mine:
                self.rows.add(self.p[key] == 1)

    def _nothing_twice(self) -> None:
        # Neighbouring grains often give the same row; one of them is enough.
        done: set[tuple[int, tuple[tuple[int, int], ...]]] = set()
        for (key, grain), wanted in _wanted(self.table).items():
            most = self.table.holds_at_most(key, grain)
            row = (most, tuple(wanted))
            if row in done or not self._binds(wanted, most):
                continue
            done.add(row)
            literals = [self.x[n] for n, _ in wanted]
            if most == 1:
                self.rows.add_at_most_one(literals)
            else:
                amounts = [amount for _, amount in wanted]
                self.rows.add(cp_model.LinearExpr.weighted_sum(literals, amounts) <= most)

    def _binds(self, wanted: Iterable[tuple[int, int]], most: int) -> bool:
        peak: dict[str, int] = defaultdict(int)
        for n, amount in wanted:
            key = self.table.all[n].conference
            peak[key] = max(peak[key], amount)
        return sum(peak.values()) > most

    def on_time(self) -> Level:
        """As many on time as can be, each worth its rank."""
        conference, weights = self.table.problem.conference, self.table.problem.policy.rank_weights
        worth = {k: weights[min(c.rank, len(weights) - 1)] for k, c in conference.items()}
        terms = [-worth[o.conference] * o.on_time for o in self.table.all]
        return Level(name="on_time", cost=self._weigh(terms), sign=-1)

    def placed(self) -> Level:
        """As many as can be."""
        return Level(name="placed", cost=self._weigh([-1] * len(self.x)), sign=-1)

    def confirmed_moved(self) -> Level:
        """As few confirmed ones as can be lose their time."""
        now = {k: c.now for k, c in self.table.problem.conference.items()}
        worth = {k: int(n.confirmed) for k, n in now.items() if n is not None}
        return Level(name="confirmed_moved", cost=self._stay(worth))

    def told(self) -> Level:
        """As few people as can be hear of a change; near changes weigh more."""
        problem = self.table.problem
        now = {k: c.now for k, c in problem.conference.items()}
        worth = {k: n.told * nearness(problem, n.start) for k, n in now.items() if n is not None}
        return Level(name="told", cost=self._stay(worth))

    def _stay(self, worth: Mapping[str, int]) -> Sum:
        """Charge each its worth, unless an option with its present start is taken."""
        terms = [0] * len(self.x)
        for key, cost in worth.items():
            now = self.table.problem.conference[key].now
            for n in self.number[key]:
                if now is not None and self.table.all[n].start == now.start:
                    terms[n] = -cost
        return self._weigh(terms) + sum(worth.values())

    def points(self) -> Level:
        """As few points as can be; brings the rows of shared costs with it."""
        cost = self._weigh([o.points for o in self.table.all])
        for row in excesses(self.table):
            cost = cost + row.points * self._over(row)
        for pair in siblings_apart(self.table, self.number):
            cost = cost + pair.points * self._apart(pair)
        return Level(name="points", cost=cost, subsolver=LINEAR)

    def _over(self, row: Excess) -> cp_model.IntVar:
        over = self.rows.new_int_var(0, row.most, "")
        minus = self._sum(row.minus)
        self.rows.add(over >= self._sum(row.plus) - minus - row.allowed)
        self._follows.append((over, row.value))
        return over

    def _apart(self, pair: Together) -> cp_model.IntVar:
        apart = self.rows.new_bool_var("")
        beside = [self._both(both) for both in pair.pairs]
        together = cp_model.LinearExpr.sum(beside)
        self.rows.add(apart + together >= self.p[pair.one] + self.p[pair.two] - 1)
        one, two = (tuple(self.number[key]) for key in (pair.one, pair.two))
        self._follows.append((apart, lambda taken: pair.value(taken, one, two)))
        return apart

    def _both(self, both: Both) -> cp_model.IntVar:
        literal = self.rows.new_bool_var("")
        self.rows.add(self._sum(both.ones) >= literal)
        self.rows.add(self._sum(both.twos) >= literal)
        self._follows.append((literal, both.value))
        return literal

    def _sum(self, numbers: Iterable[int]) -> Sum:
        return cp_model.LinearExpr.sum([self.x[n] for n in numbers])

    def _weigh(self, terms: list[int]) -> Sum:
        some = [n for n, term in enumerate(terms) if term]
        weights = [terms[n] for n in some]
        return cp_model.LinearExpr.weighted_sum([self.x[n] for n in some], weights)

    def solve(
        self, level: Level, hint: Mapping[str, Option], dt: float, watch: Watch
    ) -> Found | None:
        """Solve one level from a hint within dt units; None if not even the hint was confirmed."""
        self._hint(hint)
        self.rows.minimize(level.cost)
        solver = _solver(level.subsolver, dt)
        teller = _Teller(level, watch, solver)
        status = solver.solve(self.rows, teller)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        value, bound = round(solver.objective_value), _ceil(solver.best_objective_bound)
        chosen = (o for o, x in zip(self.table.all, self.x, strict=True) if solver.boolean_value(x))
        return Found(
            proven=status == cp_model.OPTIMAL,
            stopped=teller.stopped,
            value=level.sign * value,
            bound=level.sign * (value if status == cp_model.OPTIMAL else bound),
            dt=round(solver.response_proto.deterministic_time, 6),
            options={o.conference: o for o in chosen},
        )

    def hold(self, level: Level, value: int) -> None:
        """Let no later level give up what this one has reached."""
        if not isinstance(level.cost, int):
            self.rows.add(level.cost <= level.sign * value)

    def _hint(self, hint: Mapping[str, Option]) -> None:
        self.rows.clear_hints()  # type: ignore[no-untyped-call]
        taken = frozenset(self.number[k][self.table.options[k].index(o)] for k, o in hint.items())
        for n, x in enumerate(self.x):
            self.rows.add_hint(x, n in taken)
        for key, p in self.p.items():
            self.rows.add_hint(p, key in hint)
        for literal, value in self._follows:
            self.rows.add_hint(literal, value(taken))

    def conflict(self, keys: Iterable[str], dt: float) -> tuple[str, ...] | None:
        """Give conferences that cannot all be placed; () if these can, None if dt ran out.

        It is a guess of the solver: ask again with it alone, and take away what is not needed.
        """
        asked = {self.p[key].index: key for key in keys}
        self.rows.clear_objective()  # type: ignore[no-untyped-call]
        self.rows.clear_hints()  # type: ignore[no-untyped-call]
        self.rows.clear_assumptions()
        self.rows.add_assumptions([self.p[key] for key in asked.values()])
        # The core search of a count pays no heed to assumptions.
        solver = _solver(LINEAR, dt)
        status = solver.solve(self.rows)
        if status == cp_model.INFEASIBLE:
            core = solver.sufficient_assumptions_for_infeasibility()
            named = tuple(sorted(asked[n] for n in core if n in asked))
            return named or tuple(sorted(asked.values()))
        fits = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return () if fits and all(solver.boolean_value(self.p[k]) for k in asked.values()) else None


class _Teller(cp_model.CpSolverSolutionCallback):
    """Tells the watcher of each better plan, and stops when it says so."""

    def __init__(self, level: Level, watch: Watch, solver: cp_model.CpSolver) -> None:
        super().__init__()
        self.stopped = False
        self._level, self._watch, self._value = level, watch, 0
        self._solver = solver
        solver.best_bound_callback = self._bound

    def on_solution_callback(self) -> None:
        self._value = round(self.objective_value)
        self._tell(self.best_objective_bound)

    def _bound(self, bound: float) -> None:
        self._tell(bound)

    def _tell(self, bound: float) -> None:
        sign = self._level.sign
        if not self.stopped and not self._watch(sign * self._value, sign * _ceil(bound)):
            self.stopped = True
            self._solver.stop_search()


def _solver(subsolver: str, dt: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.subsolvers.append(subsolver)
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = dt
    return solver


def _ceil(bound: float) -> int:
    # A cost is whole, so a fractional bound holds for the next one. No bound yet is a huge one.
    return ceil(max(-FAR, min(FAR, bound)) - 1e-6)


def _numbers(table: Table) -> dict[str, range]:
    numbers, first = {}, 0
    for key in sorted(table.options):
        numbers[key] = range(first, first + len(table.options[key]))
        first += len(table.options[key])
    return numbers


def _wanted(table: Table) -> Mapping[tuple[str, int], list[tuple[int, int]]]:
    wanted: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for n, option in enumerate(table.all):
        for hold in option.holds:
            for grain in range(hold.start, hold.end):
                wanted[hold.key, grain].append((n, hold.amount))
    return wanted
