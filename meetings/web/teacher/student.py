"""One student at a glance: goals and strategies, "Nothing to add", an observation, an excusal."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.store import cases, people
from meetings.web import told
from meetings.web.answers import Frame, after, page
from meetings.web.asking import ask
from meetings.web.family.progress import goals_shown
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from meetings.web.tasks import BEFORE_THE_CONFERENCE, BINDING, has_not_answered, tasks
from workflow.commands import AskExcusal, GiveInput, NoteProgress
from workflow.content import PlanContent
from workflow.plan import Case

NOTHING = "Nothing to add."
EXCUSAL_KINDS = (
    ("not_needed", "My subject will not be discussed"),
    ("with_input", "It will be discussed, and I write what I would have said"),
)


@get("/teacher/plans/{case_id:int}", sync_to_thread=True)
def show_student(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str]:
    return student_page(site, (viewer, frame), case_id, EMPTY)


def student_page(site: Site, who: tuple[Viewer, Frame], case_id: int, form: Form) -> Response[str]:
    viewer, frame = who
    on = today(frame.at, frame.zone)
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, on)
        face = people.person(connection, case.student_id)
        text = case.in_force or case.draft
        digest = text.digest if text else ""
        goals = goals_shown(connection, case, digest, viewer)
        content = cases.passage_of(connection, digest, PlanContent)
    state = case.plan().state
    mine = next((one for one in case.inputs if one.person_id == viewer.person_id), None)
    values = {
        "case": case,
        "student": face.name if face else "",
        "standing": told.STANDING.get(state, ""),
        "goals": goals,
        "content": content,
        "asks_input": state in BEFORE_THE_CONFERENCE[:2],
        "given": mine,
        "binds": state in BINDING,
        "tasks": [t for t in tasks(case, viewer.person_id, on) if t.what in ("reply", "sign")],
        "invited": _invited(case, viewer),
        "kinds": EXCUSAL_KINDS,
        "ratings": told.RATINGS,
        "form": form,
    }
    return page(frame, "teacher/student.html", values, 422 if form.faults else 200)


def _invited(case: Case, viewer: Viewer) -> int:
    """The number of the conference that is set and to which the viewer is invited, or 0."""
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    if running is None or conference is None or running.state != "scheduled":
        return 0
    invited = told.answer_of(conference, viewer.person_id) is not None
    return running.no if invited or has_not_answered(conference, viewer.person_id) else 0


@post("/teacher/plans/{case_id:int}/input", sync_to_thread=True)
def give_input(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    """`say` is "nothing" or "comment": one tap says that there is nothing to add."""
    nothing = form.line("say") == "nothing"
    comment = NOTHING if nothing else form.text("comment", "Please write a comment first.")
    if form.faults:
        return student_page(site, (viewer, frame), case_id, form)
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    command = GiveInput(
        by=actor(viewer, case, today(at, frame.zone), "teacher"),
        key=form.key,
        seen=form.seen,
        answers={"comment": comment},
    )
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, "/teacher?said=thanks", {"Your comment": comment})


@post("/teacher/plans/{case_id:int}/observation", sync_to_thread=True)
def observe(
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
        by=actor(viewer, case, today(at, frame.zone), "teacher"),
        key=form.key,
        seen=form.seen,
        goal_key=form.line("goal"),
        rating=-1 if rating is None else rating,
        note=form.text("note"),
    )
    outcome = ask(site, case_id, command, at)
    back = f"/teacher/plans/{case_id}?said=thanks"
    return after(frame, outcome, back, {"Your observation": form.text("note")})


@post("/teacher/plans/{case_id:int}/excusal", sync_to_thread=True)
def ask_excusal(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    kinds = [code for code, _ in EXCUSAL_KINDS]
    kind = form.chosen("kind", kinds, "Please choose whether your subject will be discussed.")
    words = form.text("words")
    if kind == "with_input" and not words:
        form.fault("words", "Please write what you would have said.")
    if form.faults:
        return student_page(site, (viewer, frame), case_id, form)
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    command = AskExcusal(
        by=actor(viewer, case, today(at, frame.zone), "teacher"),
        key=form.key,
        seen=form.seen,
        person_id=viewer.person_id,
        kind=kind,
        written_input=words,
    )
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, f"/teacher/plans/{case_id}?said=sent", {"Your words": words})
