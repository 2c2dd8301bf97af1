"""What the files of any format tell, before it is decided who is kept: the common form.

`sourced.py` (OneRoster, SDS v2), `classic.py` (SDS v1), `simple.py` build it;
`resolve.py` reads it.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from meetings.roster.faults import Row
from meetings.roster.people import School


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    row: Row
    source_id: str
    #: "student", "guardian", or members of words.STAFF_ROLES; the chief one first.
    roles: tuple[str, ...] = ()
    given_name: str = ""
    family_name: str = ""
    preferred_name: str = ""
    email: str = ""
    phone: str = ""
    grade: str = ""
    school_id: str = ""
    language: str = ""
    birth_on: date | None = None
    #: Other numbers under which our own files may name this person.
    also: tuple[str, ...] = ()
    #: What the file itself says about being gifted; None when it has no word on it.
    gifted: bool | None = None
    areas: tuple[str, ...] = ()
    identified_on: date | None = None

    @property
    def staff_role(self) -> str:
        """The chief role at the school; empty for students and guardians."""
        return next((r for r in self.roles if r not in {"student", "guardian"}), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolClass:
    source_id: str
    subject: str = ""
    periods: tuple[str, ...] = ()
    cycle_days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Somebody sits in a class or teaches it."""

    class_id: str
    person_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    student_id: str
    guardian_id: str
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    #: For a person: "OneRoster 1.2", "Microsoft SDS v2.1", "our own CSV".
    layout: str
    source: str
    schools: dict[str, School] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    classes: dict[str, SchoolClass] = field(default_factory=dict)
    learning: tuple[Seat, ...] = ()
    teaching: tuple[Seat, ...] = ()
    relations: tuple[Relation, ...] = ()
    #: Whether everybody on the staff list was written down by hand, hence is kept.
    keeps_all_staff: bool = False

    def numbers(self) -> dict[str, str]:
        """Every number under which our own files may name a person, to the source_id."""
        named = [(number, p.source_id) for p in self.people.values() for number in p.also]
        seen = Counter(number for number, _ in named)
        unique = {number: source_id for number, source_id in named if seen[number] == 1}
        return unique | {source_id: source_id for source_id in self.people}
