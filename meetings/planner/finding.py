"""One time for one conference, everything else where it is: found, or chosen by hand."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from meetings.planner.building import Built, build, case_key, person_id, window_from
from meetings.planning.byhand import legal_starts
from meetings.planning.explain import explain
from meetings.planning.grid import ends_at, starts_at
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Hit, reseat
from meetings.store import Store
from workflow.plan import Case, Slot

#: How many lawful starts a page shows.
SHOWN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A start that may be chosen, what it costs, or the sentence why it may not."""

    slot: Slot
    points: int = 0
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """No time is left; why, and what would help."""

    reason: str
    remedy: str


NO_DAYS = Nothing(
    reason="No school day is left between the notice and the end of the year.",
    remedy="Ask a parent to waive the notice, or agree on a review without a meeting.",
)


def find(store: Store, connection: Connection, case: Case, at: datetime) -> Slot | Nothing:
    """The cheapest lawful time for the running conference of this case."""
    built = _built(store, connection, case, at)
    if built is None:
        return NO_DAYS
    found = _lawful(built.problem, case_key(case.id))
    if found:
        return found[0].slot
    key, present = case_key(case.id), _standing(built.problem)
    proposal = reseat(built.problem, present, Hit(conferences=(key,)))
    reason = explain(built.problem, proposal, key)
    return Nothing(reason=reason.sentence, remedy=reason.remedy)


def choices(store: Store, connection: Connection, case: Case, at: datetime) -> tuple[Choice, ...]:
    """Lawful starts, the cheapest first; each with its cost."""
    built = _built(store, connection, case, at)
    if built is None:
        return ()
    return _lawful(built.problem, case_key(case.id))[:SHOWN]


def _lawful(problem: Problem, key: str) -> tuple[Choice, ...]:
    """One conference against all that stand needs no solver: every start is judged."""
    verdicts = legal_starts(problem, _standing(problem), key)
    lawful = [one for one in verdicts if one.placement is not None]
    lawful.sort(key=lambda one: (one.points, one.start))
    return tuple(
        Choice(slot=slot_of(problem, one.placement), points=one.points)
        for one in lawful
        if one.placement is not None
    )


def _built(store: Store, connection: Connection, case: Case, at: datetime) -> Built | None:
    window = window_from(store, connection, at, case.school_year)
    return build(connection, store.law, (case,), window)


def _standing(problem: Problem) -> tuple[Placement, ...]:
    return tuple(
        Placement(conference=one.key, start=one.fixed.start, team=one.fixed.team)
        for one in problem.conferences
        if one.fixed is not None
    )


def slot_of(problem: Problem, placed: Placement) -> Slot:
    """A placement as the case knows times: aware instants, with room and interpreter."""
    conference = problem.conference[placed.conference]
    end = placed.start + problem.grid.grains(conference.length_minutes)
    return Slot(
        starts_at=starts_at(problem.grid, placed.start),
        ends_at=ends_at(problem.grid, end),
        room=placed.room or "",
        interpreter_id=person_id(placed.interpreter) if placed.interpreter else None,
    )
