"""`alp check`: whether what is stored is what was written, each fault as a sentence that names it.

Nothing is changed or mended here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from meetings.store.copies import untrue_archive, untrue_letters
from meetings.store.engines import Store
from meetings.store.replays import untrue_cases


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Which row or file is not as it was written."""

    sentence: str


def check(store: Store) -> list[Fault]:
    """Everything, from one stable view: the database itself, histories, letters, the archive."""
    faults: list[Fault] = []
    with store.read() as connection:
        looks: tuple[Callable[[], Iterable[str]], ...] = (
            lambda: _broken_file(connection),
            lambda: untrue_cases(connection, store.law),
            lambda: untrue_letters(connection, store.folder),
            lambda: untrue_archive(connection, store.folder),
        )
        for look in looks:
            faults += _found(look)
    return faults


def _found(look: Callable[[], Iterable[str]]) -> list[Fault]:
    """A part that the database cannot read any more is a fault, and hides no other part."""
    faults = []
    try:
        for sentence in look():
            faults.append(Fault(sentence=sentence))  # noqa: PERF401  those found before an error count
    except DBAPIError as wrong:
        faults.append(Fault(sentence=f"A part of the database cannot be read: {wrong.orig}."))
    return faults


def _broken_file(connection: Connection) -> Iterable[str]:
    """Pages and indexes of SQLite; PostgreSQL guards its own."""
    if connection.dialect.name != "sqlite":
        return
    for line in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        if line != "ok":
            yield f"The database file is damaged: {line}."
