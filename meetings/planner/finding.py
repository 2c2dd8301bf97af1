"""One time for one conference, everything else where it is: found, or chosen by hand.

Starts to offer, with how they suit each person, are suiting.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from meetings.planner.building import Built, Window, build, case_key, person_id, window_from
from meetings.planner.placed import known_of
from meetings.planner.wishes import ASYNCHRONOUS
from meetings.planning.explain import explain
from meetings.planning.grid import ends_at, starts_at
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Hit, reseat
from meetings.planning.vacant import vacant_starts
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
    key, held = case_key(case.id), standing(built.problem)
    proposal = reseat(built.problem, held, Hit(conferences=(key,)))
    reason = explain(built.problem, proposal, key)
    return Nothing(reason=reason.sentence, remedy=reason.remedy)


def choices(store: Store, connection: Connection, case: Case, at: datetime) -> tuple[Choice, ...]:
    """Lawful starts, the cheapest first; each with its cost."""
    built = _built(store, connection, case, at)
    if built is None:
        return ()
    return _lawful(built.problem, case_key(case.id))[:SHOWN]


def _lawful(problem: Problem, key: str) -> tuple[Choice, ...]:
    """One conference against all that stand needs no solver: every start but its own is judged."""
    if key not in problem.conference:
        return ()
    now = problem.conference[key].now
    verdicts = vacant_starts(problem, standing(problem, key), key)
    lawful = [one for one in verdicts if now is None or one.start != now.start]
    lawful.sort(key=lambda one: (one.points, one.start))
    return tuple(
        Choice(slot=slot_of(problem, one.placement), points=one.points)
        for one in lawful
        if one.placement is not None
    )


def _built(store: Store, connection: Connection, case: Case, at: datetime) -> Built | None:
    """Even a family that reads at home is given a time once somebody seeks one."""
    window = window_of(store, connection, (case,), at)
    return build(connection, store.law, (_as_meeting(case),), window)


def _as_meeting(case: Case) -> Case:
    conferences = tuple(
        replace(one, tier="full") if one.tier == ASYNCHRONOUS else one for one in case.conferences
    )
    tier = "full" if case.tier == ASYNCHRONOUS else case.tier
    return replace(case, tier=tier, conferences=conferences)


def window_of(store: Store, connection: Connection, cases: Sequence[Case], at: datetime) -> Window:
    """The usual days; from tomorrow on where a family has waived the notice."""
    usual = window_from(store, connection, at, cases[0].school_year)
    if not any(_waived(case) for case in cases):
        return usual
    tomorrow = store.school(connection, cases[0].school_year).local(at) + timedelta(days=1)
    return replace(usual, first_on=min(usual.first_on, tomorrow))


def _waived(case: Case) -> bool:
    known = known_of(case)
    return known is not None and known.notice_waived_by is not None


def standing(problem: Problem, but: str = "") -> tuple[Placement, ...]:
    """Everything that stays; a time that was locked before anybody was seated holds its chair."""
    return tuple(
        Placement(
            conference=one.key,
            start=one.fixed.start,
            team=one.fixed.team or (one.chair,),
        )
        for one in problem.conferences
        if one.fixed is not None and one.key != but
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
        team=tuple(map(person_id, sorted({*placed.team, *placed.optional}))),
    )
