"""A store with one family's case in it, for tests of the store and the desk."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from meetings import desk
from meetings.store import Session, Store
from workflow.commands import Actor, BeginDraft
from workflow.opening import Opening
from workflow.plan import Case, Party

AT = datetime(2026, 9, 1, 14, tzinfo=UTC)
YEAR = "2026-27"
STUDENT, MOTHER, SPECIALIST, TEACHER = 1, 2, 3, 4
MS_LEE = Actor(person_id=SPECIALIST, role="specialist", identified_by="password")
MS_CRUZ = Actor(person_id=MOTHER, role="parent", identified_by="link")


def seat(person_id: int, role: str) -> Party:
    return Party(person_id=person_id, role=role, since=date(2026, 8, 1))


def opening(case_id: int = 1, student_id: int = STUDENT) -> Opening:
    return Opening(
        case_id=case_id,
        student_id=student_id,
        school_year=YEAR,
        parties=(
            seat(student_id, "student"),
            seat(MOTHER, "parent"),
            seat(SPECIALIST, "specialist"),
            seat(SPECIALIST, "chair"),
            seat(TEACHER, "teacher"),
        ),
        born_on=date(2013, 3, 1),
    )


def opened(session: Session) -> Case:
    return desk.open_case(session, opening(), AT)


def begun(session: Session) -> None:
    """The case is opened, and its draft begun."""
    opened(session)
    desk.submit(session, 1, BeginDraft(by=MS_LEE, key="begin", seen=0), AT)


@contextmanager
def store_at(where: Path | str, folder: Path | None = None) -> Iterator[Store]:
    store = Store.open(where, folder, secret=b"s" * 32)
    try:
        yield store
    finally:
        store.close()
