"""The case as values for papers: plan, minutes, amendment, signatures, in the words of print."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, select

from documents.amendment import Amended, AmendmentData
from documents.minutes import AttemptLine, Attendee, ChangeLine, MinutesData, NoticeLine
from documents.paper import Heading, initials
from documents.plan import PlanData, TeamMember
from meetings.courier.scene import School
from meetings.settings import Settings
from meetings.store import cases, people
from meetings.store.people import Person
from meetings.store.tables import letter
from workflow.content import MinutesContent, PlanContent
from workflow.difference import changes
from workflow.events.planning import DraftWritten
from workflow.plan import Agreement, Attendance, Case, Conference, Draft

ROLES = {
    "parent": "Parent or guardian",
    "student": "Student",
    "teacher": "Teacher",
    "specialist": "Gifted specialist",
    "chair": "Chair",
    "administrator": "Administrator",
    "counselor": "Counselor",
    "recorder": "Note-taker",
    "interpreter": "Interpreter",
    "coordinator": "Coordinator",
    "guest": "Guest",
}
MODES = {"room": "in the room", "video": "by video", "phone": "by phone", "absent": ""}
KINDS = {
    "initial": "First conference",
    "annual": "Annual conference",
    "midyear": "Mid-year conference",
    "amendment": "Conference on an amendment",
    "year_end": "Year-end conference",
    "requested": "Conference by request",
}
RESULTS = {
    "no_answer": "no answer",
    "reached": "reached",
    "refused": "refused",
    "wrong_address": "the address was wrong",
}
AGENDA = (
    "Welcome: the student introduces everybody; each names a strength (2 min)",
    "Profile: the student (5 min)",
    "Achievement goals: why, how (6 min)",
    "Affective goals (6 min)",
    "Programming: who does what (4 min)",
    "How can home help (4 min)",
    "Dates for check-ins, questions (2 min)",
    "Read-back and signing (1 min)",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One case with what papers need of the database."""

    case: Case
    school: School
    settings: Settings
    people: dict[int, Person]
    connection: Connection

    @classmethod
    def read(cls, connection: Connection, case: Case, settings: Settings) -> "File":
        wanted = {party.person_id for party in case.parties} | {case.student_id}
        return cls(
            case=case,
            school=School.read(connection),
            settings=settings,
            people=people.people_named(connection, wanted),
            connection=connection,
        )

    @property
    def student(self) -> Person:
        return self.people[self.case.student_id]

    def name(self, person_id: int) -> str:
        found = self.people.get(person_id)
        return found.name if found else "The school's office"

    def role(self, person_id: int) -> str:
        role = next((p.role for p in self.case.parties if p.person_id == person_id), "")
        return ROLES.get(role, role.capitalize())

    def text(self, draft: Draft | None) -> PlanContent:
        return self.words(draft.digest if draft else "")

    def words(self, digest: str) -> PlanContent:
        """The plan's text by its digest; an empty plan where its words were erased."""
        found = cases.passage_of(self.connection, digest, PlanContent)
        return found or PlanContent(school_year=self.case.school_year)

    def local(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.school.zone)).date()


def heading(file: File, version: str) -> Heading:
    student = file.student
    return Heading(
        authority=file.school.authority,
        school=file.school.name,
        student=student.name,
        initials=initials(student.name),
        grade=student.grade,
        school_year=file.case.school_year,
        version=version,
        contact=file.school.contact,
        zone=file.school.zone,
        verify_address=f"{file.settings.public_url}/verify",
    )


def plan_data(file: File, content: PlanContent, *, draft: bool = False) -> PlanData:
    return PlanData(content=content, team=team(file), draft=draft)


def team(file: File) -> tuple[TeamMember, ...]:
    """Each person once, with the first seat."""
    seen: dict[int, TeamMember] = {}
    for party in file.case.parties:
        member = TeamMember(
            name=file.name(party.person_id), role=ROLES.get(party.role, party.role.capitalize())
        )
        seen.setdefault(party.person_id, member)
    return tuple(seen.values())


def minutes_data(file: File, conference: Conference, plan: PlanContent) -> MinutesData | None:
    """The minutes beside this text of the plan; None where none were taken or no time stands."""
    content = cases.passage_of(file.connection, conference.minutes_digest, MinutesContent)
    slot = conference.slot
    if content is None or slot is None:
        return None
    subject = file.case.subject("conference", conference.no)
    return MinutesData(
        content=content,
        kind=KINDS.get(subject.kind if subject else "", "Conference"),
        starts_at=conference.began_at or slot.starts_at,
        ends_at=conference.ended_at or slot.ends_at,
        place=", ".join(part for part in (slot.room, file.school.place) if part),
        attendees=attendees(file, conference),
        goals=plan.goals,
        agenda=AGENDA,
        changes=read_back(file, conference, plan),
        notices=_notices(file, conference),
        attempts=_attempts(file),
        without_parent=_without_parent(file, conference),
    )


def attendees(file: File, conference: Conference) -> tuple[Attendee, ...]:
    excused = {one.person_id for one in conference.excusals if one.granted_at}
    required = {p.person_id for p in file.case.parties if p.required}
    return tuple(
        Attendee(
            name=file.name(one.person_id),
            role=ROLES.get(one.role, one.role.capitalize()),
            mode=MODES.get(one.mode, one.mode),
            presence=_presence(one, excused),
            required=one.person_id in required,
        )
        for one in conference.attendance
    )


def _presence(one: Attendance, excused: set[int]) -> str:
    if one.mode == "absent":
        return "excused, written input given" if one.person_id in excused else "absent"
    return "attended in part" if one.extent == "part" else "attended"


def read_back(file: File, conference: Conference, plan: PlanContent) -> tuple[ChangeLine, ...]:
    """What the table changed since the draft that lay there when it began."""
    before = text_number(file, conference.draft_at_start)
    found = changes(before, plan) if before is not None else ()
    return tuple(ChangeLine(part=c.part, before=c.before, after=c.after) for c in found)


def text_number(file: File, number: int) -> PlanContent | None:
    """The n-th text of the plan; None where there is none."""
    for row in history_rows(file):
        if row.command != "write_plan":
            continue
        for event in cases.events_in(row.events):
            if isinstance(event, DraftWritten) and event.draft.number == number:
                return cases.passage_of(file.connection, event.draft.digest, PlanContent)
    return None


def _notices(file: File, conference: Conference) -> tuple[NoticeLine, ...]:
    rows = file.connection.execute(
        select(letter.c.recipient_id, letter.c.channel, letter.c.dated_at)
        .where(letter.c.case_id == file.case.id)
        .where(letter.c.conference_no == conference.no)
        .where(letter.c.name.in_(("invite", "moved")))
        .order_by(letter.c.dated_at, letter.c.id)
    )
    return tuple(
        NoticeLine(
            to=file.name(row.recipient_id),
            channel="letter" if row.channel == "paper" else "e-mail",
            at=row.dated_at,
        )
        for row in rows
        if file.role(row.recipient_id) == ROLES["parent"]
    )


def _attempts(file: File) -> tuple[AttemptLine, ...]:
    return tuple(
        AttemptLine(
            channel=one.channel,
            at=one.at,
            by=file.name(one.by),
            result=RESULTS.get(one.result, one.result),
        )
        for one in file.case.attempts
    )


def _without_parent(file: File, conference: Conference) -> str:
    here = {one.person_id for one in conference.attendance if one.mode != "absent"}
    parents = {p.person_id for p in file.case.parties if p.role == "parent"}
    if not parents or here & parents or not conference.attendance:
        return ""
    return (
        "No parent took part. The attempts to reach the family are listed below; "
        "the chair decided to hold the conference, as 34 CFR 300.322(d) allows."
    )


def amendment_data(file: File, agreement: Agreement, plan: PlanContent) -> AmendmentData | None:
    """What this text changes of the one agreed to before; None for the year's first agreement."""
    earlier = [
        one for one in file.case.agreements if one.no < agreement.no and one.settled_at is not None
    ]
    if not earlier:
        return None
    found = changes(file.words(earlier[-1].text_digest), plan)
    meeting = agreement.conference_no > 0
    return AmendmentData(
        reason="To keep the plan true",
        how="in a conference" if meeting else "without a meeting, as agreed with the family",
        changes=tuple(Amended(part=c.part, before=c.before, after=c.after) for c in found),
    )


def history_rows(file: File) -> tuple[Row[Any], ...]:
    return cases.rows_of(file.connection, file.case.id)
