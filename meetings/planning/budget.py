"""What a run may spend, and what a watcher is told while it runs. How it is spent is levels.py."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """Deterministic units for each level that counts, and for the one that weighs."""

    counted: float = 2.0
    #: As a whole. None: 10, by which most caseloads of 86 are proven, and 30 for up to a thousand;
    #: not at all where most families have not said when they can come.
    points: float | None = None
    #: Where there are very many options: for a good start of the last level, once for each round.
    narrowed: float = 0.15
    rounds: int = 2
    #: In a district: so many chairs at a time, round by round, and units for each piece.
    chairs: tuple[int, ...] = (1, 3)
    piece: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a watcher is told: best value so far and bound of the level that is being solved."""

    stage: str
    value: int
    bound: int


Watch = Callable[[Progress], bool]


def go_on(_: Progress) -> bool:
    """Watch nothing."""
    return True
