"""Tokens for programs: made by staff, with scopes and an end; the hash alone is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from meetings.identity.sessions import digest
from meetings.store import tables
from meetings.store.engines import Session

SCOPES = ("read", "write")
LIVES = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    id: int
    person_id: int
    name: str
    scopes: tuple[str, ...]
    made_at: datetime


def make(session: Session, person_id: int, name: str, at: datetime) -> str:
    """The token, to be shown once; it may read and write as that person for a year."""
    token = f"alp_{secrets.token_urlsafe(32)}"
    session.connection.execute(
        insert(tables.api_token).values(
            token_sha256=digest(token),
            person_id=person_id,
            name=name[:80],
            scopes=" ".join(SCOPES),
            made_at=at,
            expires_at=at + LIVES,
        )
    )
    return token


def find(connection: Connection, token: str, at: datetime) -> Token | None:
    table = tables.api_token
    row = connection.execute(
        select(table)
        .where(table.c.token_sha256 == digest(token))
        .where(table.c.revoked_at.is_(None))
        .where(table.c.expires_at > at)
    ).one_or_none()
    if row is None:
        return None
    return Token(
        id=row.id,
        person_id=row.person_id,
        name=row.name,
        scopes=tuple(row.scopes.split()),
        made_at=row.made_at,
    )


def revoke(session: Session, token_id: int, person_id: int, at: datetime) -> None:
    """Only the person's own."""
    session.connection.execute(
        update(tables.api_token)
        .where(tables.api_token.c.id == token_id)
        .where(tables.api_token.c.person_id == person_id)
        .values(revoked_at=at)
    )
