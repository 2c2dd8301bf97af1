"""The caseload as values: one row a plan, what comes next, what is late, and what needs a person.

One question brings all rows, one their timers. Pages are `start.py`; what may be done is the law's.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from meetings.store import cases, tables
from meetings.store.engines import Store
from meetings.web.answers import Frame
from meetings.web.guards import OVERSEERS, today
from meetings.web.staff.plans import lack_names
from meetings.web.staff.words import Said, standing_said
from workflow.jurisdiction import Profile
from workflow.plan import Agreement, Case, Conference, Subject
from workflow.standing import standing_word

#: What comes next, by the state of the plan.
NEXT: dict[str, str] = {
    "identified": "Begin the draft",
    "drafting": "Finish the draft",
    "ready": "Call a conference",
    "finalizing": "Read back and freeze",
    "signing": "Wait for signatures",
    "in_effect": "Watch progress",
    "midyear_due": "Review the goals",
    "midyear_done": "Watch progress",
    "year_end_due": "Close the year",
    "declined_by_family": "Offer it again next year",
}
NEXT_CONFERENCE: dict[str, str] = {
    "draft": "Set a time",
    "proposed": "The family chooses a time",
    "unanswered": "Offer other times",
    "scheduled": "Hold the conference",
    "missed": "Seek a new time",
    "under_way": "Close the conference",
    "held": "Settle the minutes",
}
NEXT_AGREEMENT: dict[str, str] = {
    "frozen": "The paper is being printed",
    "out": "Wait for signatures",
    "settled": "The record is being sealed",
}
WORKING = ("identified", "drafting", "ready", "conferring", "finalizing", "signing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    case: Case
    student: str
    grade: str
    said: Said
    disputed: bool
    next_act: str
    due_on: date | None
    #: Days until then; negative is late; None where nothing is due.
    days_left: int | None
    missing: tuple[str, ...]
    conference: Conference | None
    #: The school's date of the time that is set.
    meets_on: date | None
    #: The running conference and agreement.
    meeting: Subject | None
    signing: Subject | None
    on: date

    @property
    def state(self) -> str:
        return self.case.plan().state

    @property
    def agreement(self) -> Agreement | None:
        return self.case.agreement(self.signing.no) if self.signing else None

    @property
    def meets(self) -> str:
        return self.meeting.state if self.meeting else ""

    @property
    def late(self) -> bool:
        return self.days_left is not None and self.days_left < 0


def rows_of(
    store: Store, connection: Connection, frame: Frame, *, ended: bool = False
) -> tuple[Row, ...]:
    """By due date, then name. Overseers get every case, others those in which they hold a seat."""
    viewer, on = frame.viewer, today(frame.at, frame.zone)
    assert viewer is not None  # noqa: S101  the router's guard demands a sign-in
    table, person, party = tables.cases, tables.person, tables.party
    asked = (
        select(table.c.body, person.c.given_name, person.c.family_name, person.c.grade)
        .join(person, person.c.id == table.c.student_id)
        .where(table.c.ended == ended)
    )
    if not viewer.has_role(*OVERSEERS):
        mine = select(party.c.case_id).where(party.c.person_id == viewer.person_id)
        asked = asked.where(table.c.id.in_(mine))
    found = [
        row_of(
            cases.decoded(row.body),
            (f"{row.given_name} {row.family_name}".strip(), row.grade),
            Rules(profile=store.law.profile, on=on, zone=frame.zone),
        )
        for row in connection.execute(asked)
    ]
    return tuple(sorted(found, key=_order))


def _order(row: Row) -> tuple[date, str, int]:
    return (row.due_on or date.max, row.student.casefold(), row.case.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """By what a row is reckoned."""

    profile: Profile
    on: date
    zone: str


def row_of(case: Case, who: tuple[str, str], rules: Rules) -> Row:
    student, grade = who
    meeting, signing = case.running("conference"), case.running("agreement")
    due_on = due_of(case, rules.profile)
    conference = case.conference(meeting.no) if meeting else None
    return Row(
        case=case,
        student=student,
        grade=grade,
        said=standing_said(standing_word(case)),
        disputed=case.plan().facts.get("hold", "none") != "none",
        next_act=_next_act(case, meeting, signing),
        due_on=due_on,
        days_left=(due_on - rules.on).days if due_on else None,
        missing=_missing(case),
        conference=conference,
        meets_on=_meets_on(conference, rules.zone),
        meeting=meeting,
        signing=signing,
        on=rules.on,
    )


def _meets_on(conference: Conference | None, zone: str) -> date | None:
    if conference is None or conference.slot is None:
        return None
    return today(conference.slot.starts_at, zone)


def _next_act(case: Case, meeting: Subject | None, signing: Subject | None) -> str:
    if signing is not None:
        return NEXT_AGREEMENT.get(signing.state, "")
    if meeting is not None:
        return NEXT_CONFERENCE.get(meeting.state, "")
    return NEXT.get(case.plan().state, "")


def due_of(case: Case, profile: Profile) -> date | None:
    """The day by which the next stage is to be reached."""
    running = case.running("agreement")
    agreement = case.agreement(running.no) if running else None
    if agreement is not None and running is not None and running.state == "out":
        return agreement.sign_by
    state = case.plan().state
    if state in WORKING:
        return case.dates.get("plan_due_on")
    if state == "midyear_due":
        return profile.day("midyear_closes").in_school_year(case.school_year)
    if state == "year_end_due":
        return case.dates.get("last_school_day")
    return None


def _missing(case: Case) -> tuple[str, ...]:
    """What the text lacks and whose input is not here, while the draft is written."""
    if case.plan().state not in ("identified", "drafting"):
        return ()
    given = {one.role for one in case.inputs}
    asked = {party.role for party in case.parties if party.role in ("parent", "student", "teacher")}
    waits = tuple(f"no input of the {role}" for role in sorted(asked - given))
    lacks = lack_names(case.draft.missing) if case.draft else ("no text yet",)
    return (*lacks, *waits)
