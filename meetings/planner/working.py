"""Runs that wait are worked off: taken under a lease, searched in a process apart, settled once.

A worker that dies loses its lease, and the run is taken again, twice at most. A page stops a run by
a mark on its row. What is finished is never written again.
"""

import json
import threading
import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, and_, or_, select, update

from meetings.planner.apart import STOPPED, Ending, searched
from meetings.planner.bounding import tightened
from meetings.planner.jobs import Anew, Frame, Job, Kind, Limits, Progress
from meetings.planner.queued import Wanted, kept, outdate_others, queue, text
from meetings.planning.frozen import NotFrozenHere, plain, read, thawed
from meetings.planning.problem import Problem
from meetings.planning.solve import Budget
from meetings.store import Session, Store
from meetings.store.tables import planning_run

log = structlog.get_logger()
LEASE = timedelta(seconds=60)
#: The first time, and two more.
ATTEMPTS = 3
#: Between two writes of how far a run is.
WRITE_SECONDS = 1.0
#: How long `propose` waits for another worker that has its run, between two looks.
LOOK_SECONDS = 0.2

#: A run that nobody has.
WAITS = {"status": "queued", "failure": "", "finished_at": None, "lease_until": None}
GIVEN_UP = (
    "The program ended three times while this was planned, so it is not tried again. "
    "Ask the operator to look at its log, then plan again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A run that this worker has until its lease ends."""

    id: int
    attempt: int
    job: Job


def propose(store: Store, wanted: Wanted, at: datetime, limits: Limits | None = None) -> int:
    """Plans these cases to the end, everything else where it is; the run's number.

    It takes as long as the search does: for programs, never for a page.
    """
    run_id = queue(store, wanted, at)
    finish(store, run_id, at, limits or Limits())
    return run_id


def finish(store: Store, run_id: int, at: datetime, limits: Limits) -> None:
    """Works this run off, or waits for the worker that does."""
    until = time.monotonic() + limits.wall_seconds + limits.stop_seconds
    while _waits(store, run_id) and time.monotonic() < until:
        taken = store.write(lambda session: take(session, at, run_id))
        if taken is None:
            time.sleep(LOOK_SECONDS)
        else:
            _work(_Keeper(store, taken, at), limits)


def _waits(store: Store, run_id: int) -> bool:
    with store.read() as connection:
        status = connection.execute(
            select(planning_run.c.status).where(planning_run.c.id == run_id)
        ).scalar_one()
    return status in {"queued", "running"}


def work_once(
    store: Store, at: datetime, limits: Limits | None = None, over: threading.Event | None = None
) -> int | None:
    """Works off the oldest run that waits; its number, or None where none does.

    With `over` the worker itself is ended: the run waits again, and this was no attempt.
    """
    taken = store.write(lambda session: take(session, at))
    if taken is None:
        return None
    keeper = _Keeper(store, taken, at)
    keeper.over = over or keeper.over
    _work(keeper, limits or Limits())
    return taken.id


def take(session: Session, at: datetime, run_id: int | None = None) -> Taken | None:
    """The oldest waiting run, or this one if it waits; its lease is ours then."""
    run = planning_run.c
    lapsed = and_(run.status == "running", run.lease_until < at)
    wanted = (
        select(planning_run)
        .where(or_(run.status == "queued", lapsed))
        .order_by(run.id)
        .with_for_update(skip_locked=True)
    )
    if run_id is not None:
        wanted = wanted.where(run.id == run_id)
    for row in session.connection.execute(wanted.limit(20)).all():
        if row.attempts >= ATTEMPTS:
            _give_up(session, row.id, GIVEN_UP, at)
            continue
        taken = _taken(session, row, at)
        if taken is not None:
            return taken
    return None


def _taken(session: Session, row: Row[Any], at: datetime) -> Taken | None:
    """None where the run was kept by another version, which nobody can work off."""
    try:
        job = _job(row)
    except NotFrozenHere as why:
        _give_up(session, row.id, str(why), at)
        return None
    session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == row.id)
        .values(status="running", lease_until=at + LEASE, attempts=row.attempts + 1)
    )
    return Taken(id=row.id, attempt=row.attempts + 1, job=job)


def _job(row: Row[Any]) -> Job:
    settings, request = _json(row.settings), _json(row.request)
    anew = request.get("anew")
    return Job(
        problem=thawed(Problem, row.problem),
        budget=read(Budget, settings.get("budget", {})),
        anew=None if anew is None else read(Anew, anew),
    )


def _give_up(session: Session, run_id: int, why: str, at: datetime) -> None:
    session.connection.execute(
        update(planning_run)
        .where(planning_run.c.id == run_id)
        .values(status="failed", failure=why, finished_at=at, lease_until=None)
    )


def _work(keeper: "_Keeper", limits: Limits) -> None:
    ending = searched(keeper.taken.job, limits, keeper)
    if ending.sentence:
        log.warning("planning ended early", run=keeper.taken.id, exit_code=ending.exit_code)
    if ending.answer is not None and not ending.stopped:
        answer = tightened(keeper.taken.job, ending.answer, limits, keeper)
        ending = replace(ending, answer=answer)
    keeper.store.write(lambda session: _settle(session, keeper, ending))


class _Keeper:
    """Listens to one search: keeps its plans and progress, renews the lease, hears a stop."""

    def __init__(self, store: Store, taken: Taken, at: datetime) -> None:
        self.store, self.taken, self._began = store, taken, at
        self.progress = Progress()
        #: Set where the worker is to end, whatever becomes of the run.
        self.over = threading.Event()
        self._seconds, self._written, self._lost = 0.0, -WRITE_SECONDS, False

    @property
    def at(self) -> datetime:
        return self._began + timedelta(seconds=self._seconds)

    def __call__(self, frame: Frame | None, seconds: float) -> bool:
        self._seconds = seconds
        if frame is not None and frame.progress is not None:
            self.progress = frame.progress
        if self.over.is_set():
            return False
        plan = frame if frame is not None and frame.kind is Kind.PLAN else None
        if plan is None and seconds - self._written < WRITE_SECONDS:
            return not self._lost
        self._written = seconds
        stop = self.store.write(lambda session: self._write(session, plan))
        self._lost = self._lost or stop
        return not stop

    def _write(self, session: Session, plan: Frame | None) -> bool:
        """True where somebody said stop, or another worker has the run by now."""
        values: dict[str, Any] = {
            "stage": self.progress.stage,
            "progress": text(plain(self.progress)),
            "lease_until": self.at + LEASE,
        }
        if plan is not None:
            values["proposal"] = _said(plan)
        if not mine(session, self.taken, values):
            return True
        return bool(
            session.connection.execute(
                select(planning_run.c.stop_asked).where(planning_run.c.id == self.taken.id)
            ).scalar_one()
        )


def mine(session: Session, taken: Taken, values: dict[str, Any]) -> bool:
    """Writes to the run while this worker has it; False, and nothing, where another does."""
    run = planning_run.c
    written = session.connection.execute(
        update(planning_run)
        .where(run.id == taken.id)
        .where(run.status == "running")
        .where(run.attempts == taken.attempt)
        .values(values)
    )
    return written.rowcount == 1


def _settle(session: Session, keeper: _Keeper, ending: Ending) -> None:
    """The answer, else the last checked plan, with the sentence why it is that."""
    values: dict[str, Any] = {
        "status": "stopped" if ending.stopped else "proposed",
        "failure": ending.sentence,
        "finished_at": keeper.at,
        "lease_until": None,
        "stage": "",
        "progress": text(plain(keeper.progress)),
    }
    best = ending.answer or ending.kept
    if best is not None:
        values["proposal"] = _said(best)
    if keeper.over.is_set() and ending.stopped:
        values |= WAITS | {"attempts": keeper.taken.attempt - 1}
    if mine(session, keeper.taken, values) and values["status"] != "queued":
        outdate_others(session, keeper.taken.id)


def _said(frame: Frame) -> str:
    if frame.form is None or frame.proposal is None:
        raise ValueError("A plan without its form cannot be kept.")
    return text(kept(frame.form, frame.proposal))


def _json(said: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said)
    return found


def stop(session: Session, run_id: int, at: datetime) -> None:
    """A run that waits is over at once; one that is searched ends soon, with its best plan."""
    run = planning_run.c
    mark = update(planning_run).where(run.id == run_id).values(stop_asked=True)
    session.connection.execute(mark.where(run.status == "running"))
    session.connection.execute(
        mark.where(run.status == "queued").values(status="stopped", finished_at=at, failure=STOPPED)
    )
