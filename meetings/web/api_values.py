"""What the API says: small values with plain names; times are UTC, words of people are not here."""

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from sqlalchemy import Connection

from meetings.store import cases
from meetings.web.guards import may_see
from meetings.web.site import Viewer
from workflow.plan import Case


class PlanOut(msgspec.Struct, kw_only=True):
    id: int
    student_id: int
    student: str
    school_year: str
    #: A state of the chart `plan`.
    state: str
    hold: str
    #: Send it back as `seen`, or as If-Match.
    version: int
    due_on: date | None
    #: Codes of what the text still lacks.
    missing: list[str]


class ConferenceOut(msgspec.Struct, kw_only=True):
    plan: int
    no: int
    kind: str
    state: str
    starts_at: datetime | None
    ends_at: datetime | None
    room: str
    sequence: int


class PersonOut(msgspec.Struct, kw_only=True):
    id: int
    kind: str
    name: str


class PaperOut(msgspec.Struct, kw_only=True):
    plan: int
    kind: str
    no: int
    title: str
    sha256: str
    at: datetime


class EventOut(msgspec.Struct, kw_only=True):
    plan: int
    seq: int
    at: datetime
    command: str
    role: str
    hash: str


def visible(connection: Connection, viewer: Viewer, on: date) -> list[Case]:
    """By id; overseers see every case, others those in which they have a seat today."""
    mine = cases.cases_of(connection, viewer.person_id)
    found = mine if not _sees_all(viewer) else cases.everything(connection)
    return sorted((case for case in found if may_see(viewer, case, on)), key=lambda c: c.id)


def _sees_all(viewer: Viewer) -> bool:
    return viewer.kind == "staff" and viewer.has_role("coordinator", "administrator", "auditor")


def plan_out(case: Case, names: Mapping[int, str]) -> PlanOut:
    return PlanOut(
        id=case.id,
        student_id=case.student_id,
        student=names.get(case.student_id, ""),
        school_year=case.school_year,
        state=case.plan().state,
        hold=case.plan().facts.get("hold", "none"),
        version=case.version,
        due_on=case.dates.get("plan_due_on"),
        missing=list(case.draft.missing) if case.draft else [],
    )


def conferences_out(case: Case) -> list[ConferenceOut]:
    found = []
    for one in case.conferences:
        subject = case.subject("conference", one.no)
        found.append(
            ConferenceOut(
                plan=case.id,
                no=one.no,
                kind=subject.kind if subject else "",
                state=subject.state if subject else "",
                starts_at=one.slot.starts_at if one.slot else None,
                ends_at=one.slot.ends_at if one.slot else None,
                room=one.slot.room if one.slot else "",
                sequence=one.sequence,
            )
        )
    return found
