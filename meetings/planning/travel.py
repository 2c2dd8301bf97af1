"""Ways between schools, as holds on things of which there is one: who comes late cannot be there.

Besides their own time, people who are wanted at several schools hold their presence at each: a
conference there takes all of it, and one that ended elsewhere too shortly before takes a share.
By video nobody travels. The independent rule is journeys.py; the row form is planning.md 2.5.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.planning.grid import span
from meetings.planning.hold import Hold
from meetings.planning.problem import Conference, Problem

#: (from, to) → grains.
Distances = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """Somebody's time at one school, and how much of it there is."""

    key: str
    #: More than one only where talks are shorter than the way, so that several end on the way.
    shares: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """Who has ways between schools, and how long these are."""

    grains: Distances
    #: "person:" or "unit:" with the key → school → presence there; only whom a way concerns.
    of: Mapping[str, Mapping[str, Presence]]
    #: A day ends every way.
    per_day: int

    def holds(self, key: str, school: str, start: int, end: int) -> Iterator[Hold]:
        """Give what somebody's talk at a school holds of their presence there and elsewhere."""
        tomorrow = (start // self.per_day + 1) * self.per_day
        for other, there in self.of.get(key, {}).items():
            if other == school:
                yield Hold(key=there.key, start=start, end=end, amount=there.shares)
            else:
                late = min(end + self.grains.get((school, other), 0), tomorrow)
                if late > end:
                    yield Hold(key=there.key, start=end, end=late)

    def around(self, key: str, school: str, talk: tuple[int, int]) -> Iterator[tuple[str, int]]:
        """Mark for each other school when somebody cannot be there because of a talk here."""
        start, end = talk
        today = start // self.per_day * self.per_day
        for other in self.of.get(key, {}):
            way = self.grains.get((school, other), 0)
            if other != school and way:
                yield other, span(max(today, start - way), min(end + way, today + self.per_day))

    @property
    def shares(self) -> Mapping[str, int]:
        """Say how much there is of each presence."""
        return {
            there.key: there.shares for schools in self.of.values() for there in schools.values()
        }


def ways(problem: Problem) -> Ways:
    """Look up who could be wanted at two schools that do not lie next to each other."""
    grains: dict[tuple[str, str], int] = {}
    for way in problem.travel:
        grains[way.one, way.two] = grains[way.two, way.one] = problem.grid.grains(way.minutes)
    at: dict[str, dict[str, int]] = defaultdict(dict)
    for conference in problem.conferences if grains else ():
        length = problem.grid.grains(conference.length_minutes)
        if conference.school is not None:
            for key in _travellers(problem, conference):
                shortest = at[key].get(conference.school, length)
                at[key][conference.school] = min(shortest, length)
    found = {key: _presences(key, schools, grains) for key, schools in at.items()}
    return Ways(
        grains=grains,
        of={key: there for key, there in found.items() if there},
        per_day=problem.grid.per_day,
    )


def wanted(conference: Conference) -> frozenset[str]:
    """Name everybody who could sit at this table."""
    agreed = conference.fixed.team if conference.fixed is not None else ()
    seats = (p for s in conference.seats for p in s.people)
    return frozenset((conference.chair, *seats, *agreed))


def _travellers(problem: Problem, conference: Conference) -> Iterator[str]:
    yield from (f"person:{key}" for key in wanted(conference))
    if conference.interpreters is not None:
        yield from (f"unit:{u.key}" for u in problem.pool[conference.interpreters].units)
    if conference.fixed is not None and conference.fixed.interpreter is not None:
        yield f"unit:{conference.fixed.interpreter}"


def _presences(key: str, shortest: Mapping[str, int], grains: Distances) -> dict[str, Presence]:
    """Count for each school how many talks elsewhere can end within the way to it."""
    there = {}
    for school in sorted(shortest):
        away = [(length, grains.get((other, school), 0)) for other, length in shortest.items()]
        far = max(way for _, way in away)
        if far:
            least = min(length for length, way in away if way)
            shares = 1 + (far - 1) // least
            there[school] = Presence(key=f"at:{key} {school}", shares=shares)
    return there


def halves(problem: Problem, start: int, end: int) -> tuple[int, ...]:
    """Number the half days that a talk touches, two a day."""
    grid, noon = problem.grid, problem.policy.noon
    day, offset = divmod(start, grid.per_day)
    middle = (noon.hour - grid.opens_wall.hour) * 60 + noon.minute - grid.opens_wall.minute
    before = offset * grid.grain_minutes < middle
    after = (offset + end - start) * grid.grain_minutes > middle
    return (*([2 * day] if before else []), *([2 * day + 1] if after else []))
