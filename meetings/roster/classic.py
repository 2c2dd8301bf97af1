"""Microsoft SDS v1, with its British variant (`DfE Number`): School, Section, Student, Teacher.

Guardians stand in `user.csv` and `guardianrelationship.csv`, and are known by their e-mail address.
"""

from collections.abc import Mapping

from meetings.roster.cells import words
from meetings.roster.faults import Row
from meetings.roster.people import School
from meetings.roster.register import Register
from meetings.roster.sourced import marks_gifted
from meetings.roster.tables import Sheet
from meetings.roster.told import Person, Relation, SchoolClass, Seat, Told
from meetings.roster.words import grade_of, role_of


def layout_of(sheets: Mapping[str, Sheet]) -> str:
    titles = [t for name in ("school", "student") if name in sheets for t in _titles(sheets[name])]
    british = any("DfE" in title for title in titles)
    return f"Microsoft SDS v1{' (British)' if british else ''}"


def read_classic(sheets: Mapping[str, Sheet], register: Register, extra: str) -> Told:
    """`extra` is the column of Student.csv that marks the gifted; it may be empty."""
    for row in _rows(sheets, "school"):
        if register.id_of(row, "SIS_ID"):
            school = School(
                source=register.source, source_id=row["SIS_ID"], name=row["Name"] or row["SIS_ID"]
            )
            register.add_school(row, school)
    register.cells.learn_order(_rows(sheets, "student"), "Birthdate")
    for row in _rows(sheets, "student"):
        register.add_person(_student(row, register, extra), "SIS_ID")
    for row in _rows(sheets, "teacher"):
        register.add_person(_teacher(row, register), "SIS_ID")
    for row in _rows(sheets, "section"):
        if register.id_of(row, "SIS_ID"):
            register.add_class(row, _class(row))
    for name, seats in (
        ("studentenrollment", register.learning),
        ("teacherroster", register.teaching),
    ):
        for row in _rows(sheets, name):
            _enrol(row, seats, register)
    _read_guardians(sheets, register)
    return register.told(layout_of(sheets))


def _rows(sheets: Mapping[str, Sheet], name: str) -> tuple[Row, ...]:
    return sheets[name].rows if name in sheets else ()


def _titles(sheet: Sheet) -> list[str]:
    return list(sheet.rows[0].titles.values()) if sheet.rows else []


def _student(row: Row, register: Register, extra: str) -> Person:
    return Person(
        row=row,
        source_id=row["SIS_ID"],
        roles=("student",),
        given_name=row["First_Name"],
        family_name=row["Last_Name"],
        email=register.cells.email(row, "Secondary_Email", "Username"),
        grade=grade_of(row["Grade"]),
        school_id=row["School_SIS_ID"],
        birth_on=register.cells.day(row, "Birthdate"),
        also=(row["Student_Number"],) if row["Student_Number"] else (),
        gifted=marks_gifted(row[extra]) if extra else None,
    )


def _teacher(row: Row, register: Register) -> Person:
    role = role_of(row["Title"])
    return Person(
        row=row,
        source_id=row["SIS_ID"],
        roles=(role if role and role not in {"student", "guardian"} else "teacher",),
        given_name=row["First_Name"],
        family_name=row["Last_Name"],
        email=register.cells.email(row, "Secondary_Email", "Username"),
        school_id=row["School_SIS_ID"],
        also=(row["Teacher_Number"],) if row["Teacher_Number"] else (),
    )


def _class(row: Row) -> SchoolClass:
    return SchoolClass(
        source_id=row["SIS_ID"],
        subject=row["Course_Subject"] or row["Section_Name"],
        periods=words(row["Periods"]),
    )


def _enrol(row: Row, seats: list[Seat], register: Register) -> None:
    school_class = register.class_of(row, "Section_SIS_ID")
    person = school_class and register.person_of(row, "SIS_ID")
    if school_class and person:
        seats.append(Seat(class_id=school_class.source_id, person_id=person.source_id))


def _read_guardians(sheets: Mapping[str, Sheet], register: Register) -> None:
    for row in _rows(sheets, "user"):
        guardian = Person(
            row=row,
            source_id=row["Email"].casefold(),
            roles=("guardian",),
            given_name=row["First_Name"],
            family_name=row["Last_Name"],
            email=register.cells.email(row, "Email"),
            phone=row["Phone"],
        )
        register.add_person(guardian, "Email")
    for row in _rows(sheets, "guardianrelationship"):
        student = register.person_of(row, "SIS_ID")
        guardian_of = register.people.get(row["Email"].casefold())
        if student and not guardian_of:
            what = f"Nobody in user.csv has the address {row['Email']!r}."
            register.faults.refuse(row, "Email", what, "Add the guardian to user.csv.")
        elif student and guardian_of:
            relation = Relation(
                student_id=student.source_id,
                guardian_id=guardian_of.source_id,
                relation=row["Role"].casefold(),
            )
            register.relations.append(relation)
