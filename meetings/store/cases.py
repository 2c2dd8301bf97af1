"""A case, its history and the words in it, as they are read. How they are written: `writing.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from meetings.store.prepared import Prepared
from meetings.store.tables import cases, history, moment_text, party, passage
from workflow.events import EVENTS, Event
from workflow.plan import Case

T = TypeVar("T")

_case = msgspec.json.Decoder(Case)
_events = {name: msgspec.json.Decoder(kind) for name, kind in EVENTS.items()}
_rows = msgspec.json.Decoder(list[tuple[str, msgspec.Raw]])

_LOCKED = Prepared(
    select(cases.c.body, cases.c.head).where(cases.c.id == bindparam("case_id")).with_for_update()
)
_PRESSED = Prepared(
    select(history.c.seq)
    .where(history.c.case_id == bindparam("case_id"))
    .where(history.c.key == bindparam("said"))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A case as it was read, with the hash of its last history row."""

    case: Case
    head: str


def load(connection: Connection, case_id: int) -> Case | None:
    body = connection.execute(
        select(cases.c.body).where(cases.c.id == case_id)
    ).scalar_one_or_none()
    return None if body is None else decoded(body)


def lock(connection: Connection, case_id: int) -> Kept | None:
    """The case, kept from other writers until the transaction ends."""
    row = _LOCKED.run(connection, {"case_id": case_id}).fetchone()
    return None if row is None else Kept(case=decoded(row[0]), head=row[1])


def decoded(body: str) -> Case:
    return _case.decode(body)


def is_pressed(connection: Connection, case_id: int, key: str) -> bool:
    """Whether a command with this key was heard before; asked after `lock`."""
    return _PRESSED.run(connection, {"case_id": case_id, "said": key}).fetchone() is not None


def passage_of(connection: Connection, digest: str, kind: type[T]) -> T | None:
    """What somebody wrote; None where nothing was, or it was erased."""
    if not digest:
        return None
    text = connection.execute(
        select(passage.c.text).where(passage.c.digest == digest)
    ).scalar_one_or_none()
    return None if text is None else msgspec.json.decode(text, type=kind)


def rows_of(connection: Connection, case_id: int) -> tuple[Row[Any], ...]:
    """The history of one case, first row first."""
    return tuple(
        connection.execute(
            select(history).where(history.c.case_id == case_id).order_by(history.c.seq)
        )
    )


def as_said(row: Row[Any]) -> dict[str, Any]:
    """A history row as it was hashed, with `prev` and `hash`."""
    said = dict(row._mapping)  # noqa: SLF001  the documented way to read a row by name
    said["at"] = moment_text(said["at"])
    return said


def events_in(text: str) -> Iterator[Event]:
    for name, raw in _rows.decode(text):
        yield _events[name].decode(raw)


def ids(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars())


def next_id(connection: Connection) -> int:
    found = connection.execute(select(cases.c.id).order_by(cases.c.id.desc()).limit(1)).scalar()
    return 1 + int(found or 0)


def cases_of(connection: Connection, person_id: int) -> tuple[Case, ...]:
    """Cases in which this person holds or held a seat, the newest first."""
    rows = connection.execute(
        select(cases.c.body)
        .where(cases.c.id.in_(select(party.c.case_id).where(party.c.person_id == person_id)))
        .order_by(cases.c.id.desc())
    ).scalars()
    return tuple(decoded(body) for body in rows)


def everything(connection: Connection) -> tuple[Case, ...]:
    """Every case, ended ones too, in order."""
    bodies = connection.execute(select(cases.c.body).order_by(cases.c.id)).scalars()
    return tuple(decoded(body) for body in bodies)
