"""Letters: an order becomes frozen bytes in three steps, so that rendering locks nobody out.

`prepare` writes what the letter needs (link, seat, stamp), `compose` renders outside the database,
`freeze` keeps the bytes before the first attempt. How they leave is delivery.py.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select

from documents import letters as paper_letters
from documents import press
from documents.letters import CalendarPart, Letter
from meetings.courier import invitations
from meetings.courier.office import Office
from meetings.courier.scene import Scene
from meetings.courier.wording import (
    OFFERS,
    PURPOSES,
    WITHOUT_LINK,
    Said,
    context,
    language_of,
)
from meetings.identity import codes, links
from meetings.store import Session, cases
from meetings.store.orders import Owed
from meetings.store.people import Person
from meetings.store.tables import letter
from workflow.content import PlanContent
from workflow.plan import Case

#: Orders whose letter carries the conference as a calendar object.
INVITING = ("invite", "invite_again")
CANCELLING = ("uninvite",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    scene: Scene
    name: str
    person: Person
    said: Said
    sender: str
    reply_to: str = ""
    calendar: CalendarPart | None = None
    uid: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """One row of `letter`, ready to be written."""

    prepared: Prepared
    raw: bytes
    subject: str
    message_id: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.raw).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moot:
    """No letter is written, for this reason."""

    why: str


def prepare(session: Session, office: Office, scene: Scene) -> Prepared | Moot:
    """What must be written down before the letter can be rendered."""
    person = scene.recipient
    if person is None:
        return Moot(why="Nobody of this school holds that office yet.")
    if not _may_be_told(scene.case, person.id):
        return Moot(why="The roster says that this person is not to be contacted.")
    name = letter_name(scene)
    prepared = Prepared(
        scene=scene,
        name=name,
        person=person,
        said=_said(session, office, scene, name),
        sender=scene.school.from_address,
    )
    if scene.owed.kind in INVITING + CANCELLING:
        return _with_calendar(session, office, prepared)
    return prepared


def addressed(owed: Owed, person_id: int) -> Owed:
    """The same order, to this person."""
    return replace(owed, order=replace(owed.order, recipient=person_id))


def letter_name(scene: Scene) -> str:
    kind, conference = scene.owed.kind, scene.conference
    if kind == "invite" and conference is not None and conference.sequence > 0:
        return "moved"
    subject = scene.case.subject("conference", scene.owed.order.no)
    if kind == "uninvite" and subject is not None and subject.state == "cancelled":
        return "cancelled"
    return kind


def _may_be_told(case: Case, person_id: int) -> bool:
    seats = [party for party in case.parties if party.person_id == person_id]
    return not seats or any(party.may_contact for party in seats)


def _said(session: Session, office: Office, scene: Scene, name: str) -> Said:
    link = "" if name in WITHOUT_LINK else _link(session, office, scene, name)
    said = Said(link=link, goal=_goal(session.connection, scene) if name == "ask_progress" else "")
    if name == "one_time_code":
        code_id = int(scene.owed.order.body["code_id"])
        return replace(said, code=codes.digits(session.secret, code_id))
    if name in OFFERS and scene.conference is not None:
        slots = scene.conference.offered
        chosen = tuple(f"{link}?starts_at={slot.starts_at:%Y%m%dT%H%M%SZ}" for slot in slots)
        return replace(said, slot_links=chosen)
    return said


def _link(session: Session, office: Office, scene: Scene, name: str) -> str:
    person = scene.recipient
    door = links.Door(
        person_id=person.id if person else 0,
        purpose=PURPOSES.get(name, "home"),
        case_id=scene.case.id,
        no=scene.owed.order.no,
    )
    if person is not None and person.kind == "staff":
        return office.settings.public_url + links.place(door, "staff")
    return office.settings.public_url + links.make(session, door, scene.at)


def _goal(connection: Connection, scene: Scene) -> str:
    """One goal a month, in turn."""
    draft = scene.case.in_force
    content = cases.passage_of(connection, draft.digest, PlanContent) if draft else None
    if content is None or not content.goals:
        return ""
    return content.goals[scene.at.month % len(content.goals)].statement


def _with_calendar(session: Session, office: Office, prepared: Prepared) -> Prepared | Moot:
    scene, cancels = prepared.scene, prepared.scene.owed.kind in CANCELLING
    no = scene.owed.order.no
    if cancels and _found_again(scene):
        return Moot(why="Another time was found: the new invitation says so.")
    stamped = invitations.stamp(session, scene, no, cancels=cancels)
    domain = office.settings.mail_domain or prepared.sender.rpartition("@")[2]
    organizer = invitations.organizer(session.secret, scene, no, domain)
    invitations.remember_seat(session, scene, no, prepared.person.email)
    part = None
    if not prepared.person.by_letter:
        wanted = invitations.Wanted(
            method="CANCEL" if cancels else "REQUEST",
            stamped=stamped,
            organizer=organizer,
            person=prepared.person,
        )
        part = invitations.part(scene, wanted)
    return replace(prepared, reply_to=organizer, calendar=part, uid=stamped.uid)


def _found_again(scene: Scene) -> bool:
    """The conference has a time again: its invitation replaces the old one."""
    subject = scene.case.subject("conference", scene.owed.order.no)
    return subject is not None and subject.state == "scheduled"


def compose(prepared: Prepared) -> Frozen:
    """Renders; touches no database. Raises UnfitLetterError with a sentence."""
    scene, spoken = prepared.scene, language_of(prepared.person)
    made = Letter(
        name=prepared.name,
        to_address=_address(prepared),
        to_name=prepared.person.name,
        from_address=prepared.sender,
        from_name=scene.school.from_name,
        context=context(scene, prepared.name, prepared.said),
        at=scene.owed.given_at,
        message_id_seed=scene.owed.id,
        language=spoken,
        reply_to=prepared.reply_to,
        calendar=prepared.calendar,
    )
    env = press.environment(spoken)
    return Frozen(
        prepared=prepared,
        raw=paper_letters.compose(made, env),
        subject=paper_letters.subject(made, env),
        message_id=paper_letters.message_id(made),
    )


def _address(prepared: Prepared) -> str:
    """A letter on paper is addressed to the office's own printer: it never leaves by mail."""
    if not prepared.person.by_letter:
        return prepared.person.email
    return f"print.{prepared.person.id}@{prepared.sender.rpartition('@')[2]}"


def freeze(session: Session, frozen: Frozen, state: str) -> None:
    """Keeps the bytes; the same order again changes nothing."""
    prepared = frozen.prepared
    scene = prepared.scene
    known = session.connection.execute(
        select(letter.c.id).where(letter.c.id == scene.owed.id)
    ).scalar_one_or_none()
    if known is not None:
        return
    part = prepared.calendar
    session.connection.execute(
        insert(letter).values(
            id=scene.owed.id,
            case_id=scene.case.id,
            conference_no=scene.owed.order.no if scene.owed.order.chart == "conference" else 0,
            recipient_id=prepared.person.id,
            name=prepared.name,
            subject=frozen.subject,
            channel="paper" if prepared.person.by_letter else "email",
            to_address=_address(prepared),
            env_from=_return_path(session.secret, scene.owed.id, prepared.sender),
            message_id=frozen.message_id,
            dated_at=scene.owed.given_at,
            raw=frozen.raw,
            sha256=frozen.sha256,
            calendar_method=part.method if part else "",
            uid=prepared.uid,
            sequence=scene.conference.sequence if part and scene.conference else 0,
            state="to_print" if prepared.person.by_letter else state,
            attempts=0,
            not_before=scene.at,
            last_code=0,
            last_words="",
            settled_at=None if state == "frozen" and not prepared.person.by_letter else scene.at,
        )
    )


def _return_path(secret: bytes, order_id: str, sender: str) -> str:
    """Bounces come back to an address that tells which letter it was."""
    raw = hmac.new(secret, f"bounce.{order_id}".encode(), hashlib.sha256).digest()[:10]
    token = base64.b32encode(raw).decode().lower()
    return f"bounce+{token}@{sender.rpartition('@')[2]}"
