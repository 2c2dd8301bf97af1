"""Steps by hand on a proposal: move, another room, leave out, lock, and the last step back.

Each step is kept as a run of its own (planner.edit). One that breaks a rule is refused with its
sentence, and nothing is written. A lock on a day holds from the next plan on.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, select

from meetings import planner
from meetings.planner.editing import InRoom, LeaveOut, Lock, MoveTo, Release
from meetings.planner.runs import Placed, Run
from meetings.store import Session, locks
from meetings.store.locks import HERE, NOT_THIS_DAY, THIS_DAY
from meetings.store.tables import planning_run
from meetings.web.answers import Frame, NotSeenError, go, refusal
from meetings.web.forms import Form
from meetings.web.site import Site, Viewer
from meetings.web.staff.place import NOTHING, Asked, moment_of, place_page
from meetings.web.staff.runs_seen import run_seen
from meetings.web.staff.saying import with_said
from meetings.web.staff.times import ask_parents
from workflow.refusals import Refused

DAYS = {"this_day": THIS_DAY, "not_this_day": NOT_THIS_DAY}
NO_TIME = "No time was sent. Choose one of the starts that the page shows."
NOT_PLACED = Refused(
    code="not_now",
    why="This proposal has no time for this conference, so there is no day to lock.",
    remedy="Move it to a time first.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be done with which conference of which run."""

    run: Run
    case_id: int
    act: str
    form: Form
    by: int
    at: datetime

    @property
    def placed(self) -> Placed | None:
        return next((one for one in self.run.placed if one.case_id == self.case_id), None)


@post("/proposals/{run_id:int}/conferences/{case_number:int}", sync_to_thread=True)
def step(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
    case_number: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        seen = run_seen(site.store, connection, frame, run_id)
    if case_number not in seen.rows or case_number not in seen.run.case_ids:
        raise NotSeenError
    taken = Step(
        run=seen.run,
        case_id=case_number,
        act=form.line("act"),
        form=form,
        by=viewer.person_id,
        at=at,
    )
    if taken.act in DAYS or taken.act in ("days_free", "release"):
        return _lock(site, frame, taken)
    return _edit(site, frame, taken)


def _edit(site: Site, frame: Frame, taken: Step) -> Response[str] | Redirect:
    place = taken.run.id, taken.case_id
    wanted = _wanted(taken, frame.zone)
    if wanted is None:
        return place_page(site, frame, place, NOTHING, NO_TIME)
    said = taken.by, taken.at
    done = site.store.write(lambda session: _once(session, taken.run.id, wanted, said))
    if not isinstance(done, Refused):
        return go(with_said(_back(taken, done, wanted, frame.zone), "done"))
    if not taken.run.ready:
        return refusal(frame, done)
    typed = taken.form.typed("start")
    asked = Asked(typed=typed, at=moment_of(typed, frame.zone), force=False)
    return place_page(site, frame, place, asked, str(done))


def _wanted(taken: Step, zone: str) -> planner.Edit | None:
    case_id = taken.case_id
    match taken.act:
        case "move":
            at = moment_of(taken.form.typed("start"), zone)
            return MoveTo(case_id=case_id, starts_at=at) if at else None
        case "room":
            return InRoom(case_id=case_id, room=taken.form.line("room"))
        case "leave_out":
            return LeaveOut(case_id=case_id)
        case "here":
            return Lock(case_id=case_id, reason=taken.form.line("reason"))
        case _:
            raise NotSeenError


def _once(
    session: Session, run_id: int, wanted: planner.Edit, said: tuple[int, datetime]
) -> int | Refused:
    """A press that comes twice finds the step that it made, and changes nothing."""
    done = planner.edit(session, run_id, wanted, said)
    if not isinstance(done, Refused):
        return done
    made = _step_after(session.connection, run_id)
    after = planner.run_of(session.connection, made) if made else None
    if after is not None and after.ready and _says(after, wanted):
        return after.id
    return done


def _step_after(connection: Connection, run_id: int) -> int | None:
    run = planning_run.c
    return connection.execute(
        select(run.id)
        .where(run.base_run == run_id)
        .where(run.mode == "edit")
        .order_by(run.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _says(run: Run, wanted: planner.Edit) -> bool:
    slot = next((one.slot for one in run.placed if one.case_id == wanted.case_id), None)
    match wanted:
        case MoveTo(starts_at=at):
            return slot is not None and slot.starts_at == at
        case InRoom(room=room):
            return slot is not None and slot.room == room
        case LeaveOut():
            return slot is None
        case Lock() | Release():
            return False


def _back(taken: Step, run_id: int, wanted: planner.Edit, zone: str) -> str:
    """To the week in which it is now, else to where it was opened."""
    if isinstance(wanted, Lock):
        return f"/proposals/{run_id}/conferences/{taken.case_id}"
    on = _day(taken, zone)
    if isinstance(wanted, MoveTo):
        on = wanted.starts_at.astimezone(ZoneInfo(zone)).date()
    week = f"?week={on}" if on else ""
    return f"/proposals/{run_id}{week}#board"


def _day(taken: Step, zone: str) -> date | None:
    placed = taken.placed
    return placed.slot.starts_at.astimezone(ZoneInfo(zone)).date() if placed else None


def _lock(site: Site, frame: Frame, taken: Step) -> Response[str] | Redirect:
    on = taken.form.on("on") or _day(taken, frame.zone)
    if taken.act in DAYS and on is None:
        return refusal(frame, NOT_PLACED)
    site.store.write(lambda session: _put(session, taken, on))
    return go(with_said(f"/proposals/{taken.run.id}/conferences/{taken.case_id}", "saved"))


def _put(session: Session, taken: Step, on: date | None) -> None:
    connection, case_id = session.connection, taken.case_id
    if taken.act == "release":
        locks.lift(connection, case_id, HERE)
    elif taken.act == "days_free":
        locks.lift(connection, case_id, THIS_DAY)
        locks.lift(connection, case_id, NOT_THIS_DAY)
    else:
        wanted = locks.Lock(
            case_id=case_id,
            kind=DAYS[taken.act],
            on=on,
            by=taken.by,
            at=taken.at,
            reason=taken.form.line("reason"),
        )
        locks.put(connection, wanted)


@post("/proposals/{run_id:int}/undo", sync_to_thread=True)
def undo(
    site: NamedDependency[Site], frame: NamedDependency[Frame], run_id: FromPath[int]
) -> Redirect:
    """Back to the proposal before the last step; where there was none it stays."""
    with site.store.read() as connection:
        run_seen(site.store, connection, frame, run_id)
    before = site.store.write(lambda session: planner.undo(session, run_id))
    return go(with_said(f"/proposals/{before}", "done"))


@post("/proposals/{run_id:int}/questions", sync_to_thread=True)
def ask_family(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Redirect:
    """A letter to the parents of one without a time, for further hours; once a day."""
    with site.store.read() as connection:
        seen = run_seen(site.store, connection, frame, run_id)
    row = seen.rows.get(form.whole("case") or 0)
    if row is None or row.case.id not in seen.run.case_ids:
        raise NotSeenError
    ask_parents(site, row.case, at)
    return go(with_said(f"/proposals/{run_id}#unplaced", "sent"))
