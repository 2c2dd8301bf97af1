"""Sign-ins: one row for each person on each device; the token itself is never stored.

A change of what a sign-in may do makes a new row and ends the old one. Links are `links.py`,
mailed codes `codes.py`; how long a sign-in lasts is `Lifetimes`.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, insert, select, update

from meetings.store import tables
from meetings.store.engines import Session

#: Moving it at every page would make each reading a write.
SEEN_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """How long things last; a demo, whose clock jumps by months, has longer ones."""

    staff_idle: timedelta = timedelta(hours=8)
    staff_whole: timedelta = timedelta(hours=12)
    family: timedelta = timedelta(days=30)
    #: A code opens plan text on this device for so long.
    code: timedelta = timedelta(hours=12)
    #: Nobody reads a page and answers it faster; a machine that presses every button does.
    pause: timedelta = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """One row of auth_session, without its token."""

    id: int
    person_id: int
    #: staff, family, student or guest.
    kind: str
    #: password, link, link_code, demo.
    method: str
    link_id: int | None = None
    browser: str = ""
    created_at: datetime
    seen_at: datetime
    idle_until: datetime
    expires_at: datetime
    code_passed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who comes in, how, and with what browser."""

    person_id: int
    kind: str
    method: str
    link_id: int | None = None
    browser: str = ""
    code_passed_at: datetime | None = None


def begin(session: Session, arrival: Arrival, lifetimes: Lifetimes, at: datetime) -> str:
    """Writes the row; the token for the cookie, which nobody can read again."""
    token = secrets.token_urlsafe(32)
    staff = arrival.kind == "staff"
    session.connection.execute(
        insert(tables.auth_session).values(
            token_sha256=digest(token),
            person_id=arrival.person_id,
            kind=arrival.kind,
            method=arrival.method,
            link_id=arrival.link_id,
            browser=arrival.browser[:200],
            created_at=at,
            seen_at=at,
            idle_until=at + (lifetimes.staff_idle if staff else lifetimes.family),
            expires_at=at + (lifetimes.staff_whole if staff else lifetimes.family),
            code_passed_at=arrival.code_passed_at,
        )
    )
    return token


def raise_to(session: Session, old: SignIn, lifetimes: Lifetimes, at: datetime) -> str:
    """After a code was entered: a new token that may read plan text; the old one is over."""
    end(session, old.id, at)
    arrival = Arrival(
        person_id=old.person_id,
        kind=old.kind,
        method="link_code" if old.method == "link" else old.method,
        link_id=old.link_id,
        browser=old.browser,
        code_passed_at=at,
    )
    return begin(session, arrival, lifetimes, at)


def current(connection: Connection, token: str, at: datetime) -> SignIn | None:
    """The sign-in that this token stands for, unless it ended, idled out or was revoked."""
    table = tables.auth_session
    row = connection.execute(
        select(table)
        .where(table.c.token_sha256 == digest(token))
        .where(table.c.revoked_at.is_(None))
        .where(table.c.idle_until > at)
        .where(table.c.expires_at > at)
    ).one_or_none()
    return _sign_in(row) if row is not None else None


def by_id(connection: Connection, sign_in_id: int) -> SignIn:
    table = tables.auth_session
    return _sign_in(connection.execute(select(table).where(table.c.id == sign_in_id)).one())


def of_person(connection: Connection, person_id: int, at: datetime) -> tuple[SignIn, ...]:
    """All that are still open, the newest first."""
    table = tables.auth_session
    rows = connection.execute(
        select(table)
        .where(table.c.person_id == person_id)
        .where(table.c.revoked_at.is_(None))
        .where(table.c.idle_until > at)
        .where(table.c.expires_at > at)
        .order_by(table.c.id.desc())
    )
    return tuple(_sign_in(row) for row in rows)


def seen(session: Session, sign_in: SignIn, lifetimes: Lifetimes, at: datetime) -> None:
    """Moves the idle limit of a staff sign-in; call it when `SEEN_EVERY` has passed."""
    session.connection.execute(
        update(tables.auth_session)
        .where(tables.auth_session.c.id == sign_in.id)
        .values(seen_at=at, idle_until=at + lifetimes.staff_idle)
    )


def end(session: Session, sign_in_id: int, at: datetime) -> None:
    session.connection.execute(
        update(tables.auth_session)
        .where(tables.auth_session.c.id == sign_in_id)
        .where(tables.auth_session.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def end_all(session: Session, person_id: int, at: datetime) -> None:
    session.connection.execute(
        update(tables.auth_session)
        .where(tables.auth_session.c.person_id == person_id)
        .where(tables.auth_session.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _sign_in(row: Row[tuple[object, ...]]) -> SignIn:
    known = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    return SignIn(**{name: known[name] for name in SignIn.__dataclass_fields__})
