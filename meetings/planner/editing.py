"""A proposal is changed by hand before it is accepted: each step is a run of its own, to be undone.

The verdict is instant, for it is work on masks: everything else stays where it is. A step that
breaks a rule is refused with its sentence.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, assert_never

from sqlalchemy import Connection, insert, select, update

from meetings.planner.building import case_key
from meetings.planner.finding import Choice, slot_of
from meetings.planner.queued import kept, text, versions
from meetings.planner.runs import READY, run_of
from meetings.planner.shown import shown_early
from meetings.planning.byhand import move
from meetings.planning.grid import grain_at, starts_at
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal, Status
from meetings.planning.score import score
from meetings.planning.solve import fold
from meetings.planning.stays import breaches_beside
from meetings.planning.vacant import vacant_starts
from meetings.store import Session, locks
from meetings.store.runs import present_of, problem_of, proposal_of
from meetings.store.tables import planning_run
from workflow.refusals import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTo:
    """To another start, placed or not placed before; its room is found anew."""

    case_id: int
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InRoom:
    """The same time in another room."""

    case_id: int
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOut:
    """It gets no time in this proposal."""

    case_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """It stays here, in this proposal and in every later one until it is released."""

    case_id: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """It may move again."""

    case_id: int


#: By which person, and when.
Said = tuple[int, datetime]
Edit = MoveTo | InRoom | LeaveOut | Lock | Release

NOT_OPEN = Refused(
    code="not_now",
    why="This proposal cannot be changed: it is not finished, or it was accepted or replaced.",
    remedy="Open the newest proposal, or plan again.",
)
NOT_HERE = Refused(
    code="not_now",
    why="This proposal has no time for this conference.",
    remedy="Move it to a time first.",
)
OFF_THE_DAYS = Refused(
    code="not_yet",
    why="This moment lies outside the days and hours of the proposal.",
    remedy="Choose one of the starts that the page shows.",
)
BY_HAND = {"reason": "It was left out by hand.", "remedy": "Move it to a time, or plan again."}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    problem: Problem
    proposal: Proposal
    #: What stood before, where it was mended.
    present: tuple[Placement, ...]

    def at(self, key: str) -> Placement | None:
        return next((one for one in self.proposal.placements if one.conference == key), None)

    def with_(self, one: Placement) -> tuple[Placement, ...]:
        return tuple(sorted((*self.without(one.conference), one), key=lambda p: p.conference))

    def without(self, key: str) -> tuple[Placement, ...]:
        return tuple(one for one in self.proposal.placements if one.conference != key)


def choices_in(connection: Connection, run_id: int, case: int) -> tuple[Choice, ...]:
    """Every start of one conference in this proposal: its cost, or the sentence why not."""
    plan = _plan(connection, run_id)
    key = case_key(case)
    if plan is None or key not in plan.problem.conference:
        return ()
    verdicts = vacant_starts(plan.problem, plan.proposal.placements, key)
    return tuple(
        Choice(slot=slot_of(plan.problem, one.placement), points=one.points)
        for one in verdicts
        if one.placement is not None
    )


def edit(session: Session, run_id: int, wanted: Edit, said: Said) -> int | Refused:
    """The number of the run that holds the changed proposal; the old one is outdated."""
    run = run_of(session.connection, run_id)
    plan = _plan(session.connection, run_id)
    if run is None or plan is None or run.status not in READY:
        return NOT_OPEN
    if case_key(wanted.case_id) not in plan.problem.conference:
        return NOT_HERE
    if isinstance(wanted, Lock | Release):
        return _locked(session, run_id, plan, (wanted, *said))
    changed = _changed(plan, wanted)
    if isinstance(changed, Refused):
        return changed
    return _keep(session, (run_id, plan), changed, (wanted, *said))


def undo(session: Session, run_id: int) -> int:
    """The run before this step, open again; the same run where it was no step by hand."""
    row = session.connection.execute(
        select(planning_run).where(planning_run.c.id == run_id)
    ).one_or_none()
    if row is None or row.mode != "edit" or row.status not in READY:
        return run_id
    _mark(session, run_id, "outdated")
    _mark(session, row.base_run, "proposed")
    base: int = row.base_run
    return base


def _mark(session: Session, run_id: int, status: str) -> None:
    session.connection.execute(
        update(planning_run).where(planning_run.c.id == run_id).values(status=status)
    )


def _plan(connection: Connection, run_id: int) -> _Plan | None:
    problem, proposal = problem_of(connection, run_id), proposal_of(connection, run_id)
    if problem is None or proposal is None:
        return None
    present = present_of(connection, run_id)
    return _Plan(problem=problem, proposal=proposal, present=present)


def _changed(plan: _Plan, wanted: MoveTo | InRoom | LeaveOut) -> tuple[Placement, ...] | Refused:
    key = case_key(wanted.case_id)
    match wanted:
        case MoveTo(starts_at=moment):
            return _moved(plan, key, moment)
        case InRoom(room=room):
            stands = plan.at(key)
            return NOT_HERE if stands is None else _lawful(plan, replace(stands, room=room))
        case LeaveOut():
            return NOT_HERE if plan.at(key) is None else plan.without(key)
        case _:
            assert_never(wanted)


def _moved(plan: _Plan, key: str, moment: datetime) -> tuple[Placement, ...] | Refused:
    start = grain_at(plan.problem.grid, moment)
    if start is None:
        return OFF_THE_DAYS
    verdict = move(plan.problem, plan.proposal.placements, key, start)
    if verdict.placement is None:
        return _refused(verdict.sentence or "")
    return _lawful(plan, verdict.placement)


def _lawful(plan: _Plan, one: Placement) -> tuple[Placement, ...] | Refused:
    placed = plan.with_(one)
    broken = breaches_beside(plan.problem, placed, plan.present)
    return _refused(broken[0].sentence) if broken else placed


def _refused(sentence: str) -> Refused:
    """A rule's sentence says why, then what to do instead."""
    why, _, remedy = sentence.partition(". ")
    return Refused(
        code="not_yet",
        why=f"{why.rstrip('.')}.",
        remedy=remedy or "Choose one of the starts that the page shows.",
    )


def _locked(
    session: Session, run_id: int, plan: _Plan, said: tuple[Lock | Release, int, datetime]
) -> int | Refused:
    wanted, by, at = said
    stands = plan.at(case_key(wanted.case_id))
    if isinstance(wanted, Release):
        locks.lift(session.connection, wanted.case_id, locks.HERE)
        return run_id
    if stands is None:
        return NOT_HERE
    lock = locks.Lock(
        case_id=wanted.case_id,
        kind=locks.HERE,
        starts_at=starts_at(plan.problem.grid, stands.start),
        by=by,
        at=at,
        reason=wanted.reason,
    )
    locks.put(session.connection, lock)
    return run_id


def _keep(
    session: Session,
    of: tuple[int, _Plan],
    placed: tuple[Placement, ...],
    said: tuple[Edit, int, datetime],
) -> int:
    base, plan = of
    wanted, by, at = said
    proposal = replace(fold(plan.problem, placed, ()), stages=_levels(plan, placed))
    row = session.connection.execute(select(planning_run).where(planning_run.c.id == base)).one()
    form = _form(plan.problem, proposal, json.loads(row.proposal))
    made = session.connection.execute(
        insert(planning_run).values(
            made_at=at,
            by_person=by,
            problem="",
            proposal=text(kept(form, proposal)),
            input_sha256=row.input_sha256,
            status="proposed",
            mode="edit",
            request=text(json.loads(row.request) | {"words": _words(wanted)}),
            settings=row.settings,
            versions=text(versions()),
            finished_at=at,
            base_run=base,
        )
    )
    _mark(session, base, "outdated")
    (run_id,) = made.inserted_primary_key or (0,)
    return int(run_id)


def _levels(plan: _Plan, placed: tuple[Placement, ...]) -> tuple[Any, ...]:
    """What the search proved is still a bound; what a person chose is not proven."""
    reached = score(plan.problem, placed)
    return tuple(
        replace(one, status=Status.LIMIT, value=getattr(reached, one.name))
        for one in plan.proposal.stages
    )


def _form(problem: Problem, proposal: Proposal, before: dict[str, Any]) -> dict[str, Any]:
    """Reasons that the search found stay true of those that have no time still."""
    known = {one["conference"]: one for one in before["unplaced"]}
    form = shown_early(problem, proposal)
    return form | {"unplaced": list(_reasons(proposal, known))}


def _reasons(proposal: Proposal, known: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for key in proposal.unplaced:
        yield known.get(key) or {"conference": key, "cause": "by_hand", **BY_HAND}


def _words(wanted: Edit) -> str:
    match wanted:
        case MoveTo():
            return "One conference was moved by hand."
        case InRoom():
            return "One conference got another room."
        case LeaveOut():
            return "One conference was left out by hand."
        case Lock():
            return "One conference was locked."
        case Release():
            return "One conference was released."
        case _:
            assert_never(wanted)
