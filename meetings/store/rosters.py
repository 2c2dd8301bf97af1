"""The roster as it is stored, and writing down an accepted difference. Nobody is ever deleted.

Who is gone keeps a row with a date. Hours, lessons, rooms and days are the present alone: what an
import no longer names is taken away. What families painted themselves is not the roster's.
"""

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, delete, insert, select, update

from meetings.roster import people as roster
from meetings.roster.difference import Change, Difference
from meetings.roster.people import AnyRecord, Kind, Record, Roster, by_key
from meetings.store import tables, values
from meetings.store.engines import Session
from meetings.store.records import (
    Ids,
    Place,
    Placed,
    SinglePerson,
    cycle_days,
    ids_of,
    interpreter_place,
    person_place,
    person_records,
    place,
)

PEOPLE = (Kind.STUDENT, Kind.GUARDIAN, Kind.STAFF)


def stored_roster(connection: Connection) -> Roster:
    """Of every source; those who are gone, and what was said on a page, are not in it."""
    people = _people(connection)
    return Roster(
        schools=by_key(_schools(connection)),
        students=_of(people, roster.Student),
        guardians=_of(people, roster.Guardian),
        ties=by_key(_ties(connection)),
        staff=_of(people, roster.Staff),
        teachings=by_key(_teachings(connection)),
        hours=by_key(_hours(connection)),
        bells=by_key(_bells(connection)),
        days=by_key(_days(connection)),
        rooms=by_key(_rooms(connection)),
        interpreters=_of(people, roster.Interpreter),
        windows=by_key(_windows(connection)),
    )


def accept(session: Session, difference: Difference, at: datetime) -> None:
    """Writes every change. It must be the difference from what is stored now."""
    connection = session.connection
    came = (*difference.new, *difference.changed)
    for kind in PEOPLE:
        records = [cast("SinglePerson", change.after) for change in came if change.kind is kind]
        _put(connection, [person_place(record) for record in records])
    _put(connection, _interpreters(connection, difference))
    ids = ids_of(connection)
    for change in difference.gone:
        _end(connection, change, ids, at)
    for kind in Kind:
        if kind not in (*PEOPLE, Kind.INTERPRETER):
            placed = [cast("Placed", change.after) for change in came if change.kind is kind]
            _put(connection, [place(record, ids) for record in placed])
    if any(change.kind in {Kind.DAY, Kind.BELL} for change in (*came, *difference.gone)):
        revision = int(values.text(connection, "days_revision") or 0) + 1
        values.put(connection, "days_revision", str(revision))


def _put(connection: Connection, places: list[Place]) -> None:
    """Inserts or updates, all of one table."""
    if not places:
        return
    table = places[0].table
    columns = [table.c[name] for name in places[0].key]
    known = {tuple(row) for row in connection.execute(select(*columns))}
    fresh = [one for one in places if tuple(one.key.values()) not in known]
    if fresh:
        connection.execute(
            insert(table), [{**one.untold, **one.key, **one.values} for one in fresh]
        )
    for one in places:
        if tuple(one.key.values()) in known:
            connection.execute(update(table).where(*_is(one)).values(**one.values))


def _is(one: Place) -> tuple[ColumnElement[bool], ...]:
    return tuple(
        one.table.c[name].is_(None) if value is None else one.table.c[name] == value
        for name, value in one.key.items()
    )


def _end(connection: Connection, change: Change, ids: Ids, at: datetime) -> None:
    record = change.before
    match record:
        case roster.Student() | roster.Guardian() | roster.Staff():
            one = person_place(record)
            connection.execute(update(one.table).where(*_is(one)).values(gone_at=at))
            _end_ties(connection, ids[record.source, str(one.key["kind"]), record.source_id], at)
        case roster.Tie():
            one = place(record, ids)
            connection.execute(update(one.table).where(*_is(one)).values(gone_at=at))
        case roster.Interpreter() | None:
            _end_interpreter(connection, record, at)
        case _:
            one = place(record, ids)
            connection.execute(delete(one.table).where(*_is(one)))


def _end_ties(connection: Connection, person_id: int, at: datetime) -> None:
    tie = tables.tie
    connection.execute(
        update(tie)
        .where((tie.c.student_id == person_id) | (tie.c.guardian_id == person_id))
        .where(tie.c.gone_at.is_(None))
        .values(gone_at=at)
    )


def _end_interpreter(
    connection: Connection, record: roster.Interpreter | None, at: datetime
) -> None:
    """Who has a language left is still here: `_interpreters` has written that down."""
    if record is None:
        return
    one = interpreter_place(record, ())
    person = tables.person
    connection.execute(
        update(person).where(*_is(one)).where(person.c.languages == "[]").values(gone_at=at)
    )


def _interpreters(connection: Connection, difference: Difference) -> list[Place]:
    """One place a person whose languages, name or address changed."""
    found = _of(_people(connection), roster.Interpreter)
    speaks = {record.key: record for record in found}
    touched: dict[tuple[str, str], roster.Interpreter] = {}
    for change in (*difference.gone, *difference.new, *difference.changed):
        record = change.after or change.before
        if isinstance(record, roster.Interpreter):
            touched[record.source, record.source_id] = record
            speaks.pop(record.key, None)
            if change.after is not None:
                speaks[record.key] = record
    return [
        interpreter_place(record, tuple(sorted(k[2] for k in speaks if k[:2] == person)))
        for person, record in touched.items()
    ]


def _of(people: Iterable[Record], kind: type[AnyRecord]) -> tuple[AnyRecord, ...]:
    return by_key(record for record in people if isinstance(record, kind))


def _people(connection: Connection) -> list[SinglePerson | roster.Interpreter]:
    person = tables.person
    rows = _rows(connection, select(person).where(person.c.gone_at.is_(None)))
    return [record for row in rows for record in person_records(row)]


def _rows(connection: Connection, wanted: Select[tuple[object, ...]]) -> list[RowMapping]:
    return list(connection.execute(wanted).mappings())


def _schools(connection: Connection) -> Iterable[roster.School]:
    for row in _rows(connection, select(tables.school)):
        yield roster.School(**{f.name: row[f.name] for f in fields(roster.School)})


def _ties(connection: Connection) -> Iterable[roster.Tie]:
    tie, student, guardian = tables.tie, tables.person.alias(), tables.person.alias()
    wanted = (
        select(tie, student.c.source_id.label("child"), guardian.c.source_id.label("adult"))
        .join(student, student.c.id == tie.c.student_id)
        .join(guardian, guardian.c.id == tie.c.guardian_id)
        .where(tie.c.gone_at.is_(None))
    )
    names = {f.name for f in fields(roster.Tie)} - {"student_id", "guardian_id"}
    for row in _rows(connection, wanted):
        told = {name: row[name] for name in names}
        yield roster.Tie(student_id=row["child"], guardian_id=row["adult"], **told)


def _teachings(connection: Connection) -> Iterable[roster.Teaching]:
    teaching, student, staff = tables.teaching, tables.person.alias(), tables.person.alias()
    wanted = (
        select(teaching, student.c.source_id.label("child"), staff.c.source_id.label("adult"))
        .join(student, student.c.id == teaching.c.student_id)
        .join(staff, staff.c.id == teaching.c.staff_id)
    )
    for row in _rows(connection, wanted):
        yield roster.Teaching(
            source=row["source"],
            student_id=row["child"],
            staff_id=row["adult"],
            subject=row["subject"],
            period=row["period"],
            cycle_days=cycle_days(row["cycle_days"]),
        )


def _hours(connection: Connection) -> Iterable[roster.Hour]:
    hour, person = tables.hour, tables.person
    wanted = select(hour, person.c.source_id).join(person, person.c.id == hour.c.staff_id)
    for row in _rows(connection, wanted):
        yield roster.Hour(
            source=row["source"],
            staff_id=row["source_id"],
            period=row["period"],
            cycle_days=cycle_days(row["cycle_days"]),
            activity=row["activity"],
        )


def _bells(connection: Connection) -> Iterable[roster.BellPeriod]:
    for row in _rows(connection, select(tables.bell_period)):
        yield roster.BellPeriod(**row)


def _days(connection: Connection) -> Iterable[roster.SchoolDay]:
    for row in _rows(connection, select(tables.school_day)):
        yield roster.SchoolDay(
            on=row["on_date"],
            day_kind=row["kind"],
            cycle_day=row["cycle_day"],
            bell_schedule=row["bell_schedule"],
        )


def _rooms(connection: Connection) -> Iterable[roster.Room]:
    for row in _rows(connection, select(tables.room)):
        yield roster.Room(**row)


def _windows(connection: Connection) -> Iterable[roster.Window]:
    window, person = tables.window, tables.person
    wanted = (
        select(window, person.c.source_id)
        .join(person, person.c.id == window.c.person_id)
        .where(window.c.said == "roster")
    )
    for row in _rows(connection, wanted):
        yield roster.Window(
            source=row["source"],
            person_id=row["source_id"],
            weekday=row["weekday"],
            on=row["on_date"],
            from_wall=row["from_wall"],
            to_wall=row["to_wall"],
        )
