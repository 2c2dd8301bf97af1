"""When a caseload will be through, who will be late and why. Nothing is solved here.

The plan is proposal.py; why a conference has no time at all is explain.py.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from meetings.planning import saying
from meetings.planning.ground import Ground, ground
from meetings.planning.members import common, starts_by_member
from meetings.planning.problem import Conference, Problem
from meetings.planning.proposal import Proposal, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Late:
    """A conference that misses its due date."""

    conference: str
    due_on: date
    #: None: it has no time at all.
    held_on: date | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the head of the week board says."""

    #: School days with at least one conference.
    days: int
    #: Conferences of one chair on one of these days, at most.
    busiest: int
    last_on: date | None
    #: Conferences after their due date, or without a time although one is due.
    late: tuple[str, ...]
    late_because: tuple[Late, ...]
    placed: int
    #: No lawful plan places more than so many.
    at_most: int
    proven: bool
    sentence: str


def forecast(problem: Problem, proposal: Proposal) -> Forecast:
    """Read off a proposal when it ends and whom it leaves late."""
    grid, chair = problem.grid, problem.conference
    on = {p.conference: grid.dates[grid.day(p.start)] for p in proposal.placements}
    late = _late(problem, on)
    stage = proposal.stage("placed")
    placed = len(proposal.placements)
    at_most = placed if stage is None else max(stage.bound, placed)
    bare = Forecast(
        days=len(set(on.values())),
        busiest=max(Counter((chair[k].chair, d) for k, d in on.items()).values(), default=0),
        last_on=max(on.values(), default=None),
        late=tuple(one.conference for one in late),
        late_because=late,
        placed=placed,
        at_most=at_most,
        proven=stage is not None and stage.status is Status.PROVEN,
        sentence="",
    )
    return _with_words(bare)


def _late(problem: Problem, on: Mapping[str, date]) -> tuple[Late, ...]:
    due = {c.key: c for c in problem.conferences if c.due_on is not None}
    base: Ground | None = None
    late = []
    for key, conference in due.items():
        due_on = conference.due_on or date.max
        if on.get(key, date.max) > due_on:
            base = base or ground(problem)
            why = _why(base, conference, due_on)
            late.append(Late(conference=key, due_on=due_on, held_on=on.get(key), sentence=why))
    return tuple(late)


def _why(base: Ground, conference: Conference, due_on: date) -> str:
    """Say whether any start before the due date suits at all."""
    problem = base.problem
    if conference.fixed is not None:
        return "It is fixed at a later date. Release it, then plan again."
    if problem.grid.dates and due_on < problem.grid.dates[0]:
        return "It was due before the first day of this plan. Hold it as soon as can be."
    masks = starts_by_member(base, conference)
    before = sum(on <= due_on for on in problem.grid.dates) * problem.grid.per_day
    starts = (common(problem, masks, masks) & ((1 << before) - 1)).bit_count()
    if not starts:
        return "No start until the due date suits all who must come. Ask for further times."
    many = "The only start" if starts == 1 else f"Each of the {starts} starts"
    return f"{many} until the due date that would suit is needed by others. Ask for further times."


def _with_words(found: Forecast) -> Forecast:
    nothing = "No conference has a time yet."
    return replace(found, sentence=_say(found, found.last_on) if found.last_on else nothing)


def _say(found: Forecast, last_on: date) -> str:
    days = saying.many(found.days, "school day")
    better = found.at_most - found.placed
    sure = "proven: no plan places more"
    if not found.proven:
        sure = f"at most {better} more could be placed"
    return (
        f"{days} with conferences, {found.busiest} a day at most; finishes "
        f"{last_on:%A} {saying.on(last_on)}; {_missed(found.late_because)}; {sure}."
    )


def _missed(late: tuple[Late, ...]) -> str:
    if not late:
        return "nobody is late"
    dates = {one.due_on for one in late}
    due = saying.on(dates.pop()) if len(dates) == 1 else "the due date"
    return f"{len(late)} {'misses' if len(late) == 1 else 'miss'} {due}"
