"""Open bookings: days in which chosen families take their own times, and how they are guarded.

Which starts are safe is meetings/planner/suiting.py; taking one is a command. Nothing here commits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from meetings.store.tables import booking, booking_case

#: What becomes of a start that would leave fewer places for the others.
GUARDS = ("withhold", "show_last", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    id: int
    opened_at: datetime
    closes_at: datetime
    first_on: date
    last_on: date
    #: withhold, show_last or off.
    guard: str
    by: int
    closed_at: datetime | None
    case_ids: tuple[int, ...]

    def open_at(self, at: datetime) -> bool:
        """Whether families may take times: no clock has to ring for its end."""
        return self.closed_at is None and at < self.closes_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a new booking is to be."""

    case_ids: tuple[int, ...]
    first_on: date
    last_on: date
    closes_at: datetime
    guard: str = "withhold"
    by: int


def open_booking(connection: Connection, wanted: Wanted, at: datetime) -> int | str:
    """Its number, or the sentence why there is none."""
    if wanted.guard not in GUARDS:
        return f"A booking is guarded by one of {', '.join(GUARDS)}. Choose one of them."
    if wanted.last_on < wanted.first_on:
        return "The last day lies before the first one. Change one of them."
    if wanted.closes_at <= at:
        return "The booking would be over before it began. Choose a later closing date."
    if not wanted.case_ids:
        return "Nobody was chosen. Choose the families who are to take their own times."
    taken = _elsewhere(connection, wanted.case_ids, at)
    if taken:
        return (
            f"{len(taken)} of these families take their times in another booking. "
            "Close that one first, or leave them out."
        )
    made = connection.execute(
        insert(booking).values(
            opened_at=at,
            closes_at=wanted.closes_at,
            first_on=wanted.first_on,
            last_on=wanted.last_on,
            guard=wanted.guard,
            by_person=wanted.by,
        )
    )
    (number,) = made.inserted_primary_key or (0,)
    rows = [{"booking_id": number, "case_id": one} for one in sorted(set(wanted.case_ids))]
    connection.execute(insert(booking_case), rows)
    return int(number)


def _elsewhere(connection: Connection, case_ids: Iterable[int], at: datetime) -> tuple[int, ...]:
    rows = connection.execute(
        select(booking_case.c.case_id)
        .join(booking, booking.c.id == booking_case.c.booking_id)
        .where(booking_case.c.case_id.in_(sorted(set(case_ids))))
        .where(*_open(at))
        .order_by(booking_case.c.case_id)
    ).scalars()
    return tuple(rows)


def _open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return booking.c.closed_at.is_(None), booking.c.closes_at > at


def close(connection: Connection, booking_id: int, at: datetime) -> bool:
    """End it now; False where it was closed already. What was taken stays."""
    done = connection.execute(
        update(booking)
        .where(booking.c.id == booking_id)
        .where(booking.c.closed_at.is_(None))
        .values(closed_at=at)
    )
    return done.rowcount == 1


def of_id(connection: Connection, booking_id: int) -> Booking | None:
    row = connection.execute(select(booking).where(booking.c.id == booking_id)).one_or_none()
    return None if row is None else _booking(connection, row)


def of_case(connection: Connection, case_id: int, at: datetime) -> Booking | None:
    """The open booking in which this family may take its time."""
    row = connection.execute(
        select(booking)
        .join(booking_case, booking_case.c.booking_id == booking.c.id)
        .where(booking_case.c.case_id == case_id)
        .where(*_open(at))
        .order_by(booking.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _booking(connection, row)


def everything(connection: Connection) -> tuple[Booking, ...]:
    """Every booking, the newest first."""
    rows = connection.execute(select(booking).order_by(booking.c.id.desc())).all()
    return tuple(_booking(connection, row) for row in rows)


def _booking(connection: Connection, row: Row[tuple[object, ...]]) -> Booking:
    chosen = connection.execute(
        select(booking_case.c.case_id)
        .where(booking_case.c.booking_id == row.id)
        .order_by(booking_case.c.case_id)
    ).scalars()
    return Booking(
        id=row.id,
        opened_at=row.opened_at,
        closes_at=row.closes_at,
        first_on=row.first_on,
        last_on=row.last_on,
        guard=row.guard,
        by=row.by_person,
        closed_at=row.closed_at,
        case_ids=tuple(chosen),
    )
