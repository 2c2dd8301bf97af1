"""The Boolean model for CP-SAT: a literal an option, cliques for what exists once, else sums.

How one search is led is search.py, the order of the levels solve.py.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from meetings.planning.options import Option, Table
from meetings.planning.scarce import scarce
from meetings.planning.score import nearness
from meetings.planning.search import CORE, LINEAR, Found, Teller, Told, solver, whole
from meetings.planning.soft import (
    Both,
    Excess,
    Group,
    Several,
    Taken,
    Together,
    any_of,
    changes_of_school,
    excesses,
    half_days,
    siblings_apart,
)

Sum = cp_model.LinearExpr


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """What one solve makes as small as it can."""

    name: str
    cost: Sum
    #: -1: the value that people read is the cost with the other sign.
    sign: int = 1
    subsolver: str = CORE
    #: One of many small searches: what is tried before each costs more than it saves.
    small: bool = False
    #: Is told until something better than the hint is found.
    start: int = 0


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
        self._one_school_a_half_day()

    def _one_option_each(self) -> None:
        for key, numbers in self.number.items():
            mine = [self.x[n] for n in numbers]
            self.rows.add_at_most_one(mine)
            self.rows.add(cp_model.LinearExpr.sum(mine) == self.p[key])
            if self.table.problem.conference[key].fixed is not None and mine:
                self.rows.add(self.p[key] == 1)

    def _nothing_twice(self) -> None:
        for row in scarce(self.table):
            literals = [self.x[n] for n in row.numbers]
            if row.at_most_one:
                self.rows.add_at_most_one(literals)
            else:
                amounts = row.amounts or [1] * len(literals)
                self.rows.add(cp_model.LinearExpr.weighted_sum(literals, amounts) <= row.most)

    def _one_school_a_half_day(self) -> None:
        for groups in half_days(self.table):
            self.rows.add_at_most_one([self._any(group) for group in groups])

    def _any(self, group: Group) -> cp_model.IntVar:
        literal = self.rows.new_bool_var("")
        for numbers in group:
            self.rows.add(self._sum(numbers) <= literal)
        self._follows.append((literal, lambda taken: any_of(group, taken)))
        return literal

    def on_time(self) -> Level:
        """As many on time as can be, each worth its rank."""
        return self._placed("on_time", 1, 0)

    def placed(self) -> Level:
        """As many as can be."""
        return self._placed("placed", 0, 1)

    def placement(self) -> Level:
        """Both in one: on time, then placed. All that is placed is worth less than `much`."""
        return self._placed("placed", self.much, 1)

    @property
    def much(self) -> int:
        return len(self.p) + 1

    def _placed(self, name: str, on_time: int, placed: int) -> Level:
        """Weigh each conference once, and late options besides: cores like short sums."""
        conference, weights = self.table.problem.conference, self.table.problem.policy.rank_weights
        ranks = {key: min(conference[key].rank, len(weights) - 1) for key in self.p}
        worth = {key: on_time * weights[rank] for key, rank in ranks.items()}
        cost = cp_model.LinearExpr.weighted_sum(
            list(self.p.values()), [-worth[key] - placed for key in self.p]
        )
        late = [0 if o.on_time else worth[o.conference] for o in self.table.all]
        return Level(name=name, cost=cost + self._weigh(late), sign=-1)

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
        for day in changes_of_school(self.table):
            cost = cost + day.points * self._beyond_first(day)
        return Level(name="points", cost=cost, subsolver=LINEAR)

    def _over(self, row: Excess) -> cp_model.IntVar:
        over = self.rows.new_int_var(0, row.most, "")
        minus = self._sum(row.minus)
        self.rows.add(over >= self._sum(row.plus) - minus - row.allowed)
        self._follows.append((over, row.value))
        return over

    def _beyond_first(self, row: Several) -> cp_model.IntVar:
        beyond = self.rows.new_int_var(0, len(row.groups) - 1, "")
        seen = cp_model.LinearExpr.sum([self._any(group) for group in row.groups])
        self.rows.add(beyond >= seen - 1)
        self._follows.append((beyond, row.value))
        return beyond

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
        self, level: Level, hint: Mapping[str, Option], dt: float, told: Told
    ) -> Found | None:
        """Solve one level from a hint within dt units; None if not even the hint was confirmed."""
        self._hint(hint)
        self.rows.minimize(level.cost)
        search = solver(level.subsolver, dt, small=level.small)
        teller = Teller(level, told, search)
        status = search.solve(self.rows, teller)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return None
        value, bound = round(search.objective_value), whole(search.best_objective_bound)
        chosen = (o for o, x in zip(self.table.all, self.x, strict=True) if search.boolean_value(x))
        return Found(
            proven=status == cp_model.OPTIMAL,
            stopped=teller.stopped,
            value=level.sign * value,
            bound=level.sign * (value if status == cp_model.OPTIMAL else bound),
            dt=round(search.response_proto.deterministic_time, 6),
            options={o.conference: o for o in chosen},
            much=self.much,
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
        search = solver(LINEAR, dt)
        status = search.solve(self.rows)
        if status == cp_model.INFEASIBLE:
            core = search.sufficient_assumptions_for_infeasibility()
            named = tuple(sorted(asked[n] for n in core if n in asked))
            return named or tuple(sorted(asked.values()))
        fits = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        return () if fits and all(search.boolean_value(self.p[k]) for k in asked.values()) else None


def _numbers(table: Table) -> dict[str, range]:
    numbers, first = {}, 0
    for key in sorted(table.options):
        numbers[key] = range(first, first + len(table.options[key]))
        first += len(table.options[key])
    return numbers
