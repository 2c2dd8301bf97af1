"""What is looked up again and again for options: free time, shared people, like units.

Made once from a problem. Options themselves are options.py, the choice of people is teams.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.planning.grid import every, span
from meetings.planning.problem import Conference, Kind, Person, Pool, Problem, SeatRule, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Units of a pool that no conference can tell apart: same hours, same fixed conferences."""

    key: str
    units: tuple[Unit, ...]
    usable: int
    #: Held by fixed conferences that name their room.
    taken: int


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


def ground(problem: Problem) -> Ground:
    """Look up everything once."""
    taken = _taken(problem)
    return Ground(
        problem=problem,
        free={p.key: free(problem, p) for p in problem.people},
        shared=_shared(problem),
        like={pool.key: _like(pool, taken) for pool in problem.pools},
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


def _shared(problem: Problem) -> frozenset[str]:
    wanted = Counter(
        key
        for c in problem.conferences
        for key in {
            c.chair,
            *(p for s in c.seats for p in s.people),
            *(c.fixed.team if c.fixed else ()),
        }
    )
    return frozenset(key for key, times in wanted.items() if times > 1)


def _taken(problem: Problem) -> Mapping[str, int]:
    taken: dict[str, int] = defaultdict(int)
    for c in problem.conferences:
        if c.fixed is None:
            continue
        end = c.fixed.start + problem.grid.grains(c.length_minutes)
        if c.fixed.room is not None:
            again = end + problem.grid.grains(c.buffer_minutes)
            taken[c.fixed.room] |= span(c.fixed.start, again)
        if c.fixed.interpreter is not None:
            taken[c.fixed.interpreter] |= span(c.fixed.start, end)
    return taken


def _like(pool: Pool, taken: Mapping[str, int]) -> tuple[Like, ...]:
    alike: dict[tuple[int, int], list[Unit]] = defaultdict(list)
    for unit in pool.units:
        alike[unit.usable, taken.get(unit.key, 0)].append(unit)
    return tuple(
        Like(key=f"units:{pool.key}#{number}", units=tuple(units), usable=usable, taken=held)
        for number, ((usable, held), units) in enumerate(alike.items())
    )
