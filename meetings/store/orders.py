"""What is owed: orders of the law and of the doors, claimed by a courier, settled once."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, insert, or_, select, update

from meetings.store.engines import Session
from meetings.store.prepared import Prepared
from meetings.store.tables import moment_text, outbox
from workflow.effects import Order
from workflow.plan import Case

LEASE = timedelta(seconds=300)
#: Minutes until the next try; then daily. After five days it has failed.
BACK_OFF = (1, 5, 15, 60)
GIVES_UP_AFTER = timedelta(days=5)

_OWED = Prepared(insert(outbox))
_text = msgspec.json.Encoder(order="sorted").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One row of the outbox as the courier sees it."""

    id: str
    case_id: int
    seq: int
    order: Order
    attempts: int
    given_at: datetime

    @property
    def kind(self) -> str:
        return self.order.kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Something that a door owes besides the law: a code by letter."""

    id: str
    case_id: int
    kind: str
    recipient: int | None
    body: dict[str, str] = field(default_factory=dict)
    no: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    #: done, moot or failed.
    stage: str
    at: datetime
    note: str = ""


def put(connection: Connection, case: Case, orders: tuple[Order, ...], at: datetime) -> None:
    """The orders of one history row; the id makes each of them unrepeatable."""
    said = moment_text(at)
    for n, order in enumerate(orders):
        _OWED.run(connection, _row(case, n, order) | _fresh(said))


def _row(case: Case, n: int, order: Order) -> dict[str, object]:
    return {
        "id": f"{case.id}.{case.version}.{n}.{order.recipient or 0}",
        "case_id": case.id,
        "seq": case.version,
        "kind": order.kind,
        "chart": order.chart,
        "no": order.no,
        "recipient_id": order.recipient,
        "body": _text(order.body).decode(),
        "still_if": order.still_if,
        "claimed_until": None,
        "done_at": None,
    }


def promise(session: Session, wanted: Promise, at: datetime) -> None:
    """Writes the promise; the same id again changes nothing."""
    known = session.connection.execute(
        select(outbox.c.id).where(outbox.c.id == wanted.id)
    ).scalar_one_or_none()
    if known is not None:
        return
    session.connection.execute(
        insert(outbox).values(
            id=wanted.id,
            case_id=wanted.case_id,
            seq=0,
            kind=wanted.kind,
            chart="plan",
            no=wanted.no,
            recipient_id=wanted.recipient,
            body=_text(wanted.body).decode(),
            still_if="",
            **_fresh(at),
        )
    )


def _fresh(at: datetime | str) -> dict[str, object]:
    return {"stage": "owed", "given_at": at, "due_at": at, "attempts": 0, "note": ""}


def claim(session: Session, at: datetime, most: int = 100) -> tuple[Owed, ...]:
    """Takes what is due, oldest first; it is ours until the lease ends."""
    wanted = (
        select(outbox)
        .where(outbox.c.done_at.is_(None))
        .where(outbox.c.due_at <= at)
        .where(or_(outbox.c.claimed_until.is_(None), outbox.c.claimed_until < at))
        .order_by(outbox.c.due_at, outbox.c.case_id, outbox.c.seq, outbox.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    rows = session.connection.execute(wanted).all()
    if rows:
        session.connection.execute(
            update(outbox)
            .where(outbox.c.id.in_([row.id for row in rows]))
            .values(stage="claimed", claimed_until=at + LEASE, attempts=outbox.c.attempts + 1)
        )
    return tuple(_owed(row) for row in rows)


def _owed(row: Row[Any]) -> Owed:
    return Owed(
        id=row.id,
        case_id=row.case_id,
        seq=row.seq,
        order=Order(
            kind=row.kind,
            recipient=row.recipient_id,
            chart=row.chart,
            no=row.no,
            still_if=row.still_if,
            body=json.loads(row.body),
        ),
        attempts=row.attempts + 1,
        given_at=row.given_at,
    )


def settle(connection: Connection, order_id: str, ending: Ending) -> None:
    """It is not looked at again."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == order_id)
        .values(stage=ending.stage, done_at=ending.at, note=ending.note, claimed_until=None)
    )


def put_off(connection: Connection, owed: Owed, note: str, at: datetime) -> bool:
    """Tries again later, later each time; False, and failed, when it was tried for five days."""
    if at - owed.given_at > GIVES_UP_AFTER:
        settle(connection, owed.id, Ending(stage="failed", note=note, at=at))
        return False
    minutes = BACK_OFF[owed.attempts - 1] if owed.attempts <= len(BACK_OFF) else 24 * 60
    connection.execute(
        update(outbox)
        .where(outbox.c.id == owed.id)
        .values(stage="owed", claimed_until=None, due_at=at + timedelta(minutes=minutes), note=note)
    )
    return True


def wait(connection: Connection, owed: Owed, until: datetime, note: str) -> None:
    """It is not its turn yet: this is no failure, and no try."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == owed.id)
        .values(
            stage="owed", claimed_until=None, due_at=until, note=note, attempts=owed.attempts - 1
        )
    )


def try_again(connection: Connection, order_id: str, at: datetime) -> None:
    """By hand: as if it were owed since now."""
    connection.execute(
        update(outbox)
        .where(outbox.c.id == order_id)
        .where(outbox.c.stage.in_(("failed", "owed")))
        .values(stage="owed", done_at=None, due_at=at, given_at=at, claimed_until=None, attempts=0)
    )


def waiting(connection: Connection) -> int:
    return int(
        connection.execute(
            select(func.count()).select_from(outbox).where(outbox.c.done_at.is_(None))
        ).scalar_one()
    )


def of_case(connection: Connection, case_id: int) -> tuple[Row[Any], ...]:
    return tuple(
        connection.execute(
            select(outbox).where(outbox.c.case_id == case_id).order_by(outbox.c.given_at)
        )
    )


def by_stage(connection: Connection, *stages: str) -> tuple[Row[Any], ...]:
    return tuple(
        connection.execute(
            select(outbox).where(outbox.c.stage.in_(stages)).order_by(outbox.c.due_at, outbox.c.id)
        )
    )
