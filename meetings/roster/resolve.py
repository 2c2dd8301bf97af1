"""From what the files tell to the roster: only gifted students, their guardians and their teachers.

Whoever is left out is counted and forgotten here. Guardians: `guardians.py`; marks: `gifted.py`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from meetings.roster import hours
from meetings.roster.cells import CellReader
from meetings.roster.gifted import Identification, Marks
from meetings.roster.guardians import families
from meetings.roster.people import Hour, Key, Roster, Staff, Student, Teaching, by_key
from meetings.roster.tables import Sheet
from meetings.roster.told import Person, Told

#: These sit at conferences of their school without teaching the student.
_OFFICES = frozenset({"gt_specialist", "counselor", "principal"})
_ONE_BY_ONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    roster: Roster
    #: Who stands in the files and was not kept: students, staff.
    left_out: Mapping[str, int]


def resolve(told: Told, marks: Marks, sheets: Mapping[str, Sheet], cells: CellReader) -> Resolved:
    """Faults of the joined files are told on the way."""
    everybody = {i: p for i, p in told.people.items() if "student" in p.roles}
    kept = {i for i in everybody if marks.gifted_ids is None or i in marks.gifted_ids}
    students = [_student(everybody[i], told, marks) for i in kept]
    family = families(told, frozenset(kept), sheets.get("guardians"), cells)
    teachings = _teachings(told, kept)
    staff = _staff(told, students, teachings)
    roster = Roster(
        schools=by_key(told.schools.values()),
        students=by_key(students),
        guardians=by_key(family.guardians.values()),
        ties=by_key(family.ties.values()),
        staff=by_key(staff),
        teachings=by_key(teachings),
    )
    for people in (roster.students, roster.staff):
        some = [told.people[person.source_id] for person in people]
        _tell_missing_names(some, cells)
        _tell_unknown_schools(some, told, cells)
    all_staff = sum(bool(p.staff_role) for p in told.people.values())
    return Resolved(
        roster=_with_hours(roster, told, sheets, cells),
        left_out={"students": len(everybody) - len(kept), "staff": all_staff - len(staff)},
    )


def own_hours(
    roster: Roster, source: str, sheets: Mapping[str, Sheet], cells: CellReader
) -> Roster:
    """Joins the files that name no student: bells, days, rooms, interpreters."""
    return replace(
        roster,
        bells=hours.bells(sheets, cells),
        days=hours.days(sheets, cells),
        rooms=hours.rooms(sheets, cells),
        interpreters=hours.interpreters(sheets, source, cells),
    )


def shown_name(person: Person) -> tuple[str, str]:
    """Given and family name; the sign-in name or the number stands in for a missing one."""
    if person.given_name or person.family_name:
        return person.given_name, person.family_name
    row = person.row
    return "", row["username"] or row["Username"] or person.source_id


def _student(person: Person, told: Told, marks: Marks) -> Student:
    given_name, family_name = shown_name(person)
    detail = marks.details.get(person.source_id, Identification())
    return Student(
        source=told.source,
        source_id=person.source_id,
        given_name=given_name,
        family_name=family_name,
        preferred_name=person.preferred_name,
        grade=person.grade,
        school_id=person.school_id if person.school_id in told.schools else "",
        email=person.email,
        birth_on=person.birth_on,
        language=person.language,
        gifted=marks.gifted_ids is not None,
        areas=detail.areas or person.areas,
        identified_on=detail.identified_on or person.identified_on,
        evidence=detail.evidence,
        gt_specialist_id=detail.gt_specialist_id,
    )


def _teachings(told: Told, kept: set[str]) -> list[Teaching]:
    teachers: dict[str, list[str]] = {}
    for seat in told.teaching:
        teachers.setdefault(seat.class_id, []).append(seat.person_id)
    found: dict[Key, Teaching] = {}
    for seat in told.learning:
        if seat.person_id not in kept:
            continue
        taught = told.classes[seat.class_id]
        for staff_id in teachers.get(seat.class_id, ()):
            for period in taught.periods or ("",):
                teaching = Teaching(
                    source=told.source,
                    student_id=seat.person_id,
                    staff_id=staff_id,
                    subject=taught.subject,
                    period=period,
                    cycle_days=taught.cycle_days,
                )
                found[teaching.key] = teaching
    return list(found.values())


def _staff(told: Told, students: Iterable[Student], teachings: Iterable[Teaching]) -> list[Staff]:
    """Who teaches or leads a kept student, and the offices of the schools they go to."""
    students = list(students)
    named = {t.staff_id for t in teachings} | {s.gt_specialist_id for s in students}
    schools = {s.school_id for s in students}
    return [
        _member(person, told)
        for person in told.people.values()
        if person.source_id in named
        or (told.keeps_all_staff and person.staff_role)
        or (person.staff_role in _OFFICES and person.school_id in schools)
    ]


def _member(person: Person, told: Told) -> Staff:
    given_name, family_name = shown_name(person)
    return Staff(
        source=told.source,
        source_id=person.source_id,
        given_name=given_name,
        family_name=family_name,
        email=person.email,
        role=person.staff_role or "teacher",
        school_id=person.school_id if person.school_id in told.schools else "",
    )


def _with_hours(
    roster: Roster, told: Told, sheets: Mapping[str, Sheet], cells: CellReader
) -> Roster:
    """Adds when people are busy and when they can meet. The timetable overrides the classes."""
    numbers = told.numbers()
    source = told.source
    roster = own_hours(roster, source, sheets, cells)
    staff = {member.source_id for member in roster.staff}
    listed = hours.timetable(sheets, source, numbers, cells)
    overridden = {(hour.staff_id, hour.period) for hour in listed}
    taught = [h for h in _class_hours(told) if (h.staff_id, h.period) not in overridden]
    kept = staff | {student.source_id for student in roster.students}
    kept |= {guardian.source_id for guardian in roster.guardians}
    kept |= {interpreter.source_id for interpreter in roster.interpreters}
    known = numbers | {number: number for number in kept}
    windows = hours.windows(sheets, source, known, cells)
    return replace(
        roster,
        hours=by_key(h for h in {*listed, *taught} if h.staff_id in staff),
        windows=tuple(w for w in windows if w.person_id in kept),
    )


def _class_hours(told: Told) -> Iterable[Hour]:
    """Every class of every teacher: whoever teaches is busy, gifted student or not."""
    for seat in told.teaching:
        taught = told.classes[seat.class_id]
        for period in taught.periods:
            yield Hour(
                source=told.source,
                staff_id=seat.person_id,
                period=period,
                cycle_days=taught.cycle_days,
            )


def _tell_unknown_schools(people: Iterable[Person], told: Told, cells: CellReader) -> None:
    for person in people:
        if told.schools and person.school_id and person.school_id not in told.schools:
            what = f"No school has the number {person.school_id!r}; the person has none now."
            cells.faults.warn(person.row, "", what, "Add the school, or correct the number.")


def _tell_missing_names(people: Iterable[Person], cells: CellReader) -> None:
    nameless: dict[str, list[Person]] = {}
    for person in people:
        if not (person.given_name or person.family_name):
            nameless.setdefault(person.row.file, []).append(person)
    for file, some in nameless.items():
        remedy = "Export given and family names as well."
        if len(some) > _ONE_BY_ONE:
            what = f"{len(some)} rows have no name; the sign-in name or number stands for it."
            cells.faults.warn_file(file, what, remedy)
            continue
        for person in some:
            what = "The row has no name; the sign-in name or number stands for it."
            cells.faults.warn(person.row, "", what, remedy)
