"""The check-in: one tap a goal, a word if one likes, and a call for help to the adult partner.

Without a code on this device the goals show their area alone, and a tap works all the same.
"""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.web import told
from meetings.web.answers import Frame, after, go, page
from meetings.web.asking import ask
from meetings.web.codes import may_read
from meetings.web.family.plan import readable_digest
from meetings.web.family.progress import goals_shown, veiled
from meetings.web.forms import Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from meetings.web.student.goals import newest_case
from workflow.commands import AskConference, NoteProgress


@get("/student/check-in", sync_to_thread=True)
def check_in_newest(
    site: NamedDependency[Site], viewer: NamedDependency[Viewer], frame: NamedDependency[Frame]
) -> Redirect:
    case = newest_case(site, viewer)
    return go(f"/student/check-in/{case.id}" if case else frame.home)


@get("/student/check-in/{case_id:int}", sync_to_thread=True)
def show_check_in(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str]:
    on = today(frame.at, frame.zone)
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, on)
        goals = goals_shown(connection, case, readable_digest(case), viewer)
    said = {
        entry.goal_key
        for entry in case.progress
        if entry.person_id == viewer.person_id and today(entry.at, frame.zone) == on
    }
    values = {
        "case": case,
        "goals": goals if may_read(site, viewer, frame.at) else veiled(goals),
        "said": said,
        "ratings": told.RATINGS,
    }
    return page(frame, "student/check_in.html", values)


@post("/student/check-in/{case_id:int}", sync_to_thread=True)
def send_check_in(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    rating = form.whole("rating")
    command = NoteProgress(
        by=actor(viewer, case, today(at, frame.zone), "student"),
        key=form.key,
        seen=form.seen,
        goal_key=form.line("goal"),
        rating=-1 if rating is None else rating,
        note=form.text("note"),
    )
    outcome = ask(site, case_id, command, at)
    back = f"/student/check-in/{case_id}?said=thanks"
    return after(frame, outcome, back, {"Your words": form.text("note")})


@post("/student/help/{case_id:int}", sync_to_thread=True)
def ask_for_help(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    """The same day a person at school is told that this student would like to talk."""
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    command = AskConference(
        by=actor(viewer, case, today(at, frame.zone), "student"),
        key=form.key,
        seen=form.seen,
        reason=form.text("reason"),
    )
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, "/student?said=sent", {"Your words": form.text("reason")})
