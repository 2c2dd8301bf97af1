"""Planning the caseload: choose the plans, let the search begin, stop it, accept what it found.

The planner is meetings.planner; a run is only queued here and worked off elsewhere. Until a
proposal is accepted nobody hears of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, or_, select

from meetings import planner
from meetings.planner import homes
from meetings.planner.replanning import keep_rest
from meetings.store import tables
from meetings.store.caseload import Line
from meetings.web import told
from meetings.web.answers import Frame, go, page, refusal
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.run_page import run_page
from meetings.web.staff.runs_seen import MODES, run_seen, status_of
from meetings.web.staff.saying import with_said
from workflow.commands import Actor
from workflow.refusals import Refused

#: Conferences that have no time, or only one that is held for choosing.
SEEKING = ("draft", "unanswered")
#: More digits no number of a plan has.
DIGITS = 18
#: How many runs the list shows.
SHOWN = 20
NOTHING_NEW = Refused(
    code="not_now",
    why="Nothing changed since this was planned, or it can no longer be read.",
    remedy="Accept it, or plan anew.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    id: int
    title: str
    when: str
    word: str
    tone: str


@get("/proposals", sync_to_thread=True)
def show_proposals(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    return _list_page(site, frame, EMPTY)


@post("/caseload/proposals", sync_to_thread=True)
def propose(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """Queues a run for the ticked plans; everything that stands stays."""
    ticked = (one for one in form.picked("case") if len(one) <= DIGITS)
    chosen = tuple(int(one) for one in ticked if one.isdecimal())
    first_on, last_on = days_of(form)
    if not chosen:
        form.fault("case", "Tick at least one plan.")
    if form.faults:
        return _list_page(site, frame, form, 422)
    with site.store.read() as connection:
        rows = lines_of(site.store, connection, frame)
        seekers = {row.case.id for row in _seekers(connection, frame, rows)}
    wanted = planner.Wanted(
        case_ids=tuple(one for one in chosen if one in seekers),
        by=viewer.person_id,
        first_on=first_on,
        last_on=last_on,
    )
    run_id = planner.queue(site.store, wanted, at)
    site.poke()
    return go(f"/proposals/{run_id}")


def days_of(form: Form) -> tuple[date | None, date | None]:
    """First and last day; the wrong way round is a fault."""
    first_on, last_on = form.on("first_on"), form.on("last_on")
    if first_on and last_on and last_on < first_on:
        form.fault("last_on", "The last day lies before the first.")
    return first_on, last_on


def seeks(row: Line) -> bool:
    """Whether a conference of this plan waits for a time."""
    return row.state == "ready" or row.meets in SEEKING


def _seekers(connection: Connection, frame: Frame, rows: Iterable[Line]) -> tuple[Line, ...]:
    """Also those whose other home has not had its own conference yet."""
    on = today(frame.at, frame.zone)
    return tuple(row for row in rows if seeks(row) or homes.waits(connection, row.case, on))


def _list_page(site: Site, frame: Frame, form: Form, status: int = 200) -> Response[str]:
    with site.store.read() as connection:
        rows = lines_of(site.store, connection, frame)
        seekers = _seekers(connection, frame, rows)
        runs = _runs(connection, frame, {row.case.id for row in rows})
    values = {
        "seekers": seekers,
        "chosen": set(form.picked("case")),
        "offered": sum(row.meets == "proposed" for row in rows),
        "set": sum(row.meets == "scheduled" for row in rows),
        "drafting": sum(row.state in ("identified", "drafting") for row in rows),
        "runs": runs,
        "form": form,
    }
    return page(frame, "staff/proposals.html", values, status)


def _runs(connection: Connection, frame: Frame, mine: set[int]) -> tuple[RunLine, ...]:
    """One's own, and others' that plan one's students; steps by hand are inside their proposals."""
    run, viewer = tables.planning_run, frame.viewer
    by = viewer.person_id if viewer else 0
    rows = connection.execute(
        select(run.c.id, run.c.made_at, run.c.status, run.c.mode, run.c.by_person, run.c.request)
        .where(or_(run.c.mode != "edit", run.c.status != "outdated"))
        .order_by(run.c.id.desc())
        .limit(SHOWN * 3)
    )
    seen = [row for row in rows if row.by_person == by or mine & _cases(row.request)]
    return tuple(
        RunLine(
            id=row.id,
            title=MODES.get(row.mode, "Proposal"),
            when=told.moment(frame, row.made_at),
            word=status_of(row.mode, row.status)[0],
            tone=status_of(row.mode, row.status)[1],
        )
        for row in seen[:SHOWN]
    )


def _cases(request: str) -> set[int]:
    return set(json.loads(request).get("cases", ()))


@post("/proposals/{run_id:int}/stop", sync_to_thread=True)
def stop(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Redirect:
    """The best plan so far stays; a run that is over stays as it is."""
    _demand_seen(site, frame, run_id)
    site.store.write(lambda session: planner.stop(session, run_id, at))
    return go(f"/proposals/{run_id}")


@post("/proposals/{run_id:int}/acceptance", sync_to_thread=True)
def accept(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Response[str] | Redirect:
    """One command a conference in one transaction; a second press changes nothing."""
    _demand_seen(site, frame, run_id)
    by = Actor(person_id=viewer.person_id, role="specialist", identified_by=viewer.method)
    refused = planner.accept_all(site.store, run_id, by, at)
    site.poke()
    if refused:
        return run_page(site, frame, run_id, refused)
    return go(with_said(f"/proposals/{run_id}", "sent"))


@post("/proposals/{run_id:int}/renewal", sync_to_thread=True)
def renew(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Response[str] | Redirect:
    """Plans again what changed since; the rest keeps its time."""
    _demand_seen(site, frame, run_id)
    made = keep_rest(site.store, run_id, viewer.person_id, at)
    if made is None:
        return refusal(frame, NOTHING_NEW)
    site.poke()
    return go(f"/proposals/{made}")


def _demand_seen(site: Site, frame: Frame, run_id: int) -> None:
    with site.store.read() as connection:
        run_seen(site.store, connection, frame, run_id)
