"""SQL of the calendars that people let us read: sources, their state, and the busy time in them.

Fetching and understanding are `meetings/busy/`; secrets come and go encrypted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, delete, func, insert, or_, select, update

from meetings.planning.busy import Block, Certainty, Owner
from meetings.planning.ics import Span
from meetings.store import values
from meetings.store.tables import account, busy_block, busy_source, invitation, person, seat

#: A reading older than this says nothing of today's free time.
OLD = timedelta(hours=12)
#: Somebody who reads a source has it for so long; afterwards another may.
LEASE = timedelta(minutes=5)
#: Rows written at once, within the limits of both databases.
MANY = 500

NOT_YET = "It has not been read yet."
TOO_OLD = "It has not been read for more than twelve hours."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    id: int
    person_id: int
    #: ics or caldav.
    kind: str
    #: As it may be shown: the server alone. The whole address is in `secret`.
    url: str
    username: str
    #: busy/sealing.py opens it.
    secret: str
    label: str
    etag: str
    last_modified: str
    checked_at: datetime | None
    #: As old are its blocks.
    good_at: datetime | None
    #: A sentence, or "".
    failure: str
    due_at: datetime | None

    def __repr__(self) -> str:
        return f"Source({self.id}, {self.kind})"

    def unknown(self, at: datetime) -> str:
        """Why its free time is not to be believed at this moment; "" where it is."""
        if self.failure:
            return self.failure
        if self.good_at is None:
            return NOT_YET
        return TOO_OLD if at - self.good_at > OLD else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all calendars of one person say."""

    blocks: tuple[Block, ...]
    #: Why the rest of the time is unknown, with the label of the calendar; "" where it is known.
    unknown: str
    #: Of the oldest reading; None where one was never read.
    good_at: datetime | None


def add(connection: Connection, new: Mapping[str, object]) -> int:
    """The number of the new source; `new` has the columns without state."""
    added = connection.execute(insert(busy_source).values(**new)).inserted_primary_key
    return int(added[0]) if added else 0


def remove(connection: Connection, person_id: int, source_id: int) -> bool:
    """Its blocks go with it. False: it is not this person's."""
    if of_person_by_id(connection, person_id, source_id) is None:
        return False
    connection.execute(delete(busy_block).where(busy_block.c.source_id == source_id))
    connection.execute(delete(busy_source).where(busy_source.c.id == source_id))
    return True


def of_person(connection: Connection, person_id: int) -> tuple[Source, ...]:
    rows = connection.execute(
        select(busy_source).where(busy_source.c.person_id == person_id).order_by(busy_source.c.id)
    )
    return tuple(_source(row) for row in rows.mappings())


def of_person_by_id(connection: Connection, person_id: int, source_id: int) -> Source | None:
    return next((s for s in of_person(connection, person_id) if s.id == source_id), None)


def _source(row: RowMapping) -> Source:
    return Source(**row)


def ask_again(connection: Connection, source_id: int, at: datetime) -> None:
    """It is due now, and is read whether it has changed or not."""
    connection.execute(
        update(busy_source)
        .where(busy_source.c.id == source_id)
        .values(due_at=at, etag="", last_modified="")
    )


def take_due(connection: Connection, at: datetime, most: int) -> tuple[Source, ...]:
    """Those whose time has come, new ones first; nobody else takes them for a while."""
    rows = connection.execute(
        select(busy_source)
        .where(or_(busy_source.c.due_at.is_(None), busy_source.c.due_at <= at))
        .order_by(busy_source.c.due_at.nulls_first(), busy_source.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    found = tuple(_source(row) for row in rows.mappings())
    if found:
        ids = [source.id for source in found]
        connection.execute(
            update(busy_source).where(busy_source.c.id.in_(ids)).values(due_at=at + LEASE)
        )
    return found


def settle(connection: Connection, source_id: int, state: Mapping[str, object]) -> bool:
    """Writes down how a reading ended. False: the source was removed meanwhile."""
    done = connection.execute(
        update(busy_source).where(busy_source.c.id == source_id).values(**state)
    )
    return done.rowcount > 0


def replace_blocks(connection: Connection, source_id: int, blocks: Sequence[Block]) -> None:
    connection.execute(delete(busy_block).where(busy_block.c.source_id == source_id))
    rows = [
        {
            "source_id": source_id,
            "starts_at": block.starts_at,
            "ends_at": block.ends_at,
            "certainty": block.certainty.value,
        }
        for block in blocks
    ]
    for first in range(0, len(rows), MANY):
        connection.execute(insert(busy_block), rows[first : first + MANY])


def count_of(connection: Connection, person_id: int, span: Span) -> dict[int, int]:
    """By source: how many blocks lie in the span."""
    rows = connection.execute(
        select(busy_block.c.source_id, func.count())
        .join(busy_source, busy_source.c.id == busy_block.c.source_id)
        .where(busy_source.c.person_id == person_id)
        .where(busy_block.c.ends_at > span[0])
        .where(busy_block.c.starts_at < span[1])
        .group_by(busy_block.c.source_id)
    )
    return {row[0]: row[1] for row in rows}


def told(connection: Connection, at: datetime, span: Span) -> dict[int, Told]:
    """By person, of everybody who lets us read a calendar: two questions, however many they are."""
    sources = connection.execute(select(busy_source).order_by(busy_source.c.id)).mappings()
    by_person: dict[int, list[Source]] = {}
    for row in sources:
        source = _source(row)
        by_person.setdefault(source.person_id, []).append(source)
    blocks = _blocks(connection, span)
    return {person_id: _told(mine, blocks, at) for person_id, mine in by_person.items()}


def _blocks(connection: Connection, span: Span) -> dict[int, list[Block]]:
    rows = connection.execute(
        select(busy_block)
        .where(busy_block.c.ends_at > span[0])
        .where(busy_block.c.starts_at < span[1])
        .order_by(busy_block.c.starts_at, busy_block.c.id)
    )
    found: dict[int, list[Block]] = {}
    for row in rows:
        block = Block(
            starts_at=row.starts_at, ends_at=row.ends_at, certainty=Certainty(row.certainty)
        )
        found.setdefault(row.source_id, []).append(block)
    return found


def _told(mine: Sequence[Source], blocks: Mapping[int, list[Block]], at: datetime) -> Told:
    reasons = [f"{source.label}: {why}" for source in mine if (why := source.unknown(at))]
    ages = [source.good_at for source in mine]
    known = [age for age in ages if age is not None]
    return Told(
        blocks=tuple(block for source in mine for block in blocks.get(source.id, ())),
        unknown=" ".join(reasons),
        good_at=min(known) if len(known) == len(ages) else None,
    )


def owner(connection: Connection, person_id: int) -> Owner:
    """Whose calendar it is: own addresses, the school's zone, the conferences we invited to."""
    mails = connection.execute(
        select(person.c.email)
        .where(person.c.id == person_id)
        .union(select(account.c.email).where(account.c.person_id == person_id))
    ).scalars()
    uids = connection.execute(
        select(invitation.c.uid)
        .join(
            seat,
            (seat.c.case_id == invitation.c.case_id)
            & (seat.c.conference_no == invitation.c.conference_no),
        )
        .where(seat.c.person_id == person_id)
    ).scalars()
    return Owner(
        zone=values.zone(connection),
        addresses=frozenset(mail.lower() for mail in mails if mail),
        ours=frozenset(uid.lower() for uid in uids),
    )
