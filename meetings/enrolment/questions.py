"""What the roster leaves open about a case, as sentences for the specialist. Nothing is decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from meetings.enrolment.seats import Around, around
from meetings.store import cases, people, tables
from meetings.store.people import Person, Tied
from workflow.plan import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    case_id: int
    student_id: int
    #: Whom it is about; None for a seat that nobody has.
    person_id: int | None = None
    #: Why it is asked, and what to do.
    sentence: str


def questions(connection: Connection) -> tuple[Question, ...]:
    """Of every open case, in their order."""
    table = tables.cases
    bodies = connection.execute(
        select(table.c.body).where(~table.c.ended).order_by(table.c.id)
    ).scalars()
    found = [cases.decoded(body) for body in bodies]
    students = people.people_named(connection, [one.student_id for one in found])
    school = around(connection, students)
    return tuple(
        question for case in found for question in _of_case(school, students[case.student_id], case)
    )


def _of_case(school: Around, student: Person, case: Case) -> Iterator[Question]:
    def asked(sentence: str, person_id: int | None = None) -> Question:
        return Question(
            case_id=case.id, student_id=student.id, person_id=person_id, sentence=sentence
        )

    if student.gone_at is not None:
        what = f"{student.name} is no longer on the roster."
        yield asked(f"{what} Record the move, or ask the office.", student.id)
    guardians = school.guardians(student.id)
    if not guardians:
        what = f"{student.name} has no guardian on the roster."
        yield asked(f"{what} Add one in guardians.csv, or on the plan's page.")
    for tied in guardians:
        yield from (asked(said, tied.person.id) for said in _of_guardian(student, tied))
    for role, name in (("specialist", "gifted specialist"), ("teacher", "teacher")):
        if not any(p.role == role and p.until is None for p in case.parties):
            what = f"{student.name}'s plan has no {name}."
            yield asked(f"{what} Name one in the roster, or on the plan's page.")


def _of_guardian(student: Person, tied: Tied) -> Iterator[str]:
    who = tied.person
    if tied.tie.education_rights is None:
        yield (
            f"Nobody has told whether {who.name} holds education rights for {student.name}. "
            "Ask the office, then fill in education_rights in guardians.csv."
        )
    if not who.email and not who.postal_address:
        yield (
            f"{who.name} has neither a mail address nor a postal address. "
            "Ask the family, then fill them in in guardians.csv."
        )
