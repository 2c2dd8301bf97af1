"""What the pages of the outbox and the inbox ask of the database, and what they put back in line.

The bytes of a letter are never changed; only how far it got is.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Select, func, or_, select, update

from meetings.store import Session, tables
from meetings.store.letters import Letter

#: States from which a letter can be sent again by hand.
AGAIN = ("failed", "in_doubt", "bounced", "captured")
PAGE = 100
_LETTER = tuple(column for column in tables.letter.c if column.name != "raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which letters a list shows; 0 and "" leave a filter out."""

    state: str = ""
    words: str = ""
    case_id: int = 0
    page: int = 1


def letters(connection: Connection, wanted: Wanted) -> tuple[Letter, ...]:
    """One page, the newest first."""
    letter = tables.letter
    asked = _filtered(select(*_LETTER), wanted)
    rows = connection.execute(
        asked.order_by(letter.c.dated_at.desc(), letter.c.id.desc())
        .limit(PAGE)
        .offset((max(wanted.page, 1) - 1) * PAGE)
    )
    return tuple(Letter(**row) for row in rows.mappings())


def count(connection: Connection, wanted: Wanted) -> int:
    asked = _filtered(select(func.count()).select_from(tables.letter), wanted)
    return int(connection.execute(asked).scalar_one())


def _filtered(asked: Select[tuple[object, ...]], wanted: Wanted) -> Select[tuple[object, ...]]:
    letter = tables.letter
    if wanted.state:
        asked = asked.where(letter.c.state == wanted.state)
    if wanted.case_id:
        asked = asked.where(letter.c.case_id == wanted.case_id)
    for word in wanted.words.lower().split()[:5]:
        like = f"%{word}%"
        asked = asked.where(
            or_(func.lower(letter.c.subject).like(like), func.lower(letter.c.to_address).like(like))
        )
    return asked


def send_again(session: Session, ids: tuple[str, ...], at: datetime) -> int:
    """Puts letters back in line; how many were."""
    letter = tables.letter
    done = session.connection.execute(
        update(letter)
        .where(letter.c.id.in_(ids))
        .where(letter.c.state.in_(AGAIN))
        .where(letter.c.channel == "email")
        .values(state="frozen", not_before=at, lease_until=None, settled_at=None, attempts=0)
    )
    return int(done.rowcount)


def in_state(connection: Connection, state: str) -> tuple[str, ...]:
    """The ids of letters that would leave by mail."""
    letter = tables.letter
    rows = connection.execute(
        select(letter.c.id).where(letter.c.state == state).where(letter.c.channel == "email")
    )
    return tuple(rows.scalars())


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A letter that came in; its bytes are read apart."""

    id: int
    received_at: datetime
    kind: str
    state: str
    reason: str
    case_id: int | None
    conference_no: int | None
    person_id: int | None


def received(connection: Connection, state: str = "") -> tuple[Received, ...]:
    """The newest first, at most 200; "" is every state."""
    letter = tables.letter_in
    asked = select(*(column for column in letter.c if column.name != "raw"))
    if state:
        asked = asked.where(letter.c.state == state)
    rows = connection.execute(asked.order_by(letter.c.id.desc()).limit(200)).mappings()
    return tuple(
        Received(
            id=row["id"],
            received_at=row["received_at"],
            kind=row["class"],
            state=row["state"],
            reason=row["reason"],
            case_id=row["case_id"],
            conference_no=row["conference_no"],
            person_id=row["person_id"],
        )
        for row in rows
    )


def received_counts(connection: Connection) -> dict[str, int]:
    letter = tables.letter_in
    rows = connection.execute(
        select(letter.c.state, func.count()).group_by(letter.c.state).order_by(letter.c.state)
    )
    return {row[0]: int(row[1]) for row in rows}


def received_raw(connection: Connection, letter_id: int) -> bytes | None:
    found = connection.execute(
        select(tables.letter_in.c.raw).where(tables.letter_in.c.id == letter_id)
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def mark_recorded(session: Session, letter_id: int, reason: str, whose: tuple[int, int, int]) -> None:
    """A person read the letter and said what it counts as; `whose` is case, conference, person."""
    letter = tables.letter_in
    case_id, no, person_id = whose
    session.connection.execute(
        update(letter)
        .where(letter.c.id == letter_id)
        .values(
            state="recorded",
            reason=reason,
            case_id=case_id or None,
            conference_no=no or None,
            person_id=person_id or None,
        )
    )


def scheduled(connection: Connection) -> tuple[tuple[int, int, str], ...]:
    """Case, conference and student of every conference whose time is set, by name."""
    subject, cases, person = tables.subject, tables.cases, tables.person
    rows = connection.execute(
        select(subject.c.case_id, subject.c.no, person.c.given_name, person.c.family_name)
        .join(cases, cases.c.id == subject.c.case_id)
        .join(person, person.c.id == cases.c.student_id)
        .where(subject.c.chart == "conference")
        .where(subject.c.live)
        .where(subject.c.state == "scheduled")
        .order_by(person.c.family_name, person.c.given_name, subject.c.case_id)
    )
    return tuple((r.case_id, r.no, f"{r.given_name} {r.family_name}".strip()) for r in rows)
