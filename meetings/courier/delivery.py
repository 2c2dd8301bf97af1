"""How frozen letters leave: kept in the house, printed, or handed to the mail server.

In capture mode nothing leaves. Otherwise `sending` is committed before the connection, so that a
crash shows; a letter that must arrive is then sent again, byte for byte.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Row, select, update

from documents.letters import calendar_in
from meetings.courier.office import Office
from meetings.post import Delivery, send
from meetings.store import Session
from meetings.store.tables import letter

#: Letters that must arrive: sent again when it is not known whether they did.
MUST_ARRIVE = ("invite", "moved", "uninvite", "cancelled", "ask_for_signature", "one_time_code")
LEASE = timedelta(minutes=5)
#: Minutes to the next try after a passing failure; then every six hours, for two days.
STAGES = (1, 5, 15, 60, 180, 360)
GIVES_UP_AFTER = timedelta(hours=48)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    id: str
    name: str
    to_address: str
    env_from: str
    raw: bytes
    attempts: int
    dated_at: datetime


def deliver(office: Office, at: datetime) -> int:
    """Sends what is frozen or waiting; how many letters were settled."""
    server = office.server
    if server is None:
        return 0
    count = 0
    for outgoing in office.store.write(lambda session: _claim(session, at)):
        handed = send(server, outgoing.env_from, outgoing.to_address, outgoing.raw)
        office.store.write(lambda session, o=outgoing, h=handed: _settle(session, o, h, at))  # type: ignore[misc]
        count += 1
    return count


def _claim(session: Session, at: datetime) -> tuple[Outgoing, ...]:
    rows = session.connection.execute(
        select(letter)
        .where(letter.c.state.in_(("frozen", "waiting", "sending")))
        .where(letter.c.not_before <= at)
        .where(letter.c.lease_until.is_(None) | (letter.c.lease_until < at))
        .order_by(letter.c.not_before, letter.c.id)
        .limit(100)
        .with_for_update(skip_locked=True)
    ).all()
    taken = [row for row in rows if row.state != "sending" or row.name in MUST_ARRIVE]
    lost = [row.id for row in rows if row not in taken]
    _mark(session, [row.id for row in taken], "sending", at + LEASE)
    _mark(session, lost, "in_doubt", None)
    return tuple(_outgoing(row) for row in taken)


def _mark(session: Session, ids: list[str], state: str, until: datetime | None) -> None:
    if ids:
        session.connection.execute(
            update(letter).where(letter.c.id.in_(ids)).values(state=state, lease_until=until)
        )


def _outgoing(row: Row[tuple[object, ...]]) -> Outgoing:
    known = row._mapping  # noqa: SLF001  the documented way to read a row by name
    return Outgoing(**{name: known[name] for name in Outgoing.__dataclass_fields__})


def _settle(session: Session, outgoing: Outgoing, handed: Delivery, at: datetime) -> None:
    state, later = "sent", at
    if handed.outcome == "refused":
        state = "failed"
    elif handed.outcome == "in_doubt":
        state = "waiting" if outgoing.name in MUST_ARRIVE else "in_doubt"
    elif handed.outcome == "deferred":
        state = "failed" if at - outgoing.dated_at > GIVES_UP_AFTER else "waiting"
    if state == "waiting":
        tries = min(outgoing.attempts, len(STAGES) - 1)
        later = at + timedelta(minutes=STAGES[tries])
    session.connection.execute(
        update(letter)
        .where(letter.c.id == outgoing.id)
        .values(
            state=state,
            attempts=outgoing.attempts + 1,
            not_before=later,
            lease_until=None,
            last_code=handed.code,
            last_words=handed.words[:500],
            settled_at=None if state == "waiting" else at,
        )
    )


def lay_down(folder: Path, connection: Connection, ids: list[str]) -> None:
    """Copies of letters and their calendar objects as files, named by the order."""
    if not ids:
        return
    rows = connection.execute(select(letter).where(letter.c.id.in_(ids)))
    for row in rows:
        _write(folder / "letters" / f"{row.id}.eml", row.raw)
        if row.calendar_method:
            name = f"{row.uid}-{row.sequence}-{row.recipient_id}-{row.calendar_method.lower()}.ics"
            _write(folder / "calendar" / name, calendar_in(row.raw))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
