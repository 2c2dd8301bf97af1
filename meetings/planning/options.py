"""Conference → options: every lawful start with team and place, what it holds and what it costs.

Only what one conference decides alone is judged here; whether two options get along is for
greedy.py and model.py. `Table.cut` says where teams were left out, because there were too many.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from meetings.planning.draft import (
    NOBODY,
    Moment,
    Setting,
    Share,
    day_and_cover,
    journeys,
    moment,
    settings,
    share,
)
from meetings.planning.ground import (
    Ground,
    Like,
    ground,
    lawful_starts,
    must_come,
    starts_of,
    whole,
)
from meetings.planning.hold import Hold
from meetings.planning.problem import Conference, Place, Problem, SeatRule
from meetings.planning.teams import Team, teams

#: Of these, fixed conferences may hold more than there is: they were agreed before.
MAY_EXCEED = ("day:", "cover:", "cap:", "planning:", "at:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to place a conference."""

    conference: str
    chair: str
    start: int
    end: int
    #: When the chair's buffer ends.
    free_again: int
    day: int
    team: Team
    #: Classes of like units; which unit of them is seen when all is placed.
    room: str | None
    interpreter: str | None
    place: Place
    #: Who takes part by video or phone although it is in a room or school.
    remote: tuple[str, ...]
    #: Where the others have to be; None: nowhere.
    school: str | None
    pulled: tuple[str, ...]
    #: What it costs for itself, part by part; parts of 0 are left out.
    parts: tuple[tuple[str, int], ...]
    points: int
    on_time: bool
    holds: tuple[Hold, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """All options of a problem."""

    problem: Problem
    options: Mapping[str, tuple[Option, ...]]
    #: What is not listed is there once.
    capacity: Mapping[str, int]
    #: By chair's day, where fixed conferences alone exceed the day's maximum.
    overfull: Mapping[tuple[str, int], int]
    like: Mapping[str, Like]
    cut: frozenset[str]

    def holds_at_most(self, key: str, grain: int) -> int:
        """Say how much of a thing there is at this grain (of a chair's day: on this day)."""
        return self.overfull.get((key, grain)) or self.capacity.get(key, 1)

    @cached_property
    def all(self) -> tuple[Option, ...]:
        return tuple(o for key in sorted(self.options) for o in self.options[key])


def table(problem: Problem) -> Table:
    """Lay out all options; conferences in canonical order, cheap ones first, then early ones."""
    base = ground(problem)
    found = {c.key: _options(base, c) for c in problem.conferences}
    ordered = {key: _ordered(options) for key, (options, _) in found.items()}
    capacity = _capacity(base)
    return Table(
        problem=problem,
        options=ordered,
        capacity=capacity,
        overfull=_overfull(problem, ordered, capacity),
        like={kind.key: kind for kinds in base.like.values() for kind in kinds},
        cut=frozenset(key for key, (_, cut) in found.items() if cut),
    )


def limited(table: Table, options: Mapping[str, tuple[Option, ...]]) -> Table:
    """Leave other options; fixed conferences without one hold nothing any more."""
    overfull = _overfull(table.problem, options, table.capacity)
    return replace(table, options=options, overfull=overfull)


def _ordered(options: list[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda o: (o.points, o.start)))


def _capacity(base: Ground) -> dict[str, int]:
    problem, policy = base.problem, base.problem.policy
    most = {f"cover:{c.key}": c.size for c in problem.covers}
    most |= {f"day:{c.chair}": policy.max_per_day for c in problem.conferences}
    most |= {kind.key: len(kind.units) for kinds in base.like.values() for kind in kinds}
    most |= {f"cap:{p.key}": p.max_per_day for p in problem.people if p.max_per_day is not None}
    if policy.planning_a_week is not None:
        most |= {f"planning:{p.key}": policy.planning_a_week for p in problem.people if p.planning}
    return {**most, **base.ways.shares}


def _overfull(
    problem: Problem, options: Mapping[str, Iterable[Option]], capacity: Mapping[str, int]
) -> Mapping[tuple[str, int], int]:
    """Count where fixed conferences alone hold more of a day, cover or way than there is."""
    held: Counter[tuple[str, int]] = Counter()
    for conference in problem.conferences:
        found = tuple(options[conference.key]) if conference.fixed is not None else ()
        for hold in found[0].holds if found else ():
            sure = all(hold in o.holds for o in found)
            if sure and hold.key.startswith(MAY_EXCEED):
                held.update({(hold.key, g): hold.amount for g in range(hold.start, hold.end)})
    return {place: count for place, count in held.items() if count > capacity.get(place[0], 1)}


def _options(base: Ground, conference: Conference) -> tuple[list[Option], bool]:
    found: list[Option] = []
    cut = False
    must = must_come(conference)
    for start in starts_of(_starts(base, conference)):
        at = moment(base, conference, start)
        how = settings(at)
        choice = teams(base, conference, must, at.talk)
        cut = cut or choice.cut
        if how and choice.tried:
            found.extend(_placed(_Start(at, how, share(at, must)), choice.tried))
    if conference.fixed is not None and conference.cover is not None:
        # A fixed one holds a certain number of adults, whoever fills its seats: the least.
        least = min((len(o.pulled) for o in found), default=0)
        found = [o for o in found if len(o.pulled) == least]
    return found, cut


def _starts(base: Ground, conference: Conference) -> int:
    """Mark the starts at which those who must come can; where they have to be is seen later."""
    if conference.fixed is not None:
        return 1 << conference.fixed.start
    length = base.problem.grid.grains(conference.length_minutes)
    starts = lawful_starts(base.problem, conference)
    for key in must_come(conference):
        starts &= whole(base.free[key], length)
    return starts


@dataclass(frozen=True, slots=True)
class _Start:
    """A start with the ways to hold the conference, and what those bring who must come."""

    at: Moment
    how: tuple[Setting, ...]
    must: Share


def _placed(start: _Start, tried: Iterable[Team]) -> Iterator[Option]:
    for team in tried:
        must = start.must
        if not set(must.people).issubset(team.required):
            # People have agreed to a fixed one, whoever was asked.
            must = share(start.at, team.required)
        rest = share(start.at, [p for p in team.required if p not in must.people])
        guests = share(start.at, team.optional) if team.optional else NOBODY
        held = day_and_cover(start.at, len(must.pulled) + len(rest.pulled))
        if held is not None:
            yield from _held(start, _Sitting(team, must, rest, guests, held))


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A team with what it brings."""

    team: Team
    must: Share
    rest: Share
    guests: Share
    held: tuple[Hold, ...]


def _held(start: _Start, sitting: _Sitting) -> Iterator[Option]:
    at, must, rest = start.at, sitting.must, sitting.rest
    conference, weights = at.conference, at.base.problem.policy.weights
    away = (*must.away, *rest.away, *sitting.guests.away)
    wanted = conference.rooms is not None or conference.school is not None
    held = (*must.holds, *rest.holds, *sitting.guests.holds, *sitting.held)
    for how in start.how:
        remote: tuple[str, ...] = ()
        otherwise = len(sitting.team.required) if wanted else 0
        there = held
        if how.place is Place.ROOM:
            if conference.chair in away and conference.fixed is None:
                continue
            remote = tuple(sorted(p for p in away if p != conference.chair))
            otherwise = sum(p in sitting.team.required for p in remote)
            meet = (p for p in (*sitting.team.required, *sitting.team.optional) if p not in remote)
            there = (*held, *journeys(at, meet, how.school))
        parts = _parts(start, sitting, how.unread, weights.other_modality * otherwise)
        yield _option(start.at, sitting, how, (remote, parts, (*there, *how.holds)))


def _parts(
    start: _Start, sitting: _Sitting, unread: int, otherwise: int
) -> tuple[tuple[str, int], ...]:
    at, must, rest = start.at, sitting.must, sitting.rest
    weights, now = at.base.problem.policy.weights, at.conference.now
    moved = now is not None and not now.confirmed and now.start != at.start
    parts = (
        ("pull", weights.pull * (len(must.pulled) + len(rest.pulled))),
        ("misses_class", max(must.misses_class, rest.misses_class)),
        ("family", max(must.family, rest.family)),
        ("optional_empty", weights.optional_empty * _empty(at.conference, sitting.team)),
        ("unknown", must.unknown + rest.unknown + unread),
        ("moved", weights.moved if moved else 0),
        ("other_modality", otherwise),
    )
    return tuple(part for part in parts if part[1])


def _empty(conference: Conference, team: Team) -> int:
    wanted = {p for s in conference.seats if s.rule is SeatRule.OPTIONAL for p in s.people}
    return len(wanted.difference(team.required, team.optional)) if wanted else 0


def _option(
    at: Moment,
    sitting: _Sitting,
    how: Setting,
    rest: tuple[tuple[str, ...], tuple[tuple[str, int], ...], tuple[Hold, ...]],
) -> Option:
    due = at.conference.due_on
    remote, parts, holds = rest
    return Option(
        conference=at.conference.key,
        chair=at.conference.chair,
        start=at.start,
        end=at.end,
        free_again=at.free_again,
        day=at.day,
        team=sitting.team,
        room=None if how.room is None else how.room.key,
        interpreter=None if how.interpreter is None else how.interpreter.key,
        place=how.place,
        remote=remote,
        school=how.school,
        pulled=(*sitting.must.pulled, *sitting.rest.pulled),
        parts=parts,
        points=sum(points for _, points in parts),
        on_time=due is None or at.base.problem.grid.dates[at.day] <= due,
        holds=holds,
    )
