"""One conference moved by hand: which starts it may take, what each costs, or why it may not.

Everything else stays where it is. Moving several at once is reseat.py.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from meetings.planning.greedy import Ledger
from meetings.planning.grid import span
from meetings.planning.ground import places
from meetings.planning.options import Option, Table, table
from meetings.planning.problem import Place, Problem, Seat, SeatRule
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Present, pinned, released
from meetings.planning.rules import breaches_of
from meetings.planning.seating import placements


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a conference may start here, with everything else where it is."""

    conference: str
    start: int
    #: How it would be placed; None if it must not.
    placement: Placement | None = None
    #: What the whole plan would cost more.
    points: int = 0
    parts: Mapping[str, int] | None = None
    #: Why not, and what to do instead.
    sentence: str | None = None


def legal_starts(problem: Problem, present: Present, conference: str) -> tuple[Verdict, ...]:
    """Judge every start of the window for one conference, ascending; everything else stays."""
    desk = _Desk(problem, present, conference)
    grid = problem.grid
    length = grid.grains(problem.conference[conference].length_minutes)
    offsets = range(0, grid.per_day - length + 1, grid.step)
    days = range(len(grid.dates))
    return tuple(desk.verdict(day * grid.per_day + offset) for day in days for offset in offsets)


def move(problem: Problem, present: Present, conference: str, start: int) -> Verdict:
    """Judge one start, as a person asks for it by hand; its placement goes in if there is one."""
    return _Desk(problem, present, conference).verdict(start)


class _Desk:
    """One conference against all others, which stay."""

    def __init__(self, problem: Problem, present: Present, conference: str) -> None:
        self.present = [p for p in present if p.conference != conference]
        held = {p.conference: p for p in self.present}
        self.problem = released(problem, (conference,))
        self.conference = self.problem.conference[conference]
        self.table: Table = table(pinned(self.problem, held, (conference,)))
        self.ledger = Ledger(self.table)
        for key in held:
            for option in self.table.options[key][:1]:
                self.ledger.put(option)
        self.best: dict[int, tuple[int, Option]] = {}
        for option in self.table.options[conference]:
            if self.ledger.fits(option):
                cost = self.ledger.cost(option)
                if option.start not in self.best or cost < self.best[option.start][0]:
                    self.best[option.start] = (cost, option)

    def verdict(self, start: int) -> Verdict:
        key = self.conference.key
        if start not in self.best:
            return Verdict(conference=key, start=start, sentence=self._why_not(start))
        _, option = self.best[start]
        placed = {p.conference: p for p in placements(self.table, {key: option})}
        return Verdict(
            conference=key,
            start=start,
            placement=placed[key],
            points=self.ledger.points(option),
            parts=dict(option.parts),
        )

    def _why_not(self, start: int) -> str:
        tried = tuple(self._attempts(start))
        broken = [breaches_of(self.problem, self.present, p) for p in tried]
        # The attempt that breaks least says best what is in the way.
        found = min(broken, key=len)
        if found:
            return found[0].sentence
        return "No team and room can be put together then. Choose another time."

    def _attempts(self, start: int) -> Iterator[Placement]:
        team = {self.conference.chair}
        for seat in self.conference.seats:
            if seat.rule is not SeatRule.OPTIONAL:
                team.update(self._likely(seat, start))
        for place in places(self.conference):
            in_room = place is Place.ROOM
            for room in self._units(self.conference.rooms) if in_room else (None,):
                for interpreter in self._units(self.conference.interpreters):
                    yield Placement(
                        conference=self.conference.key,
                        start=start,
                        team=tuple(sorted(team)),
                        room=room,
                        interpreter=interpreter,
                        place=place,
                        remote=self._apart(team, start) if in_room else (),
                    )

    def _apart(self, team: set[str], start: int) -> tuple[str, ...]:
        length = self.problem.grid.grains(self.conference.length_minutes)
        talk = span(start, start + length)
        guests = team - {self.conference.chair}
        return tuple(sorted(p for p in guests if self.problem.person[p].remote & talk))

    def _units(self, pool: str | None) -> tuple[str | None, ...]:
        return (None,) if pool is None else tuple(u.key for u in self.problem.pool[pool].units)

    def _likely(self, seat: Seat, start: int) -> tuple[str, ...]:
        """Give as many of the group as have to come, those first who have the time."""
        length = self.problem.grid.grains(self.conference.length_minutes)
        talk = span(start, start + length)
        person = self.problem.person
        willing = sorted(seat.people, key=lambda p: (person[p].usable & talk != talk, p))
        need = {SeatRule.ALL: len(seat.people), SeatRule.ONE_OF: 1}.get(seat.rule, seat.k)
        return tuple(willing[:need])
