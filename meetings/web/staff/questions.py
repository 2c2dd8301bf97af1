"""What the staff's pages ask of the database, each question by its name; nothing is written here.

Questions that other doors ask too are in `meetings.store`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, or_, select

from meetings.store import tables
from workflow.plan import Case


def people_of_kind(connection: Connection, kind: str = "") -> dict[int, str]:
    """Person to name, of those who are still here; "" is everybody."""
    person = tables.person
    asked = select(person.c.id, person.c.given_name, person.c.family_name).where(
        person.c.gone_at.is_(None)
    )
    if kind:
        asked = asked.where(person.c.kind == kind)
    return {
        row.id: f"{row.given_name} {row.family_name}".strip() for row in connection.execute(asked)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """One timer of a case, with the words of how its day came about."""

    chart: str
    no: int
    command: str
    due_at: datetime
    because: str
    provisional: bool


#: Timers that ring only for one decision, by what the plan says of its disagreement.
DECIDED = {"let_uphold": "upheld", "let_revise": "revised"}


def dates_of(connection: Connection, case: Case) -> tuple[DateRow, ...]:
    """The armed timers that would do something as the case stands, earliest first."""
    hold = case.plan().facts.get("hold", "none")
    timer = tables.timer
    rows = connection.execute(
        select(timer)
        .where(timer.c.case_id == case.id)
        .where(timer.c.due_at.is_not(None))
        .order_by(timer.c.due_at, timer.c.chart, timer.c.command)
    )
    return tuple(
        DateRow(
            chart=row.chart,
            no=row.no,
            command=row.command,
            due_at=row.due_at,
            because=row.because,
            provisional=row.provisional,
        )
        for row in rows
        if DECIDED.get(row.command, hold) == hold
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    seq: int
    at: datetime
    command: str
    actor_id: int
    role: str
    identified_by: str
    #: JSON, as it is stored.
    body: str
    moves: str


def history_of(connection: Connection, case_id: int) -> tuple[HistoryRow, ...]:
    """The newest first."""
    history = tables.history
    rows = connection.execute(
        select(history).where(history.c.case_id == case_id).order_by(history.c.seq.desc())
    )
    return tuple(
        HistoryRow(
            seq=row.seq,
            at=row.at,
            command=row.command,
            actor_id=row.actor_id,
            role=row.role,
            identified_by=row.identified_by,
            body=row.body,
            moves=row.moves,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One text of a plan: the history row that wrote it and the digest of its passage."""

    number: int
    seq: int
    at: datetime
    by: int
    digest: str


def versions_of(connection: Connection, case_id: int) -> tuple[Version, ...]:
    """The oldest first; erased texts are still counted."""
    history, passage = tables.history, tables.passage
    rows = connection.execute(
        select(history.c.seq, history.c.at, history.c.actor_id, passage.c.digest)
        .join(
            passage,
            (passage.c.case_id == history.c.case_id)
            & (passage.c.seq == history.c.seq)
            & (passage.c.field == "content"),
        )
        .where(history.c.case_id == case_id)
        .where(history.c.command == "write_plan")
        .order_by(history.c.seq)
    )
    return tuple(
        Version(number=number, seq=row.seq, at=row.at, by=row.actor_id, digest=row.digest)
        for number, row in enumerate(rows, start=1)
    )


def cases_of_student(connection: Connection, student_id: int) -> tuple[tuple[int, str, str], ...]:
    """Case, school year, standing; the newest year first."""
    cases = tables.cases
    rows = connection.execute(
        select(cases.c.id, cases.c.school_year, cases.c.standing)
        .where(cases.c.student_id == student_id)
        .order_by(cases.c.school_year.desc(), cases.c.id.desc())
    )
    return tuple((row.id, row.school_year, row.standing) for row in rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    id: int
    kind: str
    name: str
    email: str
    phone: str
    language: str
    grade: str
    staff_role: str
    gone: bool


def people_found(connection: Connection, kind: str, words: str) -> tuple[PersonRow, ...]:
    """By family name; `words` is looked for in names and addresses. At most 300."""
    person = tables.person
    asked = select(person).order_by(person.c.family_name, person.c.given_name).limit(300)
    if kind:
        asked = asked.where(person.c.kind == kind)
    for word in words.split():
        like = f"%{word.lower()}%"
        asked = asked.where(
            or_(
                func.lower(person.c.given_name).like(like),
                func.lower(person.c.family_name).like(like),
                func.lower(person.c.email).like(like),
            )
        )
    return tuple(
        PersonRow(
            id=row.id,
            kind=row.kind,
            name=f"{row.given_name} {row.family_name}".strip(),
            email=row.email,
            phone=row.phone,
            language=row.language,
            grade=row.grade,
            staff_role=row.staff_role,
            gone=row.gone_at is not None,
        )
        for row in connection.execute(asked)
    )


def rooms(connection: Connection) -> tuple[str, ...]:
    return tuple(
        connection.execute(select(tables.room.c.name).order_by(tables.room.c.name)).scalars()
    )
