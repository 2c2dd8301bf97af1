"""What a plan costs, part by part, and how it stands at each level. Shares nothing with model.py.

Lower points are better; 10 are worth one class taught by a substitute. Lawfulness is rules.py.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from meetings.planning.problem import Conference, Kind, Person, Place, Problem, SeatRule
from meetings.planning.proposal import Placement

#: A change is worse the nearer it is: so many school days, this factor.
NEARNESS = ((3, 3), (10, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The levels of a plan, in their order, and the points with their parts."""

    on_time: int
    placed: int
    confirmed_moved: int
    told: int
    points: int
    #: Part → points of the whole plan; parts of 0 are left out.
    parts: Mapping[str, int]
    #: Conference → part → points; what several share (blocks, siblings, load) is in `parts` alone.
    of: Mapping[str, Mapping[str, int]]


def score(problem: Problem, placements: Iterable[Placement]) -> Score:
    """Count everything anew from the placements."""
    placed = {p.conference: p for p in placements}
    alone = {key: _alone(problem, placed[key]) for key in sorted(placed)}
    parts: Counter[str] = Counter()
    for own in alone.values():
        parts.update(own)
    parts.update(_shared(problem, placed))
    moves = [_move(problem, key, placed.get(key)) for key in problem.conference]
    return Score(
        on_time=sum(_on_time(problem, p) for p in placed.values()),
        placed=len(placed),
        confirmed_moved=sum(m[0] for m in moves),
        told=sum(m[1] for m in moves),
        points=sum(parts.values()),
        parts={name: parts[name] for name in sorted(parts) if parts[name]},
        of=alone,
    )


def _on_time(problem: Problem, placement: Placement) -> int:
    conference = problem.conference[placement.conference]
    on = problem.grid.dates[problem.grid.day(placement.start)]
    weights = problem.policy.rank_weights
    worth = weights[min(conference.rank, len(weights) - 1)]
    return worth if conference.due_on is None or on <= conference.due_on else 0


def nearness(problem: Problem, start: int) -> int:
    """Weigh how near a start is, in school days from today."""
    first = 0
    if problem.today is not None:
        first = sum(on < problem.today for on in problem.grid.dates)
    away = problem.grid.day(start) - first
    return next((factor for days, factor in NEARNESS if away <= days), 1)


def _move(problem: Problem, key: str, placement: Placement | None) -> tuple[int, int]:
    now = problem.conference[key].now
    if now is None or (placement is not None and placement.start == now.start):
        return 0, 0
    return int(now.confirmed), now.told * nearness(problem, now.start)


def _alone(problem: Problem, placement: Placement) -> dict[str, int]:
    conference, weights = problem.conference[placement.conference], problem.policy.weights
    talk = range(placement.start, placement.start + problem.grid.grains(conference.length_minutes))
    people = [problem.person[p] for p in placement.team]
    wanted = {p for s in conference.seats if s.rule is SeatRule.OPTIONAL for p in s.people}
    absent = wanted - {*placement.team, *placement.optional}
    now = conference.now
    moved = now is not None and not now.confirmed and now.start != placement.start
    parts = {
        "pull": weights.pull * sum(_teaches(p, talk) for p in people),
        "misses_class": weights.misses_class * any(_learns(p, talk) for p in people),
        "family": max((_wish(problem, p, talk) for p in people), default=0),
        "optional_empty": weights.optional_empty * len(absent),
        "unknown": weights.unknown
        * (sum(_any(p.unknown, talk) for p in people) + _unread_units(problem, placement, talk)),
        "moved": weights.moved * moved,
        "other_modality": weights.other_modality * _otherwise(conference, placement),
    }
    return {name: points for name, points in parts.items() if points}


def _unread_units(problem: Problem, placement: Placement, talk: range) -> int:
    """Count units with unread calendars, except those that a fixed conference names."""
    conference = problem.conference[placement.conference]
    fixed = conference.fixed
    asked = (
        (conference.rooms, placement.room, fixed and fixed.room),
        (conference.interpreters, placement.interpreter, fixed and fixed.interpreter),
    )
    return sum(
        _any(unit.unknown, talk)
        for pool, key, agreed in asked
        if pool is not None and key is not None and agreed is None
        for unit in problem.pool[pool].units
        if unit.key == key
    )


def _otherwise(conference: Conference, placement: Placement) -> int:
    """Count required people who take part by video or phone where they were wanted in person."""
    if conference.rooms is None and conference.school is None:
        return 0
    if placement.place is Place.VIDEO:
        return len(placement.team)
    return len(set(placement.team).intersection(placement.remote))


def _any(mask: int, talk: range) -> bool:
    return any(mask >> g & 1 for g in talk)


def _teaches(person: Person, talk: range) -> bool:
    return person.kind is Kind.STAFF and _any(person.in_class, talk)


def _learns(person: Person, talk: range) -> bool:
    return person.kind is Kind.STUDENT and _any(person.in_class, talk)


def _wish(problem: Problem, person: Person, talk: range) -> int:
    if person.kind is not Kind.FAMILY:
        return 0
    if _any(person.if_needed | person.soft_busy, talk):
        return problem.policy.weights.if_needed
    preferred = all(person.preferred >> g & 1 for g in talk)
    return 0 if preferred else problem.policy.weights.possible


def _shared(problem: Problem, placed: Mapping[str, Placement]) -> dict[str, int]:
    weights, policy = problem.policy.weights, problem.policy
    pulls: Counter[str] = Counter()
    days: dict[tuple[str, int], list[Placement]] = defaultdict(list)
    for key, placement in placed.items():
        conference = problem.conference[key]
        talk = range(
            placement.start, placement.start + problem.grid.grains(conference.length_minutes)
        )
        pulls.update(p for p in placement.team if _teaches(problem.person[p], talk))
        days[conference.chair, problem.grid.day(placement.start)].append(placement)
    apart = sum(
        a in placed and b in placed and _apart(problem, placed[a], placed[b])
        for a, b in problem.pairs
    )
    return {
        "pull_above": weights.pull_above
        * sum(max(0, n - policy.pulls_unharmed) for n in pulls.values()),
        "siblings_apart": weights.siblings_apart * apart,
        "day_load": weights.above_comfortable
        * sum(max(0, len(d) - policy.comfortable) for d in days.values()),
        "block": weights.block * sum(_blocks(problem, day) for day in days.values()),
        "change_of_school": weights.change_of_school
        * sum(max(0, _schools(problem, day) - 1) for day in days.values()),
    }


def _schools(problem: Problem, day: list[Placement]) -> int:
    """Count the schools at which the chair is on a day."""
    there = {problem.conference[p.conference].school for p in day if p.place is Place.ROOM}
    return len(there - {None})


def _apart(problem: Problem, one: Placement, two: Placement) -> bool:
    first, second = sorted((one, two), key=lambda p: p.start)
    grid = problem.grid
    if grid.day(first.start) != grid.day(second.start):
        return True
    end = first.start + grid.grains(problem.conference[first.conference].length_minutes)
    return not 0 <= second.start - end <= problem.policy.sibling_gap_minutes // grid.grain_minutes


def _blocks(problem: Problem, day: list[Placement]) -> int:
    """Count how often the chair begins anew; a gap under a start step after the buffer is none."""
    grid, blocks, free_again = problem.grid, 0, -problem.grid.step
    for placement in sorted(day, key=lambda p: p.start):
        conference = problem.conference[placement.conference]
        blocks += placement.start - free_again >= grid.step
        end = placement.start + grid.grains(conference.length_minutes)
        free_again = end + grid.grains(conference.buffer_minutes)
    return blocks
