"""Letters out: what was written to whom, and how far it got. Incoming letters are not here.

The bytes are apart from the rest: a list of letters never loads them. They are written once.
"""

import hashlib
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, insert, select, update

from meetings.store.engines import Session
from meetings.store.tables import letter

#: Everything but the bytes.
_COLUMNS = tuple(column for column in letter.c if column.name != "raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    #: The order that it carries out.
    id: str
    case_id: int
    #: 0 where it is about no conference.
    conference_no: int = 0
    recipient_id: int
    #: A folder of templates/letters.
    name: str
    subject: str
    #: email, or paper for a family without a mailbox.
    channel: str
    to_address: str
    env_from: str
    message_id: str
    dated_at: datetime
    sha256: str = ""
    #: REQUEST or CANCEL; "" without a calendar part.
    calendar_method: str = ""
    uid: str = ""
    sequence: int = 0
    #: frozen, sending, sent, waiting, failed, captured, in_doubt, bounced, printed.
    state: str = "frozen"
    attempts: int = 0
    not_before: datetime
    lease_until: datetime | None = None
    #: What the mail server answered last: its number and its words.
    last_code: int = 0
    last_words: str = ""
    settled_at: datetime | None = None


def file_name(letter_id: str) -> str:
    """Under which a copy of the letter lies in the folder `letters`."""
    return f"{letter_id}.eml"


def one(connection: Connection, letter_id: str) -> Letter | None:
    found = _letters(connection, _asked().where(letter.c.id == letter_id))
    return found[0] if found else None


def raw(connection: Connection, letter_id: str) -> bytes | None:
    """The letter as it was frozen, byte for byte."""
    found = connection.execute(
        select(letter.c.raw).where(letter.c.id == letter_id)
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def of_person(connection: Connection, person_id: int) -> tuple[Letter, ...]:
    """What was written to this person, the newest first."""
    return _newest_first(connection, _asked().where(letter.c.recipient_id == person_id))


def of_case(connection: Connection, case_id: int) -> tuple[Letter, ...]:
    """The newest first."""
    return _newest_first(connection, _asked().where(letter.c.case_id == case_id))


def by_state(connection: Connection, *states: str) -> tuple[Letter, ...]:
    """The newest first."""
    return _newest_first(connection, _asked().where(letter.c.state.in_(states)))


def counts(connection: Connection) -> dict[str, int]:
    """How many letters are in each state that has any."""
    rows = connection.execute(
        select(letter.c.state, func.count()).group_by(letter.c.state).order_by(letter.c.state)
    )
    return {row[0]: row[1] for row in rows}


def by_message_id(connection: Connection, message_id: str) -> Letter | None:
    """The letter that an answer or a bounce names."""
    found = _letters(connection, _asked().where(letter.c.message_id == message_id))
    return found[0] if found else None


def put(session: Session, wanted: Letter, data: bytes) -> Letter:
    """Freezes the letter, its digest reckoned here. The same id again: the one that stands."""
    known = one(session.connection, wanted.id)
    if known is not None:
        return known
    values = {**asdict(wanted), "sha256": hashlib.sha256(data).hexdigest(), "raw": data}
    session.connection.execute(insert(letter).values(values))
    return Letter(**{name: value for name, value in values.items() if name != "raw"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How far a letter got, and what the other side said."""

    state: str
    code: int = 0
    words: str = ""


def settle(session: Session, letter_id: str, ending: Ending, at: datetime) -> None:
    """It is not sent again by itself."""
    session.connection.execute(
        update(letter)
        .where(letter.c.id == letter_id)
        .values(
            state=ending.state,
            last_code=ending.code,
            last_words=ending.words,
            settled_at=at,
            lease_until=None,
        )
    )


def _asked() -> Select[tuple[object, ...]]:
    return select(*_COLUMNS)


def _newest_first(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Letter, ...]:
    return _letters(connection, wanted.order_by(letter.c.dated_at.desc(), letter.c.id.desc()))


def _letters(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Letter, ...]:
    return tuple(Letter(**row) for row in connection.execute(wanted).mappings())
