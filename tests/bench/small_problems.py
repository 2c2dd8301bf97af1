"""Tiny problems for tests: a school of two mornings, by hand or from a seed, and all its plans.

The counting knows the checker and the score alone, not how options or models are made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import combinations, product
from random import Random

from meetings.planning.grid import Grid, every, grid, span
from meetings.planning.problem import (
    Conference,
    Cover,
    Fixed,
    Kind,
    Person,
    Place,
    Policy,
    Pool,
    Present,
    Problem,
    Seat,
    SeatRule,
    Unit,
)
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches, breaches_of
from meetings.planning.score import score

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
MORNINGS = grid(zone="America/Denver", dates=(MONDAY, TUESDAY), opens=time(7), closes=time(9))
HALF_HOURS = replace(MORNINGS, start_every_minutes=30)


def at(wall: str, on: date = MONDAY, hours: Grid = MORNINGS) -> int:
    """Give the grain of a wall time of the first morning."""
    minutes = (time.fromisoformat(wall).hour - 7) * 60 + time.fromisoformat(wall).minute
    return hours.dates.index(on) * hours.per_day + minutes // 5


def during(starts: str, ends: str, on: date = MONDAY) -> int:
    """Mark the grains from one wall time to another."""
    return span(at(starts, on), at(ends, on))


ALWAYS = every(MORNINGS)


def staff(key: str, usable: int = ALWAYS, **marks: int | None) -> Person:
    return Person(key=key, kind=Kind.STAFF, usable=usable, **marks)  # type: ignore[arg-type]


def family(key: str, usable: int = ALWAYS, **marks: int | None) -> Person:
    return Person(key=key, kind=Kind.FAMILY, usable=usable, **marks)  # type: ignore[arg-type]


def student(key: str, usable: int = ALWAYS, **marks: int | None) -> Person:
    return Person(key=key, kind=Kind.STUDENT, usable=usable, **marks)  # type: ignore[arg-type]


def seat(group: str, *people: str, rule: SeatRule = SeatRule.ALL, k: int = 1) -> Seat:
    return Seat(group=group, rule=rule, people=people, k=k)


def talk(key: str, *seats: Seat, **more: object) -> Conference:
    """Want one conference with the specialist."""
    return Conference(key=key, chair="specialist", seats=seats, **more)  # type: ignore[arg-type]


def placed(
    conference: str,
    start: int,
    *team: str,
    room: str | None = None,
    interpreter: str | None = None,
) -> Placement:
    return Placement(
        conference=conference,
        start=start,
        team=tuple(sorted({"specialist", *team})),
        room=room,
        interpreter=interpreter,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What the best of all plans reaches, in the order of the levels."""

    on_time: int
    placed: int
    confirmed_moved: int
    told: int
    points: int


@dataclass(slots=True)
class Counter:
    """Walks through every lawful plan."""

    problem: Problem
    best: tuple[int, ...] = field(default=(10**9,))
    best_plan: tuple[Placement, ...] = ()
    lawful: list[list[Placement]] = field(default_factory=list)

    def count(self) -> Count:
        self.lawful = [
            [p for p in candidates(self.problem, c) if not breaches_of(self.problem, (), p)]
            for c in self.problem.conferences
        ]
        self._walk(0, ())
        on_time, many, moved, told, points = self.best
        return Count(
            on_time=-on_time, placed=-many, confirmed_moved=moved, told=told, points=points
        )

    def _hopeless(self, number: int, plan: tuple[Placement, ...]) -> bool:
        """Say whether all that could still be on time is not enough."""
        problem, worth = self.problem, self.problem.policy.rank_weights
        reached = sum(
            worth[c.rank]
            for p in plan
            if (c := problem.conference[p.conference]).due_on is None
            or problem.grid.dates[problem.grid.day(p.start)] <= c.due_on
        )
        rest = problem.conferences[number:]
        best = (-self.best[0], -self.best[1]) if len(self.best) > 1 else (-1, -1)
        return (reached + sum(worth[c.rank] for c in rest), len(plan) + len(rest)) < best

    def _walk(self, number: int, plan: tuple[Placement, ...]) -> None:
        if self._hopeless(number, plan):
            return
        if number == len(self.problem.conferences):
            if breaches(self.problem, plan):
                return
            s = score(self.problem, plan)
            rank = (-s.on_time, -s.placed, s.confirmed_moved, s.told, s.points)
            if rank < self.best:
                self.best, self.best_plan = rank, plan
            return
        conference = self.problem.conferences[number]
        for placement in self.lawful[number]:
            if not breaches_of(self.problem, plan, placement):
                self._walk(number + 1, (*plan, placement))
        if conference.fixed is None:
            self._walk(number + 1, plan)


def candidates(problem: Problem, conference: Conference) -> Iterator[Placement]:
    """Give every way to place one conference, lawful or not."""
    starts = range(0, problem.grid.size, problem.grid.step)
    sizes = {SeatRule.ALL: None, SeatRule.ONE_OF: 1}
    required = [
        list(combinations(s.people, sizes.get(s.rule, s.k) or len(s.people)))
        for s in conference.seats
        if s.rule is not SeatRule.OPTIONAL
    ]
    wanted = [p for s in conference.seats if s.rule is SeatRule.OPTIONAL for p in s.people]
    extras = [some for n in range(len(wanted) + 1) for some in combinations(wanted, n)]
    rooms = _places(problem, conference)
    interpreters = _units(problem, conference.interpreters)
    agreed = conference.fixed.team if conference.fixed is not None else ()
    for groups, some in product(product(*required), extras):
        team = {conference.chair, *(agreed or (p for group in groups for p in group))}
        extra = set() if agreed else set(some) - team
        for start, (place, room), interpreter in product(starts, rooms, interpreters):
            guests = {*team, *extra} - {conference.chair} if place is Place.ROOM else set()
            yield Placement(
                conference=conference.key,
                start=start,
                team=tuple(sorted(team)),
                optional=tuple(sorted(extra)),
                room=room,
                interpreter=interpreter,
                place=place,
                remote=tuple(sorted(p for p in guests if _apart(problem, conference, start, p))),
            )


def _apart(problem: Problem, conference: Conference, start: int, key: str) -> bool:
    length = problem.grid.grains(conference.length_minutes)
    return bool(problem.person[key].remote & span(start, start + length))


def _places(problem: Problem, conference: Conference) -> list[tuple[Place, str | None]]:
    if conference.rooms is None and conference.school is None:
        return [(Place.VIDEO, None)]
    rooms = [(Place.ROOM, room) for room in _units(problem, conference.rooms)]
    return [*rooms, (Place.VIDEO, None)]


def _units(problem: Problem, pool: str | None) -> list[str | None]:
    return [None] if pool is None else [u.key for u in problem.pool[pool].units]


def random_problem(seed: int) -> Problem:
    """Make a problem in which every rule has a chance to bind."""
    dice = Random(seed)  # noqa: S311 -- a test
    teachers = [
        staff(f"t{n}", _some(dice, 0.9), in_class=_some(dice, 0.4), unknown=_some(dice, 0.1))
        for n in range(3)
    ]
    families = [
        family(f"f{n}", _some(dice, 0.6), preferred=_some(dice, 0.5), if_needed=_some(dice, 0.3))
        for n in range(4)
    ]
    pupils = [student(f"s{n}", in_class=_some(dice, 0.4)) for n in range(4)]
    chair = staff("specialist", _some(dice, 0.9))
    conferences = tuple(_wanted(dice, n) for n in range(4))
    return Problem(
        grid=HALF_HOURS,
        people=(chair, *teachers, *families, *pupils),
        conferences=conferences,
        pools=(
            Pool(key="rooms", units=tuple(_unit(dice, f"r{n}") for n in range(dice.randint(1, 2)))),
            Pool(key="es", units=tuple(_unit(dice, f"i{n}") for n in range(dice.randint(1, 2)))),
        ),
        covers=(Cover(key="cover", size=dice.randint(0, 2), usable=_some(dice, 0.9)),),
        pairs=(("c0", "c1"),) if dice.random() < 0.5 else (),
        policy=Policy(
            max_per_day=dice.randint(1, 3),
            comfortable_per_day=dice.choice((None, 1)),
            may_pull=dice.random() < 0.7,
            pulls_unharmed=dice.choice((0, 1, 3)),
            unknown_blocks=dice.random() < 0.2,
        ),
    )


def _some(dice: Random, share: float) -> int:
    # Whole half hours, so that a talk sees few different answers.
    mask = 0
    for start in range(0, HALF_HOURS.size, 6):
        if dice.random() < share:
            mask |= span(start, start + 6)
    return mask


def _unit(dice: Random, key: str) -> Unit:
    return Unit(key=key, usable=_some(dice, 0.85))


def _wanted(dice: Random, number: int) -> Conference:
    teachers = ("t0", "t1", "t2")
    seats = [seat("guardian", f"f{dice.choice((number, 0))}"), seat("student", f"s{number}")]
    rule = dice.choice((SeatRule.ONE_OF, SeatRule.K_OF, SeatRule.ALL, SeatRule.OPTIONAL))
    people = teachers[:2] if rule in {SeatRule.ALL, SeatRule.OPTIONAL} else teachers
    seats.append(seat("teacher", *people, rule=rule, k=2))
    start = dice.randrange(0, HALF_HOURS.size, HALF_HOURS.step)
    stands = dice.random()
    return talk(
        f"c{number}",
        *seats,
        buffer_minutes=dice.choice((0, 5)),
        rooms=dice.choice(("rooms", "rooms", None)),
        interpreters=dice.choice(("es", None)),
        cover=dice.choice(("cover", None)),
        earliest_on=dice.choice((None, None, TUESDAY)),
        due_on=dice.choice((None, MONDAY)),
        rank=dice.randrange(3),
        not_on=dice.choice(((), (), (MONDAY,))),
        fixed=Fixed(start=start, team=_agreed(seats)) if number == 3 and stands < 0.3 else None,
        now=Present(start=start, confirmed=dice.random() < 0.5, told=dice.randrange(3))
        if stands > 0.5
        else None,
    )


def _agreed(seats: list[Seat]) -> tuple[str, ...]:
    return tuple(p for s in seats for p in s.people[: s.k if s.rule is SeatRule.K_OF else 1])
