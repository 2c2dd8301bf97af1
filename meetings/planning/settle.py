"""After something happened: those hit get a place, and as few others move as can be.

First nobody else moves (ring 0); then, for each that is left, the cheapest chain of others who give
way, ring by ring. The result has before and after, and a reason for each; nothing here asks for
consent. A whole new plan that moves few is replan.py.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from meetings.planning.chain import Crowd, make_room
from meetings.planning.events import Event
from meetings.planning.moves import Move, moves
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal, Stage, Status
from meetings.planning.reseat import Hit, Ring, movable, reseat
from meetings.planning.score import score
from meetings.planning.solve import Watch, fold, go_on
from meetings.planning.times import Times


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """The plan after an event."""

    #: The widest ring from which somebody had to move.
    ring: Ring
    proposal: Proposal
    #: Before and after, canonical order: those hit and those who gave way.
    moves: tuple[Move, ...]

    @property
    def others(self) -> tuple[Move, ...]:
        """Give those who were not hit and meet at another time."""
        return tuple(m for m in self.moves if not m.hit and m.to_new_time)


def settle(event: Event, widest: Ring = Ring.ALL_CHAIRS, watch: Watch = go_on) -> Settlement:
    """Widen from nobody to `widest`, while one of those hit has no place but could have one."""
    first = reseat(event.problem, event.present, Hit(conferences=event.hit), watch)
    placed = {p.conference: p for p in first.placements}
    reached = Ring.HIT
    for ring in Ring:
        for key in _left(event, placed):
            if Ring.HIT < ring <= widest:
                chain = make_room(_crowd(event, placed.values(), ring), key)
                placed |= {p.conference: p for p in chain or ()}
                reached = ring if chain else reached
    after = tuple(placed[key] for key in sorted(placed))
    stages = first.stages if reached is Ring.HIT else tuple(_stages(event.problem, after))
    return Settlement(
        ring=reached,
        proposal=fold(event.problem, after, stages),
        moves=moves(event.problem, event.present, after, event.why),
    )


def _left(event: Event, placed: Collection[str]) -> list[str]:
    """Name those hit that have no place but some start; by rank."""
    conference = event.problem.conference
    alone = Times(problem=event.problem, held=())
    left = (key for key in event.hit if key not in placed and alone.starts(conference[key]))
    return sorted(left, key=lambda key: (conference[key].rank, key))


def _crowd(event: Event, placed: Collection[Placement], ring: Ring) -> Crowd:
    hit = Hit(conferences=event.hit, ring=ring)
    stand = {p.conference for p in placed}
    return Crowd(
        problem=event.problem,
        present=tuple(placed),
        movable=frozenset(movable(event.problem, placed, hit)) | stand.intersection(event.hit),
        told_anyway=frozenset(event.hit),
    )


def _stages(problem: Problem, placed: Collection[Placement]) -> Iterator[Stage]:
    """Say what was reached; of a chain nothing is proven but that nobody confirmed had to move."""
    reached = score(problem, placed)
    most = {"on_time": sum(problem.policy.rank_weights) * len(problem.conferences)}
    most["placed"] = len(problem.conferences)
    values = {
        name: int(getattr(reached, name)) for name in (*most, "confirmed_moved", "told", "points")
    }
    for name, value in values.items():
        bound = most.get(name, 0)
        status = Status.PROVEN if value == bound else Status.LIMIT
        yield Stage(name=name, status=status, value=value, bound=bound, dt=0.0)
