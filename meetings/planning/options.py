"""Conference → options: every lawful start with team and place, what it holds and what it costs.

Only what one conference decides alone is judged here; whether two options get along is for
greedy.py and model.py. `Table.cut` says where teams were left out, because there were too many.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from meetings.planning.grid import span
from meetings.planning.ground import (
    Ground,
    Like,
    ground,
    lawful_starts,
    must_come,
    starts_of,
    whole,
)
from meetings.planning.problem import Conference, Problem
from meetings.planning.teams import Team, family_points, pulled, strain, teams

#: More teams than these at one start are not tried; the level is then not called proven.
TEAMS_AT_A_START = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """So much of one thing in the grains [start, end): a person, units, cover, a chair's day."""

    key: str
    start: int
    end: int
    amount: int = 1


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
    like = {kind.key: kind for kinds in base.like.values() for kind in kinds}
    capacity = {f"cover:{c.key}": c.size for c in problem.covers}
    capacity |= {f"day:{c.chair}": problem.policy.max_per_day for c in problem.conferences}
    capacity |= {key: len(kind.units) for key, kind in like.items()}
    found = {c.key: _options(base, c) for c in problem.conferences}
    ordered = {key: _ordered(options) for key, (options, _) in found.items()}
    return Table(
        problem=problem,
        options=ordered,
        capacity=capacity,
        overfull=_overfull(problem, ordered),
        like=like,
        cut=frozenset(key for key, (_, cut) in found.items() if cut),
    )


def _ordered(options: list[Option]) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda o: (o.points, o.start)))


def _overfull(
    problem: Problem, options: Mapping[str, Iterable[Option]]
) -> Mapping[tuple[str, int], int]:
    """Count where fixed conferences alone hold more of a day or of the cover than there is."""
    held: Counter[tuple[str, int]] = Counter()
    for conference in problem.conferences:
        first = next(iter(options[conference.key]), None)
        if conference.fixed is not None and first is not None:
            for hold in first.holds:
                if hold.key.startswith(("day:", "cover:")):
                    held.update({(hold.key, g): hold.amount for g in range(hold.start, hold.end)})
    most = {f"cover:{c.key}": c.size for c in problem.covers}
    day = problem.policy.max_per_day
    return {place: count for place, count in held.items() if count > most.get(place[0], day)}


def _options(base: Ground, conference: Conference) -> tuple[list[Option], bool]:
    length = base.problem.grid.grains(conference.length_minutes)
    if conference.fixed is not None:
        starts = 1 << conference.fixed.start
    else:
        starts = lawful_starts(base.problem, conference)
        for key in must_come(conference):
            starts &= whole(base.free[key], length)
    found: list[Option] = []
    cut = False
    for start in starts_of(starts):
        tried = list(
            islice(teams(base, conference, span(start, start + length)), TEAMS_AT_A_START + 1)
        )
        cut = cut or len(tried) > TEAMS_AT_A_START
        for team in tried[:TEAMS_AT_A_START]:
            found.extend(_placed(_Draft(base, conference, start, team)))
    if conference.fixed is not None and conference.cover is not None:
        # A fixed one holds a certain number of adults, whoever fills its seats: the least.
        least = min((len(o.pulled) for o in found), default=0)
        found = [o for o in found if len(o.pulled) == least]
    return found, cut


@dataclass(frozen=True, slots=True)
class _Draft:
    """An option before its place is chosen."""

    base: Ground
    conference: Conference
    start: int
    team: Team

    @property
    def end(self) -> int:
        return self.start + self.base.problem.grid.grains(self.conference.length_minutes)

    @property
    def free_again(self) -> int:
        # The buffer ends with the day at the latest.
        grid = self.base.problem.grid
        tomorrow = (grid.day(self.start) + 1) * grid.per_day
        return min(self.end + grid.grains(self.conference.buffer_minutes), tomorrow)

    @property
    def talk(self) -> int:
        return span(self.start, self.end)


def _placed(draft: _Draft) -> Iterator[Option]:
    problem, conference = draft.base.problem, draft.conference
    taken = tuple(p for p in draft.team.required if pulled(problem.person[p], draft.talk))
    if not _covered(draft, len(taken)):
        return
    parts = _parts(draft, len(taken))
    held = tuple(_people(draft)) + tuple(_cover_and_day(draft, len(taken)))
    for room, interpreter in product(_rooms(draft), _interpreters(draft)):
        units = (
            Hold(key=key, start=draft.start, end=end)
            for key, end in ((room, draft.free_again), (interpreter, draft.end))
            if key is not None
        )
        on = problem.grid.dates[problem.grid.day(draft.start)]
        yield Option(
            conference=conference.key,
            chair=conference.chair,
            start=draft.start,
            end=draft.end,
            free_again=draft.free_again,
            day=problem.grid.day(draft.start),
            team=draft.team,
            room=room,
            interpreter=interpreter,
            pulled=taken,
            parts=parts,
            points=sum(points for _, points in parts),
            on_time=conference.due_on is None or on <= conference.due_on,
            holds=(*held, *units),
        )


def _parts(draft: _Draft, taken: int) -> tuple[tuple[str, int], ...]:
    problem, weights, now = (
        draft.base.problem,
        draft.base.problem.policy.weights,
        draft.conference.now,
    )
    people = [problem.person[p] for p in draft.team.required]
    strains = [strain(problem, p, draft.talk) for p in people]
    wanted = {p for s in draft.conference.seats if s.rule == "optional" for p in s.people}
    absent = wanted.difference(draft.team.required, draft.team.optional)
    moved = now is not None and not now.confirmed and now.start != draft.start
    parts = (
        ("pull", weights.pull * taken),
        ("misses_class", max((s[2] for s in strains), default=0)),
        ("family", max((family_points(problem, p, draft.talk) for p in people), default=0)),
        ("optional_empty", weights.optional_empty * len(absent)),
        ("unknown", sum(s[1] for s in strains)),
        ("moved", weights.moved if moved else 0),
    )
    return tuple((name, points) for name, points in parts if points)


def _people(draft: _Draft) -> Iterator[Hold]:
    # Whom no other conference wants cannot be in two places.
    for key in (*draft.team.required, *draft.team.optional):
        if key in draft.base.shared:
            end = draft.free_again if key == draft.conference.chair else draft.end
            yield Hold(key=f"person:{key}", start=draft.start, end=end)


def _cover_and_day(draft: _Draft, taken: int) -> Iterator[Hold]:
    day = draft.base.problem.grid.day(draft.start)
    yield Hold(key=f"day:{draft.conference.chair}", start=day, end=day + 1)
    if taken and draft.conference.cover is not None:
        key = f"cover:{draft.conference.cover}"
        yield Hold(key=key, start=draft.start, end=draft.end, amount=taken)


def _covered(draft: _Draft, taken: int) -> bool:
    conference = draft.conference
    if not taken or conference.cover is None or conference.fixed is not None:
        return True
    cover = draft.base.problem.cover[conference.cover]
    return cover.usable & draft.talk == draft.talk and cover.size >= taken


def _rooms(draft: _Draft) -> tuple[str | None, ...]:
    conference = draft.conference
    if conference.rooms is None or (
        conference.fixed is not None and conference.fixed.room is not None
    ):
        return (None,)
    return _kinds(draft, conference.rooms, draft.free_again)


def _interpreters(draft: _Draft) -> tuple[str | None, ...]:
    conference, fixed = draft.conference, draft.conference.fixed
    if conference.interpreters is None or (fixed is not None and fixed.interpreter is not None):
        return (None,)
    return _kinds(draft, conference.interpreters, draft.end)


def _kinds(draft: _Draft, pool: str, end: int) -> tuple[str | None, ...]:
    hold, anyway = span(draft.start, end), draft.conference.fixed is not None
    return tuple(
        kind.key
        for kind in draft.base.like[pool]
        if not kind.taken & hold and (anyway or kind.usable & draft.talk == draft.talk)
    )
