"""What people decided for the planner: this conference at this time, on this day, not on this day.

What a lock does to a plan is meetings/planner. Nothing here commits.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, insert, select

from meetings.store.tables import planning_lock

HERE, THIS_DAY, NOT_THIS_DAY = "here", "this_day", "not_this_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    case_id: int
    #: here, this_day or not_this_day.
    kind: str
    #: Of `here`.
    starts_at: datetime | None = None
    #: Of the other two.
    on: date | None = None
    by: int
    at: datetime
    reason: str = ""


def put(connection: Connection, lock: Lock) -> None:
    """Set it in the place of what it contradicts: a conference has one time and one day.

    "Not this day" gives way to nothing but the same day; that it does not stand beside a time on
    that day is seen by who reads the verdict, not here.
    """
    for kind, on in _displaced(lock):
        wanted = delete(planning_lock).where(planning_lock.c.case_id == lock.case_id)
        wanted = wanted.where(planning_lock.c.kind == kind)
        if on is not None:
            wanted = wanted.where(planning_lock.c.on_date == on)
        connection.execute(wanted)
    connection.execute(
        insert(planning_lock).values(
            case_id=lock.case_id,
            kind=lock.kind,
            starts_at=lock.starts_at,
            on_date=lock.on,
            by_person=lock.by,
            said_at=lock.at,
            reason=lock.reason,
        )
    )


def _displaced(lock: Lock) -> Iterator[tuple[str, date | None]]:
    if lock.kind == NOT_THIS_DAY:
        yield NOT_THIS_DAY, lock.on
        yield THIS_DAY, lock.on
        return
    yield HERE, None
    yield THIS_DAY, None
    if lock.on is not None:
        yield NOT_THIS_DAY, lock.on


def lift(connection: Connection, case_id: int, kind: str, on: date | None = None) -> None:
    """Take it back; without a date each of this kind."""
    wanted = (
        delete(planning_lock)
        .where(planning_lock.c.case_id == case_id)
        .where(planning_lock.c.kind == kind)
    )
    if on is not None:
        wanted = wanted.where(planning_lock.c.on_date == on)
    connection.execute(wanted)


def of_cases(connection: Connection, case_ids: Iterable[int]) -> dict[int, tuple[Lock, ...]]:
    """The locks of these cases, in one question, in the order in which they were set."""
    rows = connection.execute(
        select(planning_lock)
        .where(planning_lock.c.case_id.in_(sorted(set(case_ids))))
        .order_by(planning_lock.c.id)
    )
    found: dict[int, tuple[Lock, ...]] = {}
    for row in rows:
        lock = Lock(
            case_id=row.case_id,
            kind=row.kind,
            starts_at=row.starts_at,
            on=row.on_date,
            by=row.by_person,
            at=row.said_at,
            reason=row.reason,
        )
        found[row.case_id] = (*found.get(row.case_id, ()), lock)
    return found
