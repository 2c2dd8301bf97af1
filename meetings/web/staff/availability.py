"""Times that somebody told the office by phone: entered for them, and counted like their own word.

Whoever sees the whole caseload enters them for anybody, others for the people of their cases.
Everybody's own times are at /me/times (web/family/availability.py).
"""

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases, people
from meetings.web.answers import Frame, NotSeenError
from meetings.web.family.availability import done_page, save_times, times_page
from meetings.web.forms import Form
from meetings.web.guards import OVERSEERS, may_see, today
from meetings.web.site import Site, Viewer
from meetings.web.times_kept import Place


@get("/people/{person_id:int}/times", sync_to_thread=True)
def show_told_times(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    person_id: FromPath[int],
    week: FromQuery[str] = "",
) -> Response[str]:
    return times_page(site, frame, _place(site, frame, person_id), Form(values={"shown": (week,)}))


@post("/people/{person_id:int}/times", sync_to_thread=True)
def send_told_times(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    person_id: FromPath[int],
) -> Response[str] | Redirect:
    return save_times(site, (viewer, frame), _place(site, frame, person_id), form)


@get("/people/{person_id:int}/times/done", sync_to_thread=True)
def told_times_done(
    site: NamedDependency[Site], frame: NamedDependency[Frame], person_id: FromPath[int]
) -> Response[str]:
    return done_page(site, frame, _place(site, frame, person_id))


def _place(site: Site, frame: Frame, person_id: int) -> Place:
    """NotSeenError for who is nobody, is gone, or sits in no case that the viewer sees."""
    with site.store.read() as connection:
        found = people.person(connection, person_id)
        seen = _may_tell_for(connection, frame, person_id)
    if found is None or found.gone_at is not None or not seen:
        raise NotSeenError
    url = f"/people/{person_id}/times"
    return Place(person_id=person_id, url=url, source="staff", name=found.name)


def _may_tell_for(connection: Connection, frame: Frame, person_id: int) -> bool:
    viewer, on = frame.viewer, today(frame.at, frame.zone)
    if viewer is None:
        return False
    if viewer.person_id == person_id or viewer.has_role(*OVERSEERS):
        return True
    return any(
        may_see(viewer, case, on)
        and any(one.person_id == person_id and one.holds_on(on) for one in case.parties)
        for case in cases.cases_of(connection, person_id)
    )
