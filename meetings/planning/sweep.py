"""A district's plan made cheaper piece by piece: some chairs anew, everything else where it is.

First each chair by itself, then groups of chairs that share people and rooms. A piece keeps what
the levels before the points have reached, and its answer counts only if it costs less. The order of
the pieces comes from a seed, never from chance. Nothing is proven here: that is bound.py.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from meetings.planning.greedy import Ledger
from meetings.planning.grid import span
from meetings.planning.loading import load_model
from meetings.planning.options import Option, Table
from meetings.planning.problem import Conference, Problem
from meetings.planning.score import Score, score
from meetings.planning.seating import placements

SEED = "2026-08-01"

Plan = Mapping[str, Option]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How far a sweep goes."""

    #: So many chairs at a time, one round for each number.
    sizes: tuple[int, ...] = (1,)
    #: Deterministic units for a piece.
    dt: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """The plan after a sweep."""

    plan: Plan
    dt: float
    stopped: bool


#: Is told the points of the whole plan after each improvement and each piece; False stops.
Told = Callable[[int], bool]


def sweep(layout: Table, plan: Plan, pace: Pace, told: Told) -> Swept:
    """Make the plan cheaper; it stays as it is at all levels before the points."""
    broom = _Broom(layout, plan, pace, told)
    return broom.swept()


class _Broom:
    """Goes over the pieces one after another; what it has reached is in the ledger."""

    def __init__(self, layout: Table, plan: Plan, pace: Pace, told: Told) -> None:
        self.layout, self.pace, self.told = layout, pace, told
        self.ledger = Ledger(layout)
        for key in sorted(plan):
            self.ledger.put(plan[key])
        self.points = _score(layout, self.ledger.placed).points
        self.dt, self.stopped = 0.0, False

    def swept(self) -> Swept:
        for number, size in enumerate(self.pace.sizes):
            for chairs in _groups(self.layout.problem, size, number):
                self._anew(chairs)
                if self.stopped or not self.told(self.points):
                    return self._reached(stopped=True)
        return self._reached(stopped=False)

    def _reached(self, *, stopped: bool) -> Swept:
        return Swept(plan=dict(self.ledger.placed), dt=round(self.dt, 6), stopped=stopped)

    def _anew(self, chairs: frozenset[str]) -> None:
        """Plan these chairs anew, if that makes the whole cheaper."""
        piece = _Piece(self.layout, self.ledger, chairs)
        reached = _score(piece.table, piece.plan)
        model = load_model(piece.table)
        if model is None:
            return
        for key in piece.others:
            model.rows.add(model.p[key] == 1)
        model.hold(model.on_time(), reached.on_time)
        model.hold(model.placed(), reached.placed)
        model.hold(model.confirmed_moved(), reached.confirmed_moved)
        model.hold(model.told(), reached.told)
        rest = self.points - reached.points
        level = replace(model.points(), start=reached.points, small=True)
        dt = self.pace.dt
        found = model.solve(level, piece.plan, dt, lambda v, _: self._tell(rest + v))
        if found is None:
            return
        self.dt += found.dt
        # A search that ends early may count shared costs twice, so they are counted here.
        points = _score(piece.table, found.options).points
        if points < reached.points:
            self._take(piece, found.options)
            self.points = rest + points

    def _tell(self, points: int) -> bool:
        self.stopped = self.stopped or not self.told(min(points, self.points))
        return not self.stopped

    def _take(self, piece: "_Piece", plan: Plan) -> None:
        for key in piece.mine:
            if key in self.ledger.placed:
                self.ledger.put(self.ledger.placed[key], -1)
        for key in piece.mine:
            if key in plan:
                self.ledger.put(plan[key])


class _Piece:
    """Some chairs' conferences with the options that fit, and what they have to do with others."""

    def __init__(self, layout: Table, ledger: Ledger, chairs: Collection[str]) -> None:
        self.layout, self.ledger = layout, ledger
        self.mine = tuple(c.key for c in layout.problem.conferences if c.chair in chairs)
        self.free = self._fitting()
        self.others = tuple(self._neighbours())

    @cached_property
    def plan(self) -> Plan:
        keys = (*self.mine, *self.others)
        return {key: self.ledger.placed[key] for key in keys if key in self.ledger.placed}

    @cached_property
    def table(self) -> Table:
        """Give the table of this piece: others have the one option that they stand at."""
        stand = {key: (self.ledger.placed[key],) for key in self.others}
        options = {**self.free, **stand}
        return replace(self.layout, problem=_only(self.layout.problem, options), options=options)

    def _fitting(self) -> Mapping[str, tuple[Option, ...]]:
        """Leave out the options that something elsewhere stands in the way of."""
        ledger, present = self.ledger, {}
        for key in self.mine:
            if key in ledger.placed:
                present[key] = ledger.placed[key]
                ledger.put(ledger.placed[key], -1)
        free = {
            key: tuple(
                o for o in self.layout.options[key] if o is present.get(key) or ledger.fits(o)
            )
            for key in self.mine
        }
        for option in present.values():
            ledger.put(option)
        return free

    def _neighbours(self) -> Iterator[str]:
        """Name the placed conferences elsewhere that want something of what these could hold."""
        mine, wanted = frozenset(self.mine), defaultdict[str, int](int)
        options = [o for found in self.free.values() for o in found]
        for hold in (h for o in options for h in o.holds):
            wanted[hold.key] |= span(hold.start, hold.end)
        pulled = {key for o in options for key in o.pulled}
        pairs = self.layout.problem.pairs
        near = {b for a, b in pairs if a in mine} | {a for a, b in pairs if b in mine}
        for key, option in sorted(self.ledger.placed.items()):
            if key not in mine and (
                key in near
                or not pulled.isdisjoint(option.pulled)
                or any(wanted.get(h.key, 0) & span(h.start, h.end) for h in option.holds)
            ):
                yield key


def _score(layout: Table, plan: Plan) -> Score:
    return score(layout.problem, placements(layout, plan))


def _only(problem: Problem, keys: Collection[str]) -> Problem:
    conferences = tuple(c for c in problem.conferences if c.key in keys)
    people = {p for c in conferences for p in _people(c)}
    return replace(
        problem,
        conferences=conferences,
        people=tuple(problem.person[key] for key in sorted(people)),
        pairs=tuple((a, b) for a, b in problem.pairs if a in keys and b in keys),
    )


def _people(conference: Conference) -> Iterator[str]:
    yield conference.chair
    for seat in conference.seats:
        yield from seat.people
    if conference.fixed is not None:
        yield from conference.fixed.team


def _groups(problem: Problem, size: int, number: int) -> Iterator[frozenset[str]]:
    """Put chairs together that share most; each is in one group of a round."""
    things = _things(problem)
    order = sorted(things, key=lambda c: sha256(f"{SEED} {number} {c}".encode()).digest())
    left = dict.fromkeys(order)
    while left:
        first = next(iter(left))
        beside = sorted(left, key=lambda c: (c != first, -len(things[c] & things[first])))
        group = beside[:size]
        for chair in group:
            del left[chair]
        yield frozenset(group)


def _things(problem: Problem) -> Mapping[str, set[str]]:
    """Name what each chair's conferences want of what others want too."""
    things: dict[str, set[str]] = {}
    for c in problem.conferences:
        pools = (c.rooms, c.interpreters, c.cover)
        kinds = ("rooms", "interpreters", "cover")
        named = {f"{kind} {key}" for kind, key in zip(kinds, pools, strict=True) if key}
        things.setdefault(c.chair, set()).update(_people(c), named)
    return things
