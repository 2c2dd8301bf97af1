"""Our own three files: students.csv, staff.csv, teaching.csv. Their columns are in `columns.py`."""

from collections.abc import Mapping

from meetings.roster.cells import cycle_days, words
from meetings.roster.faults import Row
from meetings.roster.people import School
from meetings.roster.register import Register
from meetings.roster.tables import Sheet
from meetings.roster.told import Person, SchoolClass, Seat, Told
from meetings.roster.words import STAFF_ROLES, grade_of, language_of, one_of, role_of

LAYOUT = "our own CSV"


def read_simple(sheets: Mapping[str, Sheet], register: Register) -> Told:
    students = sheets["students"].rows
    for column in ("birth_date", "identified_on"):
        register.cells.learn_order(students, column)
    marked = any(row["gifted"] for row in students)
    for row in students:
        register.add_person(_student(row, register, marked=marked), "student_id")
    for row in sheets["staff"].rows if "staff" in sheets else ():
        register.add_person(_staff(row, register), "staff_id")
    for row in sheets["teaching"].rows if "teaching" in sheets else ():
        _teach(row, register)
    return register.told(LAYOUT, keeps_all_staff=True)


def _student(row: Row, register: Register, *, marked: bool) -> Person:
    cells = register.cells
    return Person(
        row=row,
        source_id=row["student_id"],
        roles=("student",),
        given_name=row["given_name"],
        family_name=row["family_name"],
        preferred_name=row["preferred_name"],
        email=cells.email(row, "email"),
        grade=grade_of(row["grade"]),
        school_id=_school(row, register),
        language=language_of(row["language"]),
        birth_on=cells.day(row, "birth_date"),
        gifted=cells.yes(row, "gifted") is True if marked else None,
        areas=cells.areas(row, "areas"),
        identified_on=cells.day(row, "identified_on"),
    )


def _staff(row: Row, register: Register) -> Person:
    role = one_of(row["role"], STAFF_ROLES) or role_of(row["role"])
    if row["role"] and role not in STAFF_ROLES:
        what = f"The role {row['role']!r} is not known; this person is kept as staff."
        register.faults.warn(row, "role", what, f"Use one of {', '.join(STAFF_ROLES)}.")
        role = "staff"
    return Person(
        row=row,
        source_id=row["staff_id"],
        roles=(role or "teacher",),
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=register.cells.email(row, "email"),
        school_id=_school(row, register),
    )


def _school(row: Row, register: Register) -> str:
    """The school's name is its number here."""
    name = row["school"]
    if name:
        school = School(source=register.source, source_id=name, name=name)
        register.add_school(row, school)
    return name


def _teach(row: Row, register: Register) -> None:
    student = register.person_of(row, "student_id")
    teacher = student and register.person_of(row, "staff_id")
    if not student or not teacher:
        return
    school_class = SchoolClass(
        source_id=f"{teacher.source_id}\n{row['subject']}\n{row['period']}\n{row['cycle_days']}",
        subject=row["subject"],
        periods=words(row["period"]),
        cycle_days=cycle_days(row["cycle_days"]),
    )
    register.add_class(row, school_class)
    register.learning.append(Seat(class_id=school_class.source_id, person_id=student.source_id))
    register.teaching.append(Seat(class_id=school_class.source_id, person_id=teacher.source_id))
