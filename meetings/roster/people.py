"""What a roster holds: people, who belongs to whom, who is taught when, and the school's hours.

Values only, the same whether they were read from files or built from stored rows. How files become
these values is `reading.py`; what differs between two rosters is `difference.py`.
A person's key is (source, source_id): a name never identifies anybody.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import ClassVar, TypeVar

from workflow.content import Evidence

#: Identifies one record among those of its kind; sortable.
Key = tuple[str, ...]


class Kind(StrEnum):
    """One kind of record; the value is the name of the field of `Roster` that holds it."""

    SCHOOL = "schools"
    STUDENT = "students"
    GUARDIAN = "guardians"
    TIE = "ties"
    STAFF = "staff"
    TEACHING = "teachings"
    HOUR = "hours"
    BELL = "bells"
    DAY = "days"
    ROOM = "rooms"
    INTERPRETER = "interpreters"
    WINDOW = "windows"


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    KIND: ClassVar[Kind] = Kind.SCHOOL
    source: str
    source_id: str
    name: str
    #: "school", "district", or what else the source calls it.
    level: str = "school"
    #: The source_id of the school or district above; empty at the top.
    parent_id: str = ""

    @property
    def key(self) -> Key:
        return (self.source, self.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Student:
    KIND: ClassVar[Kind] = Kind.STUDENT
    source: str
    source_id: str
    given_name: str
    family_name: str
    #: What the student is called, where that differs from the given name.
    preferred_name: str = ""
    #: Without leading zero: "K", "5", "11".
    grade: str = ""
    #: The source_id of a School.
    school_id: str = ""
    email: str = ""
    birth_on: date | None = None
    #: The home language as a BCP 47 tag in lower case, "es"; empty when not told.
    language: str = ""
    gifted: bool = False
    #: Keys of workflow.content.STRENGTH_AREAS, in the order told.
    areas: tuple[str, ...] = ()
    identified_on: date | None = None
    evidence: tuple[Evidence, ...] = ()
    #: The source_id of the Staff who leads this student's plan; empty when not told.
    gt_specialist_id: str = ""

    @property
    def key(self) -> Key:
        return (self.source, self.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guardian:
    """A guardian as a person; what holds for one child only is on the Tie."""

    KIND: ClassVar[Kind] = Kind.GUARDIAN
    source: str
    source_id: str
    given_name: str
    family_name: str
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    language: str = ""
    #: One of words.CHANNELS; empty when not told.
    channel: str = ""
    #: Whether an interpreter is needed; None when not told.
    interpreter: bool | None = None

    @property
    def key(self) -> Key:
        return (self.source, self.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One guardian of one student. A right that no file tells is None: to be asked."""

    KIND: ClassVar[Kind] = Kind.TIE
    source: str
    student_id: str
    guardian_id: str
    #: "mother", "father", "guardian", or the source's own word.
    relation: str = ""
    education_rights: bool | None = None
    may_contact: bool | None = None
    receives_copy: bool | None = None
    address_confidential: bool | None = None
    #: 1 is written to first; None when not told.
    contact_order: int | None = None
    #: Guardians of one student with the same word live together.
    household: str = ""

    @property
    def key(self) -> Key:
        return (self.source, self.student_id, self.guardian_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    KIND: ClassVar[Kind] = Kind.STAFF
    source: str
    source_id: str
    given_name: str
    family_name: str
    email: str = ""
    #: One of words.STAFF_ROLES.
    role: str = "teacher"
    school_id: str = ""

    @property
    def key(self) -> Key:
        return (self.source, self.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """A student who is taught a subject by a teacher in a period."""

    KIND: ClassVar[Kind] = Kind.TEACHING
    source: str
    student_id: str
    staff_id: str
    subject: str = ""
    #: A BellPeriod's period; empty when not told.
    period: str = ""
    #: The cycle days, ("A",); empty means every day.
    cycle_days: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        days = ",".join(self.cycle_days)
        return (self.source, self.student_id, self.staff_id, self.subject, self.period, days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What a member of staff does in a period: every class, with or without a gifted student."""

    KIND: ClassVar[Kind] = Kind.HOUR
    source: str
    staff_id: str
    period: str
    #: The cycle days, ("A",); empty means every day.
    cycle_days: tuple[str, ...] = ()
    #: One of words.HOUR_KINDS.
    activity: str = "class"

    @property
    def key(self) -> Key:
        return (self.source, self.staff_id, self.period, ",".join(self.cycle_days))


@dataclass(frozen=True, slots=True, kw_only=True)
class BellPeriod:
    KIND: ClassVar[Kind] = Kind.BELL
    schedule: str
    period: str
    #: Wall time in the school's zone, like every `_wall` here.
    starts_wall: time
    ends_wall: time

    @property
    def key(self) -> Key:
        return (self.schedule, self.period)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDay:
    KIND: ClassVar[Kind] = Kind.DAY
    on: date
    #: One of words.DAY_KINDS.
    day_kind: str
    #: "A", "B", "1"; empty where the school has no cycle.
    cycle_day: str = ""
    #: A BellPeriod's schedule.
    bell_schedule: str = ""

    @property
    def key(self) -> Key:
        return (self.on.isoformat(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    KIND: ClassVar[Kind] = Kind.ROOM
    name: str
    #: How many people sit there; 0 when not told.
    size: int = 0

    @property
    def key(self) -> Key:
        return (self.name,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interpreter:
    """A person and one language; who speaks two has two records."""

    KIND: ClassVar[Kind] = Kind.INTERPRETER
    source: str
    source_id: str
    language: str
    given_name: str
    family_name: str
    email: str = ""

    @property
    def key(self) -> Key:
        return (self.source, self.source_id, self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A time at which somebody can meet: every week on a weekday, or once on a date."""

    KIND: ClassVar[Kind] = Kind.WINDOW
    source: str
    #: The source_id of a guardian, student, member of staff or interpreter.
    person_id: str
    #: One of words.WEEKDAYS, or empty when `on` is given.
    weekday: str = ""
    on: date | None = None
    from_wall: time
    to_wall: time

    @property
    def key(self) -> Key:
        day = self.on.isoformat() if self.on else self.weekday
        return (self.source, self.person_id, day, f"{self.from_wall:%H:%M}")


Record = (
    School | Student | Guardian | Tie | Staff | Teaching | Hour
    | BellPeriod | SchoolDay | Room | Interpreter | Window
)  # fmt: skip
AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """All records, each tuple sorted by key and without double keys."""

    schools: tuple[School, ...] = ()
    students: tuple[Student, ...] = ()
    guardians: tuple[Guardian, ...] = ()
    ties: tuple[Tie, ...] = ()
    staff: tuple[Staff, ...] = ()
    teachings: tuple[Teaching, ...] = ()
    hours: tuple[Hour, ...] = ()
    bells: tuple[BellPeriod, ...] = ()
    days: tuple[SchoolDay, ...] = ()
    rooms: tuple[Room, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    windows: tuple[Window, ...] = ()

    def of(self, kind: Kind) -> tuple[Record, ...]:
        records: tuple[Record, ...] = getattr(self, kind.value)
        return records


def by_key(records: Iterable[AnyRecord]) -> tuple[AnyRecord, ...]:
    """In the order that a Roster keeps."""
    return tuple(sorted(records, key=lambda record: record.key))
