"""Which students are gifted: a column, gifted.csv, a chosen class, a chosen column, a picked list.

No roster standard has a column for it. Who is kept because of it is `resolve.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from meetings.roster.cells import CellReader
from meetings.roster.faults import Row
from meetings.roster.tables import Sheet
from meetings.roster.told import Told
from workflow.content import Evidence

_DATED = re.compile(r"(.*?) ?\((\d{4}-\d\d-\d\d)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the person who imports knows and the files do not say."""

    #: The name of the system that wrote the files; empty takes the manifest's or the format's.
    source: str = ""
    #: Whoever sits in one of these classes is gifted.
    gifted_class_ids: tuple[str, ...] = ()
    #: A column of the users or students, such as "metadata.district.gifted".
    gifted_column: str = ""
    #: Students who were picked one by one.
    gifted_ids: tuple[str, ...] = ()
    #: Whether 1/05/2023 is the first of May; None lets the other dates of the files decide.
    day_first: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identification:
    areas: tuple[str, ...] = ()
    identified_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    gt_specialist_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    #: None when neither the files nor the hints say a word about it.
    gifted_ids: frozenset[str] | None = None
    details: Mapping[str, Identification] = field(default_factory=dict)


def marks(told: Told, sheets: Mapping[str, Sheet], given: Hints, cells: CellReader) -> Marks:
    details = _identifications(told, sheets.get("gifted"), cells)
    told_by_column = {p.source_id: p.gifted for p in told.people.values() if p.gifted is not None}
    asked = given.gifted_ids or given.gifted_class_ids
    if not (details or told_by_column or asked):
        _warn_of_no_marks(sheets, cells)
        return Marks(details=details)
    ids = {number for number, gifted in told_by_column.items() if gifted} | set(details)
    numbers = told.numbers()
    ids |= {numbers.get(number, number) for number in given.gifted_ids}
    ids |= {s.person_id for s in told.learning if s.class_id in given.gifted_class_ids}
    if not ids & set(told.people):
        what = "No student is marked as gifted, so nobody is kept."
        cells.faults.warn_file(_students_file(sheets), what, "Look at the column or the class.")
    return Marks(gifted_ids=frozenset(ids), details=details)


def _warn_of_no_marks(sheets: Mapping[str, Sheet], cells: CellReader) -> None:
    what = "Nobody is marked as gifted, so all students were read."
    remedy = "Add gifted.csv, or say which class, which column or which students are gifted."
    cells.faults.warn_file(_students_file(sheets), what, remedy)


def _students_file(sheets: Mapping[str, Sheet]) -> str:
    return next(sheets[name].file for name in ("users", "student", "students") if name in sheets)


def _identifications(
    told: Told, sheet: Sheet | None, cells: CellReader
) -> dict[str, Identification]:
    found: dict[str, Identification] = {}
    numbers = told.numbers()
    rows = sheet.rows if sheet else ()
    cells.learn_order(rows, "identified_on")
    for row in rows:
        student = told.people.get(numbers.get(row["student_id"], ""))
        if not student or "student" not in student.roles:
            what = f"No student has the number {row['student_id']!r}."
            cells.faults.refuse(row, "student_id", what, "Correct it as in the roster.")
            continue
        read = _identification(row, told, numbers, cells)
        if found.setdefault(student.source_id, read) != read:
            what = "The student stands further up with other content."
            cells.faults.refuse(row, "student_id", what, "Keep the row that is right.")
    return found


def _identification(
    row: Row, told: Told, numbers: Mapping[str, str], cells: CellReader
) -> Identification:
    named = row["gt_specialist_id"]
    specialist = told.people.get(numbers.get(named, ""))
    if named and not (specialist and specialist.staff_role):
        what = f"Nobody on the staff has the number {named!r}."
        cells.faults.warn(row, "gt_specialist_id", what, "Correct it as in the roster.")
        specialist = None
    return Identification(
        areas=cells.areas(row, "areas"),
        identified_on=cells.day(row, "identified_on"),
        evidence=_evidence(row["evidence"]),
        gt_specialist_id=specialist.source_id if specialist else "",
    )


def _evidence(text: str) -> tuple[Evidence, ...]:
    """From "CogAT: 98th percentile (2025-03-01); portfolio: strong"; the date may be missing."""
    return tuple(_line(part) for part in text.split(";") if part.strip())


def _line(text: str) -> Evidence:
    kind, _, rest = text.partition(":")
    result, on = rest.strip(), None
    if dated := _DATED.fullmatch(result):
        try:
            result, on = dated[1], date.fromisoformat(dated[2])
        except ValueError:
            # No such day in the calendar: the words stay as they were told.
            result = rest.strip()
    return Evidence(kind=kind.strip(), result=result, on=on)
