"""What the pages of the outbox and the inbox ask of the database, and what they put back in line.

The bytes of a letter are never changed; only how far it got is.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, or_, select, update

from meetings.store import Session, tables
from meetings.store.letters import Letter
from meetings.web.guards import OVERSEERS
from meetings.web.site import Viewer

#: States from which a letter can be sent again by hand.
AGAIN = ("failed", "in_doubt", "bounced", "captured")
PAGE = 100
_LETTER = tuple(column for column in tables.letter.c if column.name != "raw")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which letters a list shows; 0 and "" leave a filter out."""

    #: Only of cases in which this person has a seat, and of none; 0 is every case.
    of_person: int = 0
    state: str = ""
    words: str = ""
    case_id: int = 0
    page: int = 1


def letters(connection: Connection, wanted: Wanted) -> tuple[Letter, ...]:
    """One page, the newest first."""
    letter = tables.letter
    rows = connection.execute(
        select(*_LETTER)
        .where(*_filters(wanted))
        .order_by(letter.c.dated_at.desc(), letter.c.id.desc())
        .limit(PAGE)
        .offset((max(wanted.page, 1) - 1) * PAGE)
    )
    return tuple(Letter(**row) for row in rows.mappings())


def count(connection: Connection, wanted: Wanted) -> int:
    asked = select(func.count()).select_from(tables.letter).where(*_filters(wanted))
    return int(connection.execute(asked).scalar_one())


def counts(connection: Connection, of_person: int) -> dict[str, int]:
    """How many letters are in each state that has any."""
    letter = tables.letter
    rows = connection.execute(
        select(letter.c.state, func.count())
        .where(*_filters(Wanted(of_person=of_person)))
        .group_by(letter.c.state)
        .order_by(letter.c.state)
    )
    return {row[0]: int(row[1]) for row in rows}


def _filters(wanted: Wanted) -> tuple[ColumnElement[bool], ...]:
    letter = tables.letter
    found: list[ColumnElement[bool]] = []
    if wanted.of_person:
        found.append(of_cases_of(letter.c.case_id, wanted.of_person))
    if wanted.state:
        found.append(letter.c.state == wanted.state)
    if wanted.case_id:
        found.append(letter.c.case_id == wanted.case_id)
    for word in wanted.words.lower().split()[:5]:
        like = f"%{word}%"
        found.append(
            or_(func.lower(letter.c.subject).like(like), func.lower(letter.c.to_address).like(like))
        )
    return tuple(found)


def of_cases_of(case_id: ColumnElement[int], person_id: int) -> ColumnElement[bool]:
    """Of the person's own cases, or of no case."""
    party = tables.party
    mine = select(party.c.case_id).where(party.c.person_id == person_id)
    return or_(case_id.in_(mine), case_id.is_(None), case_id == 0)


def only_of(viewer: Viewer) -> int:
    """Whose cases alone a viewer reads letters of; 0 for those who oversee all."""
    return 0 if viewer.has_role(*OVERSEERS) else viewer.person_id


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


def ids_of(connection: Connection, wanted: Wanted) -> tuple[str, ...]:
    """The ids of those letters that would leave by mail."""
    letter = tables.letter
    rows = connection.execute(
        select(letter.c.id).where(*_filters(wanted)).where(letter.c.channel == "email")
    )
    return tuple(rows.scalars())


def is_for(connection: Connection, letter_id: str, of_person: int) -> bool:
    """Whether a person with this filter may read the letter."""
    letter = tables.letter
    asked = select(letter.c.id).where(letter.c.id == letter_id)
    if of_person:
        asked = asked.where(of_cases_of(letter.c.case_id, of_person))
    return connection.execute(asked).first() is not None


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


def received(connection: Connection, of_person: int, state: str = "") -> tuple[Received, ...]:
    """The newest first, at most 200; "" is every state, 0 every case."""
    letter = tables.letter_in
    asked = select(*(column for column in letter.c if column.name != "raw"))
    if of_person:
        asked = asked.where(of_cases_of(letter.c.case_id, of_person))
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


def received_counts(connection: Connection, of_person: int) -> dict[str, int]:
    letter = tables.letter_in
    asked = select(letter.c.state, func.count()).group_by(letter.c.state).order_by(letter.c.state)
    if of_person:
        asked = asked.where(of_cases_of(letter.c.case_id, of_person))
    rows = connection.execute(asked)
    return {row[0]: int(row[1]) for row in rows}


def received_raw(connection: Connection, letter_id: int) -> bytes | None:
    found = connection.execute(
        select(tables.letter_in.c.raw).where(tables.letter_in.c.id == letter_id)
    ).scalar_one_or_none()
    return None if found is None else bytes(found)


def put_aside(session: Session, letter_id: int) -> None:
    """A person read the letter and it is no answer; whose it is stays with it."""
    letter = tables.letter_in
    session.connection.execute(
        update(letter)
        .where(letter.c.id == letter_id)
        .where(letter.c.state != "applied")
        .values(state="recorded", reason="Read by a person.")
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
