"""The table of letters that came in: kept once, noted once. What they mean is not here."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update
from sqlalchemy.exc import IntegrityError

from meetings.inbox.verdict import Verdict
from meetings.store import Session
from meetings.store.tables import letter_in


def keep(session: Session, raw: bytes, at: datetime) -> int:
    """Two doors may bring the same bytes at once; the unique digest lets one row stand."""
    digest = hashlib.sha256(raw).hexdigest()
    known = _known(session.connection, digest)
    if known is not None:
        return known
    fresh = {"sha256": digest, "received_at": at, "raw": raw, "state": "stored", "reason": ""}
    try:
        with session.connection.begin_nested():
            session.connection.execute(insert(letter_in).values({**fresh, "class": ""}))
    except IntegrityError:
        pass
    return _known(session.connection, digest) or 0


def _known(connection: Connection, digest: str) -> int | None:
    return connection.execute(
        select(letter_in.c.id).where(letter_in.c.sha256 == digest)
    ).scalar_one_or_none()


def pending(connection: Connection) -> tuple[int, ...]:
    """Letters that were kept and not read yet, oldest first: after a crash there may be some."""
    wanted = select(letter_in.c.id).where(letter_in.c.state == "stored").order_by(letter_in.c.id)
    return tuple(connection.execute(wanted).scalars())


def row_of(connection: Connection, letter_id: int) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(letter_in).where(letter_in.c.id == letter_id)).one_or_none()


def lock(connection: Connection, letter_id: int) -> Row[tuple[object, ...]] | None:
    """The same, kept from other workers until the transaction ends."""
    asked = select(letter_in).where(letter_in.c.id == letter_id).with_for_update()
    return connection.execute(asked).one_or_none()


def note(connection: Connection, letter_id: int, verdict: Verdict, kind: str) -> None:
    said = {
        "state": verdict.state,
        "reason": verdict.reason,
        "case_id": verdict.place.case_id,
        "conference_no": verdict.place.no,
        "person_id": verdict.place.person_id,
    }
    connection.execute(
        update(letter_in).where(letter_in.c.id == letter_id).values({**said, "class": kind})
    )
