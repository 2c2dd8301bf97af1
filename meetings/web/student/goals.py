"""The student's start page: my goals, how they go, and the one next thing."""

from datetime import date, datetime

from litestar import Response, get
from litestar.di import NamedDependency

from meetings.store import cases
from meetings.web.answers import Frame, page
from meetings.web.codes import may_read
from meetings.web.family.home import children_of
from meetings.web.family.plan import readable_digest
from meetings.web.family.progress import goals_shown
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from workflow.plan import Case


@get("/student", sync_to_thread=True)
def my_goals(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Response[str]:
    with site.store.read() as connection:
        mine = children_of(connection, viewer, frame, at)
        newest = mine[0] if mine else None
        readable = may_read(site, viewer, at)
        goals = (
            goals_shown(connection, newest.case, readable_digest(newest.case), viewer)
            if newest and readable
            else []
        )
    values = {
        "mine": newest,
        "goals": goals,
        "readable": readable,
        "streak": streak(newest.case, viewer.person_id, today(at, frame.zone)) if newest else 0,
        "code_url": f"/family/code/{newest.case.id}/0?back=/student" if newest else "",
    }
    return page(frame, "student/home.html", values)


def streak(case: Case, person_id: int, on: date) -> int:
    """In how many weeks without a gap the student checked in, up to this week or the last."""
    weeks = {
        (on - entry.at.date()).days // 7 for entry in case.progress if entry.person_id == person_id
    }
    first = 0 if 0 in weeks else 1
    count = 0
    while first + count in weeks:
        count += 1
    return count


def newest_case(site: Site, viewer: Viewer) -> Case | None:
    with site.store.read() as connection:
        mine = cases.cases_of(connection, viewer.person_id)
    return next((case for case in mine if case.student_id == viewer.person_id), None)
