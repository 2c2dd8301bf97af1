"""Everything that one order is about, read once: the case, its people, the school's words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from documents import press
from meetings.store import cases, people, values
from meetings.store.orders import Owed
from meetings.store.people import Person
from workflow.plan import Agreement, Case, Conference


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """What every letter and paper says of the school."""

    name: str
    authority: str
    contact: str
    place: str
    zone: str
    from_address: str
    from_name: str

    @classmethod
    def read(cls, connection: Connection) -> "School":
        name = values.school_name(connection)
        return cls(
            name=name,
            authority=values.text(connection, "authority") or name,
            contact=values.text(connection, "contact"),
            place=values.text(connection, "place") or name,
            zone=values.zone(connection),
            from_address=values.text(connection, "from_address"),
            from_name=values.text(connection, "from_name") or name,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    owed: Owed
    case: Case
    school: School
    #: Everybody who holds or held a seat, by id, and the recipient.
    people: dict[int, Person]
    at: datetime

    @property
    def recipient(self) -> Person | None:
        return self.people.get(self.owed.order.recipient or 0)

    @property
    def student(self) -> Person:
        return self.people[self.case.student_id]

    @property
    def specialist(self) -> Person | None:
        found = next((p for p in self.case.parties if p.role == "specialist"), None)
        return self.people.get(found.person_id) if found else None

    @property
    def conference(self) -> Conference | None:
        """The conference that the order is about, else the newest."""
        if self.owed.order.chart == "conference":
            return self.case.conference(self.owed.order.no)
        return self.case.conferences[-1] if self.case.conferences else None

    @property
    def agreement(self) -> Agreement | None:
        if self.owed.order.chart == "agreement":
            return self.case.agreement(self.owed.order.no)
        return self.case.agreements[-1] if self.case.agreements else None

    def when(self, at: datetime, locale: str) -> str:
        return press.long_moment(at, self.school.zone, locale)

    def role_of(self, person_id: int) -> str:
        """The first seat of a person in this case; "" where there is none."""
        found = next((p.role for p in self.case.parties if p.person_id == person_id), "")
        return str(found)


def read(connection: Connection, owed: Owed, at: datetime) -> Scene | None:
    """None where the case is not there."""
    case = cases.load(connection, owed.case_id)
    if case is None:
        return None
    wanted = {party.person_id for party in case.parties} | {case.student_id}
    if owed.order.recipient:
        wanted.add(owed.order.recipient)
    return Scene(
        owed=owed,
        case=case,
        school=School.read(connection),
        people=people.people_named(connection, wanted),
        at=at,
    )
