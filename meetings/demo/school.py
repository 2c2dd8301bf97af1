"""The made-up school as a roster: the building, its hours, its staff. Families are families.py."""

from datetime import date, time

from meetings.roster.almanac import Year, school_days
from meetings.roster.people import (
    BellPeriod,
    Hour,
    Interpreter,
    Room,
    School,
    SchoolDay,
    Staff,
    Window,
)

SOURCE = "demo-sis"
SCHOOL_ID = "S1"
SCHOOL_NAME = "Cottonwood Ridge School"
SPECIALIST_ID = "T01"
ADMINISTRATOR_ID = "T02"
COUNSELOR_ID = "T03"
COORDINATOR_ID = "T04"
PERIODS = ("1", "2", "3", "4", "5", "6", "7")
#: Seven periods of 50 minutes, five minutes between them, lunch after the fourth.
STARTS = (
    time(8, 0), time(8, 55), time(9, 50), time(10, 45), time(12, 15), time(13, 10), time(14, 5),
)  # fmt: skip
ENDS = (
    time(8, 50), time(9, 45), time(10, 40), time(11, 35), time(13, 5), time(14, 0), time(14, 55),
)  # fmt: skip

SUBJECTS = (
    "Mathematics", "Mathematics", "Mathematics", "English", "English", "English", "Science",
    "Science", "Science", "Social Studies", "Social Studies", "World Language", "World Language",
    "Visual Arts", "Music", "Computer Science",
)  # fmt: skip

TEACHERS = (
    ("Ruth", "Calder"), ("Dennis", "Ito"), ("Marisol", "Vega"), ("Hannah", "Lund"),
    ("Peter", "Osei"), ("Greta", "Falk"), ("Amit", "Rao"), ("Joan", "Whitcomb"),
    ("Luis", "Barela"), ("Carol", "Denning"), ("Saba", "Idris"), ("Noémie", "Roux"),
    ("Walter", "Kemp"), ("Iris", "Boyd"), ("Owen", "Tate"), ("Mina", "Sato"),
)  # fmt: skip


def school() -> School:
    return School(source=SOURCE, source_id=SCHOOL_ID, name=SCHOOL_NAME)


def days() -> tuple[SchoolDay, ...]:
    """The school year 2026-27: 17 August to 27 May."""
    return school_days(
        Year(
            first_on=date(2026, 8, 17),
            last_on=date(2027, 5, 27),
            breaks=(
                (date(2026, 10, 15), date(2026, 10, 16)),
                (date(2026, 11, 23), date(2026, 11, 27)),
                (date(2026, 12, 21), date(2027, 1, 4)),
                (date(2027, 3, 22), date(2027, 3, 26)),
            ),
            testing=(date(2027, 4, 13), date(2027, 4, 14), date(2027, 4, 15)),
            early_release=(date(2026, 9, 18), date(2026, 11, 6), date(2027, 2, 5)),
        )
    )


def bells() -> tuple[BellPeriod, ...]:
    regular = [_bell("regular", *row) for row in zip(PERIODS, STARTS, ENDS, strict=True)]
    regular.append(_bell("regular", "lunch", time(11, 35), time(12, 10)))
    short = [_bell("early", p, s, e) for p, s, e in zip(PERIODS[:4], STARTS, ENDS, strict=False)]
    return tuple(regular + short)


def _bell(schedule: str, period: str, starts: time, ends: time) -> BellPeriod:
    return BellPeriod(schedule=schedule, period=period, starts_wall=starts, ends_wall=ends)


def rooms() -> tuple[Room, ...]:
    return (Room(name="Conference room 112", size=10), Room(name="Library study room", size=6))


def staff() -> tuple[Staff, ...]:
    office = (
        _staff(SPECIALIST_ID, "Margit", "Halloran", "gt_specialist"),
        _staff(ADMINISTRATOR_ID, "Dale", "Winslow", "principal"),
        _staff(COUNSELOR_ID, "Renata", "Cole", "counselor"),
        _staff(COORDINATOR_ID, "Frances", "Amaya", "counselor"),
    )
    return office + tuple(
        _staff(teacher_id(n), given, family, "teacher")
        for n, (given, family) in enumerate(TEACHERS)
    )


def teacher_id(n: int) -> str:
    return f"T{n + 11:02}"


def subject_of(staff_id: str) -> str:
    return SUBJECTS[int(staff_id[1:]) - 11]


def _staff(staff_id: str, given: str, family: str, role: str) -> Staff:
    return Staff(
        source=SOURCE,
        source_id=staff_id,
        given_name=given,
        family_name=family,
        email=f"staff{staff_id[1:]}@cottonwood.example",
        role=role,
        school_id=SCHOOL_ID,
    )


def hours() -> tuple[Hour, ...]:
    """Each teacher has one planning period, another on A and on B days; the specialist teaches."""
    rows = [
        _hour(teacher_id(n), period, day, n)
        for n in range(len(TEACHERS))
        for day in ("A", "B")
        for period in PERIODS
    ]
    rows += [_specialist_hour(period, day) for day in ("A", "B") for period in ("2", "5")]
    people = [SPECIALIST_ID, *(teacher_id(n) for n in range(len(TEACHERS)))]
    rows += [_busy(person, "lunch", day, "lunch") for person in people for day in ("A", "B")]
    return tuple(rows)


def _hour(staff_id: str, period: str, day: str, n: int) -> Hour:
    free = PERIODS[(n + (3 if day == "B" else 0)) % len(PERIODS)]
    return _busy(staff_id, period, day, "planning" if period == free else "class")


def _specialist_hour(period: str, day: str) -> Hour:
    return _busy(SPECIALIST_ID, period, day, "class")


def _busy(staff_id: str, period: str, day: str, activity: str) -> Hour:
    return Hour(
        source=SOURCE, staff_id=staff_id, period=period, cycle_days=(day,), activity=activity
    )


def interpreters() -> tuple[Interpreter, ...]:
    return (
        _interpreter("I1", "es", "Consuelo", "Prieto"),
        _interpreter("I2", "vi", "Hạnh", "Lê"),
        _interpreter("I3", "am", "Tigist", "Alemu"),
    )


def _interpreter(person_id: str, language: str, given: str, family: str) -> Interpreter:
    return Interpreter(
        source=SOURCE,
        source_id=person_id,
        language=language,
        given_name=given,
        family_name=family,
        email=f"interpreter{person_id[1:]}@language.example",
    )


def staff_windows() -> tuple[Window, ...]:
    """Interpreters say when they can come; the staff's hours are the bell schedule."""
    return tuple(
        Window(
            source=SOURCE,
            person_id=interpreter.source_id,
            weekday=weekday,
            from_wall=time(7, 0),
            to_wall=time(18, 0),
        )
        for interpreter in interpreters()
        for weekday in ("mon", "tue", "wed", "thu", "fri")
    )
