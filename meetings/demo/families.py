"""86 gifted students and their families, from one seed: siblings, two households, no e-mail."""

import random
from dataclasses import dataclass
from datetime import date, time, timedelta

from meetings.demo import names, school
from meetings.demo.habits import Habits, habits_of
from meetings.roster.people import Guardian, Roster, Student, Teaching, Tie, Window
from workflow.content import STRENGTH_AREAS, Evidence

STUDENTS = 86
#: Of the families: the second child of how many, and who lives, speaks and reads how.
SIBLING_PAIRS = 7
TWO_HOUSEHOLDS = 6
WITHOUT_EMAIL = 4
SPEAK = (("es", 5), ("vi", 2), ("am", 1))
#: Grade by place in the list: 20 in grade 6 (twelve-year-olds), one adult in grade 12.
GRADES = ("6", "6", "7", "7", "8", "8", "9", "9", "10", "11", "12")
INSTRUMENTS = (
    ("Aptitude test, quantitative", "98th percentile"),
    ("State achievement test", "exceeded expectations, advanced level"),
    ("Teacher rating scale of gifted behaviour", "very high in 5 of 6 scales"),
    ("Portfolio judged by two experts", "advanced for the age"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """The whole school as a roster, and each student's family habits by source_id."""

    roster: Roster
    habits: dict[str, Habits]


@dataclass(slots=True)
class _Growing:
    students: list[Student]
    guardians: list[Guardian]
    ties: list[Tie]
    windows: list[Window]
    teachings: list[Teaching]


def make_up(seed: int) -> MadeUp:
    """The same seed gives the same school, to the letter."""
    chance = random.Random(seed)  # noqa: S311  made-up people need no secrets
    growing = _Growing([], [], [], [], [])
    surnames = list(names.FAMILY)
    chance.shuffle(surnames)
    family = 0
    while len(growing.students) < STUDENTS:
        _add_family(growing, family, surnames[family % len(surnames)], chance)
        family += 1
    ids = [student.source_id for student in growing.students]
    return MadeUp(
        roster=_roster(growing),
        habits=dict(zip(ids, habits_of(STUDENTS, chance), strict=True)),
    )


def _roster(growing: _Growing) -> Roster:
    def by_key(records: list) -> tuple:  # type: ignore[type-arg]
        return tuple(sorted(records, key=lambda record: record.key))

    return Roster(
        schools=(school.school(),),
        students=by_key(growing.students),
        guardians=by_key(growing.guardians),
        ties=by_key(growing.ties),
        staff=by_key(list(school.staff())),
        teachings=by_key(growing.teachings),
        hours=by_key(list(school.hours())),
        bells=by_key(list(school.bells())),
        days=by_key(list(school.days())),
        rooms=by_key(list(school.rooms())),
        interpreters=by_key(list(school.interpreters())),
        windows=by_key([*growing.windows, *school.staff_windows()]),
    )


@dataclass(frozen=True, slots=True)
class _Family:
    n: int
    surname: str
    language: str


def _add_family(growing: _Growing, n: int, surname: str, chance: random.Random) -> None:
    language = _language(n)
    children = 2 if n < SIBLING_PAIRS and len(growing.students) + 2 <= STUDENTS else 1
    guardians = _guardians(growing, _Family(n, surname, language), chance)
    for _ in range(children):
        student = _student(len(growing.students), surname, language, chance)
        growing.students.append(student)
        growing.teachings += _teachings(student, chance)
        for order, guardian in enumerate(guardians, start=1):
            growing.ties.append(_tie(student, guardian, order, n))


def _language(n: int) -> str:
    start = SIBLING_PAIRS + TWO_HOUSEHOLDS
    for language, count in SPEAK:
        if start <= n < start + count:
            return language
        start += count
    return "en"


def _student(n: int, surname: str, language: str, chance: random.Random) -> Student:
    grade = GRADES[n * len(GRADES) // STUDENTS]
    areas = chance.sample(sorted(STRENGTH_AREAS), k=chance.choice((1, 1, 2)))
    instruments = chance.sample(INSTRUMENTS, k=2)
    born = date(2026 - 6 - int(grade), 9, 1) + timedelta(days=chance.randint(0, 330))
    return Student(
        source=school.SOURCE,
        source_id=f"P{n + 1:03}",
        given_name=chance.choice(names.GIVEN),
        family_name=surname,
        grade=grade,
        school_id=school.SCHOOL_ID,
        email=f"p{n + 1:03}@students.cottonwood.example",
        birth_on=date(2008, 10, 14) if n == STUDENTS - 1 else born,
        language=language,
        gifted=True,
        areas=tuple(areas),
        identified_on=date(2026 - chance.randint(1, 4), chance.randint(1, 5), 12),
        evidence=tuple(
            Evidence(kind=kind, result=result, on=date(2026, 4, chance.randint(1, 28)))
            for kind, result in instruments
        ),
        gt_specialist_id=school.SPECIALIST_ID,
    )


def _guardians(growing: _Growing, family: _Family, chance: random.Random) -> list[Guardian]:
    apart = SIBLING_PAIRS <= family.n < SIBLING_PAIRS + TWO_HOUSEHOLDS
    count = 2 if apart or chance.random() < 0.5 else 1  # noqa: PLR2004  every second family
    made = [_guardian(family, "AB"[k], chance) for k in range(count)]
    growing.guardians += made
    for guardian in made:
        growing.windows += _windows(guardian, chance)
    return made


def _guardian(family: _Family, letter: str, chance: random.Random) -> Guardian:
    person_id = f"G{family.n + 1:03}{letter}"
    on_paper = family.n >= STUDENTS - SIBLING_PAIRS - WITHOUT_EMAIL
    return Guardian(
        source=school.SOURCE,
        source_id=person_id,
        given_name=chance.choice(names.GIVEN),
        family_name=family.surname,
        email="" if on_paper else f"{person_id.lower()}@families.example",
        phone=f"+1 303 555 {100 + family.n:04}"[:15],
        postal_address=f"{chance.randint(10, 999)} {chance.choice(names.STREETS)}\nCottonwood, CO",
        language=family.language,
        channel="paper" if on_paper else "email",
        interpreter=family.language != "en",
    )


def _tie(student: Student, guardian: Guardian, order: int, n: int) -> Tie:
    apart = SIBLING_PAIRS <= n < SIBLING_PAIRS + TWO_HOUSEHOLDS
    return Tie(
        source=school.SOURCE,
        student_id=student.source_id,
        guardian_id=guardian.source_id,
        relation="mother" if order == 1 else "father",
        education_rights=True,
        may_contact=True,
        receives_copy=True,
        address_confidential=apart and order == 1,
        contact_order=order,
        household=f"H{n + 1:03}{'AB'[order - 1] if apart else ''}",
    )


def _windows(guardian: Guardian, chance: random.Random) -> list[Window]:
    """Three to five weekdays: before school, over the day, or in the afternoon."""
    spans = ((time(7, 0), time(9, 50)), (time(8, 0), time(15, 0)), (time(12, 10), time(17, 30)))
    weekdays = chance.sample(("mon", "tue", "wed", "thu", "fri"), k=chance.randint(3, 5))
    return [
        Window(
            source=school.SOURCE,
            person_id=guardian.source_id,
            weekday=weekday,
            from_wall=start,
            to_wall=end,
        )
        for weekday in weekdays
        for start, end in (chance.choice(spans),)
    ]


def _teachings(student: Student, chance: random.Random) -> list[Teaching]:
    """Five teachers of different subjects, each in one period."""
    teachers = chance.sample([school.teacher_id(n) for n in range(len(school.TEACHERS))], k=5)
    periods = chance.sample(school.PERIODS, k=5)
    return [
        Teaching(
            source=school.SOURCE,
            student_id=student.source_id,
            staff_id=teacher,
            subject=school.subject_of(teacher),
            period=period,
        )
        for teacher, period in zip(teachers, periods, strict=True)
    ]
