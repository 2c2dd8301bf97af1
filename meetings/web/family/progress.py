"""Between conferences at home: the goals, what was said of them, and one tap for "we talked"."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import cases, people
from meetings.web import told
from meetings.web.answers import Frame, after, go, page
from meetings.web.asking import ask
from meetings.web.codes import code_url, may_read
from meetings.web.family.plan import only_case, readable_digest
from meetings.web.forms import Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from workflow.commands import NoteProgress
from workflow.content import Goal, PlanContent
from workflow.plan import Case, Progress

TALKED = 0
MOST_ENTRIES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalShown:
    goal: Goal
    area: str
    #: The newest words of others, the newest first.
    entries: tuple["EntryShown", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryShown:
    who: str
    words: str
    note: str
    at: datetime


@get("/family/progress/{case_id:int}", sync_to_thread=True)
def show_progress(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    goal: FromQuery[str] = "",
) -> Response[str]:
    """The goal that the letter named stands first; without a code goals show their area alone."""
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
        child = people.person(connection, case.student_id)
        shown = goals_shown(connection, case, readable_digest(case), viewer)
    readable = may_read(site, viewer, at)
    values = {
        "case": case,
        "child": child.called if child else "",
        "goals": sorted(shown if readable else veiled(shown), key=lambda one: one.goal.key != goal),
        "code_url": "" if readable else code_url(case_id, 0, frame.path),
    }
    return page(frame, "family/progress.html", values)


@post("/family/progress/{case_id:int}", sync_to_thread=True)
def note_talk(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(at, frame.zone))
    command = NoteProgress(
        by=actor(viewer, case, today(at, frame.zone), "parent"),
        key=form.key,
        seen=form.seen,
        goal_key=form.line("goal"),
        rating=TALKED,
        note=form.text("note"),
    )
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, f"{frame.home}?said=thanks", {"Your note": form.text("note")})


@get("/family/progress", sync_to_thread=True)
def progress_of_newest(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Redirect:
    """Without a number the one child's goals; of several children the start page lets choose."""
    only = only_case(site, viewer, today(at, frame.zone))
    return go(f"/family/progress/{only}" if only else frame.home)


def goals_shown(connection: Connection, case: Case, digest: str, viewer: Viewer) -> list[GoalShown]:
    """The goals of that text, with the newest entries of each that the viewer may see."""
    content = cases.passage_of(connection, digest, PlanContent)
    if content is None:
        return []
    seen = [entry for entry in case.progress if not _is_other_guardian(entry, viewer)]
    said = people.names(connection, [entry.person_id for entry in seen])
    return [
        GoalShown(
            goal=goal,
            area=told.area(goal),
            entries=_entries(connection, seen, goal, said)[:MOST_ENTRIES],
        )
        for goal in content.goals
    ]


def veiled(goals: Sequence[GoalShown]) -> list[GoalShown]:
    """For whoever has not entered a code: which area each goal is of, and nothing of its text."""
    return [
        replace(one, goal=Goal(key=one.goal.key, kind=one.goal.kind), entries=()) for one in goals
    ]


def _is_other_guardian(entry: Progress, viewer: Viewer) -> bool:
    """Two households need not know what the other one writes."""
    own = entry.person_id == viewer.person_id
    return viewer.kind == "family" and entry.role == "parent" and not own


def _entries(
    connection: Connection, seen: Sequence[Progress], goal: Goal, names: dict[int, str]
) -> tuple[EntryShown, ...]:
    words = {TALKED: "We talked about it", **dict(told.RATINGS)}
    return tuple(
        EntryShown(
            who=names.get(entry.person_id, ""),
            words=words.get(entry.rating, ""),
            note=cases.passage_of(connection, entry.digest, str) or "",
            at=entry.at,
        )
        for entry in reversed(seen)
        if entry.goal_key == goal.key
    )
