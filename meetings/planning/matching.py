"""How many conferences of a chair can still be placed: a flow from conferences to slots to days.

Slots do not overlap, and a day takes so many. One more conference fits if there is a path on which
some of the others change their slot. Which slots there are, and whom they suit, is guard.py.
"""

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from meetings.planning.ground import starts_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Which starts suit which conference, which of them are slots, and what each day takes."""

    #: Conference → mask of the starts that suit it, slots or not.
    suits: Mapping[str, int]
    #: The starts of the slots, as a mask.
    slots: int
    #: Grains of a day: tells the day of a slot.
    per_day: int
    #: By day: conferences that still go in.
    left: tuple[int, ...]

    def most(self) -> int:
        """Count how many conferences can be placed at most."""
        matching = Matching(board=self)
        matching.reach(len(self.suits), sorted(self.suits))
        return len(matching.slot_of)


@dataclass(frozen=True, slots=True)
class _Step:
    """Who takes which slot on a path, and for whom the way was cleared before."""

    conference: str
    slot: int
    before: "_Step | None"


@dataclass(slots=True, kw_only=True)
class Matching:
    """Conferences in slots; grows by one conference a path. It changes; `copy` first."""

    board: Board
    slot_of: dict[str, int] = field(default_factory=dict)
    _holder: dict[int, str] = field(default_factory=dict)
    _busy: Counter[int] = field(default_factory=Counter)

    def reach(self, count: int, keys: Iterable[str]) -> bool:
        """Place these, in this order, until so many are placed; say whether they are."""
        for key in keys:
            if len(self.slot_of) >= count:
                return True
            if key not in self.slot_of:
                self.place(key)
        return len(self.slot_of) >= count

    def place(self, key: str) -> bool:
        """Find a path for one more conference; a breadth-first search."""
        queue: deque[tuple[str, _Step | None]] = deque([(key, None)])
        asked, seen, days = {key}, 0, set[int]()
        while queue:
            conference, before = queue.popleft()
            new = self.board.suits[conference] & self.board.slots & ~seen
            seen |= new
            for slot in starts_of(new):
                step = _Step(conference, slot, before)
                if self._open(slot):
                    self._turn(step)
                    return True
                for rival in self._rivals(slot, days):
                    if rival not in asked:
                        asked.add(rival)
                        queue.append((rival, step))
        return False

    def _open(self, slot: int) -> bool:
        day = slot // self.board.per_day
        return slot not in self._holder and self._busy[day] < self.board.left[day]

    def _rivals(self, slot: int, days: set[int]) -> tuple[str, ...]:
        """Name who has to go elsewhere: the holder of the slot, or anybody of its full day."""
        if slot in self._holder:
            return (self._holder[slot],)
        day = slot // self.board.per_day
        if day in days:
            return ()
        days.add(day)
        return self.on(day)

    def on(self, day: int) -> tuple[str, ...]:
        """Name who is placed on a day, by slot."""
        first = day * self.board.per_day
        held = (self._holder.get(s) for s in range(first, first + self.board.per_day))
        return tuple(key for key in held if key is not None)

    def _turn(self, last: _Step) -> None:
        """Give everybody on the path the slot that was found for them."""
        path: list[_Step] = []
        step: _Step | None = last
        while step is not None:
            path.append(step)
            step = step.before
        for one in path:
            self.drop(one.conference)
        for one in path:
            self.slot_of[one.conference] = one.slot
            self._holder[one.slot] = one.conference
            self._busy[one.slot // self.board.per_day] += 1

    def drop(self, key: str) -> None:
        """Take a conference out, if it is in."""
        slot = self.slot_of.pop(key, None)
        if slot is not None:
            del self._holder[slot]
            self._busy[slot // self.board.per_day] -= 1

    def copy(self, board: Board) -> Self:
        """Give the same places on another board; who stands where it has no slot, stands there."""
        return type(self)(
            board=board,
            slot_of=dict(self.slot_of),
            _holder=dict(self._holder),
            _busy=Counter(self._busy),
        )
