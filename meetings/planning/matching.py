"""How many conferences a chair can still place: a matching of conferences to slots.

Slots do not overlap: a slot is a conference with its buffer, rounded up to the next start.
Conferences, slots and days are nodes of a flow; one more conference fits if there is a path.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

#: ("conference", key), ("slot", number) or ("day", number).
Node = tuple[str, str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Which slots suit which conference, and how many places each day has left."""

    suits: Mapping[str, tuple[int, ...]]
    #: Slot → day.
    day: Mapping[int, int]
    #: Day → conferences that still go in.
    left: Mapping[int, int]

    def without(self, taken: frozenset[int], day: int) -> "Board":
        """Give the board after somebody took these slots, and a place of that day with them."""
        suits = {
            key: tuple(s for s in slots if s not in taken) for key, slots in self.suits.items()
        }
        left = {d: count - (d == day) for d, count in self.left.items()}
        return replace(self, suits=suits, left=left)

    def most(self) -> int:
        """Count how many conferences can be placed at most."""
        search = _Search(self)
        return sum(search.place(key) for key in sorted(self.suits))


class _Search:
    """A matching that grows by one conference a path."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.slot_of: dict[str, int] = {}
        self.holder: dict[int, str] = {}
        self.busy: Counter[int] = Counter()

    def place(self, key: str) -> bool:
        first: Node = ("conference", key)
        came_from: dict[Node, Node | None] = {first: None}
        queue = deque([first])
        while queue:
            node = queue.popleft()
            kind, name = node
            if kind == "day" and self.busy[int(name)] < self.board.left.get(int(name), 0):
                self._turn(came_from, node)
                return True
            for further in self._next(node):
                if further not in came_from:
                    came_from[further] = node
                    queue.append(further)
        return False

    def _next(self, node: Node) -> Iterator[Node]:
        kind, name = node
        if kind == "conference":
            yield from (("slot", s) for s in self.board.suits[str(name)])
        elif kind == "slot":
            # A held slot leads to its holder, who looks for another one.
            holder = self.holder.get(int(name))
            yield ("day", self.board.day[int(name)]) if holder is None else ("conference", holder)
        else:
            held = (s for s in sorted(self.holder) if self.board.day[s] == name)
            yield from (("slot", s) for s in held)

    def _turn(self, came_from: Mapping[Node, Node | None], last: Node) -> None:
        """Give every conference of the path its new slot."""
        self.busy[int(last[1])] += 1
        path: list[Node] = [last]
        while (before := came_from[path[-1]]) is not None:
            path.append(before)
        path.reverse()
        steps = list(pairwise(path))
        for here, there in steps:
            if here[0] == "slot" and there[0] == "conference":
                del self.holder[int(here[1])]
        for here, there in steps:
            if here[0] == "conference":
                self.slot_of[str(here[1])] = int(there[1])
                self.holder[int(there[1])] = str(here[1])
