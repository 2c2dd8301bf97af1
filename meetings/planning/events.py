"""What happens to a plan: a decline, an illness, a snow day, a closed room, a new student.

Each becomes a changed problem, and the conferences that lost their time by it. Who moves then is
reseat.py. Sentences name groups, not persons.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from meetings.planning.breach import group_of
from meetings.planning.grid import close, every, span
from meetings.planning.hours import whole_day
from meetings.planning.problem import Conference, Person, Pool, Problem, Unit
from meetings.planning.problem import Present as Now
from meetings.planning.proposal import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The school after something happened."""

    problem: Problem
    #: All that had a time, as it was; those that were hit among them.
    present: tuple[Placement, ...]
    #: Conferences that have to be placed anew, canonical order, each with its reason.
    why: Mapping[str, str]

    @property
    def hit(self) -> tuple[str, ...]:
        return tuple(self.why)


def declined(
    problem: Problem, present: Collection[Placement], conference: str, person: str
) -> Event:
    """Somebody cannot come to this conference at this time; all else that they said still holds."""
    stands = next(p for p in present if p.conference == conference)
    wanted = problem.conference[conference]
    talk = span(stands.start, stands.start + problem.grid.grains(wanted.length_minutes))
    changed = _with_people(problem, {person}, lambda p: _without(p, talk))
    why = {conference: f"The {group_of(wanted, person)} cannot come at this time."}
    return _event(changed, present, why)


def away(problem: Problem, present: Collection[Placement], person: str, on: date) -> Event:
    """Somebody is away for a day, as when ill; where they were optional they are taken off."""
    mask = whole_day(problem.grid, on)
    changed = _with_people(problem, {person}, lambda p: _without(p, mask))
    there = [p for p in present if mask >> p.start & 1]
    why = {
        p.conference: f"The {group_of(problem.conference[p.conference], person)} is away on {on}."
        for p in there
        if person in p.team
    }
    left = (_taken_off(p, person) if p in there else p for p in present)
    return _event(changed, tuple(left), why)


def closed_day(problem: Problem, present: Collection[Placement], on: date) -> Event:
    """Nobody meets on this day, as when it snows."""
    mask = whole_day(problem.grid, on)
    changed = replace(problem, grid=close(problem.grid, mask))
    why = {p.conference: f"The school is closed on {on}." for p in present if mask >> p.start & 1}
    return _event(changed, present, why)


def room_closed(
    problem: Problem, present: Collection[Placement], room: str, on: date | None = None
) -> Event:
    """A room cannot be used on this day, or any more."""
    mask = every(problem.grid) if on is None else whole_day(problem.grid, on)
    pools = (
        Pool(key=p.key, units=tuple(_closed(u, mask) if u.key == room else u for u in p.units))
        for p in problem.pools
    )
    changed = replace(problem, pools=tuple(pools))
    when = "any more" if on is None else f"on {on}"
    why = {
        p.conference: f"The room cannot be used {when}."
        for p in present
        if p.room == room and mask >> p.start & 1
    }
    return _event(changed, present, why)


def newcomer(
    problem: Problem,
    present: Collection[Placement],
    conference: Conference,
    people: Iterable[Person] = (),
) -> Event:
    """A student is new, with people whom the problem may not know yet."""
    new = tuple(p for p in people if p.key not in problem.person)
    changed = replace(
        problem,
        people=(*problem.people, *new),
        conferences=(*problem.conferences, conference),
    )
    return _event(changed, present, {conference.key: "The student is new."})


def no_longer_fits(
    problem: Problem, present: Collection[Placement], why: Mapping[str, str]
) -> Event:
    """Several conferences have lost their time, whatever happened; the problem says it already."""
    return _event(problem, present, why)


def _event(problem: Problem, present: Collection[Placement], why: Mapping[str, str]) -> Event:
    """Release those that were hit: a fixed one is a confirmed one that has to move."""
    stands = {p.conference: p for p in present}
    conferences = (
        _released(c, stands.get(c.key)) if c.key in why else c for c in problem.conferences
    )
    return Event(
        problem=problem.with_conferences(tuple(conferences)),
        present=tuple(stands[key] for key in sorted(stands)),
        why={key: why[key] for key in sorted(why)},
    )


def _released(conference: Conference, stands: Placement | None) -> Conference:
    if stands is None:
        return replace(conference, fixed=None)
    told, fixed = len(stands.team), conference.fixed is not None
    now = conference.now or Now(start=stands.start, confirmed=fixed, told=told)
    return replace(conference, fixed=None, now=replace(now, start=stands.start))


def _with_people(
    problem: Problem, keys: Collection[str], change: Callable[[Person], Person]
) -> Problem:
    people = (change(p) if p.key in keys else p for p in problem.people)
    return replace(problem, people=tuple(people))


def _without(person: Person, mask: int) -> Person:
    return replace(person, usable=person.usable & ~mask)


def _closed(unit: Unit, mask: int) -> Unit:
    return replace(unit, usable=unit.usable & ~mask)


def _taken_off(placement: Placement, person: str) -> Placement:
    return replace(placement, optional=tuple(p for p in placement.optional if p != person))
