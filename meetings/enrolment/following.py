"""Keeping open cases true to the roster: a new guardian gets a seat, an ended tie ends one.

What the roster does not tell is left as it stands: a seat that somebody added by hand, a right that
somebody answered. That a student is gone is asked about (`questions.py`), never decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from meetings import desk
from meetings.enrolment.seats import (
    Around,
    around,
    office_seats,
    parent,
    specialist_of,
    teacher_of,
)
from meetings.store import Session, cases, people, tables
from meetings.store.people import Person, Tied
from workflow.commands import Actor, ChangeParty
from workflow.plan import Case, Party
from workflow.refusals import Refused

#: The roster speaks for the district.
ROSTER = Actor(person_id=0, role="coordinator")


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """One seat that was given, changed or ended, or why it was not."""

    case_id: int
    party: Party
    refused: Refused | None = None


def follow_roster(session: Session, at: datetime) -> tuple[Followed, ...]:
    """After a roster was accepted or an account was given a role; again it changes nothing."""
    open_ones = tuple(_open_cases(session))
    students = people.people_named(session.connection, [one.student_id for one in open_ones])
    school = around(session.connection, students)
    found = []
    for case in open_ones:
        on = session.school(case.school_year).local(at)
        version = case.version
        for party in _changes(school, students[case.student_id], case, on):
            key = f"roster.{version}.{party.person_id}.{party.role}"
            command = ChangeParty(by=ROSTER, key=key, party=party)
            answer = desk.submit(session, case.id, command, at)
            refused = answer if isinstance(answer, Refused) else None
            found.append(Followed(case_id=case.id, party=party, refused=refused))
    return tuple(found)


def _open_cases(session: Session) -> Iterator[Case]:
    """Those in which seats can still change."""
    table = tables.cases
    bodies = session.connection.execute(
        select(table.c.body).where(~table.c.ended).order_by(table.c.id)
    ).scalars()
    plan = session.law.charts["plan"]
    for body in bodies:
        case = cases.decoded(body)
        if "change_party" in plan.heard_at(case.plan().state):
            yield case


def _changes(school: Around, student: Person, case: Case, on: date) -> Iterator[Party]:
    yield from _parents(school, case, on)
    yield from _staff(school, student, case, on)
    for wanted in office_seats(school, on):
        if wanted.person_id not in case.people(wanted.role, on):
            yield wanted


def _parents(school: Around, case: Case, on: date) -> Iterator[Party]:
    seated = {p.person_id: p for p in case.parties if p.role == "parent" and p.holds_on(on)}
    for tied in school.ties.get(case.student_id, ()):
        seat = seated.get(tied.person.id)
        if tied.tie.gone_at is not None:
            if seat is not None:
                yield replace(seat, until=on)
        elif seat is None:
            yield parent(tied, on)
        elif (told := _as_told(seat, tied)) != seat:
            yield told


def _as_told(seat: Party, tied: Tied) -> Party:
    """With what the roster tells; what it does not tell stays as somebody answered it."""
    names = ("education_rights", "may_contact", "receives_copy")
    told = {name: getattr(tied.tie, name) for name in names}
    changed = replace(seat, **{name: said for name, said in told.items() if said is not None})
    if changed.education_rights != seat.education_rights:
        return replace(changed, required=changed.education_rights)
    return changed


def _staff(school: Around, student: Person, case: Case, on: date) -> Iterator[Party]:
    """Whoever left the school leaves the case; an empty seat is filled."""
    here = {one.id for one in school.staff}
    leads = specialist_of(school, student)
    for role in ("specialist", "chair", "teacher"):
        seats = [p for p in case.parties if p.role == role and p.holds_on(on)]
        left = [p for p in seats if p.person_id not in here]
        yield from (replace(p, until=on) for p in left)
        if len(left) == len(seats):
            new = teacher_of(school, student, leads) if role == "teacher" else leads
            if new is not None:
                yield Party(person_id=new, role=role, since=on)
