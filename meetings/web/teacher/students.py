"""The teacher's list: my students by class, what is asked of me, and the way to each of them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy import Connection, select

from meetings.store import cases, people
from meetings.store.tables import teaching
from meetings.web import told
from meetings.web.answers import Frame, page
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from meetings.web.tasks import Task, tasks
from meetings.web.time_tasks import time_tasks
from workflow.ask import roles_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentShown:
    case_id: int
    name: str
    grade: str
    lesson: str
    standing: str
    tasks: tuple[Task, ...]


@get("/teacher", sync_to_thread=True)
def my_students(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Response[str]:
    with site.store.read() as connection:
        shown = students_of(connection, viewer, frame, at)
    lessons = [
        (lesson, list(rows)) for lesson, rows in groupby(shown, key=lambda each: each.lesson)
    ]
    asked = sum(1 for each in shown for task in each.tasks if task.what != "progress")
    return page(frame, "teacher/home.html", {"lessons": lessons, "asked": asked})


def students_of(
    connection: Connection, viewer: Viewer, frame: Frame, at: datetime
) -> list[StudentShown]:
    """By class, then by name; only students in whose case the teacher has a seat today."""
    on = today(at, frame.zone)
    mine = [
        case
        for case in cases.cases_of(connection, viewer.person_id)
        if roles_of(case, viewer.person_id, on)
    ]
    known = people.people_named(connection, [case.student_id for case in mine])
    lessons = _lessons(connection, viewer.person_id)
    times = time_tasks(connection, frame, mine, viewer.person_id)
    shown = [
        StudentShown(
            case_id=case.id,
            name=known[case.student_id].name if case.student_id in known else "",
            grade=known[case.student_id].grade if case.student_id in known else "",
            lesson=lessons.get(case.student_id, ""),
            standing=told.STANDING.get(case.plan().state, ""),
            tasks=(
                *(t for t in tasks(case, viewer.person_id, on) if t.what != "progress"),
                *times[case.id],
            ),
        )
        for case in mine
    ]
    return sorted(shown, key=lambda each: (each.lesson, each.name))


def _lessons(connection: Connection, staff_id: int) -> dict[int, str]:
    """The first subject and period in which the teacher has each student."""
    rows = connection.execute(
        select(teaching.c.student_id, teaching.c.subject, teaching.c.period)
        .where(teaching.c.staff_id == staff_id)
        .order_by(teaching.c.period.desc(), teaching.c.subject.desc())
    )
    return {row.student_id: " ".join(filter(None, (row.subject, row.period))) for row in rows}
