"""Why here, why not there: one conference at one start, as a rule that breaks or as a price.

Everything is tried on the plan as it stands; if others are in the way, they are moved as far as
that harms nobody. Nothing is stored. Why a conference has no time at all is explain.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from meetings.planning import saying
from meetings.planning.byhand import move
from meetings.planning.gains import Trial, harmless, plan_of
from meetings.planning.options import Option, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.reseat import released
from meetings.planning.rules import breaches_of
from meetings.planning.score import score
from meetings.planning.seating import placements

#: What a part of the points is called.
PARTS = {
    "pull": "a class is left",
    "pull_above": "one teacher leaves many classes",
    "misses_class": "the student misses class",
    "family": "the family's wishes",
    "siblings_apart": "siblings are apart",
    "day_load": "the specialist's day is full",
    "block": "the specialist begins anew",
    "moved": "a proposed time changes",
    "optional_empty": "an invited guest cannot come",
    "unknown": "a calendar could not be read",
    "other_modality": "somebody takes part by video or phone",
    "change_of_school": "the specialist changes the school",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Another conference that would have to move."""

    conference: str
    was_at: int
    would_be_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What follows if a conference is held at this start."""

    conference: str
    start: int
    #: False: a rule forbids it, or the others find no place then.
    possible: bool
    #: Points that the whole plan would cost more; fewer are below 0.
    points: int = 0
    #: Part → more or fewer points; what stays the same is left out.
    parts: Mapping[str, int]
    moved: tuple[Moved, ...] = ()
    #: The whole plan as it would be; () if it is not possible.
    placements: tuple[Placement, ...] = ()
    sentence: str


def why(problem: Problem, proposal: Proposal, conference: str, start: int) -> Consequence:
    """Say what speaks against a start, or what it would cost and who would move."""
    present = {p.conference: p for p in proposal.placements}
    verdict = move(problem, proposal.placements, conference, start)
    if verdict.placement is not None:
        after = {**present, conference: verdict.placement}
        return _priced(problem, present, after, verdict.placement)
    forced = _Desk(problem, proposal, conference).forced(start)
    if forced is not None:
        return forced
    return Consequence(
        conference=conference,
        start=start,
        possible=False,
        parts={},
        sentence=verdict.sentence or "Nobody can be put together then. Choose another time.",
    )


def here(
    problem: Problem, proposal: Proposal, conference: str, top: int = 3
) -> tuple[Consequence, ...]:
    """Compare the chosen start with the next best ones that are free, the cheapest first."""
    desk = _Desk(problem, proposal, conference)
    chosen = desk.before[conference].start if conference in desk.before else None
    best: dict[int, tuple[int, Option]] = {}
    for option in desk.layout.options[conference]:
        if option.start != chosen and desk.ledger.fits(option):
            found = desk.ledger.cost(option), option
            best[option.start] = min(found, best.get(option.start, found), key=_first)
    cheapest = sorted(best.values(), key=lambda one: (one[0], one[1].start))[:top]
    return tuple(desk.placed({**desk.rest, conference: option}) for _, option in cheapest)


def _first(one: tuple[int, Option]) -> int:
    return one[0]


class _Desk:
    """One conference taken out of the plan; all others are options again."""

    def __init__(self, problem: Problem, proposal: Proposal, key: str) -> None:
        self.problem, self.key = released(problem, (key,)), key
        self.before = {p.conference: p for p in proposal.placements}
        self.layout = table(self.problem)
        plan = plan_of(self.layout, proposal.placements)
        #: Some time of the plan is no option, as one that was set by hand against a rule.
        self.odd = len(plan) < len(proposal.placements)
        self.rest = {k: o for k, o in plan.items() if k != key}
        self.trial = Trial.of(self.layout, self.rest, harmless(self.problem))
        self.ledger = self.trial.ledger

    def placed(self, options: Mapping[str, Option]) -> Consequence:
        after = {p.conference: p for p in placements(self.layout, options)}
        return _priced(self.problem, self.before, after, after[self.key])

    def forced(self, start: int) -> Consequence | None:
        """Put it there and move who is in the way; None if that cannot be, or was not found."""
        wanted = (o for o in self.layout.options[self.key] if o.start == start)
        if self.odd or not self.trial.one_more(self.key, wanted):
            return None
        found = self.ledger.placed
        after = placements(self.layout, found)
        changed = {k for k, o in found.items() if self.rest.get(k) is not o}
        broken = any(breaches_of(self.problem, after, p) for p in after if p.conference in changed)
        return None if broken else self.placed(found)


def _priced(
    problem: Problem,
    before: Mapping[str, Placement],
    after: Mapping[str, Placement],
    placement: Placement,
) -> Consequence:
    cost, then = score(problem, before.values()), score(problem, after.values())
    names = sorted({*cost.parts, *then.parts})
    parts = {name: then.parts.get(name, 0) - cost.parts.get(name, 0) for name in names}
    moved = tuple(
        Moved(conference=k, was_at=before[k].start, would_be_at=after[k].start)
        for k in sorted(before)
        if k != placement.conference and before[k].start != after[k].start
    )
    same = placement.conference in before and before[placement.conference].start == placement.start
    bare = Consequence(
        conference=placement.conference,
        start=placement.start,
        possible=True,
        points=then.points - cost.points,
        parts={name: points for name, points in parts.items() if points},
        moved=moved,
        placements=tuple(after[k] for k in sorted(after)),
        sentence="",
    )
    late = cost.on_time - then.on_time if placement.conference in before else 0
    words = "It is held then." if same and not moved else _say(bare, late)
    return replace(bare, sentence=words)


def _say(found: Consequence, late: int) -> str:
    points = found.points
    more = (
        f"{abs(points)} points {'more' if points > 0 else 'fewer'}" if points else "as many points"
    )
    dearer = sorted(found.parts.items(), key=lambda part: -abs(part[1]))
    parts = [f"{PARTS.get(name, name)} {by:+d}" for name, by in dearer]
    because = f": {', '.join(parts)}" if parts else ""
    others = len(found.moved)
    moves = f"; {saying.many(others, 'other')} would move" if others else "; nobody else moves"
    due = "; it would miss a due date" if late > 0 else ""
    return f"It could be held then for {more}{because}{moves}{due}."
