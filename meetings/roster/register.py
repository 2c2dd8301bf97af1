"""The list of people, schools and classes while files are read: no key twice, no loose end.

What the columns are is the business of the format's own module.
"""

from dataclasses import replace

from meetings.roster.cells import CellReader
from meetings.roster.faults import Row
from meetings.roster.people import School
from meetings.roster.told import Person, Relation, SchoolClass, Seat, Told

_NOBODY = Row(file="", number=0, cells={})


class Register:
    """Grows while one format is read; `told` closes it."""

    def __init__(self, cells: CellReader, source: str) -> None:
        self.cells = cells
        self.faults = cells.faults
        self.source = source
        self.schools: dict[str, School] = {}
        self.people: dict[str, Person] = {}
        self.classes: dict[str, SchoolClass] = {}
        self.learning: list[Seat] = []
        self.teaching: list[Seat] = []
        self.relations: list[Relation] = []

    def id_of(self, row: Row, column: str) -> str:
        """The number in this column; empty after the row has been refused for having none."""
        if not row[column]:
            self.faults.refuse(row, column, "The number is missing.", "Fill it in.")
        return row[column]

    def add_school(self, row: Row, school: School) -> None:
        known = self.schools.setdefault(school.source_id, school)
        if known != school:
            self._twice(row, school.source_id)

    def add_person(self, person: Person, column: str) -> None:
        """Adds who has a number; the same number for another person is refused."""
        if not self.id_of(person.row, column):
            return
        known = self.people.setdefault(person.source_id, person)
        if replace(known, row=_NOBODY) != replace(person, row=_NOBODY):
            self._twice(person.row, person.source_id, known.row.number)

    def add_class(self, row: Row, school_class: SchoolClass) -> None:
        known = self.classes.setdefault(school_class.source_id, school_class)
        if known != school_class:
            self._twice(row, school_class.source_id)

    def person_of(self, row: Row, column: str) -> Person | None:
        """Whom the cell names; None after the row has been refused."""
        number = self.id_of(row, column)
        if number and number not in self.people:
            what = f"Nobody has the number {number!r}."
            self.faults.refuse(row, column, what, "Add the person, or correct the number.")
        return self.people.get(number)

    def class_of(self, row: Row, column: str) -> SchoolClass | None:
        """Which class the cell names; None after the row has been refused."""
        number = self.id_of(row, column)
        if number and number not in self.classes:
            what = f"No class has the number {number!r}."
            self.faults.refuse(row, column, what, "Add the class, or correct the number.")
        return self.classes.get(number)

    def told(self, layout: str, *, keeps_all_staff: bool = False) -> Told:
        return Told(
            layout=layout,
            source=self.source,
            schools=self.schools,
            people=self.people,
            classes=self.classes,
            learning=tuple(self.learning),
            teaching=tuple(self.teaching),
            relations=tuple(self.relations),
            keeps_all_staff=keeps_all_staff,
        )

    def _twice(self, row: Row, number: str, first: int = 0) -> None:
        where = f" in row {first}" if first else " further up"
        what = f"The number {number!r} stands{where} with other content."
        self.faults.refuse(row, "", what, "Keep the row that is right.")
