"""What is looked up again and again for options: free time, shared people, like units, ways.

Made once from a problem. Options themselves are options.py, the choice of people is teams.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.planning.grid import every, span
from meetings.planning.problem import (
    Conference,
    Kind,
    Person,
    Place,
    Pool,
    Problem,
    SeatRule,
    Unit,
)
from meetings.planning.travel import Ways, wanted, ways


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Units of a pool that no conference can tell apart: same hours, same fixed conferences."""

    key: str
    units: tuple[Unit, ...]
    usable: int
    #: Held by fixed conferences that name their room.
    taken: int
    #: By school: on the way to it from a fixed conference elsewhere.
    away: Mapping[str, int]

    @property
    def unknown(self) -> int:
        return self.units[0].unknown

    def suits(self, conference: Conference) -> bool:
        """Say whether these rooms are large enough, and without steps where that is needed."""
        return roomy(self.units[0], conference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A problem with its lookups."""

    problem: Problem
    #: Grains in which a person may be asked, by key.
    free: Mapping[str, int]
    #: People whom two conferences want: only they can be wanted twice at one time.
    shared: frozenset[str]
    #: By pool.
    like: Mapping[str, tuple[Like, ...]]
    ways: Ways


def ground(problem: Problem) -> Ground:
    """Look up everything once."""
    found = ways(problem)
    held = _taken(problem, found)
    return Ground(
        problem=problem,
        free={p.key: free(problem, p) for p in problem.people},
        shared=_shared(problem),
        like={pool.key: _like(problem, pool, found, held) for pool in problem.pools},
        ways=found,
    )


def free(problem: Problem, person: Person) -> int:
    """Mark the grains in which the school's policy lets this person be asked."""
    mask = person.usable
    if person.kind is Kind.STAFF and not problem.policy.may_pull:
        mask &= ~person.in_class
    if problem.policy.unknown_blocks:
        mask &= ~person.unknown
    return mask


def whole(mask: int, length: int) -> int:
    """Keep the starts from which this many grains lie in the mask; doubles, so it is quick."""
    done = 1
    while done < length:
        step = min(done, length - done)
        mask &= mask >> step
        done += step
    return mask


def starts_of(mask: int) -> Iterator[int]:
    """Count off the grains of a mask, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def lawful_starts(problem: Problem, conference: Conference) -> int:
    """Mark the starts that the grid, the notice and the conference's days allow, whoever comes."""
    grid = problem.grid
    length = grid.grains(conference.length_minutes)
    one_day = sum(1 << offset for offset in range(0, grid.per_day - length + 1, grid.step))
    mask = 0
    for day, on in enumerate(grid.dates):
        if conference.earliest_on is not None and on < conference.earliest_on:
            continue
        if on in conference.not_on or conference.only_on not in {None, on}:
            continue
        mask |= one_day << (day * grid.per_day)
    return mask & whole(every(grid) & ~grid.closed, length)


def must_come(conference: Conference) -> tuple[str, ...]:
    """Name the people without whom the conference cannot be: the chair, and each group of `all`."""
    rest = {p for s in conference.seats if s.rule is SeatRule.ALL for p in s.people}
    return tuple(sorted(rest | {conference.chair}))


def places(conference: Conference) -> tuple[Place, ...]:
    """Give the ways to hold it; a fixed one stays as it is."""
    if conference.rooms is None and conference.school is None:
        return (Place.VIDEO,)
    if not conference.video:
        return (Place.ROOM,)
    fixed = conference.fixed
    if fixed is None:
        return (Place.ROOM, Place.VIDEO)
    without_room = conference.rooms is not None and fixed.room is None
    return (fixed.place or (Place.VIDEO if without_room else Place.ROOM),)


def roomy(unit: Unit, conference: Conference) -> bool:
    """Say whether a room seats everybody and can be got into."""
    large = unit.size is None or unit.size >= conference.size
    return large and (unit.accessible or not conference.accessible)


def _shared(problem: Problem) -> frozenset[str]:
    times = Counter(key for c in problem.conferences for key in wanted(c))
    return frozenset(key for key, many in times.items() if many > 1)


#: By unit: what fixed conferences hold of it; by unit and school: the ways to and from these.
Taken = tuple[Mapping[str, int], Mapping[str, Mapping[str, int]]]


def _taken(problem: Problem, found: Ways) -> Taken:
    """Mark what fixed conferences hold of the units that they name."""
    taken: dict[str, int] = defaultdict(int)
    away: dict[str, dict[str, int]] = defaultdict(dict)
    for c in problem.conferences:
        if c.fixed is None:
            continue
        start, end = c.fixed.start, c.fixed.start + problem.grid.grains(c.length_minutes)
        if c.fixed.room is not None:
            taken[c.fixed.room] |= span(start, end + problem.grid.grains(c.buffer_minutes))
        unit = c.fixed.interpreter
        if unit is not None:
            taken[unit] |= span(start, end)
            if c.school is not None and places(c) == (Place.ROOM,):
                for school, mask in found.around(f"unit:{unit}", c.school, (start, end)):
                    away[unit][school] = away[unit].get(school, 0) | mask
    return taken, away


def _like(problem: Problem, pool: Pool, found: Ways, held: Taken) -> tuple[Like, ...]:
    needs = _needs(problem, pool)
    taken, away = held
    alike: dict[object, list[Unit]] = defaultdict(list)
    for unit in pool.units:
        kinds = tuple(roomy(unit, need) for need in needs)
        # Who has ways of their own is like nobody else.
        own = unit.key if f"unit:{unit.key}" in found.of else ""
        alike[unit.usable, unit.unknown, taken.get(unit.key, 0), kinds, own].append(unit)
    blocked = problem.policy.unknown_blocks
    return tuple(
        Like(
            key=f"units:{pool.key}#{number}",
            units=tuple(units),
            usable=units[0].usable & ~(units[0].unknown if blocked else 0),
            taken=taken.get(units[0].key, 0),
            away=away.get(units[0].key, {}),
        )
        for number, units in enumerate(alike.values())
    )


def _needs(problem: Problem, pool: Pool) -> tuple[Conference, ...]:
    """Give one conference for each demand that is made on the rooms of this pool."""
    asking = (c for c in problem.conferences if c.rooms == pool.key)
    needs = {(c.size, c.accessible): c for c in asking if c.size or c.accessible}
    return tuple(needs[need] for need in sorted(needs))
