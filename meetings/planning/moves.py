"""Two plans of the same conferences, before and after: who moves, from where, to where, and why.

Sentences name groups, not persons. What either plan costs is score.py.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from meetings.planning.breach import Breach
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches_of

#: How a rule that the old place would break now is told, by its name; else its own sentence stands.
GAVE_WAY = {
    "room": "Gave way: another conference needs the room at this time.",
    "interpreter": "Gave way: another conference needs the interpreter at this time.",
    "cover": "Gave way: another conference needs the adult who takes the class.",
    "max_per_day": "Gave way: another conference takes the last place of this day.",
}
BETTER = "Moved so that the others find a place or lose less."


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One conference that stands elsewhere than before, or no longer, or only now."""

    conference: str
    before: Placement | None
    after: Placement | None
    reason: str
    #: It had to move, whatever else moves.
    hit: bool = False
    #: It was confirmed: the people have to agree.
    confirmed: bool = False

    @property
    def to_new_time(self) -> bool:
        """Say whether people have to hear of another time; a change of room alone is none."""
        old = None if self.before is None else self.before.start
        return old != (None if self.after is None else self.after.start)


def moves(
    problem: Problem,
    before: Collection[Placement],
    after: Collection[Placement],
    why: Mapping[str, str],
) -> tuple[Move, ...]:
    """List every change in canonical order; `why` holds the reasons of those that had to move."""
    old, new = _by_key(before), _by_key(after)
    return tuple(_moves(problem, old, new, why))


def _moves(
    problem: Problem,
    old: Mapping[str, Placement],
    new: Mapping[str, Placement],
    why: Mapping[str, str],
) -> Iterator[Move]:
    for key in sorted({*old, *new}):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        yield Move(
            conference=key,
            before=was,
            after=now,
            reason=why.get(key) or _reason(problem, was, new),
            hit=key in why,
            confirmed=_confirmed(problem, key),
        )


def _confirmed(problem: Problem, key: str) -> bool:
    conference = problem.conference.get(key)
    return conference is not None and conference.now is not None and conference.now.confirmed


def _reason(problem: Problem, was: Placement | None, new: Mapping[str, Placement]) -> str:
    if was is None:
        return "A place is free for it now."
    if was.conference not in problem.conference:
        return "The conference is no longer wanted."
    broken = breaches_of(problem, new.values(), was)
    return _told(broken[0]) if broken else BETTER


def _told(breach: Breach) -> str:
    if breach.against is None and breach.rule not in GAVE_WAY:
        return breach.sentence
    # "The guardian has another conference then. Choose another time."
    said = breach.sentence.partition(". ")[0]
    return GAVE_WAY.get(breach.rule, f"Gave way: {said[:1].lower()}{said[1:]}.")


def _by_key(placements: Collection[Placement]) -> Mapping[str, Placement]:
    return {p.conference: p for p in placements}
