"""Something happened: the plan is mended with as few moves as can be, as a run to be accepted.

The base is what stands; the run places anew those that were hit, and others only where a wider ring
was allowed. Also here: a proposal that is partly too old, planned again with the rest kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from meetings.planner.accepting import as_placed, changed
from meetings.planner.building import Built, build, case_key, person_key, window_from
from meetings.planner.jobs import Anew
from meetings.planner.placed import slot_of_case
from meetings.planner.queued import Asked, enqueue, stood
from meetings.planner.runs import run_of
from meetings.planning import events
from meetings.planning.options import table
from meetings.planning.problem import Conference, Fixed, Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Ring
from meetings.planning.seating import placements, without_clashes
from meetings.store import Store, cases
from meetings.store.runs import budget_of, proposal_of
from workflow.plan import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Declined:
    """Somebody cannot come to one conference at its time."""

    case_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody is away for a day, as when ill."""

    person_id: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """Nobody meets on this day, as when it snows."""

    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomClosed:
    """A room cannot be used on this day; without a day not any more."""

    room: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A plan that waits for its first time."""

    case_id: int


Happened = Declined | Away | DayClosed | RoomClosed | Newcomer


@dataclass(frozen=True, slots=True, kw_only=True)
class Mend:
    """What happened, who says so, and who besides may move for it."""

    happened: Happened
    by: int
    #: Confirmed ones move with their people's consent alone.
    widest: Ring = Ring.PROPOSED


def replan(store: Store, mend: Mend, at: datetime) -> int | None:
    """Queues the run; None where nobody has lost a time by it."""
    with store.read() as connection:
        asked = _mended(store, connection, mend, at)
    return None if asked is None else enqueue(store, asked, at)


def _mended(store: Store, connection: Connection, mend: Mend, at: datetime) -> Asked | None:
    found = [case for case in cases.everything(connection) if _in_play(case, mend.happened)]
    if not found:
        return None
    usual = window_from(store, connection, at, found[0].school_year)
    today = store.school(connection, found[0].school_year).local(at)
    built = build(connection, store.law, found, replace(usual, first_on=today))
    if built is None:
        return None
    event = _event(built, mend.happened)
    if not event.hit:
        return None
    return Asked(
        mode="replan",
        by=mend.by,
        case_ids=tuple(case.id for case in built.cases.values()),
        problem=event.problem,
        anew=Anew(present=event.present, why=dict(event.why), widest=int(mend.widest)),
        stood=stood(built.cases.values()),
        words=next(iter(event.why.values())),
    )


def _in_play(case: Case, happened: Happened) -> bool:
    """Everything that has a time, and what seeks one because of this."""
    named = happened.case_id if isinstance(happened, Declined | Newcomer) else 0
    return case.id == named or slot_of_case(case) is not None


def _event(built: Built, happened: Happened) -> events.Event:
    problem, present = built.problem, tuple(standing(built))
    match happened:
        case Declined(case_id=one, person_id=person) if _stands(present, case_key(one)):
            return events.declined(problem, present, case_key(one), person_key(person))
        case Declined(case_id=one):
            why = {case_key(one): "Somebody who is needed cannot come at its time."}
            return events.no_longer_fits(problem, present, why)
        case Away(person_id=person, on=on):
            return events.away(problem, present, person_key(person), on)
        case DayClosed(on=on):
            return _closed(built, present, on)
        case RoomClosed(room=room, on=on):
            return events.room_closed(problem, present, room, on)
        case Newcomer(case_id=one):
            why = {case_key(one): "The student is new."}
            return events.no_longer_fits(problem, present, why)
        case _:
            assert_never(happened)


def _stands(present: Iterable[Placement], key: str) -> bool:
    return any(one.conference == key for one in present)


def _closed(built: Built, present: tuple[Placement, ...], on: date) -> events.Event:
    """The school's days may say it already; then who stood there is known from the cases alone."""
    if on in built.problem.grid.dates:
        return events.closed_day(built.problem, present, on)
    zone = ZoneInfo(built.problem.grid.zone)
    gone = {
        key: f"The school is closed on {on}."
        for key, case in built.cases.items()
        if (slot := slot_of_case(case)) is not None and slot.starts_at.astimezone(zone).date() == on
    }
    return events.no_longer_fits(built.problem, present, gone)


def standing(built: Built) -> Iterable[Placement]:
    """Where everything stands now, with the people who fill the seats there."""
    pinned = tuple(
        made for one in built.problem.conferences if (made := _pinned(built, one)) is not None
    )
    keys = {one.key for one in pinned}
    pairs = tuple(pair for pair in built.problem.pairs if set(pair) <= keys)
    still = replace(built.problem, conferences=pinned, pairs=pairs)
    layout, first = without_clashes(table(still))
    return placements(layout, first.placed)


def _pinned(built: Built, one: Conference) -> Conference | None:
    if one.fixed is not None or one.now is None:
        return one if one.fixed is not None else None
    case = built.cases.get(one.key)
    slot = slot_of_case(case) if case else None
    booked = slot.interpreter_id if slot else None
    fixed = Fixed(
        start=one.now.start,
        room=(slot.room or None) if slot and one.rooms else None,
        interpreter=person_key(booked) if booked and one.interpreters else None,
    )
    return replace(one, fixed=fixed, now=None)


def keep_rest(store: Store, run_id: int, by: int, at: datetime) -> int | None:
    """Plans anew what changed since this proposal and what had no time; the rest keeps its time.

    None where nothing changed, or the proposal cannot be read again.
    """
    with store.read() as connection:
        run, before = run_of(connection, run_id), proposal_of(connection, run_id)
        if run is None or before is None or run.first_on is None or run.last_on is None:
            return None
        moved = {case_key(one) for one in changed(connection, store.law, run_id, at)}
        found = [c for one in run.case_ids if (c := cases.load(connection, one)) is not None]
        if not moved or not found:
            return None
        usual = window_from(store, connection, at, found[0].school_year)
        window = replace(usual, first_on=run.first_on, last_on=run.last_on)
        built = build(connection, store.law, found, window)
        budget = budget_of(connection, run_id)
    if built is None:
        return None
    kept = _kept(built.problem, before.placements, moved)
    left = sorted(set(built.cases) - {one.conference for one in kept})
    why = {key: "It changed since." if key in moved else "It had no time." for key in left}
    asked = Asked(
        mode=run.mode if run.mode != "edit" else "caseload",
        by=by,
        case_ids=tuple(case.id for case in built.cases.values()),
        problem=built.problem,
        budget=budget,
        anew=Anew(present=kept, why=why),
        base_run=run_id,
        stood=stood(built.cases.values()),
        words="Planned again; what had not changed keeps its time.",
    )
    return enqueue(store, asked, at)


def _kept(problem: Problem, before: Iterable[Placement], moved: set[str]) -> tuple[Placement, ...]:
    stays = {one.conference: one for one in before if one.conference in problem.conference}
    fixed = {one.key: as_placed(one) for one in problem.conferences if one.fixed is not None}
    mine = {key: one for key, one in stays.items() if key not in moved and key not in fixed}
    return tuple(({**mine, **fixed})[key] for key in sorted({**mine, **fixed}))
