"""Letters about times that the law knows nothing of: for hours, for a poll, for an open booking.

Each is a promise in the outbox, written once; the courier makes the letter. Nothing here commits.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from meetings.planner.homes import not_asked
from meetings.store import Session, bookings, cases, polls, values
from meetings.store.orders import Promise, promise
from workflow.ask import people_of
from workflow.plan import Case
from workflow.seats import participants


def ask_times(session: Session, case_id: int, people: Iterable[int], at: datetime) -> None:
    """Ask these people of a case for further hours; once a day at most."""
    for person_id in sorted(set(people)):
        asked = Promise(
            id=f"times.{case_id}.{person_id}.{at:%Y%m%d}",
            case_id=case_id,
            kind="ask_times",
            recipient=person_id,
        )
        promise(session, asked, at)


def announce_poll(session: Session, poll_id: int, at: datetime) -> None:
    """To everybody who is asked for the conference but whoever opened the poll."""
    found = polls.of_id(session.connection, poll_id)
    case = cases.load(session.connection, found.case_id) if found else None
    if found is None or case is None:
        return
    due = _local(session, found.closes_at)
    on = session.school(case.school_year).local(at)
    for person_id in sorted(participants(case, on, case.conference(found.conference_no))):
        if person_id != found.by:
            asked = Promise(
                id=f"poll.{found.id}.{person_id}",
                case_id=case.id,
                kind="poll",
                no=found.id,
                recipient=person_id,
                body={"due": due},
            )
            promise(session, asked, at)


def announce_booking(session: Session, booking_id: int, at: datetime) -> None:
    """To the parents of every family of the booking whom the conference asks."""
    found = bookings.of_id(session.connection, booking_id)
    if found is None:
        return
    due = _local(session, found.closes_at)
    loaded = (cases.load(session.connection, one) for one in found.case_ids)
    for case in (one for one in loaded if one is not None):
        on = session.school(case.school_year).local(at)
        asked = set(people_of(case, "parent", on)) - set(not_asked(session.connection, case, on))
        for person_id in sorted(asked):
            told = Promise(
                id=f"booking.{found.id}.{case.id}.{person_id}",
                case_id=case.id,
                kind="booking_open",
                recipient=person_id,
                body={"due": due},
            )
            promise(session, told, at)


def ask_for_call(session: Session, case: Case, person_id: int, at: datetime) -> None:
    """Somebody whom no time suits wants to be called: its specialists are told, once a day."""
    on = session.school(case.school_year).local(at)
    for specialist in people_of(case, "specialist", on):
        wanted = Promise(
            id=f"call.{case.id}.{person_id}.{specialist}.{at:%Y%m%d}",
            case_id=case.id,
            kind="nudge",
            recipient=specialist,
            body={"word": "asks_to_be_called", "person": str(person_id)},
        )
        promise(session, wanted, at)


def _local(session: Session, closes_at: datetime) -> str:
    zone = ZoneInfo(values.zone(session.connection))
    return closes_at.astimezone(zone).date().isoformat()
