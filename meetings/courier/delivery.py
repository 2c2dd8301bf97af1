"""How frozen letters leave: kept in the house, printed, or handed to the mail server.

In capture mode nothing leaves. Otherwise `sending` is committed before the connection, so that a
crash shows; a letter that must arrive is then sent again, byte for byte.
"""

from collections.abc import Sequence
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
#: States of letters that have not left for good.
OPEN = ("frozen", "waiting", "sending")
LEASE = timedelta(minutes=5)
#: Minutes to the next try after a passing failure; then every six hours, for two days.
STAGES = (1, 5, 15, 60, 180, 360)
GIVES_UP_AFTER = timedelta(hours=48)
_WITHOUT_BYTES = tuple(column for column in letter.c if column.name != "raw")


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
    """Sends what is frozen or waiting; how many letters were tried."""
    server = office.server
    if server is None:
        return 0
    count = 0
    # One at a time, so that no lease ends while others are still being sent.
    while (mine := office.store.write(lambda session: _claim(session, at))) is not None:
        handed = send(server, mine.env_from, mine.to_address, mine.raw)
        office.store.write(lambda session, o=mine, h=handed: _settle(session, o, h, at))  # type: ignore[misc]
        count += 1
    return count


def _claim(session: Session, at: datetime) -> Outgoing | None:
    """The next letter whose turn it is, now ours; those that must not leave are settled."""
    for row in _due(session, at):
        turn = _turn(session, row, at)
        if turn == "send":
            _mark(session, row.id, "sending", lease_until=at + LEASE)
            return _outgoing(
                session.connection.execute(select(letter).where(letter.c.id == row.id)).one()
            )
        if turn != "later":
            _mark(session, row.id, turn, settled_at=at)
    return None


def _due(session: Session, at: datetime) -> Sequence[Row[tuple[object, ...]]]:
    return session.connection.execute(
        select(*_WITHOUT_BYTES)
        .where(letter.c.state.in_(OPEN))
        .where(letter.c.not_before <= at)
        .where(letter.c.lease_until.is_(None) | (letter.c.lease_until < at))
        .order_by(letter.c.not_before, letter.c.dated_at, letter.c.id)
        .limit(100)
        .with_for_update(skip_locked=True)
    ).all()


def _turn(session: Session, row: Row[tuple[object, ...]], at: datetime) -> str:
    """The word “send” or “later”, or the state in which this letter ends without being sent.

    To one seat one letter with a calendar at a time, in order; the newest speaks for the older.
    """
    others = _of_this_seat(session, row) if row.calendar_method else []
    mine = _place(row)
    if any(_place(one) > mine for one in others):
        return "superseded"
    if any(one.lease_until is not None and one.lease_until >= at for one in others):
        return "later"
    if row.calendar_method == "CANCEL" and not any(_was_tried(one) for one in others):
        return "moot"
    if row.state == "sending" and row.name not in MUST_ARRIVE:
        return "in_doubt"
    return "send"


def _of_this_seat(
    session: Session, row: Row[tuple[object, ...]]
) -> Sequence[Row[tuple[object, ...]]]:
    return session.connection.execute(
        select(*_WITHOUT_BYTES)
        .where(letter.c.case_id == row.case_id)
        .where(letter.c.conference_no == row.conference_no)
        .where(letter.c.recipient_id == row.recipient_id)
        .where(letter.c.calendar_method != "")
        .where(letter.c.id != row.id)
    ).all()


def _place(row: Row[tuple[object, ...]]) -> tuple[datetime, tuple[int, ...]]:
    """In the order of history: the id says the case, the history row and the order in it."""
    return row.dated_at, tuple(int(part) for part in row.id.split(".") if part.isdecimal())


def _was_tried(row: Row[tuple[object, ...]]) -> bool:
    return bool(row.attempts) or row.state not in ("frozen", "captured", "superseded", "moot")


def _mark(session: Session, letter_id: str, state: str, **more: datetime) -> None:
    changed = {"state": state, "lease_until": None, **more}
    session.connection.execute(update(letter).where(letter.c.id == letter_id).values(changed))


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
