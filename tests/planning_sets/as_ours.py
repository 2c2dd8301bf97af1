"""Public meeting sets as problems of ours, and our answers as theirs.

What the sets say is csplib046.py and office_meetings.py, with judges that know nothing of us. An
office of many days is planned a day at a time: what a day cannot hold goes on to the next one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate, combinations

from meetings.planning.grid import Grid, every
from meetings.planning.problem import (
    Conference,
    Fixed,
    Kind,
    Person,
    Policy,
    Pool,
    Problem,
    Seat,
    SeatRule,
    Travel,
    Unit,
    Weights,
)
from meetings.planning.proposal import Placement, Status
from meetings.planning.solve import Budget, solve
from tests.planning_sets.csplib046 import Instance
from tests.planning_sets.office_meetings import STEP_MINUTES, Meeting, Office
from tests.planning_sets.office_score import Held, Timetable

#: Only who is placed counts in these sets; no part of our cost does.
FREE = Weights(
    pull=0,
    pull_above=0,
    misses_class=0,
    possible=0,
    if_needed=0,
    siblings_apart=0,
    above_comfortable=0,
    block=0,
    moved=0,
    optional_empty=0,
    unknown=0,
    other_modality=0,
    change_of_school=0,
)
MONDAY = date(2026, 9, 14)
OPENS = datetime(2026, 9, 14, 8)  # noqa: DTZ001  a wall time
#: So many meetings are tried on one day of an office, heaviest first: three times what fits.
TRIED = 36
#: Whoever is preferred is asked too, in meetings with at most so many of them.
ASKED = (99, 7, 0)
#: In a day of which little is at stake, proofs are not worth more.
BUDGET = Budget(counted=0.2, points=0.01)


def asked(instance: Instance) -> Problem:
    """A slot becomes a grain, a place becomes a school, a distance becomes travel."""
    grid = _grid(instance.slots, 5)
    always = every(grid)
    attend = {
        m: tuple(f"a{n}" for n, some in enumerate(instance.agents) if m in some)
        for m in range(instance.meetings)
    }
    pairs = combinations(range(instance.meetings), 2)
    return Problem(
        grid=grid,
        people=(
            *(_person(f"a{n}", always) for n in range(len(instance.agents))),
            *(_person(f"chair {m}", always) for m in range(instance.meetings)),
        ),
        conferences=tuple(_meeting(m, some) for m, some in attend.items()),
        travel=tuple(
            Travel(one=_place(a), two=_place(b), minutes=instance.distance[a][b] * 5)
            for a, b in pairs
        ),
        policy=Policy(max_per_day=instance.meetings, weights=FREE),
    )


def times(problem: Problem) -> dict[int, int] | None:
    """Give times by meeting; None: proven that there are none. Raises where neither is known."""
    proposal = solve(problem, Budget(counted=30.0, points=0.01))
    if not proposal.unplaced:
        return {int(p.conference[1:]): p.start for p in proposal.placements}
    placed = proposal.stage("placed")
    if placed is None or placed.status is not Status.PROVEN:
        raise ValueError("The budget ended before the verdict.")
    return None


def timetable(of: Office) -> Timetable:
    """Plan an office day by day, and again with fewer people asked if not everything fits."""
    best = _day_by_day(of, ASKED[0])
    for fewer in ASKED[1:]:
        if len(best.held) == len(of.meetings):
            break
        best = _day_by_day(of, fewer)
    return best


def _day_by_day(of: Office, asked: int) -> Timetable:
    """What a day cannot hold goes on to the next one."""
    waiting = sorted(of.meetings, key=_weight, reverse=True)
    begins = (0, *accumulate(of.days))
    held: list[Held] = []
    for number, steps in enumerate(of.days):
        tried = [m for m in waiting if m.steps <= steps][:TRIED]
        placed = {p.conference: p for p in _one_day(_Day(of=of, steps=steps, tried=tried), asked)}
        for meeting in tried:
            place = placed.get(meeting.name)
            if place is not None and place.room is not None:
                start = begins[number] + place.start
                held.append(Held(meeting=meeting, start=start, room=place.room))
                waiting.remove(meeting)
    return Timetable(office=of, held=tuple(held))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """One day of an office, so many steps long, and the meetings that are tried on it."""

    of: Office
    steps: int
    tried: Sequence[Meeting]

    def problem(self, firm: Sequence[Placement], asked: int) -> Problem:
        """Those that are firm stay where they are, with all their people."""
        grid = _grid(self.steps, STEP_MINUTES)
        always = every(grid)
        stays = {p.conference: _stay(p) for p in firm}
        names = {name for m in self.tried for name in m.required | m.preferred}
        chairs = {f"chair {m.name}" for m in self.tried}
        rooms = (Unit(key=r, usable=always, size=n) for r, n in self.of.rooms.items())
        return Problem(
            grid=grid,
            people=tuple(_person(name, always) for name in names | chairs),
            conferences=tuple(
                replace(_wanted(m, rank, asked), fixed=stays.get(m.name))
                for rank, m in enumerate(self.tried)
            ),
            pools=(Pool(key="rooms", units=tuple(rooms)),),
            policy=Policy(
                max_per_day=len(self.tried),
                weights=FREE,
                rank_weights=tuple(map(_weight, self.tried)),
            ),
        )


def _one_day(day: _Day, asked: int) -> tuple[Placement, ...]:
    """First with all who are asked; then room is made for meetings that have to do with fewer."""
    first = solve(day.problem((), asked), BUDGET).placements
    return solve(day.problem(first, 0), BUDGET).placements


def _weight(meeting: Meeting) -> int:
    return meeting.steps * meeting.size


def _stay(placement: Placement) -> Fixed:
    return Fixed(start=placement.start, team=placement.team, room=placement.room)


def _wanted(meeting: Meeting, rank: int, asked: int) -> Conference:
    few = len(meeting.preferred) <= asked
    people = meeting.required | meeting.preferred if few else meeting.required
    return Conference(
        key=meeting.name,
        chair=f"chair {meeting.name}",
        seats=(Seat(group="invited", rule=SeatRule.ALL, people=tuple(people)),),
        length_minutes=meeting.steps * STEP_MINUTES,
        buffer_minutes=0,
        rooms="rooms",
        size=meeting.size,
        rank=rank,
    )


def _meeting(number: int, agents: tuple[str, ...]) -> Conference:
    return Conference(
        key=f"m{number}",
        chair=f"chair {number}",
        seats=(Seat(group="agents", rule=SeatRule.ALL, people=agents),),
        length_minutes=5,
        buffer_minutes=0,
        school=_place(number),
    )


def _place(number: int) -> str:
    return f"place {number:02}"


def _person(key: str, usable: int) -> Person:
    return Person(key=key, kind=Kind.STAFF, usable=usable)


def _grid(steps: int, minutes: int) -> Grid:
    """One day of so many steps, at each of which a meeting may start."""
    return Grid(
        zone="UTC",
        dates=(MONDAY,),
        opens_wall=time(8),
        closes_wall=(OPENS + timedelta(minutes=steps * minutes)).time(),
        grain_minutes=minutes,
        start_every_minutes=minutes,
    )
