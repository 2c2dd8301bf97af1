"""Who belongs to whom: the source's own relations, joined by guardians.csv with rights and wishes.

A right that nobody has told stays None. Which students are kept is decided before, in `resolve.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from meetings.roster.cells import CellReader
from meetings.roster.faults import Row
from meetings.roster.people import Guardian, Tie
from meetings.roster.tables import Sheet
from meetings.roster.told import Person, Told
from meetings.roster.words import CHANNELS, language_of, one_of


@dataclass(slots=True, kw_only=True)
class Families:
    """Grows while guardians are read."""

    guardians: dict[str, Guardian] = field(default_factory=dict)
    #: By (student_id, guardian_id).
    ties: dict[tuple[str, str], Tie] = field(default_factory=dict)
    #: Guardians whose own words in guardians.csv were already read.
    spoken: set[str] = field(default_factory=set)


def families(told: Told, kept: frozenset[str], sheet: Sheet | None, cells: CellReader) -> Families:
    """The guardians and ties of the students in `kept`."""
    found = Families()
    for relation in told.relations:
        if relation.student_id in kept:
            person = told.people[relation.guardian_id]
            found.guardians.setdefault(person.source_id, _guardian(person, told.source))
            tie = Tie(
                source=told.source,
                student_id=relation.student_id,
                guardian_id=relation.guardian_id,
                relation=relation.relation,
            )
            found.ties.setdefault((tie.student_id, tie.guardian_id), tie)
    numbers = told.numbers()
    joined: set[tuple[str, str]] = set()
    for row in sheet.rows if sheet else ():
        _join(row, (told, numbers, kept), joined, (found, cells))
    _tell_silent_rights(found, sheet, cells)
    return found


def _join(
    row: Row,
    among: tuple[Told, Mapping[str, str], frozenset[str]],
    joined: set[tuple[str, str]],
    into: tuple[Families, CellReader],
) -> None:
    told, numbers, kept = among
    found, cells = into
    student = told.people.get(numbers.get(row["student_id"], ""))
    if not student or "student" not in student.roles:
        what = f"No student has the number {row['student_id']!r}."
        cells.faults.refuse(row, "student_id", what, "Correct it as in the roster.")
        return
    if not row["guardian_id"]:
        what = "The guardian has no number."
        cells.faults.refuse(row, "guardian_id", what, "Give each guardian one number for good.")
        return
    if student.source_id not in kept:
        return
    guardian_id = numbers.get(row["guardian_id"], row["guardian_id"])
    pair = (student.source_id, guardian_id)
    if pair in joined:
        what = "This guardian of this student stands further up."
        cells.faults.refuse(row, "guardian_id", what, "Keep the row that is right.")
        return
    joined.add(pair)
    _join_guardian(row, _known(guardian_id, told, found), found, cells)
    tie = found.ties.get(pair) or Tie(
        source=told.source, student_id=pair[0], guardian_id=guardian_id
    )
    found.ties[pair] = _joined_tie(row, tie, cells)


def _guardian(person: Person, source: str) -> Guardian:
    return Guardian(
        source=source,
        source_id=person.source_id,
        given_name=person.given_name,
        family_name=person.family_name,
        email=person.email,
        phone=person.phone,
        language=person.language,
    )


def _known(guardian_id: str, told: Told, found: Families) -> Guardian:
    if guardian_id in found.guardians:
        return found.guardians[guardian_id]
    if guardian_id in told.people:
        return _guardian(told.people[guardian_id], told.source)
    return Guardian(source=told.source, source_id=guardian_id, given_name="", family_name="")


def _join_guardian(row: Row, known: Guardian, found: Families, cells: CellReader) -> None:
    """The first row about a guardian overrides the roster; a later one only fills what is empty."""
    told = _told_guardian(row, known, cells)
    if known.source_id not in found.spoken:
        found.spoken.add(known.source_id)
        found.guardians[known.source_id] = _over(known, told)
        return
    for column in (f.name for f in fields(told)):
        before, after = getattr(known, column), getattr(told, column)
        if before not in {"", None} and after not in {"", None} and before != after:
            what = f"{after!r} differs from {before!r} further up; the first was kept."
            cells.faults.warn(row, column, what, "Write the same in each row of one guardian.")
    found.guardians[known.source_id] = _over(told, known)


def _over(below: Guardian, above: Guardian) -> Guardian:
    told = {f.name: getattr(above, f.name) for f in fields(above)}
    return replace(below, **{name: v for name, v in told.items() if v not in {"", None}})


def _told_guardian(row: Row, known: Guardian, cells: CellReader) -> Guardian:
    channel = one_of(row["channel"], CHANNELS)
    if row["channel"] and not channel:
        what = f"{row['channel']!r} is no way to write to somebody here."
        cells.faults.warn(row, "channel", what, f"Use one of {', '.join(CHANNELS)}.")
    return Guardian(
        source=known.source,
        source_id=known.source_id,
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=cells.email(row, "email"),
        phone=row["phone"],
        postal_address=row["postal_address"],
        language=language_of(row["language"]),
        channel=channel or "",
        interpreter=cells.yes(row, "interpreter"),
    )


def _joined_tie(row: Row, tie: Tie, cells: CellReader) -> Tie:
    return replace(
        tie,
        relation=row["relation"] or tie.relation,
        education_rights=cells.yes(row, "education_rights"),
        may_contact=cells.yes(row, "may_contact"),
        receives_copy=cells.yes(row, "receives_copy"),
        address_confidential=cells.yes(row, "address_confidential"),
        contact_order=cells.number(row, "contact_order"),
        household=row["household"],
    )


def _tell_silent_rights(found: Families, sheet: Sheet | None, cells: CellReader) -> None:
    silent = sum(tie.education_rights is None for tie in found.ties.values())
    if silent:
        what = f"Education rights are not told for {silent} of {len(found.ties)} ties."
        remedy = "Fill in education_rights in guardians.csv, or answer when you are asked."
        cells.faults.warn_file(sheet.file if sheet else "guardians.csv", what, remedy)
