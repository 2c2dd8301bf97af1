"""Reviews: which are open, and for one plan the word on each goal, at mid-year and year end."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases
from meetings.store.caseload import Line
from meetings.web import told
from meetings.web.answers import Frame, after, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff.caseload import lines_of
from meetings.web.staff.choices import OUTCOME_LABELS, RATINGS
from meetings.web.staff.saying import status_of, with_said
from meetings.web.staff.scene import Scene, offered, scene_of, with_return
from workflow.commands import ReviewGoals
from workflow.content import MIDYEAR_OUTCOMES, YEAR_END_OUTCOMES, Goal, GoalReview, PlanContent
from workflow.guards.text import review_kind

KINDS = {"midyear": "Mid-year review", "year_end": "Year-end review"}
OPEN = ("midyear_due", "year_end_due")
WORDS_HERE = ("close_review", "finish_year", "call_conference", "open_review", "open_year_end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far one open review is."""

    row: Line
    done: int
    goals: int
    self_checked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalShown:
    goal: Goal
    area: str
    #: Entries since the plan took effect, newest first.
    entries: tuple[str, ...]
    student: str
    #: What stands: outcome, evidence, next step.
    said: GoalReview


@get("/reviews", sync_to_thread=True)
def show_reviews(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    with site.store.read() as connection:
        rows = lines_of(site.store, connection, frame)
    opened = [row for row in rows if row.state in OPEN]
    profile = site.store.law.profile
    values = {
        "midyear": [_progress(row) for row in opened if row.state == "midyear_due"],
        "year_end": [_progress(row) for row in opened if row.state == "year_end_due"],
        "coming": sum(row.state == "in_effect" for row in rows),
        "opens": str(profile.day("midyear_opens")),
        "closes": str(profile.day("midyear_closes")),
    }
    return page(frame, "staff/reviews.html", values)


def _progress(row: Line) -> Progress:
    kind = review_kind(row.state)
    done = {one.goal_key for one in row.case.reviews if one.kind == kind and _by_staff(row, one.by)}
    goals = row.case.in_force.goal_keys if row.case.in_force else ()
    return Progress(
        row=row,
        done=len(done & set(goals)),
        goals=len(goals),
        self_checked=row.case.self_checked_at is not None,
    )


def _by_staff(row: Line, person_id: int) -> bool:
    return any(p.role == "specialist" and p.person_id == person_id for p in row.case.parties)


@get("/plans/{case_id:int}/review", sync_to_thread=True)
def show_review(
    site: NamedDependency[Site], frame: NamedDependency[Frame], case_id: FromPath[int]
) -> Response[str]:
    return _review_page(site, frame, case_id, EMPTY)


@post("/plans/{case_id:int}/review", sync_to_thread=True)
def send_review(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
    reviews = _reviews(form, outcomes_of(scene))
    if form.faults:
        return _review_page(site, frame, case_id, form)
    command = ReviewGoals(
        by=scene.actor("specialist"), key=form.key, seen=form.seen, reviews=reviews
    )
    outcome = ask(site, case_id, command, at)
    typed = {f"Goal {one.goal_key}": one.evidence for one in reviews}
    return after(frame, outcome, with_said(f"/plans/{case_id}/review", "saved"), typed)


def outcomes_of(scene: Scene) -> tuple[tuple[str, str], ...]:
    kind = review_kind(scene.case.plan().state)
    words = MIDYEAR_OUTCOMES if kind == "midyear" else YEAR_END_OUTCOMES
    return tuple((word, OUTCOME_LABELS[word]) for word in words)


def _reviews(form: Form, outcomes: tuple[tuple[str, str], ...]) -> tuple[GoalReview, ...]:
    """Those goals for which an outcome was chosen; at least one."""
    found = []
    for row in form.rows("goals"):
        outcome = row.chosen("outcome", dict(outcomes))
        if outcome:
            found.append(
                GoalReview(
                    goal_key=row.line("key"),
                    outcome=outcome,
                    evidence=row.text("evidence"),
                    next_step=row.text("next_step"),
                )
            )
    if not found:
        form.fault("goals-0-outcome", "Say for one goal at least how it stands.")
    return tuple(found)


def _review_page(site: Site, frame: Frame, case_id: int, form: Form) -> Response[str]:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
        goals = _goals(connection, frame, scene)
    found = offered(scene)
    here = tuple(one for one in found if one.command in WORDS_HERE)
    values = {
        "scene": scene,
        "kind": KINDS[review_kind(scene.case.plan().state)],
        "goals": goals,
        "outcomes": outcomes_of(scene),
        "open": any(one.command == "review_goals" and not one.blocked for one in found),
        "options": with_return(here, f"/plans/{case_id}/review"),
        "self_checked": scene.case.self_checked_at,
        "form": form,
    }
    return page(frame, "staff/review.html", values, status_of(form))


def _goals(connection: Connection, frame: Frame, scene: Scene) -> tuple[GoalShown, ...]:
    in_force = scene.case.in_force
    content = cases.passage_of(connection, in_force.digest, PlanContent) if in_force else None
    return tuple(
        GoalShown(
            goal=goal,
            area=told.area(goal),
            entries=_entries(frame, scene, goal.key),
            student=_word_of(scene, goal.key, by_staff=False),
            said=_said(connection, scene, goal.key),
        )
        for goal in (content.goals if content else ())
    )


def _entries(frame: Frame, scene: Scene, key: str) -> tuple[str, ...]:
    ratings = dict(RATINGS)
    mine = [one for one in reversed(scene.case.progress) if one.goal_key == key]
    return tuple(
        f"{told.day(frame, scene.moment.school.local(one.at))}: "
        f"{ratings.get(str(one.rating), '')} ({scene.name(one.person_id)})"
        for one in mine[:5]
    )


def _word_of(scene: Scene, key: str, *, by_staff: bool) -> str:
    """The newest outcome that the staff, or the student, gave this goal in this review."""
    kind = review_kind(scene.case.plan().state)
    staff = {p.person_id for p in scene.case.parties if p.role == "specialist"}
    mine = [
        one
        for one in scene.case.reviews
        if one.kind == kind and one.goal_key == key and (one.by in staff) == by_staff
    ]
    return OUTCOME_LABELS.get(mine[-1].outcome, mine[-1].outcome) if mine else ""


def _said(connection: Connection, scene: Scene, key: str) -> GoalReview:
    """What the staff said before, with its words; an empty one where nothing was."""
    kind = review_kind(scene.case.plan().state)
    staff = {p.person_id for p in scene.case.parties if p.role == "specialist"}
    for one in reversed(scene.case.reviews):
        if one.kind == kind and one.goal_key == key and one.by in staff:
            words = cases.passage_of(connection, one.digest, tuple[GoalReview, ...]) or ()
            return next(
                (each for each in words if each.goal_key == key),
                GoalReview(goal_key=key, outcome=one.outcome),
            )
    return GoalReview(goal_key=key, outcome="")
