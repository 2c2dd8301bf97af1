"""Reading the plan: the draft that is shared, the text in force, the minutes; after a code."""

from dataclasses import dataclass
from datetime import date, datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases, people
from meetings.web import told
from meetings.web.answers import Frame, go, page
from meetings.web.codes import code_url, may_read
from meetings.web.guards import case_seen, today
from meetings.web.papers import papers_shown
from meetings.web.site import Site, Viewer
from workflow.ask import roles_of
from workflow.content import COMPETENCIES, STRENGTH_AREAS, MinutesContent, PlanContent
from workflow.plan import Case

#: States in which the draft is not yet for the family's eyes.
UNSHARED = ("identified", "drafting")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanShown:
    """A plan's text with what its words need."""

    content: PlanContent | None
    minutes: MinutesContent | None
    areas: dict[str, str]
    competencies: dict[str, str]


@get("/family/plan/{case_id:int}", sync_to_thread=True)
def read_plan(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
        if not may_read(site, viewer, at):
            return go(code_url(case_id, 0, frame.path))
        shown = plan_shown(connection, frame, case, readable_digest(case))
        child = people.names(connection, (case.student_id,)).get(case.student_id, "")
        filed = papers_shown(connection, frame, case_id)
    values = {
        "case": case,
        "child": child,
        "shown": shown,
        "papers": filed,
        "in_force": case.in_force is not None,
        "standing": told.STANDING.get(case.plan().state, ""),
    }
    return page(frame, "family/plan.html", values)


@get("/family/plan", sync_to_thread=True)
def plan_of_newest(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Redirect:
    """Without a number the one child's plan; of several children the start page lets choose."""
    only = only_case(site, viewer, today(at, frame.zone))
    return go(f"/family/plan/{only}" if only else frame.home)


def only_case(site: Site, viewer: Viewer, on: date) -> int | None:
    """The newest case of the one child, None where there are several or none."""
    with site.store.read() as connection:
        mine = [
            case
            for case in cases.cases_of(connection, viewer.person_id)
            if roles_of(case, viewer.person_id, on)
        ]
    return mine[0].id if len({case.student_id for case in mine}) == 1 else None


def readable_digest(case: Case) -> str:
    """The digest of the text that the family may read now; "" when there is none yet."""
    if case.draft is not None and case.plan().state not in UNSHARED:
        return case.draft.digest
    return case.in_force.digest if case.in_force else ""


def plan_shown(connection: Connection, frame: Frame, case: Case, digest: str) -> PlanShown:
    """With the minutes of the newest conference that has settled ones."""
    settled = [one for one in case.conferences if one.minutes_settled_at is not None]
    minutes = settled[-1].minutes_digest if settled else ""
    return PlanShown(
        content=cases.passage_of(connection, digest, PlanContent) if digest else None,
        minutes=cases.passage_of(connection, minutes, MinutesContent) if minutes else None,
        areas={code: frame.say(name) for code, name in STRENGTH_AREAS.items()},
        competencies={code: frame.say(name) for code, name in COMPETENCIES.items()},
    )
