"""Each rule of a lawful plan once, with its sentence: the independent checker.

It shares nothing with model.py. What a plan costs is score.py. Sentences name groups, not persons.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from meetings.planning.breach import Breach, breach, group_of
from meetings.planning.crowd import cover_limits, day_limits, together
from meetings.planning.problem import Conference, Fixed, Kind, Person, Problem, Seat, SeatRule
from meetings.planning.proposal import Placement


def breaches(problem: Problem, placements: Iterable[Placement]) -> tuple[Breach, ...]:
    """Check a whole plan; () is lawful. Conferences that are not placed are no breach."""
    placed = sorted(placements, key=lambda p: p.conference)
    unknown = [p for p in placed if p.conference not in problem.conference]
    known = [p for p in placed if p.conference in problem.conference]
    found = [breach("known", p, "There is no such conference in this problem.") for p in unknown]
    for placement in known:
        found += _alone(problem, placement)
    for first, second in combinations(known, 2):
        found += together(problem, first, second)
    found += day_limits(problem, known)
    found += cover_limits(problem, known)
    return tuple(found)


def breaches_of(
    problem: Problem, placements: Iterable[Placement], one: Placement
) -> tuple[Breach, ...]:
    """Check one placement against all others, as if it were put among them now."""
    others = [p for p in placements if p.conference != one.conference]
    found = list(_alone(problem, one))
    for other in others:
        found += together(problem, one, other)
    crowd = [*others, one]
    found += (b for b in day_limits(problem, crowd) if b.conference == one.conference)
    found += (b for b in cover_limits(problem, crowd) if b.conference == one.conference)
    return tuple(found)


def _alone(problem: Problem, placement: Placement) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    if conference.fixed is not None:
        yield from _stays(conference, placement)
    else:
        yield from _time(problem, conference, placement)
    yield from _hours(problem, conference, placement)
    yield from _seats(conference, placement)
    yield from _unit(problem, placement, _ROOM)
    yield from _unit(problem, placement, _INTERPRETER)


def _stays(conference: Conference, placement: Placement) -> Iterator[Breach]:
    fixed = conference.fixed
    if fixed is None:
        return
    if placement.start != fixed.start:
        yield breach(
            "fixed", placement, "This conference is fixed at another time. Release it first."
        )
    if fixed.interpreter not in {None, placement.interpreter}:
        sentence = "This conference is fixed with another interpreter. Release it first."
        yield breach("fixed", placement, sentence)
    if fixed.room is not None and placement.room != fixed.room:
        yield breach(
            "fixed", placement, "This conference is fixed in another room. Release it first."
        )


def _time(problem: Problem, conference: Conference, placement: Placement) -> Iterator[Breach]:
    grid = problem.grid
    length = grid.grains(conference.length_minutes)
    offset = placement.start % grid.per_day
    if not 0 <= placement.start < grid.size or offset + length > grid.per_day:
        yield breach(
            "window", placement, "This lies outside the school's hours. Choose a time inside."
        )
        return
    if offset % grid.step:
        sentence = (
            f"Conferences start every {grid.start_every_minutes} minutes. Choose such a start."
        )
        yield breach("start", placement, sentence)
    if any(grid.closed >> g & 1 for g in range(placement.start, placement.start + length)):
        yield breach("closed", placement, "Nobody meets at this hour. Choose another one.")
    on = grid.dates[placement.start // grid.per_day]
    if conference.earliest_on is not None and on < conference.earliest_on:
        sentence = (
            f"The notice is too short: not before {conference.earliest_on}. Choose a later day."
        )
        yield breach("notice", placement, sentence)
    if on in conference.not_on or conference.only_on not in {None, on}:
        yield breach(
            "day", placement, "This day is locked for this conference. Choose another day."
        )


def _hours(problem: Problem, conference: Conference, placement: Placement) -> Iterator[Breach]:
    length = problem.grid.grains(conference.length_minutes)
    talk = range(placement.start, placement.start + length)
    # Who has to come to a fixed conference has agreed to it; who may come has not.
    firm = () if conference.fixed is not None else placement.team
    for key in (*firm, *placement.optional):
        person = problem.person.get(key)
        if person is None:
            continue
        group = group_of(conference, key)
        if any(not person.usable >> g & 1 for g in talk):
            sentence = f"The {group} cannot come then. Choose another time or ask for more times."
            yield breach("hours", placement, sentence)
        elif _class_forbids(problem, person, talk, firm=key in placement.team):
            sentence = (
                f"The {group} has a class then and is not taken out of it. Choose another time."
            )
            yield breach("pull", placement, sentence)
        elif _unread_forbids(problem, person, talk, firm=key in placement.team):
            sentence = (
                f"The calendar of the {group} could not be read. Ask before you choose this time."
            )
            yield breach("unknown", placement, sentence)


def _class_forbids(problem: Problem, person: Person, talk: range, *, firm: bool) -> bool:
    teaching = person.kind is Kind.STAFF and any(person.in_class >> g & 1 for g in talk)
    return teaching and not (firm and problem.policy.may_pull)


def _unread_forbids(problem: Problem, person: Person, talk: range, *, firm: bool) -> bool:
    unread = any(person.unknown >> g & 1 for g in talk)
    return unread and not (firm and not problem.policy.unknown_blocks)


def _seats(conference: Conference, placement: Placement) -> Iterator[Breach]:
    team, extra = set(placement.team), set(placement.optional)
    agreed = conference.fixed is not None and conference.fixed.team
    for seat in () if agreed else conference.seats:
        come = len(team.intersection(seat.people))
        if come < _least(seat):
            sentence = f"The seat of the {seat.group} is not filled. Choose somebody who can come."
            yield breach("seat", placement, sentence)
    optional = {p for s in conference.seats if s.rule is SeatRule.OPTIONAL for p in s.people}
    wanted = {p for s in conference.seats if s.rule is not SeatRule.OPTIONAL for p in s.people}
    wanted |= set(conference.fixed.team) if conference.fixed is not None else set()
    if conference.chair not in team:
        yield breach("chair", placement, "The specialist is missing, who leads the conference.")
    if team - wanted - {conference.chair} or extra - optional or team & extra:
        yield breach("guest", placement, "Somebody sits here who is not wanted. Take them off.")


def _least(seat: Seat) -> int:
    match seat.rule:
        case SeatRule.ALL:
            return len(seat.people)
        case SeatRule.ONE_OF:
            return 1
        case SeatRule.K_OF:
            return seat.k
        case SeatRule.OPTIONAL:
            return 0


@dataclass(frozen=True, slots=True)
class _UnitRule:
    """Rooms and interpreters differ in these words only."""

    name: str
    pool: Callable[[Conference], str | None]
    unit: Callable[[Placement], str | None]
    agreed: Callable[[Fixed], str | None]


_ROOM = _UnitRule("room", lambda c: c.rooms, lambda p: p.room, lambda f: f.room)
_INTERPRETER = _UnitRule(
    "interpreter", lambda c: c.interpreters, lambda p: p.interpreter, lambda f: f.interpreter
)


def _unit(problem: Problem, placement: Placement, rule: _UnitRule) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    pool, key = rule.pool(conference), rule.unit(placement)
    fixed = conference.fixed
    if fixed is not None and rule.agreed(fixed) is not None:
        return
    if pool is None:
        if key is not None:
            yield breach(
                rule.name, placement, f"This conference needs no {rule.name}. Give it back."
            )
        return
    unit = next((u for u in problem.pool[pool].units if u.key == key), None)
    if unit is None:
        yield breach(
            rule.name, placement, f"This conference has no {rule.name} of its pool. Choose one."
        )
        return
    talk = range(placement.start, placement.start + problem.grid.grains(conference.length_minutes))
    if fixed is None and any(not unit.usable >> g & 1 for g in talk):
        yield breach(
            rule.name, placement, f"The {rule.name} is not to be had then. Choose another one."
        )
