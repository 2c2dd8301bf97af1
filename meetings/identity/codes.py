"""One-time codes: six digits by letter, for reading plan text and, freshly, for signing.

A code is bound to what it was asked for (a paper's digest), lives ten minutes, can be tried five
times and used once. Its letter leaves through the outbox like every other.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from meetings.identity import buckets
from meetings.store import tables
from meetings.store.engines import Session
from meetings.store.orders import Promise, promise

LIVES = timedelta(minutes=10)
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a code is for: "read" or "sign", whose, and of what (SHA-256, or "")."""

    person_id: int
    what: str
    subject: str = ""
    case_id: int


def issue(session: Session, purpose: Purpose, at: datetime) -> bool:
    """Promises a letter with a code; False when too many were asked for today."""
    subject = f"{purpose.person_id}.{purpose.what}"
    if not buckets.take(session, buckets.CODES, subject, at):
        return False
    table = tables.one_time_code
    code_id = session.connection.execute(
        insert(table)
        .values(
            person_id=purpose.person_id,
            purpose=purpose.what,
            subject_digest=purpose.subject,
            mac="",
            expires_at=at + LIVES,
            tries_left=TRIES,
        )
        .returning(table.c.id)
    ).scalar_one()
    code = digits(session.secret, code_id)
    session.connection.execute(
        update(table).where(table.c.id == code_id).values(mac=_mac(session.secret, code_id, code))
    )
    _promise_letter(session, purpose, code_id, at)
    return True


def digits(secret: bytes, code_id: int) -> str:
    """The code itself, from the secret and the row's number: it is stored nowhere."""
    raw = hmac.new(secret, f"one_time_code.{code_id}".encode(), hashlib.sha256).digest()
    return f"{int.from_bytes(raw[:8], 'big') % 1_000_000:06d}"


def _promise_letter(session: Session, purpose: Purpose, code_id: int, at: datetime) -> None:
    """One order for the courier, who gets the digits from `digits(secret, code_id)`."""
    promise(
        session,
        Promise(
            id=f"code.{code_id}",
            case_id=purpose.case_id,
            kind="one_time_code",
            recipient=purpose.person_id,
            body={"code_id": str(code_id), "purpose": purpose.what},
        ),
        at,
    )


def use(session: Session, purpose: Purpose, typed: str, at: datetime) -> int | None:
    """The code's id when it fits, and it is used up then; None otherwise, and a try is gone."""
    table = tables.one_time_code
    rows = session.connection.execute(
        select(table)
        .where(table.c.person_id == purpose.person_id)
        .where(table.c.purpose == purpose.what)
        .where(table.c.subject_digest == purpose.subject)
        .where(table.c.used_at.is_(None))
        .where(table.c.expires_at > at)
        .where(table.c.tries_left > 0)
        .order_by(table.c.id.desc())
    ).all()
    said = "".join(typed.split())
    for row in rows:
        if hmac.compare_digest(row.mac, _mac(session.secret, row.id, said)):
            session.connection.execute(update(table).where(table.c.id == row.id).values(used_at=at))
            return int(row.id)
    for row in rows:
        session.connection.execute(
            update(table).where(table.c.id == row.id).values(tries_left=row.tries_left - 1)
        )
    return None


def _mac(secret: bytes, code_id: int, code: str) -> str:
    return hmac.new(secret, f"code.{code_id}.{code}".encode(), hashlib.sha256).hexdigest()


def passed(
    connection: Connection, purpose: Purpose, passed_at: datetime, at: datetime
) -> int | None:
    """The code that was entered for this at `passed_at`, while it lives."""
    if at - passed_at > LIVES:
        return None
    table = tables.one_time_code
    return connection.execute(
        select(table.c.id)
        .where(table.c.person_id == purpose.person_id)
        .where(table.c.purpose == purpose.what)
        .where(table.c.subject_digest == purpose.subject)
        .where(table.c.used_at == passed_at)
    ).scalar_one_or_none()
