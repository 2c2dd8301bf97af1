"""The database behind one door for reading and one for writing; SQLite or PostgreSQL.

On SQLite writers take turns on one connection, each begun with BEGIN IMMEDIATE: the driver's
defaults lose updates without an error. Readers cannot write. The secret lies beside the data.
"""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from psycopg.errors import DeadlockDetected
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool

from meetings.store import days, upgrade
from workflow.chart import Law, load
from workflow.deadlines import SchoolCalendar

#: FULL: a committed signature outlives a power cut.
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON")
#: The same of a reader on PostgreSQL.
STABLE = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
T = TypeVar("T")
READERS = 16
#: So often a transaction is done again that was undone because two waited for each other.
RETRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One transaction: what a writer may use. The door that opened it commits."""

    connection: Connection
    secret: bytes
    law: Law
    calendars: days.Calendars

    def school(self, school_year: str) -> SchoolCalendar:
        return self.calendars.of(self.connection, school_year)


@dataclass(slots=True, kw_only=True)
class Store:
    #: Where archive, letters and keys lie.
    folder: Path
    secret: bytes
    law: Law
    writer: Engine
    reader: Engine
    #: On SQLite the connection of all writers, and whose turn it is; PostgreSQL keeps them apart.
    pen: Connection | None = None
    turn: threading.RLock = field(default_factory=threading.RLock)
    calendars: days.Calendars = field(default_factory=days.Calendars)

    @classmethod
    def open(cls, where: str | Path, folder: Path | None = None, secret: bytes = b"") -> "Store":
        """A folder with `alp.db` in it, made ready if new, or a database URL with a folder beside.

        Raises upgrade.Newer when the database was written by a newer version.
        """
        text = str(where)
        is_url = "://" in text
        home = folder or (Path("alp-data") if is_url else Path(text))
        home.mkdir(parents=True, exist_ok=True)
        url = text if is_url else f"sqlite:///{home / 'alp.db'}"
        sqlite = make_url(url).get_backend_name() == "sqlite"
        writer = _sqlite_writer(url) if sqlite else create_engine(url)
        upgrade.to_newest(writer)
        return cls(
            folder=home,
            secret=secret or _secret(home / "secret"),
            law=load(),
            writer=writer,
            reader=_sqlite_reader(url) if sqlite else writer.execution_options(**STABLE),
            pen=_pen(writer) if sqlite else None,
        )

    def write(self, work: Callable[[Session], T]) -> T:
        """Runs `work` in one transaction; returns after it is on the disk. An error undoes all."""
        if self.pen is None:
            return self._among_others(work)
        with self.turn:
            return self._in_turn(self.pen, work)

    def _in_turn(self, pen: Connection, work: Callable[[Session], T]) -> T:
        raw = _driver(pen)
        _begin(raw)
        try:
            done = work(self.session(pen))
            raw.execute("COMMIT")
        except BaseException:
            raw.rollback()
            raise
        return done

    def _among_others(self, work: Callable[[Session], T]) -> T:
        """Two who wait for each other: PostgreSQL undoes one, and it is done again."""
        for _ in range(RETRIES):
            try:
                with self.writer.begin() as connection:
                    return work(self.session(connection))
            except (DeadlockDetected, OperationalError) as wrong:
                if not isinstance(getattr(wrong, "orig", wrong), DeadlockDetected):
                    raise
        with self.writer.begin() as connection:
            return work(self.session(connection))

    def session(self, connection: Connection) -> Session:
        return Session(
            connection=connection, secret=self.secret, law=self.law, calendars=self.calendars
        )

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One stable view; a write through it fails."""
        with self.reader.connect() as connection, connection.begin():
            yield connection

    def school(self, connection: Connection, school_year: str) -> SchoolCalendar:
        return self.calendars.of(connection, school_year)

    def close(self) -> None:
        if self.pen is not None:
            self.pen.close()
        self.writer.dispose()
        self.reader.dispose()


def _secret(path: Path) -> bytes:
    """Made once, readable by its owner alone."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


def _driver(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  only SQLite has a pen
    return raw


def _begin(raw: sqlite3.Connection) -> None:
    """A database that is busy for too long says so as SQLAlchemy would: the doors know that one."""
    try:
        raw.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as busy:
        raise OperationalError("BEGIN IMMEDIATE", None, busy) from busy


def _pen(writer: Engine) -> Connection:
    """Its transactions are begun and ended by Store.write alone, at a tenth of the usual cost."""
    pen = writer.connect()
    pen.begin()
    _driver(pen).rollback()
    return pen


def _sqlite_writer(url: str) -> Engine:
    """One connection, used by one thread at a time: see Store.turn."""
    engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
    _prepare(engine, "BEGIN IMMEDIATE", read_only=False)
    return engine


def _sqlite_reader(url: str) -> Engine:
    engine = create_engine(
        url, pool_size=READERS, max_overflow=0, connect_args={"check_same_thread": False}
    )
    _prepare(engine, "BEGIN", read_only=True)
    return engine


def _prepare(engine: Engine, begin: str, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def _connected(raw: sqlite3.Connection, _record: object) -> None:
        # The driver would begin by itself, too late and without IMMEDIATE.
        raw.isolation_level = None
        for line in PRAGMAS:
            raw.execute(f"PRAGMA {line}")
        if read_only:
            raw.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        connection.connection.driver_connection.execute(begin)  # type: ignore[union-attr]  # open
