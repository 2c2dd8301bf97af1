"""The family's start page: for each child the one next thing, the time that stands, the papers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy import Connection

from meetings.identity import faces
from meetings.store import cases, people
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.guards import today
from meetings.web.papers import PaperShown, papers_shown
from meetings.web.site import Site, Viewer
from meetings.web.tasks import Task, tasks
from meetings.web.time_tasks import time_tasks
from workflow.ask import roles_of
from workflow.plan import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildShown:
    name: str
    school_year: str
    standing: str
    case: Case
    tasks: tuple[Task, ...]
    #: The time of the conference in words, or "".
    when: str
    answer: str
    #: Where the answer can be changed, or "".
    reply_url: str
    papers: tuple[PaperShown, ...]


@get("/family", sync_to_thread=True)
def home(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Response[str]:
    with site.store.read() as connection:
        children = children_of(connection, viewer, frame, at)
        me = people.person(connection, viewer.person_id)
    values = {
        "children": children,
        "viewer": viewer,
        "masked": faces.masked(me) if viewer.link_id else "",
    }
    return page(frame, "family/home.html", values)


def children_of(
    connection: Connection, viewer: Viewer, frame: Frame, at: datetime
) -> tuple[ChildShown, ...]:
    """One entry a case, the newest year first; cases in which no seat is left are not shown."""
    on = today(at, frame.zone)
    mine = [
        case
        for case in cases.cases_of(connection, viewer.person_id)
        if roles_of(case, viewer.person_id, on)
    ]
    names = people.names(connection, tuple(case.student_id for case in mine))
    times = time_tasks(connection, frame, mine, viewer.person_id)
    return tuple(_shown(connection, frame, case, (names, times[case.id])) for case in mine)


def _shown(
    connection: Connection,
    frame: Frame,
    case: Case,
    known: tuple[Mapping[int, str], tuple[Task, ...]],
) -> ChildShown:
    assert frame.viewer is not None  # noqa: S101  the router's guard demands a sign-in
    me, (names, times) = frame.viewer.person_id, known
    conference = told.newest_conference(case, me)
    running = case.running("conference")
    mine = running is not None and conference is not None and running.no == conference.no
    stands = mine and running is not None and running.state == "scheduled"
    answer = told.answer_of(conference, me) if conference else None
    slot = conference.slot if conference and stands else None
    return ChildShown(
        name=names.get(case.student_id, ""),
        school_year=case.school_year,
        standing=told.STANDING.get(case.plan().state, ""),
        case=case,
        tasks=(*tasks(case, me, today(frame.at, frame.zone)), *times),
        when=told.span(frame, slot) if slot else "",
        answer=told.REPLIES.get(answer.partstat, "") if answer else "",
        reply_url=f"/family/reply/{case.id}/{running.no}" if stands and running else "",
        papers=papers_shown(connection, frame, case.id),
    )
