"""A roster's record as a row of its table, and back. Which rows are written is `rosters.py`.

A record names people by their number at the source; a row names them by the number of their row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import assert_never

import msgspec
from sqlalchemy import Connection, RowMapping, String, Table, select

from meetings.roster import people as roster
from meetings.store import tables
from meetings.store.people import person_of

#: Source, kind and number at the source, to the number of the row.
Ids = Mapping[tuple[str, str, str], int]
#: Whom a window may belong to, and who is meant where two people have one number.
MEETS = ("guardian", "student", "staff", "interpreter")
_text = msgspec.json.Encoder().encode
_EMPTY = {
    "preferred_name": "",
    "email": "",
    "phone": "",
    "postal_address": "",
    "language": "",
    "channel": "",
    "interpreter": None,
    "staff_role": "",
    "school_id": "",
    "grade": "",
    "birth_on": None,
    "gifted": False,
    "identified_on": None,
    "areas": "[]",
    "evidence": "[]",
    "languages": "[]",
    "gt_specialist_id": "",
}
TABLES: Mapping[roster.Kind, Table] = {
    roster.Kind.SCHOOL: tables.school,
    roster.Kind.STUDENT: tables.person,
    roster.Kind.GUARDIAN: tables.person,
    roster.Kind.TIE: tables.tie,
    roster.Kind.STAFF: tables.person,
    roster.Kind.TEACHING: tables.teaching,
    roster.Kind.HOUR: tables.hour,
    roster.Kind.BELL: tables.bell_period,
    roster.Kind.DAY: tables.school_day,
    roster.Kind.ROOM: tables.room,
    roster.Kind.INTERPRETER: tables.person,
    roster.Kind.WINDOW: tables.window,
}
Placed = (
    roster.School
    | roster.Tie
    | roster.Teaching
    | roster.Hour
    | roster.BellPeriod
    | roster.SchoolDay
    | roster.Room
    | roster.Window
)
#: One record is one person; an interpreter of two languages is two records, see `rosters.py`.
SinglePerson = roster.Student | roster.Guardian | roster.Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record stands: its table, the columns that find the row, and the others."""

    table: Table
    key: Mapping[str, object]
    values: Mapping[str, object]
    #: Of a new row alone: what people say on a page later is not undone by a roster.
    untold: Mapping[str, object] = field(default_factory=dict)


def too_long(record: roster.Record) -> tuple[str, int] | None:
    """The first field that has more characters than its column, and how many it may have."""
    columns = TABLES[record.KIND].c
    for name in (f.name for f in fields(record)):
        said, column = getattr(record, name), columns.get(name)
        if isinstance(said, str) and column is not None and isinstance(column.type, String):
            most = column.type.length
            if most is not None and len(said) > most:
                return name, most
    return None


def ids_of(connection: Connection) -> dict[tuple[str, str, str], int]:
    """Everybody, those who are gone too: they may come back."""
    person = tables.person
    rows = connection.execute(
        select(person.c.source, person.c.kind, person.c.source_id, person.c.id)
    )
    return {(row.source, row.kind, row.source_id): row.id for row in rows}


def person_place(record: SinglePerson) -> Place:
    match record:
        case roster.Student():
            return _person(record, "student", _student(record))
        case roster.Guardian():
            names = ("email", "phone", "postal_address", "language", "channel", "interpreter")
            return _person(record, "guardian", {name: getattr(record, name) for name in names})
        case roster.Staff():
            told = {"staff_role": record.role, "email": record.email}
            return _person(record, "staff", told | {"school_id": record.school_id})
        case _:
            assert_never(record)


def interpreter_place(record: roster.Interpreter, languages: tuple[str, ...]) -> Place:
    """All languages of the person that the record names."""
    said = {"email": record.email, "languages": _text(languages).decode()}
    return _person(record, "interpreter", said)


def _person(
    record: SinglePerson | roster.Interpreter, kind: str, told: Mapping[str, object]
) -> Place:
    named = {"given_name": record.given_name, "family_name": record.family_name}
    return Place(
        table=tables.person,
        key={"source": record.source, "source_id": record.source_id, "kind": kind},
        values={**named, **told, "gone_at": None},
        untold=_EMPTY,
    )


def _student(record: roster.Student) -> dict[str, object]:
    names = (
        "preferred_name",
        "email",
        "language",
        "school_id",
        "grade",
        "birth_on",
        "gifted",
        "identified_on",
        "gt_specialist_id",
    )
    told = {name: getattr(record, name) for name in names}
    lists = {"areas": record.areas, "evidence": record.evidence}
    return told | {name: _text(value).decode() for name, value in lists.items()}


def place(record: Placed, ids: Ids) -> Place:
    """Raises KeyError for somebody who has no row."""
    match record:
        case roster.School():
            key = {"source": record.source, "source_id": record.source_id}
            values = {name: getattr(record, name) for name in ("name", "level", "parent_id")}
            return Place(table=tables.school, key=key, values=values)
        case roster.Tie():
            return _tie(record, ids)
        case roster.Teaching() | roster.Hour() | roster.Window():
            return _hours(record, ids)
        case roster.BellPeriod():
            key = {"schedule": record.schedule, "period": record.period}
            times = {"starts_wall": record.starts_wall, "ends_wall": record.ends_wall}
            return Place(table=tables.bell_period, key=key, values=times)
        case roster.SchoolDay():
            told = {"kind": record.day_kind, "cycle_day": record.cycle_day}
            told["bell_schedule"] = record.bell_schedule
            return Place(table=tables.school_day, key={"on_date": record.on}, values={**told})
        case roster.Room():
            return Place(table=tables.room, key={"name": record.name}, values={"size": record.size})
        case _:
            assert_never(record)


def _tie(record: roster.Tie, ids: Ids) -> Place:
    names = (
        "source",
        "relation",
        "education_rights",
        "may_contact",
        "receives_copy",
        "address_confidential",
        "contact_order",
        "household",
    )
    return Place(
        table=tables.tie,
        key={
            "student_id": ids[record.source, "student", record.student_id],
            "guardian_id": ids[record.source, "guardian", record.guardian_id],
        },
        values={name: getattr(record, name) for name in names} | {"gone_at": None},
    )


def _hours(record: roster.Teaching | roster.Hour | roster.Window, ids: Ids) -> Place:
    source = {"source": record.source}
    match record:
        case roster.Teaching():
            key: dict[str, object] = {
                "student_id": ids[record.source, "student", record.student_id],
                "staff_id": ids[record.source, "staff", record.staff_id],
                "subject": record.subject,
                "period": record.period,
                "cycle_days": ",".join(record.cycle_days),
            }
            return Place(table=tables.teaching, key=key, values={**source})
        case roster.Hour():
            key = {
                "staff_id": ids[record.source, "staff", record.staff_id],
                "period": record.period,
                "cycle_days": ",".join(record.cycle_days),
            }
            return Place(table=tables.hour, key=key, values={**source, "activity": record.activity})
        case roster.Window():
            key = {
                "person_id": _meets(record, ids),
                "said": "roster",
                "weekday": record.weekday,
                "on_date": record.on,
                "from_wall": record.from_wall,
            }
            return Place(table=tables.window, key=key, values={**source, "to_wall": record.to_wall})
        case _:
            assert_never(record)


def _meets(record: roster.Window, ids: Ids) -> int:
    known = (ids.get((record.source, kind, record.person_id)) for kind in MEETS)
    return next(found for found in known if found is not None)


def person_records(row: RowMapping) -> tuple[SinglePerson | roster.Interpreter, ...]:
    """One record; of an interpreter one a language."""
    p = person_of(row)
    named = {"source": p.source, "source_id": p.source_id}
    named |= {"given_name": p.given_name, "family_name": p.family_name, "email": p.email}
    match p.kind:
        case "student":
            return (roster.Student(**{f.name: getattr(p, f.name) for f in fields(roster.Student)}),)
        case "guardian":
            return (
                roster.Guardian(**{f.name: getattr(p, f.name) for f in fields(roster.Guardian)}),
            )
        case "staff":
            return (roster.Staff(**named, role=p.staff_role, school_id=p.school_id),)
        case _:
            return tuple(roster.Interpreter(**named, language=one) for one in p.languages)


def cycle_days(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
