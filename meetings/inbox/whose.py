"""Whose answer this is, and what proves it; or why nobody can say by machine (RFC 6047 §2.2, §3).

The token in the reply address is a seat's; else the UID finds the conference, the attendee's
address the seat, and our own mail server must vouch for the sender. Never by In-Reply-To.
"""

import hashlib

from sqlalchemy import Connection, Row, select

from documents.reply import Heard, Scheduling, Unreadable, vouched
from meetings.inbox.verdict import Place, Verdict
from meetings.store import people
from meetings.store.tables import cases, invitation, letter, party, seat

UNKNOWN = "It answers no invitation that we sent."
STRANGE_ADDRESS = (
    "The address that it was sent to is none that we gave. Ask the person, or count it."
)
TWO_PLACES = "The reply address and the calendar name two different conferences. Ask the person."
FORWARDED = "The invitation went to another address. Ask who will come, or count it."
CRASHER = "This address was not invited. Add a seat and invite, or count it as somebody's answer."
SHARED = "Several people of this conference share this address. Count it for one of them."
UNPROVED = "Nothing proves who sent it. Ask the person, or count it."
WITHDRAWN = "That invitation was withdrawn since; the newest one is what counts."


def seat_of(connection: Connection, heard: Scheduling, mx: str) -> Place | Verdict:
    """The seat that answers, with proof. `mx` is the mail server whose word we believe, or ""."""
    if heard.token:
        return _by_token(connection, heard)
    return _by_address(connection, heard, mx)


def _by_token(connection: Connection, heard: Scheduling) -> Place | Verdict:
    found = _seat_with(connection, heard.token)
    meant = _conference_of(connection, heard.uid)
    if found is None:
        return _held(heard, STRANGE_ADDRESS, meant) if meant else _dead(heard)
    if meant is None or (meant.case_id, meant.no) != (found.case_id, found.conference_no):
        return _held(heard, TWO_PLACES, _place(found))
    if found.address != heard.attendee:
        return _held(heard, FORWARDED, _place(found))
    return _unless_withdrawn(connection, heard, _place(found))


def _by_address(connection: Connection, heard: Scheduling, mx: str) -> Place | Verdict:
    meant = _conference_of(connection, heard.uid)
    if meant is None:
        return _dead(heard)
    seats = _seats_at(connection, meant, heard.attendee)
    if len(seats) != 1:
        return _held(heard, SHARED if seats else CRASHER, meant)
    if not vouched(heard, mx):
        return _held(heard, UNPROVED, seats[0])
    return _unless_withdrawn(connection, heard, seats[0])


def _unless_withdrawn(connection: Connection, heard: Scheduling, place: Place) -> Place | Verdict:
    current = connection.execute(
        select(invitation.c.uid)
        .where(invitation.c.case_id == place.case_id)
        .where(invitation.c.conference_no == place.no)
    ).scalar_one_or_none()
    if current == heard.uid:
        return place
    return Verdict(state="recorded", reason=f"{heard.why} {WITHDRAWN}", place=place)


def _held(heard: Heard, why: str, place: Place) -> Verdict:
    return Verdict(state="held", reason=f"{heard.why} {why}", place=place)


def _dead(heard: Heard) -> Verdict:
    return Verdict(state="dead", reason=f"{heard.why} {UNKNOWN}")


def _seat_with(connection: Connection, token: str) -> Row[tuple[object, ...]] | None:
    digest = hashlib.sha256(token.encode()).hexdigest()
    return connection.execute(select(seat).where(seat.c.token_sha256 == digest)).one_or_none()


def _place(row: Row[tuple[object, ...]]) -> Place:
    return Place(case_id=row.case_id, no=row.conference_no, person_id=row.person_id)


def _seats_at(connection: Connection, place: Place, address: str) -> list[Place]:
    rows = connection.execute(
        select(seat)
        .where(seat.c.case_id == place.case_id)
        .where(seat.c.conference_no == place.no)
        .where(seat.c.address == address)
        .order_by(seat.c.person_id)
    )
    return [_place(row) for row in rows]


def _conference_of(connection: Connection, uid: str) -> Place | None:
    """By the UID that stands, else by one that a letter of ours bore before it was cancelled."""
    if not uid:
        return None
    for table in (invitation, letter):
        row = connection.execute(
            select(table.c.case_id, table.c.conference_no).where(table.c.uid == uid).limit(1)
        ).one_or_none()
        if row is not None:
            return Place(case_id=row.case_id, no=row.conference_no)
    return None


def about(connection: Connection, heard: Heard) -> Place:
    """Where a letter belongs that answers nothing by itself: what the specialist is shown."""
    found = _seat_with(connection, heard.token) if heard.token else None
    if found is not None:
        return _place(found)
    meant = _conference_of(connection, heard.uid) if isinstance(heard, Unreadable) else None
    return meant or _writer(connection, heard.from_address)


def _writer(connection: Connection, address: str) -> Place:
    """Who has this address, and the one case that is open for that person, if it is one."""
    known = people.by_email(connection, address)
    if len(known) != 1:
        return Place()
    seats = select(party.c.case_id).where(party.c.person_id == known[0].id)
    open_ones = connection.execute(
        select(cases.c.id).where(cases.c.id.in_(seats)).where(~cases.c.ended).limit(2)
    ).scalars()
    ids = list(open_ones)
    return Place(case_id=ids[0] if len(ids) == 1 else None, person_id=known[0].id)
