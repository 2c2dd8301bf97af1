"""Who sits in a student's case, reckoned from the people of the school. Nothing is written here.

A right that nobody told counts as not held: the guardian is told what may be told, and never asked
to sign, until somebody answers (`questions.py`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from meetings.store import people
from meetings.store.people import Lesson, Person, Tied
from meetings.store.tables import cases, party
from workflow.plan import Party

SPECIALIST = "gt_specialist"
#: Words in a subject's name that belong to an area of strength.
SUBJECTS: dict[str, tuple[str, ...]] = {
    "reading": ("english", "reading", "language arts", "literature"),
    "writing": ("english", "writing", "language arts", "journalism"),
    "math": ("math", "algebra", "geometry", "calculus", "statistics"),
    "science": ("science", "biology", "chemistry", "physics"),
    "social_studies": ("social", "history", "geography", "civics", "economics"),
    "world_language": ("world language", "spanish", "french", "german", "chinese", "latin"),
    "creative": ("creative", "art", "writing"),
    "visual_arts": ("visual", "art", "drawing", "photography"),
    "performing_arts": ("theater", "theatre", "drama", "performing"),
    "music": ("music", "band", "choir", "orchestra"),
    "dance": ("dance",),
    "psychomotor": ("physical", "sport"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The school around some students, read in a fixed number of questions."""

    #: With those whose tie has ended.
    ties: dict[int, tuple[Tied, ...]]
    lessons: dict[int, tuple[Lesson, ...]]
    staff: tuple[Person, ...]
    #: Person ids by what their account makes them: coordinator, authority, specialist.
    offices: dict[str, tuple[int, ...]]
    #: In how many open cases somebody is the teacher; grows while cases are opened.
    load: dict[int, int] = field(default_factory=dict)

    def guardians(self, student_id: int) -> tuple[Tied, ...]:
        return tuple(t for t in self.ties.get(student_id, ()) if t.tie.gone_at is None)


def around(connection: Connection, student_ids: Iterable[int]) -> Around:
    ids = tuple(student_ids)
    offices = ("coordinator", "authority", "specialist")
    return Around(
        ties=people.guardians_ever(connection, ids),
        lessons=people.lessons_of_all(connection, ids),
        staff=people.staff(connection),
        offices={role: people.with_account_role(connection, role) for role in offices},
        load=_load(connection),
    )


def _load(connection: Connection) -> dict[int, int]:
    rows = connection.execute(
        select(party.c.person_id, func.count())
        .join(cases, cases.c.id == party.c.case_id)
        .where(party.c.role == "teacher")
        .where(party.c.until.is_(None))
        .where(~cases.c.ended)
        .group_by(party.c.person_id)
    )
    return {row[0]: row[1] for row in rows}


def seats(school: Around, student: Person, since: date) -> tuple[Party, ...]:
    """Student, guardians, specialist and chair, one teacher, and the district's offices."""
    found = [Party(person_id=student.id, role="student", since=since)]
    found += [parent(tied, since) for tied in school.guardians(student.id)]
    leads = specialist_of(school, student)
    if leads is not None:
        found += [
            Party(person_id=leads, role=role, since=since) for role in ("specialist", "chair")
        ]
    teaches = teacher_of(school, student, leads)
    if teaches is not None:
        found.append(Party(person_id=teaches, role="teacher", since=since))
    return (*found, *office_seats(school, since))


def parent(tied: Tied, since: date) -> Party:
    """Somebody may be written to unless it was told otherwise; a copy goes with the rights."""
    tie = tied.tie
    rights = tie.education_rights is True
    return Party(
        person_id=tied.person.id,
        role="parent",
        required=rights,
        since=since,
        education_rights=rights,
        may_contact=tie.may_contact is not False,
        receives_copy=rights if tie.receives_copy is None else tie.receives_copy,
    )


def office_seats(school: Around, since: date) -> tuple[Party, ...]:
    """Whom the district made coordinator or authority; a conference is held without them."""
    return tuple(
        Party(person_id=person_id, role=role, required=False, since=since)
        for role in ("coordinator", "authority")
        for person_id in school.offices[role]
    )


def specialist_of(school: Around, student: Person) -> int | None:
    """Whom the roster names; else the only one of the school, of all, or with such an account."""
    named = [
        one.id
        for one in school.staff
        if (one.source, one.source_id) == (student.source, student.gt_specialist_id)
    ]
    everywhere = [one for one in school.staff if one.staff_role == SPECIALIST]
    here = [one.id for one in everywhere if one.school_id == student.school_id]
    told = (named, here, [one.id for one in everywhere], list(school.offices["specialist"]))
    return next((some[0] for some in told if len(some) == 1), None)


def teacher_of(school: Around, student: Person, leads: int | None) -> int | None:
    """Of a subject in an area of strength if there is one; then whoever has fewest such seats."""
    found = [one for one in school.lessons.get(student.id, ()) if one.staff_id != leads]
    if not found:
        return None
    chosen = min(
        found,
        key=lambda one: (
            not is_strength(student, one),
            school.load.get(one.staff_id, 0),
            one.staff_id,
        ),
    )
    school.load[chosen.staff_id] = school.load.get(chosen.staff_id, 0) + 1
    return chosen.staff_id


def is_strength(student: Person, lesson: Lesson) -> bool:
    """Whether the subject belongs to one of the student's areas of strength."""
    subject = f" {lesson.subject.casefold()}"
    words = (word for area in student.areas for word in SUBJECTS.get(area, ()))
    return any(f" {word}" in subject for word in words)
