"""Costs that options have only together: blocks, busy days, pulls, siblings. No solver here.

A number is the place of an option in `Table.all`. model.py turns these rows into constraints.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.planning.greedy import near
from meetings.planning.options import Option, Table
from meetings.planning.travel import halves

#: Numbers of the options that a plan takes.
Taken = frozenset[int]
#: Options at one school, conference by conference.
Group = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """So many points for each of `plus` beyond those of `minus` and what is allowed."""

    points: int
    plus: tuple[int, ...]
    minus: tuple[int, ...]
    allowed: int
    #: No plan exceeds it by more.
    most: int

    def value(self, taken: Taken) -> int:
        """Count the excess of a plan."""
        return max(0, _count(taken, self.plus) - _count(taken, self.minus) - self.allowed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Both:
    """Options of the one sibling at a start, and options of the other near that start."""

    ones: tuple[int, ...]
    twos: tuple[int, ...]

    def value(self, taken: Taken) -> int:
        """Say whether both are taken."""
        return int(_count(taken, self.ones) > 0 and _count(taken, self.twos) > 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """So many points if both are placed and no pair of these option groups is taken."""

    points: int
    one: str
    two: str
    pairs: tuple[Both, ...]

    def value(self, taken: Taken, ones: tuple[int, ...], twos: tuple[int, ...]) -> int:
        """Say whether a plan keeps them apart; `ones` and `twos` are all their options."""
        placed = _count(taken, ones) > 0 and _count(taken, twos) > 0
        return int(placed and not any(both.value(taken) for both in self.pairs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Several:
    """So many points for each group beyond the first of which an option is taken."""

    points: int
    groups: tuple[Group, ...]

    def value(self, taken: Taken) -> int:
        """Count the groups of a plan beyond the first."""
        return max(0, sum(any_of(group, taken) for group in self.groups) - 1)


def any_of(group: Group, taken: Taken) -> int:
    """Say whether a plan takes an option of this group."""
    return int(any(_count(taken, numbers) > 0 for numbers in group))


def _count(taken: Taken, numbers: tuple[int, ...]) -> int:
    return len(taken.intersection(numbers))


def excesses(table: Table) -> Iterator[Excess]:
    """Give blocks, then day loads, then pulls; rows that cannot cost anything are left out."""
    weights = table.problem.policy.weights
    if weights.block:
        yield from _blocks(table, weights.block)
    if weights.above_comfortable:
        yield from _loads(table, weights.above_comfortable)
    if weights.pull_above:
        yield from _pulls(table, weights.pull_above)


def _blocks(table: Table, points: int) -> Iterator[Excess]:
    begins: dict[tuple[str, int], list[int]] = defaultdict(list)
    leads: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, option in enumerate(table.all):
        begins[option.chair, option.start].append(number)
        leads[option.chair, option.free_again].append(number)
    grid = table.problem.grid
    for chair, start in sorted(begins):
        first = max(grid.day(start) * grid.per_day, start - grid.step + 1)
        before = [n for g in range(first, start + 1) for n in leads.get((chair, g), ())]
        same_day = tuple(n for n in before if table.all[n].day == grid.day(start))
        begun = tuple(begins[chair, start])
        yield Excess(points=points, plus=begun, minus=same_day, allowed=0, most=1)


def _loads(table: Table, points: int) -> Iterator[Excess]:
    days: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, option in enumerate(table.all):
        days[option.chair, option.day].append(number)
    comfortable = table.problem.policy.comfortable
    for place in sorted(days):
        beyond = (
            min(_conferences(table, days[place]), table.holds_at_most(*_day(place))) - comfortable
        )
        if beyond > 0:
            numbers = tuple(days[place])
            yield Excess(points=points, plus=numbers, minus=(), allowed=comfortable, most=beyond)


def _pulls(table: Table, points: int) -> Iterator[Excess]:
    taken: dict[str, list[int]] = defaultdict(list)
    for number, option in enumerate(table.all):
        for key in option.pulled:
            taken[key].append(number)
    allowed = table.problem.policy.pulls_unharmed
    for key in sorted(taken):
        beyond = _conferences(table, taken[key]) - allowed
        if beyond > 0:
            numbers = tuple(taken[key])
            yield Excess(points=points, plus=numbers, minus=(), allowed=allowed, most=beyond)


def changes_of_school(table: Table) -> Iterator[Several]:
    """Give one row for each day on which a chair could be at several schools."""
    points = table.problem.policy.weights.change_of_school
    at: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, option in enumerate(table.all) if points else ():
        if option.school is not None:
            at[option.chair, option.day].append(number)
    for place in sorted(at):
        groups = by_school(table, at[place])
        if len(groups) > 1:
            yield Several(points=points, groups=groups)


def half_days(table: Table) -> Iterator[tuple[Group, ...]]:
    """Give the groups by school of each half day of a chair: at most one of them may be taken."""
    problem = table.problem
    at: dict[tuple[str, int], list[int]] = defaultdict(list)
    for number, option in enumerate(table.all) if problem.policy.one_school_a_half_day else ():
        if option.school is not None:
            for half in halves(problem, option.start, option.end):
                at[option.chair, half].append(number)
    for place in sorted(at):
        firm = [n for n in at[place] if problem.conference[table.all[n].conference].fixed]
        if len({table.all[n].school for n in firm}) > 1:
            # What is fixed was agreed before; nothing comes on top of it.
            rest = [n for n in at[place] if n not in firm]
            yield (tuple((n,) for n in firm), *by_school(table, rest))
        elif len(groups := by_school(table, at[place])) > 1:
            yield groups


def by_school(table: Table, numbers: Iterable[int]) -> tuple[Group, ...]:
    """Put options in groups by school, each conference by conference."""
    groups: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for number in numbers:
        option = table.all[number]
        groups[option.school or ""][option.conference].append(number)
    return tuple(
        tuple(tuple(mine) for _, mine in sorted(of.items())) for _, of in sorted(groups.items())
    )


def _day(place: tuple[str, int]) -> tuple[str, int]:
    chair, day = place
    return f"day:{chair}", day


def _conferences(table: Table, numbers: list[int]) -> int:
    return len({table.all[n].conference for n in numbers})


def siblings_apart(table: Table, number: dict[str, range]) -> Iterator[Together]:
    """Give one row for each pair of siblings that could both be placed."""
    points = table.problem.policy.weights.siblings_apart
    for one, two in table.problem.pairs:
        if points and number[one] and number[two]:
            pairs = tuple(_pairs(table, number[one], number[two]))
            yield Together(points=points, one=one, two=two, pairs=pairs)


def _pairs(table: Table, ones: range, twos: range) -> Iterator[Both]:
    at: dict[int, list[int]] = defaultdict(list)
    others: dict[int, list[int]] = defaultdict(list)
    for n in ones:
        at[table.all[n].start].append(n)
    for n in twos:
        others[table.all[n].start].append(n)
    for start in sorted(at):
        example: Option = table.all[at[start][0]]
        beside = [
            m
            for s in sorted(others)
            if near(table, example, table.all[others[s][0]])
            for m in others[s]
        ]
        if beside:
            yield Both(ones=tuple(at[start]), twos=tuple(beside))
