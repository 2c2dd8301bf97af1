"""The answer of a run: placements, levels, proposal. How it is found is solve.py."""

from dataclasses import dataclass
from enum import StrEnum

from meetings.planning.problem import Place


class Status(StrEnum):
    """How far a level was searched."""

    #: No lawful proposal is better at this level.
    PROVEN = "PROVEN"
    #: The budget ended first; the bound says how much better another one could be at most.
    LIMIT = "LIMIT"
    #: A person asked to stop.
    STOPPED = "STOPPED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One conference with its time, the people who hold that time, and the units it takes."""

    conference: str
    start: int
    #: Required people and the chair, sorted.
    team: tuple[str, ...]
    #: Optional people who can come, sorted; they hold the time as the others do.
    optional: tuple[str, ...] = ()
    room: str | None = None
    interpreter: str | None = None
    #: Not asked of a conference that is held by video or phone anyway.
    place: Place = Place.ROOM
    #: Who takes part by video or phone although it is in a room or school, sorted.
    remote: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One level of the search: what was reached, and what could be reached at most."""

    name: str
    status: Status
    value: int
    bound: int
    #: Deterministic units, the same on every machine and under every load.
    dt: float

    @property
    def gap(self) -> float:
        """Say how far the value is from the bound, as a share of the bound."""
        return abs(self.value - self.bound) / max(1, abs(self.bound))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who meets when. It is stored as it is, and never changed."""

    placements: tuple[Placement, ...]
    #: Keys of conferences without a time, canonical order.
    unplaced: tuple[str, ...]
    stages: tuple[Stage, ...]
    #: Of those that stood somewhere before: who moves, who stays.
    moved: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    #: Of the problem that was solved.
    digest_sha256: str = ""

    def stage(self, name: str) -> Stage | None:
        return next((s for s in self.stages if s.name == name), None)

    @property
    def proven(self) -> bool:
        """Nothing better exists, at any level."""
        return all(s.status is Status.PROVEN for s in self.stages)
