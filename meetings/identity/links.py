"""Links in letters: one for a person and a task, reusable, ended when it is revoked or too old.

The token is an HMAC of what the link is for: the same letter twice has the same link, and the
table keeps the token's hash alone. Opening a link does nothing; see meetings/web/links.py.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from meetings.store import tables
from meetings.store.engines import Session
from meetings.store.orders import Promise, promise

LASTS = timedelta(days=90)
AFTER_DEADLINE = timedelta(days=30)

#: Where each purpose leads: for guardians, for students. {case} and {no} are filled in.
PLACES: dict[str, tuple[str, str]] = {
    "home": ("/family", "/student"),
    "reply": ("/family/reply/{case}/{no}", "/family/reply/{case}/{no}"),
    "inputs": ("/family/questions/{case}", "/student/reflect/{case}"),
    "draft": ("/family/plan/{case}", "/family/plan/{case}"),
    "plan": ("/family/plan/{case}", "/family/plan/{case}"),
    "sign": ("/family/sign/{case}/{no}", "/family/sign/{case}/{no}"),
    "progress": ("/family/progress/{case}", "/student/check-in/{case}"),
    "self_check": ("/family", "/student/self-check/{case}"),
    "consent": ("/family/consent/{case}/{no}", "/student"),
    "times": ("/family/times", "/family/times"),
    "poll": ("/family/poll/{no}", "/family/poll/{no}"),
    "booking": ("/family/booking/{case}", "/family/booking/{case}"),
}
#: The same tasks on the pages of staff, who sign in with their own account.
STAFF_PLACES: dict[str, str] = {
    "reply": "/teacher/reply/{case}/{no}",
    "sign": "/teacher/sign/{case}/{no}",
    "inputs": "/teacher/plans/{case}",
    "progress": "/teacher/plans/{case}",
    "times": "/teacher/times",
    "poll": "/teacher/poll/{no}",
}
#: Which letter is sent again when its link is too old.
AGAIN: dict[str, str] = {
    "reply": "invite_again",
    "inputs": "remind_inputs",
    "draft": "share_draft",
    "plan": "share_draft",
    "sign": "remind_unsigned",
    "progress": "ask_progress",
    "self_check": "ask_self_check",
    "consent": "ask_consent",
    "times": "ask_times",
    "poll": "poll",
    "booking": "booking_open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a link is for: whose, to do what, in which case, of which conference or agreement."""

    person_id: int
    #: A key of PLACES.
    purpose: str
    case_id: int
    no: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    id: int
    door: Door
    expires_at: datetime
    #: open, expired or revoked.
    state: Literal["open", "expired", "revoked"]


def make(session: Session, door: Door, at: datetime, due_at: datetime | None = None) -> str:
    """The path "/m/<token>"; good until 30 days after the deadline, else for 90 days."""
    token = _token(session, door)
    until = due_at + AFTER_DEADLINE if due_at else at + LASTS
    table = tables.capability_link
    known = session.connection.execute(
        select(table.c.id, table.c.expires_at).where(table.c.token_sha256 == _hash(token))
    ).one_or_none()
    if known is None:
        session.connection.execute(
            insert(table).values(
                token_sha256=_hash(token),
                person_id=door.person_id,
                case_id=door.case_id,
                no=door.no,
                purpose=door.purpose,
                created_at=at,
                expires_at=until,
            )
        )
    elif known.expires_at < until:
        session.connection.execute(
            update(table).where(table.c.id == known.id).values(expires_at=until)
        )
    return f"/m/{token}"


def _token(session: Session, door: Door) -> str:
    """160 bits. A revoked link has a successor with another token."""
    table = tables.capability_link
    generation = session.connection.execute(
        select(func.count())
        .select_from(table)
        .where(table.c.person_id == door.person_id)
        .where(table.c.case_id == door.case_id)
        .where(table.c.no == door.no)
        .where(table.c.purpose == door.purpose)
        .where(table.c.revoked_at.is_not(None))
    ).scalar_one()
    said = f"link.{door.person_id}.{door.purpose}.{door.case_id}.{door.no}.{generation}"
    raw = hmac.new(session.secret, said.encode(), hashlib.sha256).digest()[:20]
    return base64.b32encode(raw).decode().lower()


def find(connection: Connection, token: str, at: datetime) -> Link | None:
    """None for a token that was never given out."""
    table = tables.capability_link
    row = connection.execute(
        select(table).where(table.c.token_sha256 == _hash(token))
    ).one_or_none()
    if row is None:
        return None
    state: Literal["open", "expired", "revoked"] = "open"
    if row.revoked_at is not None:
        state = "revoked"
    elif row.expires_at <= at:
        state = "expired"
    door = Door(person_id=row.person_id, purpose=row.purpose, case_id=row.case_id, no=row.no)
    return Link(id=row.id, door=door, expires_at=row.expires_at, state=state)


def revoke(session: Session, link_id: int, because: str, at: datetime) -> None:
    """Ends the link and every sign-in that came through it."""
    session.connection.execute(
        update(tables.capability_link)
        .where(tables.capability_link.c.id == link_id)
        .where(tables.capability_link.c.revoked_at.is_(None))
        .values(revoked_at=at, revoked_because=because[:200])
    )
    session.connection.execute(
        update(tables.auth_session)
        .where(tables.auth_session.c.link_id == link_id)
        .where(tables.auth_session.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def promise_new(session: Session, link: Link, at: datetime) -> None:
    """The letter that the link came with is sent again, with a link that is good."""
    door = link.door
    promise(
        session,
        Promise(
            id=f"link.{link.id}.{at:%Y%m%d%H}",
            case_id=door.case_id,
            kind=AGAIN.get(door.purpose, "digest"),
            no=door.no,
            recipient=door.person_id,
            body={"word": "new_link", "purpose": door.purpose},
        ),
        at,
    )


def report_stranger(session: Session, link_id: int, person_id: int, at: datetime) -> None:
    """Somebody else holds this link: it ends, and the specialist of the case is asked to look."""
    revoke(session, link_id, "not me", at)
    link, party = tables.capability_link, tables.party
    case_id = session.connection.execute(
        select(link.c.case_id).where(link.c.id == link_id)
    ).scalar_one()
    specialists = session.connection.execute(
        select(party.c.person_id)
        .where(party.c.case_id == case_id)
        .where(party.c.role == "specialist")
        .where(party.c.until.is_(None))
        .order_by(party.c.person_id)
    ).scalars()
    for specialist in specialists.all():
        promise(
            session,
            Promise(
                id=f"stranger.{link_id}.{specialist}",
                case_id=case_id,
                kind="nudge",
                recipient=specialist,
                body={"word": "not_me", "person": str(person_id)},
            ),
            at,
        )


def place(door: Door, kind: str) -> str:
    """Where a purpose leads a person of this kind (staff, student, or else a guardian's page)."""
    if kind == "staff":
        pattern = STAFF_PLACES.get(door.purpose, "/plans/{case}")
    else:
        guardians, students = PLACES.get(door.purpose, PLACES["home"])
        pattern = students if kind == "student" else guardians
    return pattern.format(case=door.case_id, no=door.no)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
