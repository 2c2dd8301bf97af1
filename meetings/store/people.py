"""Who is in the school: people, who belongs to whom, who is taught by whom. Questions only.

Rows are written from rosters (`rosters.py`). What somebody may do in a case is the case's own
(workflow.ask.roles_of), never a row here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection, RowMapping, Select, func, select, update

from meetings.store import tables
from meetings.store.tables import account, teaching, tie
from workflow.content import Evidence

#: The table has the name of the question below.
_row = tables.person
_words = msgspec.json.Decoder(tuple[str, ...])
_evidence = msgspec.json.Decoder(tuple[Evidence, ...])
#: The person's own row number stands beside another one that a join brings along.
_TIE = tuple(column.label(f"tie_{column.name}") for column in tie.c)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    #: The system that told of the person, and its number there.
    source: str
    source_id: str
    #: student, guardian, staff or interpreter.
    kind: str
    given_name: str
    family_name: str
    #: "" where nobody said one.
    preferred_name: str
    email: str
    phone: str
    postal_address: str
    #: BCP 47 in lower case; "" where nobody told.
    language: str
    #: email, paper or phone; "" where nobody said.
    channel: str
    #: Whether an interpreter is needed; None where nobody told.
    interpreter: bool | None
    staff_role: str
    #: The source_id of a school.
    school_id: str
    grade: str
    birth_on: date | None
    gifted: bool
    identified_on: date | None
    #: Codes of workflow.content.STRENGTH_AREAS.
    areas: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    #: Of an interpreter.
    languages: tuple[str, ...]
    #: The source_id of the staff who leads this student's plan; "" where nobody told.
    gt_specialist_id: str
    #: Since when no roster names the person any more; None is here.
    gone_at: datetime | None

    @property
    def called(self) -> str:
        return self.preferred_name or self.given_name

    @property
    def name(self) -> str:
        return f"{self.called} {self.family_name}".strip()

    @property
    def by_letter(self) -> bool:
        """Whether paper reaches this person and mail does not."""
        return self.channel == "paper" or not self.email


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """What holds between one guardian and one student. A right that nobody told is None."""

    student_id: int
    guardian_id: int
    relation: str
    education_rights: bool | None
    may_contact: bool | None
    receives_copy: bool | None
    address_confidential: bool | None
    #: 1 is written to first; None where nobody told.
    contact_order: int | None
    household: str
    #: "" with the others, apart at a conference of their own, copy: is sent a copy instead.
    meets: str
    gone_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tied:
    """The other person of a tie, with the tie."""

    person: Person
    tie: Tie


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A student is taught a subject by a teacher."""

    student_id: int
    staff_id: int
    subject: str


def person_of(row: RowMapping) -> Person:
    """From a row that holds every column of the table."""
    values = {column.name: row[column.name] for column in _row.c}
    values["areas"] = _words.decode(row["areas"])
    values["languages"] = _words.decode(row["languages"])
    values["evidence"] = _evidence.decode(row["evidence"])
    return Person(**values)


def person(connection: Connection, person_id: int) -> Person | None:
    """Somebody who is gone is found as well: old papers name them."""
    return people_named(connection, (person_id,)).get(person_id)


def people_named(connection: Connection, ids: Iterable[int]) -> dict[int, Person]:
    """Those of `ids` who exist, in one question."""
    wanted = sorted(set(ids))
    found = _people(connection, select(_row).where(_row.c.id.in_(wanted)))
    return {each.id: each for each in found}


def names(connection: Connection, ids: Iterable[int]) -> dict[int, str]:
    """As they are called, of those who exist."""
    return {each.id: each.name for each in people_named(connection, ids).values()}


def students(connection: Connection) -> tuple[Person, ...]:
    """Every gifted student who is here, in the order in which they came."""
    wanted = select(_row).where(_row.c.kind == "student").where(_row.c.gifted)
    return _people(connection, _here(wanted))


def staff(connection: Connection) -> tuple[Person, ...]:
    """Everybody on the staff lists who is here."""
    return _people(connection, _here(select(_row).where(_row.c.kind == "staff")))


def staff_with_role(connection: Connection, role: str) -> tuple[Person, ...]:
    """Those on the staff list with this role: gt_specialist, teacher, counselor."""
    wanted = select(_row).where(_row.c.kind == "staff").where(_row.c.staff_role == role)
    return _people(connection, _here(wanted))


def everybody(connection: Connection) -> tuple[Person, ...]:
    """All people who are not gone, in order."""
    return _people(connection, _here(select(_row)))


def interpreters(connection: Connection) -> tuple[Person, ...]:
    """Everybody who interprets, in order."""
    return _people(connection, _here(select(_row).where(_row.c.kind == "interpreter")))


def interpreters_of(connection: Connection, language: str) -> tuple[Person, ...]:
    """Those who interpret this language."""
    return tuple(one for one in interpreters(connection) if language in one.languages)


def by_email(connection: Connection, email: str) -> tuple[Person, ...]:
    """Everybody with this address: two guardians may share one."""
    asked = email.strip().lower()
    if not asked:
        return ()
    return _people(connection, _here(select(_row).where(func.lower(_row.c.email) == asked)))


def with_account_role(connection: Connection, role: str) -> tuple[int, ...]:
    """Person ids of the accounts in use that were given this role, in order."""
    rows = connection.execute(
        select(account.c.person_id, account.c.roles)
        .where(account.c.disabled_at.is_(None))
        .order_by(account.c.person_id)
    )
    return tuple(row.person_id for row in rows if role in _words.decode(row.roles))


def guardians_of(connection: Connection, student_id: int) -> tuple[Tied, ...]:
    """In the order in which they are written to; ended ties are left out."""
    return guardians_of_all(connection, (student_id,)).get(student_id, ())


def guardians_of_all(
    connection: Connection, student_ids: Iterable[int]
) -> dict[int, tuple[Tied, ...]]:
    """The same of many students, in one question."""
    ever = guardians_ever(connection, student_ids)
    return {
        student_id: here
        for student_id, tied in ever.items()
        if (here := tuple(one for one in tied if one.tie.gone_at is None))
    }


def guardians_ever(
    connection: Connection, student_ids: Iterable[int]
) -> dict[int, tuple[Tied, ...]]:
    """With those whose tie has ended."""
    wanted = (
        select(_row, *_TIE)
        .join(tie, tie.c.guardian_id == _row.c.id)
        .where(tie.c.student_id.in_(sorted(set(student_ids))))
        .order_by(tie.c.contact_order.is_(None), tie.c.contact_order, _row.c.id)
    )
    found: dict[int, tuple[Tied, ...]] = {}
    for each in _tied(connection, wanted):
        found[each.tie.student_id] = (*found.get(each.tie.student_id, ()), each)
    return found


def children_of(connection: Connection, guardian_id: int) -> tuple[Tied, ...]:
    """The students whom this guardian belongs to; ended ties are left out."""
    wanted = (
        select(_row, *_TIE)
        .join(tie, tie.c.student_id == _row.c.id)
        .where(tie.c.guardian_id == guardian_id)
        .where(tie.c.gone_at.is_(None))
        .order_by(_row.c.id)
    )
    return tuple(_tied(connection, wanted))


def teachers_of(connection: Connection, student_id: int) -> tuple[Person, ...]:
    taught = select(teaching.c.staff_id).where(teaching.c.student_id == student_id)
    return _people(connection, _here(select(_row).where(_row.c.id.in_(taught))))


def students_of_teacher(connection: Connection, staff_id: int) -> tuple[Person, ...]:
    taught = select(teaching.c.student_id).where(teaching.c.staff_id == staff_id)
    return _people(connection, _here(select(_row).where(_row.c.id.in_(taught))))


def lessons_of_all(
    connection: Connection, student_ids: Iterable[int]
) -> dict[int, tuple[Lesson, ...]]:
    """Who teaches these students what; a teacher who is gone teaches nobody."""
    rows = connection.execute(
        select(teaching.c.student_id, teaching.c.staff_id, teaching.c.subject)
        .join(_row, _row.c.id == teaching.c.staff_id)
        .where(teaching.c.student_id.in_(sorted(set(student_ids))))
        .where(_row.c.gone_at.is_(None))
        .order_by(teaching.c.student_id, teaching.c.staff_id, teaching.c.subject)
        .distinct()
    )
    found: dict[int, tuple[Lesson, ...]] = {}
    for row in rows:
        lesson = Lesson(student_id=row.student_id, staff_id=row.staff_id, subject=row.subject)
        found[row.student_id] = (*found.get(row.student_id, ()), lesson)
    return found


def meet(connection: Connection, student_id: int, ways: Mapping[int, str]) -> None:
    """By guardian, how they come to the student's conferences: "" with the others, apart, copy."""
    for guardian_id, way in ways.items():
        connection.execute(
            update(tie)
            .where(tie.c.student_id == student_id)
            .where(tie.c.guardian_id == guardian_id)
            .values(meets=way)
        )


def _here(wanted: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    return wanted.where(_row.c.gone_at.is_(None))


def _people(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Person, ...]:
    rows = connection.execute(wanted.order_by(_row.c.id)).mappings()
    return tuple(person_of(row) for row in rows)


def _tied(connection: Connection, wanted: Select[tuple[object, ...]]) -> Iterable[Tied]:
    names_of = [column.name for column in tie.c if column.name != "source"]
    for row in connection.execute(wanted).mappings():
        values = {name: row[f"tie_{name}"] for name in names_of}
        yield Tied(person=person_of(row), tie=Tie(**values))
