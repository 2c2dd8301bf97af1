"""Planning the caseload: choose the plans, read the proposal as a week board, accept it.

The planner is meetings.planner; here its runs are asked for and shown. Until a proposal is accepted
nobody hears of it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, select

from meetings import planner
from meetings.store import tables
from meetings.store.caseload import Line
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site, Viewer
from meetings.web.staff.board import Week, weeks_of
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.saying import with_said
from workflow.commands import Actor
from workflow.refusals import Refused

#: Conferences that have no time, or only one that is held for choosing.
SEEKING = ("draft", "unanswered")
STATUS = {
    "proposed": ("Waits for you", "act"),
    "accepted": ("Accepted", "good"),
    "outdated": ("Out of date", "plain"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    id: int
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
    """Plans the ticked plans; everything that stands stays. Takes some seconds for 86."""
    chosen = tuple(int(one) for one in form.picked("case") if one.isdecimal())
    first_on, last_on = form.on("first_on"), form.on("last_on")
    if not chosen:
        form.fault("case", "Tick at least one plan.")
    if first_on and last_on and last_on < first_on:
        form.fault("last_on", "The last day lies before the first.")
    if form.faults:
        return _list_page(site, frame, form, 422)
    with site.store.read() as connection:
        seekers = {row.case.id for row in lines_of(site.store, connection, frame) if seeks(row)}
    wanted = planner.Wanted(
        case_ids=tuple(one for one in chosen if one in seekers),
        by=viewer.person_id,
        first_on=first_on,
        last_on=last_on,
    )
    run_id = planner.propose(site.store, wanted, at)
    return go(f"/proposals/{run_id}")


def seeks(row: Line) -> bool:
    """Whether a conference of this plan waits for a time."""
    return row.state == "ready" or row.meets in SEEKING


def _list_page(site: Site, frame: Frame, form: Form, status: int = 200) -> Response[str]:
    with site.store.read() as connection:
        rows = lines_of(site.store, connection, frame)
        runs = _runs(connection, frame)
    values = {
        "seekers": tuple(row for row in rows if seeks(row)),
        "chosen": set(form.picked("case")),
        "offered": sum(row.meets == "proposed" for row in rows),
        "set": sum(row.meets == "scheduled" for row in rows),
        "drafting": sum(row.state in ("identified", "drafting") for row in rows),
        "runs": runs,
        "form": form,
    }
    return page(frame, "staff/proposals.html", values, status)


def _runs(connection: Connection, frame: Frame) -> tuple[RunLine, ...]:
    run = tables.planning_run
    rows = connection.execute(
        select(run.c.id, run.c.made_at, run.c.status).order_by(run.c.id.desc()).limit(20)
    )
    return tuple(
        RunLine(
            id=row.id,
            when=told.moment(frame, row.made_at),
            word=STATUS.get(row.status, (row.status, "plain"))[0],
            tone=STATUS.get(row.status, ("", "plain"))[1],
        )
        for row in rows
    )


@get("/proposals/{run_id:int}", sync_to_thread=True)
def show_proposal(
    site: NamedDependency[Site], frame: NamedDependency[Frame], run_id: FromPath[int]
) -> Response[str]:
    return _run_page(site, frame, run_id)


@post("/proposals/{run_id:int}/acceptance", sync_to_thread=True)
def accept(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    run_id: FromPath[int],
) -> Response[str] | Redirect:
    """One command a conference in one transaction; a second press changes nothing."""
    by = Actor(person_id=viewer.person_id, role="specialist", identified_by=viewer.method)
    refused = site.store.write(lambda session: planner.accept(session, run_id, by, at))
    site.poke()
    if refused:
        return _run_page(site, frame, run_id, refused)
    return go(with_said(f"/proposals/{run_id}", "sent"))


def _run_page(
    site: Site, frame: Frame, run_id: int, refused: tuple[tuple[int, Refused], ...] = ()
) -> Response[str]:
    with site.store.read() as connection:
        run = planner.run_of(connection, run_id)
        rows = {row.case.id: row for row in lines_of(site.store, connection, frame)}
    if run is None:
        raise NotSeenError
    word, tone = STATUS.get(run.status, (run.status, "plain"))
    weeks = weeks_of(run.placed, rows, frame.zone)
    values = {
        "run": run,
        "when": told.moment(frame, run.made_at),
        "word": word,
        "tone": tone,
        "weeks": weeks,
        "days": _day_names(frame, weeks),
        "short_days": {
            on: format_skeleton("MMMEd", on, locale=frame.locale)
            for week in weeks
            for on in week.days
        },
        "unplaced": [
            (rows[one.case_id].student if one.case_id in rows else "", one) for one in run.unplaced
        ],
        "late": sum(one.late for one in run.placed),
        "last": max((one.slot.starts_at for one in run.placed), default=None),
        "school_days": len({_on(one.slot.starts_at, frame.zone) for one in run.placed}),
        "refused": [
            (rows[case_id].student if case_id in rows else "", case_id, why)
            for case_id, why in refused
        ],
    }
    return page(frame, "staff/proposal.html", values)


def _on(at: datetime, zone: str) -> date:
    return at.astimezone(ZoneInfo(zone)).date()


def _day_names(frame: Frame, weeks: tuple[Week, ...]) -> dict[date, str]:
    return {on: told.day(frame, on) for week in weeks for on in week.days}
