"""The questionnaire: one question a page, then all answers to check, then one press to send.

Answers travel in the form until they are sent; nothing is kept half. Guardians and students have
the same pages with other questions (`questions.py`).
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.store import people
from meetings.web.answers import Frame, after, go, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.questions import GUARDIAN, SELF_CHECK, STUDENT, Question
from meetings.web.site import Site, Viewer
from workflow.commands import Command, GiveInput, SelfCheck
from workflow.plan import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """Which questions, where they are asked, and what is said with the answers."""

    title: str
    url: str
    questions: tuple[Question, ...]
    case: Case
    child: str
    #: give_input or self_check.
    command: str
    role: str
    given: bool


@get("/family/questions/{case_id:int}", sync_to_thread=True)
def show_questions(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    if viewer.kind == "student":
        return go(f"/student/reflect/{case_id}")
    return first_page(frame, guardian_survey(site, viewer, frame, case_id))


@post("/family/questions/{case_id:int}", sync_to_thread=True)
def send_questions(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    survey = guardian_survey(site, viewer, frame, case_id)
    return next_page(site, (viewer, frame, at), survey, form)


def guardian_survey(site: Site, viewer: Viewer, frame: Frame, case_id: int) -> Survey:
    case, child = _case(site, viewer, frame, case_id)
    return Survey(
        title="A few questions",
        url=f"/family/questions/{case_id}",
        questions=GUARDIAN,
        case=case,
        child=child,
        command="give_input",
        role="parent",
        given=any(each.person_id == viewer.person_id for each in case.inputs),
    )


def student_survey(site: Site, viewer: Viewer, frame: Frame, case_id: int) -> Survey:
    case, child = _case(site, viewer, frame, case_id)
    return Survey(
        title="Your goals start with you",
        url=f"/student/reflect/{case_id}",
        questions=STUDENT,
        case=case,
        child=child,
        command="give_input",
        role="student",
        given=any(each.person_id == viewer.person_id for each in case.inputs),
    )


def self_check_survey(site: Site, viewer: Viewer, frame: Frame, case_id: int) -> Survey:
    case, child = _case(site, viewer, frame, case_id)
    return Survey(
        title="Check yourself at mid-year",
        url=f"/student/self-check/{case_id}",
        questions=SELF_CHECK,
        case=case,
        child=child,
        command="self_check",
        role="student",
        given=case.self_checked_at is not None,
    )


def _case(site: Site, viewer: Viewer, frame: Frame, case_id: int) -> tuple[Case, str]:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
        child = people.person(connection, case.student_id)
    return case, child.called if child else ""


def first_page(frame: Frame, survey: Survey) -> Response[str]:
    return _step_page(frame, survey, EMPTY, 0)


def next_page(
    site: Site, who: tuple[Viewer, Frame, datetime], survey: Survey, form: Form
) -> Response[str] | Redirect:
    """The next question, the check page, or the writing; by the button that was pressed."""
    viewer, frame, at = who
    if form.line("go") == "send":
        outcome = ask(site, survey.case.id, _command(viewer, frame, survey, form), at)
        typed = {each.words: form.text(each.key) for each in survey.questions}
        return after(frame, outcome, f"{frame.home}?said=thanks", typed)
    step = form.whole("step") or 0
    forward = {"back": step - 1, "check": len(survey.questions)}.get(form.line("go"), step + 1)
    if form.line("go").startswith("to-"):
        forward = int(form.line("go")[3:4]) if form.line("go")[3:4].isdecimal() else 0
    return _step_page(frame, survey, form, max(0, forward))


def _step_page(frame: Frame, survey: Survey, form: Form, step: int) -> Response[str]:
    values = {"survey": survey, "form": form, "step": step, "count": len(survey.questions)}
    if step >= len(survey.questions):
        return page(frame, "family/check_answers.html", values)
    return page(frame, "family/question.html", {**values, "question": survey.questions[step]})


def _command(viewer: Viewer, frame: Frame, survey: Survey, form: Form) -> Command:
    """Empty answers are left out: to skip is to say nothing."""
    said = {each.key: form.text(each.key) for each in survey.questions}
    answers = {key: text for key, text in said.items() if text}
    by = actor(viewer, survey.case, today(frame.at, frame.zone), survey.role)
    if survey.command == "self_check":
        return SelfCheck(by=by, key=form.key, seen=form.seen, answers=answers)
    return GiveInput(by=by, key=form.key, seen=form.seen, answers=answers)
