"""Who fills the seats of one conference at one start: every team worth trying.

A person is left out only where somebody who is needed nowhere else comes at no more cost. What the
team costs is options.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from meetings.planning.ground import Ground
from meetings.planning.problem import Conference, Kind, Person, Problem, Seat, SeatRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who hold the time, and optional ones who can come."""

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()


def teams(ground: Ground, conference: Conference, talk: int) -> Iterator[Team]:
    """Give each team that can meet then; a fixed conference does not ask for free time."""
    fixed = conference.fixed
    if fixed is not None and fixed.team:
        yield Team(required=tuple(sorted({*fixed.team, conference.chair})))
        return
    choices = [_choices(ground, seat, talk, asked=fixed is None) for seat in conference.seats]
    for chosen in product(*choices):
        required, optional = {conference.chair}, set[str]()
        for seat, people in zip(conference.seats, chosen, strict=True):
            (optional if seat.rule is SeatRule.OPTIONAL else required).update(people)
        yield Team(required=tuple(sorted(required)), optional=tuple(sorted(optional - required)))


def _choices(ground: Ground, seat: Seat, talk: int, *, asked: bool) -> list[tuple[str, ...]]:
    able = [p for p in seat.people if not asked or ground.free[p] & talk == talk]
    match seat.rule:
        case SeatRule.ALL:
            return [seat.people] if len(able) == len(seat.people) else []
        case SeatRule.ONE_OF:
            return list(combinations(_worthwhile(ground, able, talk, 1), 1))
        case SeatRule.K_OF:
            return list(combinations(_worthwhile(ground, able, talk, seat.k), seat.k))
        case SeatRule.OPTIONAL:
            return _optional(ground, seat, talk)


def _optional(ground: Ground, seat: Seat, talk: int) -> list[tuple[str, ...]]:
    """Give all groups of those who are surely free: nobody leaves a class for an optional seat."""
    person = ground.problem.person
    able = [
        p
        for p in seat.people
        if ground.free[p] & ~(person[p].in_class | person[p].unknown) & talk == talk
    ]
    sure = tuple(p for p in able if p not in ground.shared)
    torn = tuple(p for p in able if p in ground.shared)
    sizes = range(len(torn), -1, -1)
    return [(*sure, *some) for size in sizes for some in combinations(torn, size)]


def _worthwhile(ground: Ground, able: list[str], talk: int, k: int) -> list[str]:
    """Drop whom k others, needed nowhere else and pulled from nothing, replace at no more cost."""
    person = ground.problem.person
    cost = {p: strain(ground.problem, person[p], talk) for p in able}
    easy = {p for p in able if p not in ground.shared and not pulled(person[p], talk)}
    ranked = sorted(able, key=lambda p: (p not in easy, p))

    def replaceable(place: int, key: str) -> bool:
        before = (e for e in ranked[:place] if e in easy)
        return (
            sum(all(a <= b for a, b in zip(cost[e], cost[key], strict=True)) for e in before) >= k
        )

    return [key for place, key in enumerate(ranked) if not replaceable(place, key)]


def strain(problem: Problem, person: Person, talk: int) -> tuple[int, int, int]:
    """Say what it costs that this person comes: as family, unread, as a student in class."""
    weights = problem.policy.weights
    return (
        family_points(problem, person, talk),
        weights.unknown if person.unknown & talk else 0,
        weights.misses_class if person.kind is Kind.STUDENT and person.in_class & talk else 0,
    )


def family_points(problem: Problem, person: Person, talk: int) -> int:
    """Weigh the worst grain for a member of the family; others have no wishes that count."""
    if person.kind is not Kind.FAMILY:
        return 0
    if (person.if_needed | person.soft_busy) & talk:
        return problem.policy.weights.if_needed
    return problem.policy.weights.possible if talk & ~person.preferred else 0


def pulled(person: Person, talk: int) -> bool:
    """Say whether somebody else has to take this person's class."""
    return person.kind is Kind.STAFF and bool(person.in_class & talk)
