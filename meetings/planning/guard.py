"""The guard of self-booking: a start must not lower how many families can be placed in all.

Exact for the chair: whoever books only what is safe, in whatever order, as many are placed in the
end as a greatest flow says at the beginning; and whoever has a free slot at all is shown one. Those
who wait are counted in slots that do not overlap, laid anew into what is left of a day; a start
between two slots is judged by the slots that it leaves. The hours of people and rooms, and what is
held of them, are seen; class cover that others hold, and the way to another school, are left to the
moment of booking. A family that gave no times counts as free.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from meetings.planning.grid import every, span
from meetings.planning.matching import Board, Matching
from meetings.planning.problem import Conference, Kind, Person, Problem
from meetings.planning.proposal import Placement
from meetings.planning.times import Times, before, every_start, held_by


class Guard(StrEnum):
    """What becomes of a start that would leave fewer places for the others."""

    #: It is not shown.
    WITHHOLD = "withhold"
    #: It is shown after all others.
    SHOW_LAST = "show_last"
    #: Nobody asks.
    OFF = "off"


#: A family that could come in more than this share of the open hours has given no times.
UNASKED_SHARE = 0.5


def unasked(problem: Problem, person: Person) -> bool:
    """Say whether a member of the family seems never to have said when they can come."""
    if person.kind is not Kind.FAMILY or person.preferred or person.if_needed:
        return False
    hours = every(problem.grid) & ~problem.grid.closed
    return (person.usable & hours).bit_count() > UNASKED_SHARE * hours.bit_count()


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Those of one chair who have no time yet, and what the others leave them."""

    problem: Problem
    #: The one who chooses now.
    chooser: str
    #: The others without a time, canonical order.
    keys: tuple[str, ...]
    #: Everything that has a time.
    held: tuple[Placement, ...]

    @property
    def chair(self) -> str:
        return self._of(self.chooser).chair

    @cached_property
    def most(self) -> int:
        """Count how many can be placed, the chooser among them."""
        return len(self._matching.slot_of)

    @cached_property
    def unasked(self) -> int:
        """Count those of whom somebody has given no times: about them the guard knows less."""
        people = ([p for s in self._of(key).seats for p in s.people] for key in self.keys)
        person = self.problem.person
        return sum(any(unasked(self.problem, person[p]) for p in some) for some in people)

    def lowers(self, placement: Placement) -> bool:
        """Say whether fewer find a place in all once the chooser has taken this one."""
        day = self.problem.grid.day(placement.start)
        board = self.after(placement)
        trial = self._matching.copy(board)
        trial.drop(self.chooser)
        lost = [k for k in trial.on(day) if not board.slots >> trial.slot_of[k] & 1]
        stay = [k for k in trial.on(day) if k not in lost]
        lost += stay[max(0, board.left[day]) :]
        for key in lost:
            trial.drop(key)
        return not trial.reach(self.most - 1, (*lost, *self.keys))

    def after(self, placement: Placement) -> Board:
        """Lay the day anew around this placement; one place of the day goes with it."""
        grid, board = self.problem.grid, self.board
        day = grid.day(placement.start)
        whole_day = span(day * grid.per_day, (day + 1) * grid.per_day)
        slots = laid(self._starts & whole_day & ~self._in_the_way(placement), self._hold)
        left = tuple(n - (d == day) for d, n in enumerate(board.left))
        return replace(board, slots=board.slots & ~whole_day | slots, left=left)

    @cached_property
    def board(self) -> Board:
        return Board(
            suits={k: self._times.starts(self._of(k)) for k in (self.chooser, *self.keys)},
            slots=laid(self._starts, self._hold),
            per_day=self.problem.grid.per_day,
            left=self._times.left(self.chair),
        )

    @cached_property
    def _matching(self) -> Matching:
        matching = Matching(board=self.board)
        matching.reach(len(self.board.suits), self.board.suits)
        return matching

    @cached_property
    def _times(self) -> Times:
        return Times(problem=self.problem, held=self.held)

    @cached_property
    def _hold(self) -> int:
        """The grains of a slot: the longest conference of the chair, with its buffer."""
        # Those who have a time count too, so that slots do not change when somebody books.
        grid = self.problem.grid
        own = (c for c in self.problem.conferences if c.chair == self.chair)
        return max(grid.grains(c.length_minutes) + grid.grains(c.buffer_minutes) for c in own)

    @cached_property
    def _starts(self) -> int:
        """Mark where the chair can begin, beside everything that it does already."""
        own = (c for c in self.problem.conferences if c.chair == self.chair)
        length = max(self.problem.grid.grains(c.length_minutes) for c in own)
        mask = every_start(self.problem.grid, length) & self._times.of(self.chair, length)
        return mask & ~self._times.in_the_way(self.chair, self._hold)

    def _in_the_way(self, placement: Placement) -> int:
        """Mark the starts of slots that would meet this placement or its buffer."""
        held = held_by(self.problem, placement, self.chair)
        return before(self.problem.grid, held, self._hold)

    def _of(self, key: str) -> Conference:
        return self.problem.conference[key]


def waiting(problem: Problem, present: Collection[Placement], conference: str) -> Waiting:
    """Gather who else of this chair waits while one conference chooses."""
    held = {p.conference: p for p in present if p.conference != conference}
    chair = problem.conference[conference].chair
    keys = (c.key for c in problem.conferences if c.chair == chair and c.key != conference)
    return Waiting(
        problem=problem,
        chooser=conference,
        keys=tuple(key for key in keys if key not in held),
        held=tuple(held[key] for key in sorted(held)),
    )


def laid(starts: int, hold: int) -> int:
    """Lay slots of so many grains one after another, each at the earliest start that is left."""
    slots = 0
    while starts:
        slot = starts & -starts
        slots |= slot
        again = slot.bit_length() - 1 + hold
        starts = starts >> again << again
    return slots
