"""Token buckets: how often something may be tried, kept in the database for all processes.

A key is the purpose with an HMAC of the subject: the table tells nobody's address.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from meetings.store import tables
from meetings.store.engines import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    purpose: str
    most: int
    seconds: int


SIGN_INS = Limit(purpose="sign-in", most=20, seconds=3600)
PASSWORDS = Limit(purpose="password", most=20, seconds=86400)
MAILED = Limit(purpose="mailed", most=10, seconds=3600)
CODES = Limit(purpose="code", most=10, seconds=86400)


def take(session: Session, limit: Limit, subject: str, at: datetime) -> bool:
    """Takes one; False when there is none left. It fills again evenly over the limit's time."""
    key = _key(session.secret, limit, subject)
    table = tables.token_bucket
    row = session.connection.execute(select(table).where(table.c.key == key)).one_or_none()
    if row is None:
        session.connection.execute(
            insert(table).values(key=key, level=_scaled(limit.most - 1), updated_at=at)
        )
        return True
    passed = max(0.0, (at - row.updated_at).total_seconds())
    level = min(_scaled(limit.most), row.level + int(_scaled(limit.most) * passed / limit.seconds))
    if level < _scaled(1):
        return False
    session.connection.execute(
        update(table).where(table.c.key == key).values(level=level - _scaled(1), updated_at=at)
    )
    return True


def _scaled(whole: int) -> int:
    """The level is stored in thousandths, so that filling needs no fractions."""
    return whole * 1000


def _key(secret: bytes, limit: Limit, subject: str) -> str:
    mac = hmac.new(secret, f"{limit.purpose}:{subject.lower()}".encode(), hashlib.sha256)
    return f"{limit.purpose}:{mac.hexdigest()[:32]}"
