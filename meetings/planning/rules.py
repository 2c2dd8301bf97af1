"""Each rule of a lawful plan once, with its sentence: the independent checker.

It shares nothing with model.py. What a plan costs is score.py. Sentences name groups, not persons.
"""

from collections.abc import Iterable, Iterator

from meetings.planning.breach import Breach, breach, group_of
from meetings.planning.crowd import (
    cover_limits,
    day_limits,
    encounters,
    person_limits,
    together,
)
from meetings.planning.journeys import ways_between
from meetings.planning.problem import Conference, Kind, Person, Problem, Seat, SeatRule
from meetings.planning.proposal import Placement
from meetings.planning.units import place_of, units_of

#: Rules on what many conferences take together.
LIMITS = (day_limits, person_limits, cover_limits)


def breaches(problem: Problem, placements: Iterable[Placement]) -> tuple[Breach, ...]:
    """Check a whole plan; () is lawful. Conferences that are not placed are no breach."""
    placed = sorted(placements, key=lambda p: p.conference)
    unknown = [p for p in placed if p.conference not in problem.conference]
    known = [p for p in placed if p.conference in problem.conference]
    found = [breach("known", p, "There is no such conference in this problem.") for p in unknown]
    for placement in known:
        found += _alone(problem, placement)
    for first, second in encounters(problem, known):
        found += together(problem, first, second)
        found += ways_between(problem, first, second)
    for limits in LIMITS:
        found += limits(problem, known)
    return tuple(found)


def breaches_of(
    problem: Problem, placements: Iterable[Placement], one: Placement
) -> tuple[Breach, ...]:
    """Check one placement against all others, as if it were put among them now."""
    others = [p for p in placements if p.conference != one.conference]
    found = list(_alone(problem, one))
    for other in others:
        found += together(problem, one, other)
        found += ways_between(problem, one, other)
    crowd = [*others, one]
    for limits in LIMITS:
        found += (b for b in limits(problem, crowd) if b.conference == one.conference)
    return tuple(found)


def _alone(problem: Problem, placement: Placement) -> Iterator[Breach]:
    conference = problem.conference[placement.conference]
    if conference.fixed is not None:
        yield from _stays(conference, placement)
    else:
        yield from _time(problem, conference, placement)
    yield from _hours(problem, conference, placement)
    yield from _seats(conference, placement)
    yield from place_of(problem, placement)
    yield from units_of(problem, placement)


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
