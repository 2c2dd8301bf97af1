"""One search with CP-SAT: its settings, what a watcher is told meanwhile, and what it finds.

Which rows there are is model.py; the order of the searches is solve.py and sweep.py. One worker
with a named subsolver and a budget in deterministic units (dt) gives the same answer everywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Protocol

from ortools.sat.python import cp_model

from meetings.planning.options import Option

#: Cores prove what is counted, linear relaxations prove what is weighed.
CORE, LINEAR = "core", "max_lp"
SEED = 20_260_801
FAR = 10**9

#: Is told the best value and its bound; False stops the search.
Told = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Answer of one search; value and bound as people read them."""

    proven: bool
    stopped: bool
    value: int
    bound: int
    dt: float
    options: Mapping[str, Option]
    #: Where two levels were searched in one: one of the first is worth so many of the second.
    much: int = 1


class Sense(Protocol):
    """What a level says about its values."""

    #: -1: the value that people read is the cost with the other sign.
    @property
    def sign(self) -> int: ...

    #: As people read it.
    @property
    def start(self) -> int: ...


class Teller(cp_model.CpSolverSolutionCallback):
    """Tells of each better plan and each better bound, and stops when the answer is False."""

    def __init__(self, level: Sense, told: Told, solver: cp_model.CpSolver) -> None:
        super().__init__()
        self.stopped = False
        self._sign, self._told, self._value = level.sign, told, level.sign * level.start
        self._solver = solver
        solver.best_bound_callback = self._bound

    def on_solution_callback(self) -> None:
        self._value = round(self.objective_value)
        self._tell(self.best_objective_bound)

    def _bound(self, bound: float) -> None:
        self._tell(bound)

    def _tell(self, bound: float) -> None:
        sign = self._sign
        if not self.stopped and not self._told(sign * self._value, sign * whole(bound)):
            self.stopped = True
            self._solver.stop_search()


def solver(subsolver: str, dt: float, *, small: bool = False) -> cp_model.CpSolver:
    """Set up one worker; before a small search nothing is probed."""
    made = cp_model.CpSolver()
    made.parameters.num_workers = 1
    made.parameters.subsolvers.append(subsolver)
    made.parameters.random_seed = SEED
    made.parameters.max_deterministic_time = dt
    if small:
        made.parameters.cp_model_probing_level = 0
        made.parameters.symmetry_level = 0
    return made


def whole(bound: float) -> int:
    """Round a lower bound of a whole cost up; no bound yet is a huge one."""
    return ceil(max(-FAR, min(FAR, bound)) - 1e-6)
