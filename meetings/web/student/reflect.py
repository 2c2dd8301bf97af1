"""What the student thinks first: before the conference, and at mid-year."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.web.answers import Frame
from meetings.web.family.questions import (
    first_page,
    next_page,
    self_check_survey,
    student_survey,
)
from meetings.web.forms import Form
from meetings.web.site import Site, Viewer


@get("/student/reflect/{case_id:int}", sync_to_thread=True)
def show_reflection(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str]:
    return first_page(frame, student_survey(site, viewer, frame, case_id))


@post("/student/reflect/{case_id:int}", sync_to_thread=True)
def send_reflection(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    survey = student_survey(site, viewer, frame, case_id)
    return next_page(site, (viewer, frame, at), survey, form)


@get("/student/self-check/{case_id:int}", sync_to_thread=True)
def show_self_check(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str]:
    return first_page(frame, self_check_survey(site, viewer, frame, case_id))


@post("/student/self-check/{case_id:int}", sync_to_thread=True)
def send_self_check(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    survey = self_check_survey(site, viewer, frame, case_id)
    return next_page(site, (viewer, frame, at), survey, form)
