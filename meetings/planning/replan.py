"""A whole new plan that moves as few as can be from an earlier one.

As many are placed as without the earlier plan; among such plans the fewest confirmed ones move,
then the fewest people hear of it, and only then points count. A district is not planned anew: there
those who lost their time are settled (settle.py), and the others stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from meetings.planning.events import Event
from meetings.planning.grid import grain_at, starts_at
from meetings.planning.moves import Move, moves
from meetings.planning.previous import Previous, Stood
from meetings.planning.problem import Conference, Place, Problem
from meetings.planning.problem import Present as Now
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.rules import breaches
from meetings.planning.settle import settle
from meetings.planning.solve import DISTRICT, Budget, Watch, go_on, solve

OFF_GRID = "The day or hour is not open for conferences any more."
UNKNOWN_PEOPLE = "Somebody of this conference is not in the problem any more."


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A conference that had a time and has another one now, or none."""

    conference: str
    from_at: datetime
    to_at: datetime | None
    reason: str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Replan:
    """The new plan beside the earlier one; every list in canonical order."""

    #: With the earlier times as the present ones.
    problem: Problem
    proposal: Proposal
    moved: tuple[Shift, ...]
    kept: tuple[str, ...]
    #: They had no time before.
    new: tuple[str, ...]
    #: They had one, and are no longer wanted.
    gone: tuple[str, ...]


def replan(
    problem: Problem, previous: Previous, budget: Budget | None = None, watch: Watch = go_on
) -> Replan:
    """Plan anew, and say of each that moves from where, to where and why."""
    wanted = tuple(s for s in previous.placed if s.conference in problem.conference)
    stood = {s.conference: s for s in wanted}
    present = {p.conference: p for s in wanted if (p := _placement(problem, s)) is not None}
    asked = problem.with_conferences(
        tuple(_standing(c, present.get(c.key)) for c in problem.conferences)
    )
    why = _lost(asked, stood, present)
    proposal = _planned(asked, present, why, (budget, watch))
    after = {p.conference: p for p in proposal.placements}
    found = {m.conference: m for m in moves(asked, present.values(), after.values(), why)}
    shifts = (_shift(asked, s, after.get(s.conference), found) for s in wanted)
    moved = tuple(s for s in shifts if s is not None)
    away = {s.conference for s in moved}
    return Replan(
        problem=asked,
        proposal=proposal,
        moved=moved,
        kept=tuple(key for key in stood if key not in away),
        new=tuple(key for key in after if key not in stood),
        gone=tuple(s.conference for s in previous.placed if s.conference not in stood),
    )


def _placement(problem: Problem, stood: Stood) -> Placement | None:
    start = grain_at(problem.grid, stood.starts_at)
    people = (*stood.people, *stood.optional)
    if start is None or any(key not in problem.person for key in people):
        return None
    return Placement(
        conference=stood.conference,
        start=start,
        team=tuple(sorted(stood.people)),
        optional=tuple(sorted(stood.optional)),
        room=stood.room,
        interpreter=stood.interpreter,
        place=Place(stood.place) if stood.place in set(Place) else Place.ROOM,
        remote=tuple(sorted(stood.remote)),
    )


def _standing(conference: Conference, stands: Placement | None) -> Conference:
    """Let the earlier time be the present one; whether it is confirmed, the problem says."""
    if stands is None or conference.fixed is not None:
        return conference
    now = conference.now or Now(start=stands.start, told=len(stands.team))
    return replace(conference, now=replace(now, start=stands.start, told=max(1, now.told)))


def _lost(
    problem: Problem, stood: Mapping[str, Stood], present: Mapping[str, Placement]
) -> Mapping[str, str]:
    """Say why each that cannot stay where it stood cannot."""
    why = {key: _off(problem, stood[key]) for key in stood if key not in present}
    for breach in breaches(problem, present.values()):
        # The second sentence says what to do instead: that is done here.
        why.setdefault(breach.conference, breach.sentence.partition(". ")[0].rstrip(".") + ".")
    return why


def _off(problem: Problem, stood: Stood) -> str:
    return OFF_GRID if grain_at(problem.grid, stood.starts_at) is None else UNKNOWN_PEOPLE


def _planned(
    problem: Problem,
    present: Mapping[str, Placement],
    why: Mapping[str, str],
    how: tuple[Budget | None, Watch],
) -> Proposal:
    budget, watch = how
    if len(problem.conferences) <= DISTRICT:
        return solve(problem, budget, watch)
    hit = {c.key: why.get(c.key, "") for c in problem.conferences if _seeks(c.key, present, why)}
    return settle(Event(problem=problem, present=tuple(present.values()), why=hit)).proposal


def _seeks(key: str, present: Mapping[str, Placement], why: Mapping[str, str]) -> bool:
    return key not in present or key in why


def _shift(
    problem: Problem, stood: Stood, now: Placement | None, found: Mapping[str, Move]
) -> Shift | None:
    to_at = None if now is None else starts_at(problem.grid, now.start)
    if to_at == stood.starts_at:
        return None
    move = found.get(stood.conference)
    conference = problem.conference[stood.conference]
    return Shift(
        conference=stood.conference,
        from_at=stood.starts_at,
        to_at=to_at,
        reason=_off(problem, stood) if move is None else move.reason,
        confirmed=conference.now is not None and conference.now.confirmed,
    )
