"""Room for one conference by a chain of moves: it takes a start, and who stood there another one.

The cheapest chain: fewest confirmed ones, then fewest people to be told. In each link one gives way
to one; where two would have to give way at once, no chain is seen. Masks find the chain; options,
teams and rooms then prove it link by link.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from itertools import count, islice

from meetings.planning.ground import must_come, starts_of
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Placement
from meetings.planning.score import nearness
from meetings.planning.times import Times, before, held_by
from meetings.planning.vacant import cheapest, vacant_starts

#: Confirmed ones moved, weighted people told, links.
Cost = tuple[int, int, int]
#: So many ends of chains are tried, cheapest first.
TRIES = 12
#: So often one conference is looked at, each time pushed by another start.
VISITS = 6


@dataclass(frozen=True, slots=True)
class _Link:
    """A conference that takes a start, and the link that pushed it out of its own."""

    key: str
    start: int
    pushed_by: "_Link | None"


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """Everything that has a time, and who of it may move."""

    problem: Problem
    present: tuple[Placement, ...]
    movable: frozenset[str]
    #: Of these, who has to hear of a new time in any case.
    told_anyway: frozenset[str] = frozenset()
    _starts: dict[str, int] = field(default_factory=dict)
    _ways: dict[str, tuple[tuple[int, tuple[str, ...]], ...]] = field(default_factory=dict)

    @cached_property
    def standing(self) -> dict[str, Placement]:
        return {p.conference: p for p in self.present if p.conference in self.movable}

    @cached_property
    def times(self) -> Times:
        """See those alone who stay."""
        stay = (p for p in self.present if p.conference not in self.movable)
        return Times(problem=self.problem, held=tuple(stay))

    def starts(self, key: str) -> int:
        """Mark what a conference could take if all who may move gave way; not what it has."""
        if key not in self._starts:
            here = self.standing.get(key)
            mask = self.times.starts(self.problem.conference[key])
            self._starts[key] = mask if here is None else mask & ~(1 << here.start)
        return self._starts[key]

    def ways(self, key: str) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Give each start with those of whom one has to go for it."""
        if key not in self._ways:
            self._ways[key] = tuple(_starts_of(self, key))
        return self._ways[key]

    def in_the_way(self, key: str) -> Iterator[tuple[str, int]]:
        """Give each that may move with the starts at which it meets a conference."""
        grid, wanted = self.problem.grid, self.problem.conference[key]
        length = grid.grains(wanted.length_minutes)
        hold = length + grid.grains(wanted.buffer_minutes)
        for other, stands in self.standing.items():
            shared = _needed(wanted).intersection(stands.team)
            if other != key and shared:
                own = hold if wanted.chair in shared else length
                talk = max(held_by(self.problem, stands, p) for p in shared)
                yield other, before(grid, talk, own)

    def full(self, key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Give the days that take one more only if somebody leaves, with those who could."""
        grid, of = self.problem.grid, self.problem.conference
        left = self.times.left(of[key].chair)
        by_day: dict[int, list[str]] = {}
        for other, stands in self.standing.items():
            if other != key and of[other].chair == of[key].chair:
                by_day.setdefault(grid.day(stands.start), []).append(other)
        for day, others in by_day.items():
            if len(others) >= left[day]:
                yield day, tuple(others)


def _needed(conference: Conference) -> frozenset[str]:
    return frozenset(must_come(conference))


def make_room(crowd: Crowd, conference: str) -> tuple[Placement, ...] | None:
    """Give the new places of a conference and of those who give way to it; None if no chain does.

    The conference must have no time. The others of the chain are among those who may move.
    """
    proofs = (_proved(crowd, last) for last in islice(_chains(crowd, conference), TRIES))
    return next((placed for placed in proofs if placed is not None), None)


def _chains(crowd: Crowd, conference: str) -> Iterator[_Link]:
    """Give the last links of chains, cheapest first: somebody takes a start that is free."""
    serial = count()
    heap: list[tuple[Cost, int, str, _Link | None]] = [((0, 0, 0), 0, conference, None)]
    visits = Counter[str]()
    while heap:
        cost, _, key, pushed_by = heappop(heap)
        visits[key] += 1
        if visits[key] > VISITS:
            continue
        for start, rivals in crowd.ways(key):
            link = _Link(key, start, pushed_by)
            if not rivals and _in_accord(crowd, link):
                yield link
            if not rivals or not _apart(crowd.problem, link):
                continue
            behind = {one.key for one in _back(link)}
            for rival in rivals:
                if rival not in behind and visits[rival] < VISITS:
                    heappush(heap, (_plus(crowd, cost, rival), next(serial), rival, link))


def _starts_of(crowd: Crowd, key: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give each start with those of whom one has to go; starts for which two would are left out."""
    once = twice = 0
    ways = list(crowd.in_the_way(key))
    for _, mask in ways:
        twice |= once & mask
        once |= mask
    per_day = crowd.problem.grid.per_day
    full = dict(crowd.full(key))
    mask = crowd.starts(key) & ~twice
    for start in starts_of(mask & ~once):
        yield start, full.get(start // per_day, ())
    for start in starts_of(mask & once):
        rival = next(other for other, way in ways if way >> start & 1)
        leaves = full.get(start // per_day)
        if leaves is None or rival in leaves:
            yield start, (rival,)


def _plus(crowd: Crowd, cost: Cost, key: str) -> Cost:
    confirmed, told, links = cost
    if key in crowd.told_anyway:
        return confirmed, told, links + 1
    now, stands = crowd.problem.conference[key].now, crowd.standing[key]
    near = nearness(crowd.problem, stands.start)
    people = len(stands.team) if now is None else max(1, now.told)
    agreed = now is not None and now.confirmed
    return confirmed + agreed, told + people * near, links + 1


def _back(last: _Link) -> Iterator[_Link]:
    link: _Link | None = last
    while link is not None:
        yield link
        link = link.pushed_by


def _in_accord(crowd: Crowd, last: _Link) -> bool:
    """Say whether the new places of a chain leave each other time and a place of the day."""
    grid, of = crowd.problem.grid, crowd.problem.conference
    links = tuple(_back(last))
    pushed = {one.key for one in links}
    chair, day = of[last.key].chair, grid.day(last.start)
    came = sum(of[o.key].chair == chair and grid.day(o.start) == day for o in links)
    there = (p for k, p in crowd.standing.items() if k not in pushed and grid.day(p.start) == day)
    stay = sum(of[p.conference].chair == chair for p in there)
    if came + stay > crowd.times.left(chair)[day]:
        return False
    return _apart(crowd.problem, last)


def _apart(problem: Problem, last: _Link) -> bool:
    """Say whether the last place leaves those before it their time, where they share people."""
    needed = {one.key: _needed(problem.conference[one.key]) for one in _back(last)}
    return not any(
        needed[last.key] & needed[other.key] and _meet(problem, last, other)
        for other in _back(last)
        if other is not last
    )


def _meet(problem: Problem, one: _Link, two: _Link) -> bool:
    first, second = sorted((one, two), key=lambda o: o.start)
    wanted, grid = problem.conference[first.key], problem.grid
    hold = grid.grains(wanted.length_minutes) + grid.grains(wanted.buffer_minutes)
    return second.start < first.start + hold and grid.day(first.start) == grid.day(second.start)


def _proved(crowd: Crowd, last: _Link) -> tuple[Placement, ...] | None:
    """Place the links one by one, the pusher before the pushed; then each where it costs least."""
    links = tuple(_back(last))
    keys = {one.key for one in links}
    stand = [p for p in crowd.present if p.conference not in keys]
    placed: dict[str, Placement] = {}
    for one in reversed(links):
        vacant = vacant_starts(crowd.problem, [*stand, *placed.values()], one.key)
        found = next((v.placement for v in vacant if v.start == one.start), None)
        if found is None:
            return None
        placed[one.key] = found
    for key in sorted(placed):
        others = [p for k, p in placed.items() if k != key]
        placed[key] = cheapest(crowd.problem, [*stand, *others], key) or placed[key]
    return tuple(placed[key] for key in sorted(placed))
