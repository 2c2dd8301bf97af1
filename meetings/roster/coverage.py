"""Which kinds of record the files speak of, and how fully: what silence means, kind by kind.

Used by `difference.py`, so that a forgotten file never empties a column or sends anybody away.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from meetings.roster.faults import FaultList
from meetings.roster.people import Kind
from meetings.roster.tables import Sheet
from meetings.roster.told import Told

_PEOPLE_TABLES = frozenset(
    {
        "orgs",
        "users",
        "roles",
        "classes",
        "enrollments",
        "relationships",
        "school",
        "section",
        "student",
        "teacher",
        "studentenrollment",
        "teacherroster",
        "user",
        "guardianrelationship",
        "students",
        "staff",
        "teaching",
    }
)
_OWN_TABLES = {
    Kind.BELL: "bells",
    Kind.DAY: "days",
    Kind.ROOM: "rooms",
    Kind.INTERPRETER: "interpreters",
    Kind.WINDOW: "windows",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    #: Kinds that the files speak of; others are left as they are stored.
    told: frozenset[Kind] = frozenset()
    #: Kinds that are told in full, so that who is absent is gone.
    complete: frozenset[Kind] = frozenset()
    #: Kinds of which a file with more to say is missing, so that an empty field erases nothing.
    sparse: frozenset[Kind] = frozenset()


def coverage(sheets: Mapping[str, Sheet], told: Told | None, faults: FaultList) -> Coverage:
    """`told` is None when no file tells about people."""
    refused = faults.refused_files()
    clean = {name for name, sheet in sheets.items() if sheet.file not in refused}
    kinds = {kind for kind, name in _OWN_TABLES.items() if name in sheets}
    if told is None:
        kinds.discard(Kind.WINDOW)
    complete = {kind for kind in kinds if _OWN_TABLES[kind] in clean}
    if told is None:
        return Coverage(told=frozenset(kinds), complete=frozenset(complete))
    people_clean = not refused - {sheet.file for n, sheet in sheets.items() if n in _joined(sheets)}
    kinds |= _people_kinds(sheets, told)
    if people_clean:
        complete |= kinds & {Kind.SCHOOL, Kind.STUDENT, Kind.STAFF, Kind.TEACHING}
        complete -= {Kind.STUDENT} if "gifted" in set(sheets) - clean else set()
        complete |= {Kind.GUARDIAN, Kind.TIE} if "guardians" in clean else set()
        complete |= {Kind.HOUR} if "timetable" in clean else set()
    sparse = {Kind.STUDENT} if "gifted" not in sheets else set()
    sparse |= {Kind.GUARDIAN, Kind.TIE} if "guardians" not in sheets else set()
    return Coverage(
        told=frozenset(kinds), complete=frozenset(complete), sparse=frozenset(sparse & kinds)
    )


def _joined(sheets: Mapping[str, Sheet]) -> set[str]:
    return set(sheets) - _PEOPLE_TABLES


def _people_kinds(sheets: Mapping[str, Sheet], told: Told) -> set[Kind]:
    kinds = {Kind.STUDENT}
    if told.schools:
        kinds.add(Kind.SCHOOL)
    if any(person.staff_role for person in told.people.values()):
        kinds.add(Kind.STAFF)
    if told.teaching:
        kinds.add(Kind.TEACHING)
    if told.relations or "guardians" in sheets:
        kinds |= {Kind.GUARDIAN, Kind.TIE}
    if "timetable" in sheets or any(c.periods for c in told.classes.values()):
        kinds.add(Kind.HOUR)
    return kinds
