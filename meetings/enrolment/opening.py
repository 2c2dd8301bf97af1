"""Opening the cases of a school year, one for each gifted student who has none."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from meetings import desk
from meetings.enrolment.seats import Around, around, seats
from meetings.store import Session, cases, people, tables
from meetings.store.people import Person
from workflow.opening import Opening

#: A school year runs from July to June.
FIRST_MONTH = 7


def open_cases(
    session: Session, at: datetime, school_year: str, students: Collection[int] | None = None
) -> tuple[int, ...]:
    """The new cases, in the order of the students.

    All gifted students who have no case of that year, open or ended; or those of `students` who
    have no open one: somebody who came back has an ended one.
    """
    everybody = people.students(session.connection)
    known = _students_with_case(session.connection, school_year, ended=students is None)
    chosen = [
        one for one in everybody if one.id not in known and (students is None or one.id in students)
    ]
    return _open(session, at, school_year, dict.fromkeys(chosen))


def open_moved_in(
    session: Session, at: datetime, school_year: str, arrived: Mapping[int, date]
) -> tuple[int, ...]:
    """Cases of students who bring a plan from another school, by the day of their arrival."""
    known = _students_with_case(session.connection, school_year, ended=False)
    chosen = {
        one: arrived[one.id]
        for one in people.students(session.connection)
        if one.id in arrived and one.id not in known
    }
    return _open(session, at, school_year, chosen)


def _students_with_case(connection: Connection, school_year: str, *, ended: bool) -> frozenset[int]:
    table = tables.cases
    wanted = select(table.c.student_id).where(table.c.school_year == school_year)
    if not ended:
        wanted = wanted.where(~table.c.ended)
    return frozenset(connection.execute(wanted).scalars())


def _open(
    session: Session, at: datetime, school_year: str, chosen: Mapping[Person, date | None]
) -> tuple[int, ...]:
    school = around(session.connection, [one.id for one in chosen])
    first = cases.next_id(session.connection)
    opened = []
    for case_id, (student, arrived_on) in enumerate(chosen.items(), start=first):
        opening = _opening(session, (school, student), school_year, at)
        opening = replace(opening, case_id=case_id)
        if arrived_on is not None:
            opening = replace(opening, kind="annual", start="moved_in", since=arrived_on)
        opened.append(desk.open_case(session, opening, at).id)
    return tuple(opened)


def _opening(
    session: Session, whom: tuple[Around, Person], school_year: str, at: datetime
) -> Opening:
    """Seats hold from the first school day, or from today where that is earlier."""
    school, student = whom
    calendar = session.school(school_year)
    since = min(calendar.first_school_day(), calendar.local(at))
    new = _identified_in(school_year, student.identified_on)
    return Opening(
        case_id=0,
        student_id=student.id,
        school_year=school_year,
        kind="initial" if new else "annual",
        parties=seats(school, student, since),
        born_on=student.birth_on,
        since=student.identified_on if new else None,
    )


def _identified_in(school_year: str, on: date | None) -> bool:
    starts = int(school_year[:4])
    return on is not None and date(starts, FIRST_MONTH, 1) <= on < date(starts + 1, FIRST_MONTH, 1)
