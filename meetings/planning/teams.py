"""Who fills the seats of one conference at one start: every team worth trying, or enough of them.

A person is left out only where somebody who is needed nowhere else comes at no more cost. What the
team costs is options.py. Where there are too many teams, `cut` says so; the one that asks nobody
twice for an optional seat is always among those kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, islice, product
from math import comb, prod

from meetings.planning.ground import Ground
from meetings.planning.problem import Conference, Kind, Person, Problem, Seat, SeatRule

#: More required teams than these at one start are not tried, nor more groups of optional people.
TEAMS_AT_A_START = 48

#: People who fill one seat.
Group = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """People who hold the time, and optional ones who can come."""

    required: Group
    optional: Group = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """The teams to try; `cut` where there would be more."""

    tried: tuple[Team, ...]
    cut: bool = False


def teams(ground: Ground, conference: Conference, must: Group, talk: int) -> Teams:
    """Give the teams that can meet then, where those who must come can.

    A fixed conference does not ask for free time.
    """
    fixed = conference.fixed
    if fixed is not None and fixed.team:
        return Teams(tried=(Team(required=tuple(sorted({*fixed.team, conference.chair}))),))
    firm, guests = [], []
    for seat in conference.seats:
        if seat.rule is SeatRule.OPTIONAL:
            guests.append(_optional(ground, seat, talk))
        elif seat.rule is not SeatRule.ALL:
            firm.append(_choices(ground, seat, talk, asked=fixed is None))
    required, extra = _few(firm), _few(guests)
    few = len(required.groups) * len(extra.groups) <= TEAMS_AT_A_START
    # The first comes with all who are free, the last with nobody who is wanted elsewhere.
    groups = extra.groups if few else (extra.groups[0], extra.groups[-1])
    found = (_team(must, some, may) for some in required.groups for may in groups)
    return Teams(tried=tuple(found), cut=required.cut or extra.cut or not few)


def _team(must: Group, some: Group, may: Group) -> Team:
    required = tuple(sorted({*must, *some})) if some else must
    return Team(required=required, optional=tuple(sorted({*may}.difference(required))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups:
    """Ways to fill a seat, or several seats."""

    groups: Sequence[Group]
    cut: bool = False


def _few(seats: Sequence[_Groups]) -> _Groups:
    """Fill several seats; from too many ways the first ones, and the last."""
    if len(seats) == 1:
        return seats[0]
    ways = product(*(s.groups for s in seats))
    kept = [tuple(p for group in some for p in group) for some in islice(ways, TEAMS_AT_A_START)]
    count = prod(len(seat.groups) for seat in seats)
    if count > len(kept):
        kept.append(tuple(p for seat in seats for p in seat.groups[-1]))
    return _Groups(groups=kept, cut=count > len(kept) or any(s.cut for s in seats))


def _choices(ground: Ground, seat: Seat, talk: int, *, asked: bool) -> _Groups:
    able = [p for p in seat.people if not asked or ground.free[p] & talk == talk]
    k = seat.k if seat.rule is SeatRule.K_OF else 1
    return _some(_worthwhile(ground, able, talk, k), k)


def _some(able: list[str], k: int) -> _Groups:
    """Choose k; from too many choices those that leave each person out now and then."""
    if comb(len(able), k) <= TEAMS_AT_A_START:
        return _Groups(groups=list(combinations(able, k)))
    turns = ([*able[n:], *able[:n]] for n in range(len(able)))
    kept = [tuple(sorted(turn[:k], key=able.index)) for turn in turns]
    more = (group for group in combinations(able, k) if group not in kept)
    room = max(0, TEAMS_AT_A_START - len(kept))
    return _Groups(groups=[*kept[:TEAMS_AT_A_START], *islice(more, room)], cut=True)


def _optional(ground: Ground, seat: Seat, talk: int) -> _Groups:
    """Give the groups of those who are surely free: nobody leaves a class for an optional seat."""
    person = ground.problem.person
    able = [
        p
        for p in seat.people
        if ground.free[p] & ~(person[p].in_class | person[p].unknown) & talk == talk
    ]
    sure = tuple(p for p in able if p not in ground.shared)
    torn = tuple(p for p in able if p in ground.shared)
    found = (
        (*sure, *some) for size in range(len(torn), 0, -1) for some in combinations(torn, size)
    )
    kept: list[Group] = list(islice(found, TEAMS_AT_A_START - 1))
    return _Groups(groups=[*kept, sure], cut=1 << len(torn) > len(kept) + 1)


def _worthwhile(ground: Ground, able: list[str], talk: int, k: int) -> list[str]:
    """Drop whom k others, needed nowhere else and pulled from nothing, replace at no more cost."""
    person = ground.problem.person
    easy = {p for p in able if p not in ground.shared and not pulled(person[p], talk)}
    if len(easy) < k:
        return able
    cost = {p: strain(ground.problem, person[p], talk) for p in able}
    ranked = sorted(able, key=lambda p: (p not in easy, p))

    def replaceable(place: int, key: str) -> bool:
        before = (e for e in ranked[:place] if e in easy)
        return (
            sum(all(a <= b for a, b in zip(cost[e], cost[key], strict=True)) for e in before) >= k
        )

    return [key for place, key in enumerate(ranked) if not replaceable(place, key)]


def strain(problem: Problem, person: Person, talk: int) -> tuple[int, int, int, int]:
    """Say what it costs that this person comes: family, unread, out of class, by phone."""
    weights = problem.policy.weights
    return (
        family_points(problem, person, talk),
        weights.unknown if person.unknown & talk else 0,
        weights.misses_class if person.kind is Kind.STUDENT and person.in_class & talk else 0,
        weights.other_modality if person.remote & talk else 0,
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
