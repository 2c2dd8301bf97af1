"""Starts at which a conference could be held beside everything that stands, as one mask.

Works on masks alone, so that hundreds of conferences take milliseconds. It sees the hours of
people, rooms and interpreters, what is held of them, and how many classes can be covered; it does
not see the way from one school to another. Options with their cost are options.py.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from meetings.planning.grid import Grid, every, span
from meetings.planning.ground import free, lawful_starts, whole
from meetings.planning.problem import Conference, Kind, Problem, Seat, SeatRule, Unit
from meetings.planning.proposal import Placement


def held_by(problem: Problem, placement: Placement, key: str) -> tuple[int, int]:
    """Give the grains that a placement takes of somebody; the buffer binds chair and room."""
    grid, conference = problem.grid, problem.conference[placement.conference]
    end = placement.start + grid.grains(conference.length_minutes)
    if key in {conference.chair, placement.room}:
        tomorrow = (grid.day(placement.start) + 1) * grid.per_day
        end = min(end + grid.grains(conference.buffer_minutes), tomorrow)
    return placement.start, end


def before(grid: Grid, held: tuple[int, int], hold: int) -> int:
    """Mark the starts of that day from which so many grains would meet what is held."""
    start, end = held
    return span(max(grid.day(start) * grid.per_day, start - hold + 1), end)


def every_start(grid: Grid, length: int) -> int:
    """Mark each start of the grid from which so many grains are open."""
    one_day = sum(1 << offset for offset in range(0, grid.per_day - length + 1, grid.step))
    days = sum(one_day << (day * grid.per_day) for day in range(len(grid.dates)))
    return days & whole(every(grid) & ~grid.closed, length)


@dataclass(frozen=True, kw_only=True)
class Times:
    """What people, rooms and interpreters have left."""

    problem: Problem
    #: Everything that has a time.
    held: tuple[Placement, ...]
    #: Found before; each mask is made once.
    _known: dict[tuple[object, ...], int] = field(default_factory=dict)

    def starts(self, conference: Conference) -> int:
        """Mark the starts at which somebody of each seat, a room and cover can be had."""
        length = self.problem.grid.grains(conference.length_minutes)
        hold = length + self.problem.grid.grains(conference.buffer_minutes)
        mask = self._days(conference) & self._covered(conference, length)
        mask &= ~self.in_the_way(conference.chair, hold)
        mask &= ~self._once(("full", conference.chair), lambda: self._full(conference.chair))
        if conference.rooms is not None and not conference.video:
            fit = [u for u in self.problem.pool[conference.rooms].units if suits(u, conference)]
            mask &= self._any_of(fit, (length, hold)) & ~self._apart(conference.chair, length)
        if conference.interpreters is not None:
            units = self.problem.pool[conference.interpreters].units
            mask &= self._any_of(units, (length, length))
        return mask

    def of(self, key: str, length: int) -> int:
        """Mark the starts from which a person has so many grains left."""
        return self._once(("of", key, length), lambda: self._of(key, length))

    def _of(self, key: str, length: int) -> int:
        able = whole(free(self.problem, self.problem.person[key]), length)
        return able & ~self.in_the_way(key, length)

    def in_the_way(self, key: str, hold: int) -> int:
        """Mark the starts from which so many grains would meet what is held of somebody."""
        return self._once(("way", key, hold), lambda: self._in_the_way(key, hold))

    def _in_the_way(self, key: str, hold: int) -> int:
        mask = 0
        for start, end in self._held.get(key, ()):
            mask |= before(self.problem.grid, (start, end), hold)
        return mask

    def _once(self, key: tuple[object, ...], make: Callable[[], int]) -> int:
        if key not in self._known:
            self._known[key] = make()
        return self._known[key]

    @cached_property
    def _held(self) -> Mapping[str, list[tuple[int, int]]]:
        taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for placement in self.held:
            units = (placement.room, placement.interpreter)
            for key in (*placement.team, *placement.optional, *filter(None, units)):
                taken[key].append(held_by(self.problem, placement, key))
        return taken

    def _full(self, chair: str) -> int:
        """Mark the days that take no conference of this chair any more."""
        per_day = self.problem.grid.per_day
        return sum(
            span(day * per_day, (day + 1) * per_day)
            for day, left in enumerate(self.left(chair))
            if left <= 0
        )

    def left(self, chair: str) -> tuple[int, ...]:
        """Count by day how many conferences of this chair still go in."""
        grid, of = self.problem.grid, self.problem.conference
        own = self.problem.person[chair].max_per_day
        most = self.problem.policy.max_per_day
        led, seated = Counter[int](), Counter[int]()
        for placement in self.held:
            led[grid.day(placement.start)] += of[placement.conference].chair == chair
            seated[grid.day(placement.start)] += chair in placement.team
        days = range(len(grid.dates))
        left = (min(most - led[d], most if own is None else own - seated[d]) for d in days)
        return tuple(max(0, n) for n in left)

    def _days(self, conference: Conference) -> int:
        days = (conference.earliest_on, conference.only_on, conference.not_on)
        key = ("days", conference.length_minutes, *days)
        return self._once(key, lambda: lawful_starts(self.problem, conference))

    def _apart(self, key: str, length: int) -> int:
        """Mark the starts at which a person could not be in the room."""
        near = every(self.problem.grid) & ~self.problem.person[key].remote
        return self._once(("apart", key, length), lambda: ~whole(near, length))

    def _any_of(self, units: Iterable[Unit], lengths: tuple[int, int]) -> int:
        """Mark where one unit can be had: so long itself, so long until it is clean again."""
        length, hold = lengths
        mask = 0
        for unit in units:
            usable = unit.usable & ~(unit.unknown if self.problem.policy.unknown_blocks else 0)
            able = self._once(("unit", unit.key, length), partial(whole, usable, length))
            mask |= able & ~self.in_the_way(unit.key, hold)
        return mask

    def _covered(self, conference: Conference, length: int) -> int:
        """Mark where every seat is filled and the classes of those who come are covered."""
        reach = [every(self.problem.grid)]
        cover = None if conference.cover is None else self.problem.cover[conference.cover]
        if cover is not None:
            reach *= cover.size + 1
        must = {conference.chair}
        must.update(p for s in conference.seats if s.rule is SeatRule.ALL for p in s.people)
        groups = [Seat(group="", rule=SeatRule.ALL, people=tuple(sorted(must)))]
        groups += [s for s in conference.seats if s.rule in {SeatRule.ONE_OF, SeatRule.K_OF}]
        for seat in groups:
            reach = self._with(reach, seat, (length, cover is not None))
        if cover is None:
            return reach[0]
        return reach[0] | reach[-1] & whole(cover.usable, length)

    def _with(self, reach: list[int], seat: Seat, how: tuple[int, bool]) -> list[int]:
        """Fill one seat more: in reach[n] at most n of those who come are away from a class."""
        length, counted = how
        need = {SeatRule.ALL: len(seat.people), SeatRule.ONE_OF: 1}.get(seat.rule, seat.k)
        able = {p: self.of(p, length) for p in seat.people}
        easy = {p: m & ~self._teaches(p, length) for p, m in able.items()} if counted else able
        enough = at_least(able.values(), need)[need]
        settled = at_least(easy.values(), need)
        wider = []
        for most in range(len(reach)):
            mask = 0
            for away in range(min(most, need) + 1):
                mask |= reach[most - away] & settled[need - away] & enough
            wider.append(mask)
        return wider

    def _teaches(self, key: str, length: int) -> int:
        """Mark the starts at which somebody else has to take this person's class."""
        person = self.problem.person[key]
        if person.kind is not Kind.STAFF or not person.in_class:
            return 0
        there = every(self.problem.grid) & ~person.in_class
        return self._once(("class", key, length), lambda: ~whole(there, length))


def suits(unit: Unit, conference: Conference) -> bool:
    """Say whether a room is large enough, and without steps where that is needed."""
    large = unit.size is None or unit.size >= conference.size
    return large and (unit.accessible or not conference.accessible)


def at_least(masks: Iterable[int], most: int) -> list[int]:
    """Mark for each number from 0 to `most` where at least so many of the masks are set."""
    counts = [-1, *([0] * most)]
    for mask in masks:
        for n in range(most, 0, -1):
            counts[n] |= counts[n - 1] & mask
    return counts
