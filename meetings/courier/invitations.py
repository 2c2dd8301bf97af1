"""The calendar part of a letter: one seat's copy of the conference, its token, its stamp.

SEQUENCE is the case's; it rises in workflow/convening.py alone. What is here keeps the UID, which
changes only when an invitation follows a cancellation, and the stamp, which never stands still.
"""

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update

from documents import invitation as calendar
from documents.invitation import Copy
from documents.letters import CalendarPart
from meetings.courier.scene import Scene
from meetings.courier.wording import language_of, place
from meetings.store import Session
from meetings.store.people import Person
from meetings.store.tables import invitation, seat
from workflow.plan import Answer, Conference, Slot

ROLES = {"chair": "CHAIR", "specialist": "CHAIR", "guest": "OPT-PARTICIPANT"}
PARTSTATS = {
    "accepted": "ACCEPTED",
    "declined": "DECLINED",
    "tentative": "TENTATIVE",
    "needs_action": "NEEDS-ACTION",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamped:
    uid: str
    stamp: datetime


def uid_of(secret: bytes, case_id: int, no: int, generation: int) -> str:
    """A UUID that names nobody, the same for the life of one invitation."""
    said = f"uid.{case_id}.{no}.{generation}".encode()
    return str(uuid.UUID(bytes=hmac.new(secret, said, hashlib.sha256).digest()[:16], version=4))


def token_of(secret: bytes, case_id: int, no: int, person_id: int) -> str:
    """80 bits in letters that mail servers do not change; the ORGANIZER of this seat bears it."""
    said = f"seat.{case_id}.{no}.{person_id}".encode()
    raw = hmac.new(secret, said, hashlib.sha256).digest()[:10]
    return base64.b32encode(raw).decode().lower()


def organizer(secret: bytes, scene: Scene, no: int, domain: str) -> str:
    """The address to which a calendar program answers."""
    person_id = scene.owed.order.recipient or 0
    return f"conf+{token_of(secret, scene.case.id, no, person_id)}@{domain}"


def stamp(session: Session, scene: Scene, no: int, *, cancels: bool) -> Stamped:
    """The UID and DTSTAMP of this history row's letters; later than those of any row before."""
    key = (invitation.c.case_id == scene.case.id, invitation.c.conference_no == no)
    row = session.connection.execute(select(invitation).where(*key)).one_or_none()
    at = scene.owed.given_at.replace(microsecond=0)
    if row is None:
        uid = uid_of(session.secret, scene.case.id, no, 0)
        session.connection.execute(
            insert(invitation).values(
                case_id=scene.case.id,
                conference_no=no,
                uid=uid,
                generation=0,
                cancelled_at=at if cancels else None,
                last_stamp=at,
                last_seq=scene.owed.seq,
            )
        )
        return Stamped(uid=uid, stamp=at)
    generation, uid = row.generation, row.uid
    if row.cancelled_at is not None and not cancels:
        generation += 1
        uid = uid_of(session.secret, scene.case.id, no, generation)
    fresh = row.last_seq == scene.owed.seq
    said = row.last_stamp if fresh else max(at, row.last_stamp + timedelta(seconds=1))
    session.connection.execute(
        update(invitation)
        .where(*key)
        .values(
            uid=uid,
            generation=generation,
            cancelled_at=said if cancels else None,
            last_stamp=said,
            last_seq=scene.owed.seq,
        )
    )
    return Stamped(uid=uid, stamp=said)


def remember_seat(session: Session, scene: Scene, no: int, address: str) -> None:
    """So that an answer can be told whose it is."""
    person_id = scene.owed.order.recipient or 0
    key = (
        seat.c.case_id == scene.case.id,
        seat.c.conference_no == no,
        seat.c.person_id == person_id,
    )
    done = session.connection.execute(update(seat).where(*key).values(address=address.lower()))
    if done.rowcount:
        return
    token = token_of(session.secret, scene.case.id, no, person_id)
    session.connection.execute(
        insert(seat).values(
            case_id=scene.case.id,
            conference_no=no,
            person_id=person_id,
            token_sha256=hashlib.sha256(token.encode()).hexdigest(),
            address=address.lower(),
            comment="",
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part: REQUEST or CANCEL, to whom, in which revision."""

    method: str
    stamped: Stamped
    organizer: str
    person: Person


def part(scene: Scene, wanted: Wanted) -> CalendarPart | None:
    """None where no time was ever set."""
    conference = scene.conference
    if conference is None or conference.slot is None:
        return None
    copy = _copy(scene, wanted, conference, conference.slot)
    ics = calendar.request(copy) if wanted.method == "REQUEST" else calendar.cancel(copy)
    return CalendarPart(method=wanted.method, ics=ics)


def _copy(scene: Scene, wanted: Wanted, conference: Conference, slot: Slot) -> Copy:
    person = wanted.person
    spoken = language_of(person)
    answer = next((a for a in conference.answers if a.person_id == person.id), None)
    return Copy(
        uid=wanted.stamped.uid,
        sequence=conference.sequence,
        dtstamp=wanted.stamped.stamp,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        zone=scene.school.zone,
        organizer_address=wanted.organizer,
        organizer_name=scene.school.from_name,
        attendee_address=person.email,
        attendee_name=person.name,
        role=ROLES.get(scene.role_of(person.id), "REQ-PARTICIPANT"),
        partstat=_partstat(answer),
        summary={"en": "ALP conference", "es": "Reunión del ALP"}[spoken],
        location=place(scene, spoken),
        language=spoken,
    )


def _partstat(answer: Answer | None) -> str:
    return PARTSTATS.get(answer.partstat, "NEEDS-ACTION") if answer else "NEEDS-ACTION"
