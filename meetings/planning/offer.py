"""Starts to offer for one conference: the best ones over several days, and those that harm nobody.

Everything that has a time stays. Holding a slot, polls and letters are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from meetings.planning.blocking import blocking, remedy
from meetings.planning.byhand import Verdict, legal_starts
from meetings.planning.greedy import Ledger
from meetings.planning.grid import span
from meetings.planning.ground import ground
from meetings.planning.matching import Board
from meetings.planning.options import Option, table
from meetings.planning.problem import Person, Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Present, pinned

#: Points for each conference without a time that would lose its last start.
REGRET = 20
#: Only so many of the cheapest starts are asked whom they harm.
LOOKED_AT = 30


class Standing(StrEnum):
    """How a start suits one person."""

    PREFERRED = "preferred"
    POSSIBLE = "possible"
    IF_NEEDED = "if_needed"
    IN_CLASS = "in_class"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One start that a family may be shown."""

    placement: Placement
    points: int
    standings: Mapping[str, Standing]
    #: Conferences without a time that would have none left.
    harms: tuple[str, ...] = ()
    #: True: taking it lowers how many of the others can still be placed.
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortlist:
    """Best offers first, on different days as far as there are any; empty with a reason."""

    offers: tuple[Offer, ...]
    sentence: str = ""
    remedy: str = ""


def best_starts(problem: Problem, present: Present, conference: str, top: int = 5) -> Shortlist:
    """Give the best starts for one conference, with how they suit each person."""
    lawful = [v for v in legal_starts(problem, present, conference) if v.placement is not None]
    if not lawful:
        return _nothing(problem, conference)
    lawful.sort(key=lambda v: (v.points, v.start))
    waiting = _Waiting(problem, present, conference)
    offers = [
        offer for v in lawful[:LOOKED_AT] if (offer := _offer(problem, v, waiting)) is not None
    ]
    offers.sort(key=lambda o: (o.points + REGRET * len(o.harms), o.placement.start))
    first_of_day: dict[int, Offer] = {}
    for offer in offers:
        first_of_day.setdefault(problem.grid.day(offer.placement.start), offer)
    spread = list(first_of_day.values())
    rest = [o for o in offers if o not in spread]
    return Shortlist(offers=tuple([*spread, *rest][:top]))


def safe_starts(problem: Problem, present: Present, conference: str) -> tuple[Offer, ...]:
    """Give all lawful starts ascending; marked where taking one leaves fewer places for the others.

    Exact for the chair's time and days; shared people and rooms are seen to when one is taken.
    """
    waiting = _Waiting(problem, present, conference)
    full = waiting.board.most()
    offers = []
    for verdict in legal_starts(problem, present, conference):
        offer = _offer(problem, verdict, waiting)
        if offer is not None:
            left = waiting.left_after(offer.placement)
            offers.append(replace(offer, withheld=left < full))
    return tuple(offers)


class _Waiting:
    """The others of the same chair that have no time yet."""

    def __init__(self, problem: Problem, present: Present, conference: str) -> None:
        held = {p.conference: p for p in present if p.conference != conference}
        wanted = problem.conference[conference]
        self.problem = problem
        self.keys = tuple(
            c.key
            for c in problem.conferences
            if c.chair == wanted.chair and c.key not in held and c.key != conference
        )
        self.table = table(pinned(problem, held, {*self.keys, conference}))
        self.ledger = Ledger(self.table)
        for key in held:
            for option in self.table.options[key][:1]:
                self.ledger.put(option)
        grid = problem.grid
        needs = grid.grains(wanted.length_minutes) + grid.grains(wanted.buffer_minutes)
        self.cadence = -(-needs // grid.step) * grid.step
        self.options = {k: self._open(k) for k in self.keys}
        self.board = self._board(f"day:{wanted.chair}")

    def _open(self, key: str) -> tuple[Option, ...]:
        return tuple(o for o in self.table.options[key] if self.ledger.fits(o))

    def _slot(self, grain: int) -> int:
        day, offset = divmod(grain, self.problem.grid.per_day)
        return day * self.problem.grid.per_day + offset // self.cadence

    def _board(self, chair_day: str) -> Board:
        suits = {
            key: tuple(sorted({self._slot(o.start) for o in options if self._on_cadence(o.start)}))
            for key, options in self.options.items()
        }
        days = range(len(self.problem.grid.dates))
        most = self.table.holds_at_most
        return Board(
            suits=suits,
            day={s: self.problem.grid.day(s) for slots in suits.values() for s in slots},
            left={d: max(0, most(chair_day, d) - self.ledger.held(chair_day, d)) for d in days},
        )

    def _on_cadence(self, start: int) -> bool:
        return start % self.problem.grid.per_day % self.cadence == 0

    def left_after(self, placement: Placement) -> int:
        """Count how many of the others can still be placed once this start is taken."""
        grid, conference = self.problem.grid, self.problem.conference[placement.conference]
        needs = grid.grains(conference.length_minutes) + grid.grains(conference.buffer_minutes)
        taken = frozenset(self._slot(g) for g in range(placement.start, placement.start + needs))
        return self.board.without(taken, grid.day(placement.start)).most()

    def harmed_by(self, placement: Placement) -> tuple[str, ...]:
        """Name the others whose last starts this placement takes."""
        own = (o for o in self.table.options[placement.conference] if o.start == placement.start)
        option = next((o for o in own if o.team.required == placement.team), None)
        if option is None:
            return ()
        self.ledger.put(option)
        harmed = (
            k for k, options in self.options.items() if options and not self._any_fits(options)
        )
        found = tuple(harmed)
        self.ledger.put(option, -1)
        return found

    def _any_fits(self, options: tuple[Option, ...]) -> bool:
        return any(self.ledger.fits(o) for o in options)


def _offer(problem: Problem, verdict: Verdict, waiting: "_Waiting") -> Offer | None:
    placement = verdict.placement
    if placement is None:
        return None
    length = problem.grid.grains(problem.conference[verdict.conference].length_minutes)
    talk = span(placement.start, placement.start + length)
    people = (problem.person[p] for p in (*placement.team, *placement.optional))
    return Offer(
        placement=placement,
        points=verdict.points,
        standings={p.key: standing(p, talk) for p in people},
        harms=waiting.harmed_by(placement),
    )


def standing(person: Person, talk: int) -> Standing:
    """Say how these grains suit a person; the worst one counts."""
    if person.in_class & talk:
        return Standing.IN_CLASS
    if person.unknown & talk:
        return Standing.UNKNOWN
    if (person.if_needed | person.soft_busy) & talk:
        return Standing.IF_NEEDED
    return Standing.POSSIBLE if talk & ~person.preferred else Standing.PREFERRED


def _nothing(problem: Problem, conference: str) -> Shortlist:
    wanted = replace(problem.conference[conference], fixed=None)
    base = ground(problem)
    found = blocking(base, wanted)
    if table(problem.with_conferences((wanted,))).options[conference]:
        return Shortlist(
            offers=(),
            sentence="Every start that suits is held by another conference.",
            remedy="Plan anew and let proposed ones move, or ask for further times.",
        )
    return Shortlist(
        offers=(), sentence=found.sentence, remedy=remedy(base, wanted, found).sentence
    )
