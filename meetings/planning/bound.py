"""How few points any plan could cost: a bound from the linear relaxation, with nothing searched.

Any prices for the rows of the model give a bound that holds, so the solver's answer needs no trust:
its prices are put in, and what they prove is counted here. Loads OR-Tools; runs in a process of its
own beside the search, and changes no plan.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import ceil, inf

from ortools.math_opt import model_pb2, sparse_containers_pb2
from ortools.math_opt.python import mathopt

from meetings.planning.limits import limits
from meetings.planning.model import Model
from meetings.planning.options import Table, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal, Status
from meetings.planning.seating import without_clashes

#: What floating numbers may have lost, as a share.
LOOSE = 1e-6
#: Numbers from here on stand for no limit at all.
ENDLESS = 2**60
#: First-order steps at most: a count, since a clock would give other bounds each time.
STEPS = 20_000
#: Below this the steps end; what is missing is counted here, not believed.
CLOSE = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """No plan that keeps the levels before the points costs less than this."""

    value: int
    #: False: seen from each conference by itself, since there was no answer of the relaxation.
    relaxed: bool


@dataclass(slots=True)
class Rows:
    """The model as least cost · x with low <= row · x <= high, each x between two numbers."""

    columns: list[tuple[float, float]] = field(default_factory=list)
    cost: dict[int, float] = field(default_factory=dict)
    offset: float = 0.0
    limits: list[tuple[float, float]] = field(default_factory=list)
    #: Row, column, coefficient; rows ascending.
    entries: list[tuple[int, int, float]] = field(default_factory=list)

    def proves(self, prices: list[float]) -> float:
        """Count the bound that these prices prove; every list of prices proves some bound."""
        rest = [self.cost.get(n, 0.0) for n in range(len(self.columns))]
        paid = [
            0.0 if (low if price > 0 else high) in {inf, -inf} else price
            for price, (low, high) in zip(prices, self.limits, strict=True)
        ]
        for row, column, amount in self.entries:
            rest[column] -= paid[row] * amount
        rows = (p * (low if p > 0 else high) for p, (low, high) in self._paid(paid))
        columns = (
            min(r * low, r * high) for r, (low, high) in zip(rest, self.columns, strict=True)
        )
        return self.offset + sum(rows) + sum(columns)

    def _paid(self, paid: list[float]) -> Iterable[tuple[float, tuple[float, float]]]:
        return ((p, ends) for p, ends in zip(paid, self.limits, strict=True) if p)


def points_bound(layout: Table, reached: Mapping[str, int]) -> Bound:
    """Bound the points of all plans that reach as much at each level before them."""
    alone = Bound(value=limits(layout).of("points", reached["placed"]), relaxed=False)
    if layout.cut:
        # Teams that were left out could cost less.
        return alone
    rows = _rows(layout, reached)
    prices = _prices(rows)
    if prices is None:
        return alone
    proven = rows.proves(prices)
    value = ceil(proven - LOOSE * max(1.0, abs(proven)))
    return alone if value < alone.value else Bound(value=value, relaxed=True)


def bound_of(problem: Problem, proposal: Proposal) -> Bound:
    """Bound the points of every plan that is as good as this one at each level before them."""
    layout, _ = without_clashes(table(problem))
    return points_bound(layout, {s.name: s.value for s in proposal.stages})


def tightened(proposal: Proposal, bound: Bound) -> Proposal:
    """Put a better bound into the proposal's last level; it is proven where nothing is between."""

    def better(name: str, value: int, before: int) -> int:
        return min(value, max(before, bound.value)) if name == "points" else before

    stages = tuple(replace(s, bound=better(s.name, s.value, s.bound)) for s in proposal.stages)
    proven = tuple(replace(s, status=Status.PROVEN) if s.bound == s.value else s for s in stages)
    return replace(proposal, stages=proven)


def _rows(layout: Table, reached: Mapping[str, int]) -> Rows:
    model = Model(layout)
    for name in ("on_time", "placed", "confirmed_moved", "told"):
        model.hold(getattr(model, name)(), reached[name])
    model.rows.minimize(model.points().cost)
    proto, rows = model.rows.proto, Rows()
    rows.columns = [(float(v.domain[0]), float(list(v.domain)[-1])) for v in proto.variables]
    rows.offset = proto.objective.offset
    rows.cost = dict(zip(proto.objective.vars, map(float, proto.objective.coeffs), strict=True))
    for constraint in proto.constraints:
        # To read a field of another kind would turn the row into that kind.
        if constraint.has_at_most_one():
            _add(rows, ((n, 1) for n in constraint.at_most_one.literals), (-inf, 1.0))
        else:
            linear = constraint.linear
            ends = list(linear.domain)
            pairs = zip(linear.vars, linear.coeffs, strict=True)
            _add(rows, pairs, (_end(ends[0]), _end(ends[-1])))
    return rows


def _add(rows: Rows, pairs: Iterable[tuple[int, int]], ends: tuple[float, float]) -> None:
    amounts: dict[int, float] = {}
    for column, amount in pairs:
        amounts[column] = amounts.get(column, 0.0) + amount
    number = len(rows.limits)
    rows.limits.append(ends)
    rows.entries.extend((number, column, amounts[column]) for column in sorted(amounts))


def _end(value: int) -> float:
    if abs(value) < ENDLESS:
        return float(value)
    return inf if value > 0 else -inf


def _prices(rows: Rows) -> list[float] | None:
    """Ask for the prices of the rows at the least cost; None without an answer."""
    program = mathopt.Model.from_model_proto(_program(rows))
    answer = mathopt.solve(program, mathopt.SolverType.PDLP, params=_parameters())
    if not answer.solutions or answer.solutions[0].dual_solution is None:
        return None
    prices = answer.solutions[0].dual_solution.dual_values
    return [prices.get(program.get_linear_constraint(n), 0.0) for n in range(len(rows.limits))]


def _parameters() -> mathopt.SolveParameters:
    parameters = mathopt.SolveParameters(threads=1)
    ends = parameters.pdlp.termination_criteria
    ends.iteration_limit = STEPS
    ends.simple_optimality_criteria.eps_optimal_relative = CLOSE
    ends.simple_optimality_criteria.eps_optimal_absolute = CLOSE
    return parameters


def _program(rows: Rows) -> model_pb2.ModelProto:
    columns, limits_ = range(len(rows.columns)), range(len(rows.limits))
    program = model_pb2.ModelProto()
    variables, held = program.variables, program.linear_constraints
    variables.ids.extend(columns)
    variables.lower_bounds.extend(low for low, _ in rows.columns)
    variables.upper_bounds.extend(high for _, high in rows.columns)
    variables.integers.extend(False for _ in columns)
    program.objective.offset = rows.offset
    cost = sorted(rows.cost.items())
    program.objective.linear_coefficients.CopyFrom(
        sparse_containers_pb2.SparseDoubleVectorProto(
            ids=[n for n, _ in cost], values=[amount for _, amount in cost]
        )
    )
    held.ids.extend(limits_)
    held.lower_bounds.extend(low for low, _ in rows.limits)
    held.upper_bounds.extend(high for _, high in rows.limits)
    matrix = program.linear_constraint_matrix
    matrix.row_ids.extend(row for row, _, _ in rows.entries)
    matrix.column_ids.extend(column for _, column, _ in rows.entries)
    matrix.coefficients.extend(amount for _, _, amount in rows.entries)
    return program
