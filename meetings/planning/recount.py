"""Who could be at each start of one conference, counted grain by grain: for certificates.

Slow and plain on purpose. It knows the problem alone, none of the masks that reasons come from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meetings.planning.problem import Conference, Fixed, Kind, Person, Problem, Seat, SeatRule, Unit


@dataclass(frozen=True, slots=True)
class _Held:
    """What a fixed conference holds of a unit, and at which school; None: it is held by video."""

    start: int
    end: int
    school: str | None


class Recount:
    """One conference: by member, the starts that this member alone would allow."""

    def __init__(self, problem: Problem, conference: Conference) -> None:
        self.problem, self.conference = problem, conference
        self.length = problem.grid.grains(conference.length_minutes)
        self.video = conference.video or (conference.rooms is None and conference.school is None)
        grid = problem.grid
        days = (range(n, n + grid.per_day, grid.step) for n in range(0, grid.size, grid.per_day))
        self.starts = tuple(s for day in days for s in day if not grid.closed >> s & 1)
        self.serves = {name: self._serving(name) for name in sorted(self._members())}

    def together(self, members: Iterable[str]) -> set[int]:
        """Give the starts that all of these allow."""
        return set(self.starts).intersection(*(self.serves[m] for m in members))

    def _members(self) -> set[str]:
        wanted = self.conference
        names = {"days", "specialist", *(s.group for s in self._needed())}
        if wanted.rooms is not None and not self.video:
            names.add("room")
        if wanted.interpreters is not None:
            names.add("interpreter")
        return names | ({"class cover"} if wanted.cover is not None else set())

    def _needed(self) -> Iterator[Seat]:
        return (s for s in self.conference.seats if s.rule is not SeatRule.OPTIONAL)

    def _serving(self, name: str) -> set[int]:
        tests = {
            "days": self._day,
            "room": self._room,
            "interpreter": self._interpreter,
            "class cover": self._cover,
        }
        seats = [s for s in self._needed() if s.group == name]
        test = tests.get(name)
        talks = {s: range(s, s + self.length) for s in self.starts}
        if test is not None and not seats:
            return {s for s, talk in talks.items() if test(talk)}
        led = {s for s, talk in talks.items() if name != "specialist" or self._led(talk)}
        return {s for s in led if all(self._filled(seat, talks[s]) for seat in seats)}

    def _day(self, talk: range) -> bool:
        grid, wanted = self.problem.grid, self.conference
        if talk[0] // grid.per_day != talk[-1] // grid.per_day:
            return False
        on = grid.dates[talk[0] // grid.per_day]
        early = wanted.earliest_on is not None and on < wanted.earliest_on
        locked = on in wanted.not_on or wanted.only_on not in {None, on}
        return not early and not locked and not _any(grid.closed, talk)

    def _led(self, talk: range) -> bool:
        chair = self.problem.person[self.conference.chair]
        return self._able(chair, talk) and (self.video or not _any(chair.remote, talk))

    def _filled(self, seat: Seat, talk: range) -> bool:
        able = sum(self._able(self.problem.person[p], talk) for p in seat.people)
        return able >= _least(seat)

    def _able(self, person: Person, talk: range) -> bool:
        policy = self.problem.policy
        teaches = person.kind is Kind.STAFF and _any(person.in_class, talk)
        unread = policy.unknown_blocks and _any(person.unknown, talk)
        return _all(person.usable, talk) and not unread and (policy.may_pull or not teaches)

    def _room(self, talk: range) -> bool:
        again = talk[-1] + 1 + self.problem.grid.grains(self.conference.buffer_minutes)
        tomorrow = (talk[0] // self.problem.grid.per_day + 1) * self.problem.grid.per_day
        held = range(talk[0], min(again, tomorrow))
        units = self.problem.pool[self.conference.rooms or ""].units
        return any(self._seats_all(u) and self._to_be_had(u, talk, held) for u in units)

    def _seats_all(self, unit: Unit) -> bool:
        large = unit.size is None or unit.size >= self.conference.size
        return large and (unit.accessible or not self.conference.accessible)

    def _interpreter(self, talk: range) -> bool:
        units = self.problem.pool[self.conference.interpreters or ""].units
        return any(self._to_be_had(u, talk, talk) for u in units)

    def _to_be_had(self, unit: Unit, talk: range, held: range) -> bool:
        unread = self.problem.policy.unknown_blocks and _any(unit.unknown, talk)
        if unread or not _all(unit.usable, talk):
            return False
        return not any(self._meets(other, held) for other in self._held(unit))

    def _held(self, unit: Unit) -> Iterator[_Held]:
        grid = self.problem.grid
        for other in self.problem.conferences:
            fixed = other.fixed
            if fixed is None or unit.key not in {fixed.room, fixed.interpreter}:
                continue
            end = fixed.start + grid.grains(other.length_minutes)
            buffer = grid.grains(other.buffer_minutes) if unit.key == fixed.room else 0
            yield _Held(fixed.start, end + buffer, None if _afar(other, fixed) else other.school)

    def _meets(self, other: _Held, held: range) -> bool:
        """Say whether two uses of a unit overlap, with the way between their schools."""
        way, grid = 0, self.problem.grid
        same_day = other.start // grid.per_day == held[0] // grid.per_day
        if not self.video and other.school is not None and same_day:
            schools = {other.school, self.conference.school}
            ways = (t.minutes for t in self.problem.travel if {t.one, t.two} == schools)
            way = grid.grains(next(ways, 0))
        return other.start - way < held[-1] + 1 and held[0] < other.end + way

    def _cover(self, talk: range) -> bool:
        cover = self.problem.cover[self.conference.cover or ""]
        away = self._least_away(talk)
        return away == 0 or (away <= cover.size and _all(cover.usable, talk))

    def _least_away(self, talk: range) -> int:
        """Count how many classes are left at least, if those come who leave none."""
        must = {self.conference.chair}
        must |= {p for s in self._needed() if s.rule is SeatRule.ALL for p in s.people}
        away = sum(self._teaches(p, talk) for p in must)
        for seat in self._needed():
            able = [p for p in seat.people if self._able(self.problem.person[p], talk)]
            if seat.rule is not SeatRule.ALL and len(able) >= _least(seat):
                idle = sum(not self._teaches(p, talk) for p in able)
                away += max(0, _least(seat) - idle)
        return away

    def _teaches(self, key: str, talk: range) -> bool:
        person = self.problem.person[key]
        return person.kind is Kind.STAFF and _any(person.in_class, talk)


def _afar(conference: Conference, fixed: Fixed) -> bool:
    return conference.video and fixed.room is None


def _least(seat: Seat) -> int:
    return {SeatRule.ALL: len(seat.people), SeatRule.ONE_OF: 1}.get(seat.rule, seat.k)


def _any(mask: int, talk: range) -> bool:
    return any(mask >> g & 1 for g in talk)


def _all(mask: int, talk: range) -> bool:
    return all(mask >> g & 1 for g in talk)
