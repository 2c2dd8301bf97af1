"""Staff accounts: who of the staff may sign in, with which roles; and one-time URLs to begin.

Roles come from here alone, never from whoever checked a password elsewhere.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from meetings.identity import passwords, sessions
from meetings.store import people, tables
from meetings.store.engines import Session

URL_LIVES = timedelta(minutes=30)
ROLES = (
    "specialist",
    "teacher",
    "coordinator",
    "administrator",
    "operator",
    "authority",
    "scheduler",
    "auditor",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    person_id: int
    email: str
    password_hash: str
    roles: tuple[str, ...]
    disabled: bool


def of_person(connection: Connection, person_id: int) -> Account | None:
    table = tables.account
    row = connection.execute(select(table).where(table.c.person_id == person_id)).one_or_none()
    return _account(row) if row is not None else None


def by_email(connection: Connection, email: str) -> Account | None:
    table = tables.account
    row = connection.execute(
        select(table).where(func.lower(table.c.email) == email.strip().lower())
    ).one_or_none()
    return _account(row) if row is not None else None


def is_empty(connection: Connection) -> bool:
    """True before the first administrator came."""
    return connection.execute(select(tables.account.c.person_id).limit(1)).first() is None


def put(session: Session, account: Account, at: datetime) -> None:
    """Writes the account anew; whoever lost a role is signed out."""
    table, connection = tables.account, session.connection
    before = of_person(connection, account.person_id)
    connection.execute(delete(table).where(table.c.person_id == account.person_id))
    connection.execute(
        insert(table).values(
            person_id=account.person_id,
            email=account.email.strip(),
            password_hash=account.password_hash,
            roles=json.dumps(account.roles),
            made_at=at,
            disabled_at=at if account.disabled else None,
        )
    )
    if before is not None and (account.disabled or before.roles != account.roles):
        sessions.end_all(session, account.person_id, at)


def set_password(session: Session, person_id: int, password: str, at: datetime) -> None:
    """Raises PasswordRefused, and nothing is written then. All other sign-ins end."""
    mixed = passwords.hashed(password)
    session.connection.execute(
        update(tables.account)
        .where(tables.account.c.person_id == person_id)
        .values(password_hash=mixed)
    )
    sessions.end_all(session, person_id, at)


def check(connection: Connection, email: str, password: str) -> Account | None:
    """The account, after the same time whether it exists or not."""
    account = by_email(connection, email)
    stored = account.password_hash if account and not account.disabled else None
    return account if passwords.matches(password, stored or None) else None


def begin_url(session: Session, person_id: int | None, at: datetime) -> str:
    """The path "/welcome/<token>", once, for 30 minutes; without a person: the first one."""
    token = secrets.token_urlsafe(24)
    session.connection.execute(
        insert(tables.one_time_url).values(
            token_sha256=sessions.digest(token),
            person_id=person_id,
            purpose="account",
            expires_at=at + URL_LIVES,
        )
    )
    return f"/welcome/{token}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Welcome:
    #: None for the first administrator, whose person is made then.
    person_id: int | None


def welcome(connection: Connection, token: str, at: datetime) -> Welcome | None:
    """None when the URL was used, is too old, or was never given out."""
    table = tables.one_time_url
    row = connection.execute(
        select(table)
        .where(table.c.token_sha256 == sessions.digest(token))
        .where(table.c.used_at.is_(None))
        .where(table.c.expires_at > at)
    ).one_or_none()
    return Welcome(person_id=row.person_id) if row is not None else None


def use_welcome(session: Session, token: str, at: datetime) -> bool:
    """False when somebody was faster: the row decides, not the reading before."""
    table = tables.one_time_url
    done = session.connection.execute(
        update(table)
        .where(table.c.token_sha256 == sessions.digest(token))
        .where(table.c.used_at.is_(None))
        .where(table.c.expires_at > at)
        .values(used_at=at)
    )
    return done.rowcount == 1


def make_first(session: Session, names: tuple[str, str, str], at: datetime) -> int:
    """The first administrator: given name, family name, address. Roles: all that run a school.

    Whoever the roster knows by this address stays that person, and keeps the plans.
    """
    email = names[2]
    known = [one for one in people.by_email(session.connection, email) if one.kind == "staff"]
    person_id = known[0].id if known else _new_person(session, names)
    put(session, _first(person_id, email), at)
    return person_id


def _first(person_id: int, email: str) -> Account:
    return Account(
        person_id=person_id,
        email=email,
        password_hash="",
        roles=("specialist", "coordinator", "operator"),
        disabled=False,
    )


#: What somebody of the staff may do here, by what the roster says they are.
ROLES_OF: dict[str, tuple[str, ...]] = {
    "gt_specialist": ("specialist",),
    "principal": ("administrator", "authority"),
    "administrator": ("administrator",),
}


def ensure(session: Session, person: people.Person, at: datetime) -> None:
    """An account for somebody whom the roster names; one that is there keeps its roles."""
    if of_person(session.connection, person.id) is None:
        roles = ROLES_OF.get(person.staff_role, ("teacher",))
        account = Account(
            person_id=person.id, email=person.email, password_hash="", roles=roles, disabled=False
        )
        put(session, account, at)


def _new_person(session: Session, names: tuple[str, str, str]) -> int:
    given_name, family_name, email = names
    person_id: int = session.connection.execute(
        insert(tables.person)
        .values(
            source="console",
            source_id=email.lower(),
            kind="staff",
            given_name=given_name,
            family_name=family_name,
            preferred_name="",
            email=email,
            phone="",
            postal_address="",
            language="en",
            channel="email",
            staff_role="administrator",
            school_id="",
            grade="",
            gifted=False,
            areas="[]",
            evidence="[]",
            languages="[]",
            gt_specialist_id="",
        )
        .returning(tables.person.c.id)
    ).scalar_one()
    return person_id


def _account(row: Row[tuple[object, ...]]) -> Account:
    known = row._mapping  # noqa: SLF001 - the documented way to read a row by name
    return Account(
        person_id=int(known["person_id"]),
        email=str(known["email"]),
        password_hash=str(known["password_hash"]),
        roles=tuple(json.loads(known["roles"])),
        disabled=known["disabled_at"] is not None,
    )
