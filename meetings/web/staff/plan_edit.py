"""Writing a plan's text: all its parts on one page, what is missing beside it, last year's below.

Saving says `write_plan` with the whole text. Somebody else's newer text is never overwritten
unseen: the page comes back with what was typed and what differs.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings import desk
from meetings.store import Session, cases, people
from meetings.web.answers import AnyRequest, Frame, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff import questions
from meetings.web.staff.choices import OUTCOME_LABELS
from meetings.web.staff.first_text import first_text
from meetings.web.staff.plan_form import SIDES, VARIANTS, content_of, padded, with_new_goal
from meetings.web.staff.plans import lacks_of, text_of
from meetings.web.staff.saying import with_said
from meetings.web.staff.scene import Scene, offered, scene_of
from workflow.commands import WritePlan
from workflow.content import COMPETENCIES, STRENGTH_AREAS, Goal, PlanContent
from workflow.difference import Change, changes
from workflow.refusals import Refused
from workflow.rollforward import roll_forward

#: A whole plan is larger than other forms, and still far below this.
MOST_BYTES = 1_000_000
OVERTAKEN = Refused(
    code="changed",
    why="Somebody saved this text while you were writing.",
    remedy="Look at what differs, then save again or take over what they wrote.",
)
NOT_NOW = "The text cannot be changed now. The plan's page says what comes first."


@dataclass(frozen=True, slots=True, kw_only=True)
class LastYear:
    case_id: int
    school_year: str
    goals: tuple[tuple[Goal, str], ...]
    content: PlanContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The text in hand: as stored, and what lies beside it."""

    scene: Scene
    stored: PlanContent | None
    last_year: LastYear | None
    #: What to begin with when nothing is stored.
    first: PlanContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the page shows in its fields, and why it came back."""

    content: PlanContent
    form: Form = EMPTY
    status: int = 200
    #: Not yet saved: what differs from the stored text.
    differs: tuple[Change, ...] = ()
    refused: Refused | None = None
    notes: tuple[str, ...] = field(default_factory=tuple)


@get("/plans/{case_id:int}/edit", sync_to_thread=True)
def show_edit(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    request: AnyRequest,
    case_id: FromPath[int],
    begin: FromQuery[str] = "",
) -> Response[str]:
    with site.store.read() as connection:
        table = table_of(site, connection, frame, case_id)
    content = table.stored or table.first
    if begin == "last_year" and table.last_year:
        reasons = {key: value for key, value in request.query_params.items() if value}
        content = _rolled(table.last_year, reasons, table.scene.case.school_year)
    return edit_page(frame, table, Sheet(content=content))


@post("/plans/{case_id:int}/edit", sync_to_thread=True, request_max_body_size=MOST_BYTES)
def save_edit(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        table = table_of(site, connection, frame, case_id)
    content = content_of(form, table.stored or table.first)
    added = with_new_goal(content, form.typed("add"))
    if added != content:
        return edit_page(
            frame,
            table,
            Sheet(content=added, notes=("A goal was added below. Save when it is written.",)),
        )
    if form.faults:
        return edit_page(frame, table, Sheet(content=content, form=form, status=422))
    outcome = _save(site, form, _command(table, form, content), (case_id, at))
    if isinstance(outcome, Refused):
        return _came_back(site, frame, case_id, Sheet(content=content, refused=outcome))
    return go(with_said(f"/plans/{case_id}/edit", "saved"))


def _save(
    site: Site, form: Form, command: WritePlan, where: tuple[int, datetime]
) -> desk.Answer | Refused:
    """In one transaction with the look at which text the page was made from."""
    case_id, at = where

    def save(session: Session) -> desk.Answer | Refused:
        case = cases.load(session.connection, case_id)
        standing = case.draft.digest if case and case.draft else ""
        pressed = cases.is_pressed(session.connection, case_id, command.key)
        if standing != form.typed("text") and not pressed:
            return OVERTAKEN
        return desk.submit(session, case_id, command, at)

    outcome = site.store.write(save)
    if not isinstance(outcome, Refused):
        site.poke()
    return outcome


def _command(table: Table, form: Form, content: PlanContent) -> WritePlan:
    scene = table.scene
    return WritePlan(
        by=scene.actor("specialist"),
        key=form.key,
        seen=form.seen,
        content=replace(content, written_on=scene.on, school_year=scene.case.school_year),
    )


def _came_back(site: Site, frame: Frame, case_id: int, sheet: Sheet) -> Response[str]:
    """409: why, with what was typed still in the fields, against the text as it stands now."""
    with site.store.read() as connection:
        table = table_of(site, connection, frame, case_id)
    differs = changes(table.stored, sheet.content) if table.stored else ()
    return edit_page(frame, table, replace(sheet, differs=differs, status=409))


def table_of(site: Site, connection: Connection, frame: Frame, case_id: int) -> Table:
    scene = scene_of(site.store, connection, frame, case_id)
    student = people.person(connection, scene.case.student_id)
    return Table(
        scene=scene,
        stored=text_of(connection, scene.case),
        last_year=_last_year(connection, scene),
        first=first_text(student, scene.case.school_year),
    )


def _last_year(connection: Connection, scene: Scene) -> LastYear | None:
    """The newest earlier year of this student that has a text."""
    ours = scene.case
    for case_id, year, _ in questions.cases_of_student(connection, ours.student_id):
        case = cases.load(connection, case_id) if year < ours.school_year else None
        content = text_of(connection, case) if case else None
        if case is not None and content is not None:
            ends = {one.goal_key: one.outcome for one in case.reviews if one.kind == "year_end"}
            goals = tuple(
                (goal, OUTCOME_LABELS.get(ends.get(goal.key, ""), "not reviewed"))
                for goal in content.goals
            )
            return LastYear(case_id=case_id, school_year=year, goals=goals, content=content)
    return None


def _rolled(last: LastYear, reasons: dict[str, str], year: str) -> PlanContent:
    said = {
        goal.key: f"continue: {reasons[goal.key]}" for goal, _ in last.goals if goal.key in reasons
    }
    return roll_forward(last.content, said, year)


def edit_page(frame: Frame, table: Table, sheet: Sheet) -> Response[str]:
    scene = table.scene
    writing = next((one for one in offered(scene) if one.command == "write_plan"), None)
    values = {
        "scene": scene,
        "case": scene.case,
        "text": scene.case.draft.digest if scene.case.draft else "",
        "content": padded(sheet.content),
        "goal_keys": [(goal.key, _short(goal)) for goal in sheet.content.goals],
        "form": sheet.form,
        "typed": typing(sheet.form),
        "differs": sheet.differs,
        "refused": sheet.refused,
        "notes": sheet.notes,
        "lacks": lacks_of(scene, sheet.content),
        "not_now": ""
        if writing and not writing.blocked
        else (writing.blocked if writing else NOT_NOW),
        "is_new": table.stored is None,
        "last_year": table.last_year,
        "areas": (("", "Please choose"), *STRENGTH_AREAS.items()),
        "competencies": (("", "Please choose"), *COMPETENCIES.items()),
        "variants": VARIANTS,
        "sides": SIDES,
    }
    return page(frame, "staff/edit.html", values, sheet.status)


def typing(form: Form) -> Callable[[str, object], object]:
    """What was typed into a field, else the value that stands."""

    def typed(name: str, value: object) -> object:
        return form.typed(name) if form.has(name) else value

    return typed


def _short(goal: Goal) -> str:
    return f"{goal.key}: {goal.statement[:60] or 'not written yet'}"
