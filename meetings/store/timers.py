"""Armed timers: rows with a date, asked for by the clock and replaced by the desk."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select, update

from meetings.store.prepared import Prepared
from meetings.store.tables import moment_text, timer
from workflow.alarms import TimerDue

COLUMNS = tuple(column.name for column in timer.c if column.name != "case_id")

_HERE = (
    timer.c.case_id == bindparam("of_case"),
    timer.c.chart == bindparam("of_chart"),
    timer.c.no == bindparam("of_no"),
    timer.c.command == bindparam("of_command"),
)
_OF_CASE = Prepared(
    select(*(timer.c[name] for name in COLUMNS))
    .where(timer.c.case_id == bindparam("of_case"))
    .order_by(timer.c.chart, timer.c.no, timer.c.command)
)
_ARM = Prepared(insert(timer))
_REARM = Prepared(update(timer).where(*_HERE).values({name: bindparam(name) for name in COLUMNS}))
_DISARM = Prepared(delete(timer).where(*_HERE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    case_id: int
    timer: TimerDue


def of_case(connection: Connection, case_id: int) -> tuple[TimerDue, ...]:
    rows = _OF_CASE.run(connection, {"of_case": case_id}).fetchall()
    return tuple(_read(row) for row in rows)


def put(
    connection: Connection,
    case_id: int,
    before: tuple[TimerDue, ...],
    after: tuple[TimerDue, ...],
) -> None:
    """Makes the rows what the law says; those that stay as they were are not touched."""
    known = {one.name: one for one in before}
    kept = {one.name for one in after}
    for one in before:
        if one.name not in kept:
            _DISARM.run(connection, _place(case_id, one))
    for one in after:
        old = known.get(one.name)
        if old is None:
            _ARM.run(connection, {"case_id": case_id, **_values(one)})
        elif old != one:
            replace_one(connection, case_id, one)


def replace_one(connection: Connection, case_id: int, one: TimerDue) -> None:
    _REARM.run(connection, _place(case_id, one) | _values(one))


def due(connection: Connection, at: datetime, most: int = 500) -> tuple[Ringing, ...]:
    """The earliest timer of each case that is due, in the order of the cases."""
    first = (
        select(timer.c.case_id, func.min(timer.c.due_at).label("due_at"))
        .where(timer.c.due_at <= at)
        .group_by(timer.c.case_id)
        .order_by(timer.c.case_id)
        .limit(most)
        .subquery()
    )
    rows = connection.execute(
        select(timer)
        .join(first, (timer.c.case_id == first.c.case_id) & (timer.c.due_at == first.c.due_at))
        .order_by(timer.c.case_id, timer.c.chart, timer.c.no, timer.c.command)
    )
    found: dict[int, Ringing] = {}
    for row in rows:
        found.setdefault(row.case_id, Ringing(case_id=row.case_id, timer=_timer(row)))
    return tuple(found.values())


def next_due(connection: Connection) -> datetime | None:
    """When the clock has to look again."""
    return connection.execute(
        select(timer.c.due_at).where(timer.c.due_at.is_not(None)).order_by(timer.c.due_at).limit(1)
    ).scalar_one_or_none()


def of_cases(connection: Connection, case_ids: tuple[int, ...]) -> dict[int, tuple[TimerDue, ...]]:
    rows = connection.execute(
        select(timer).where(timer.c.case_id.in_(case_ids)).order_by(timer.c.due_at)
    )
    found: dict[int, tuple[TimerDue, ...]] = {}
    for row in rows:
        found[row.case_id] = (*found.get(row.case_id, ()), _timer(row))
    return found


def _place(case_id: int, one: TimerDue) -> dict[str, object]:
    return {"of_case": case_id, "of_chart": one.chart, "of_no": one.no, "of_command": one.command}


def _timer(row: Row[Any]) -> TimerDue:
    return TimerDue(**{name: getattr(row, name) for name in COLUMNS})


def _read(row: tuple[Any, ...]) -> TimerDue:
    """As the driver gives it, in the order of COLUMNS: moments are text."""
    return TimerDue(
        chart=row[0],
        no=row[1],
        command=row[2],
        rule=row[3],
        base_at=datetime.fromisoformat(row[4]),
        due_at=datetime.fromisoformat(row[5]) if row[5] else None,
        left=row[6],
        then=row[7],
        because=row[8],
        provisional=bool(row[9]),
    )


def _values(one: TimerDue) -> dict[str, object]:
    said = {name: getattr(one, name) for name in COLUMNS}
    said["base_at"] = moment_text(one.base_at)
    said["due_at"] = moment_text(one.due_at) if one.due_at else None
    return said
