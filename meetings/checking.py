"""`alp check`: whether what is stored is what was written. Each fault is a sentence that names it.

Histories are looked at in `store/replays.py`, letters and files in `store/copies.py`, proposals in
`store/runs.py`; here they are asked in one stable view. Nothing is changed or mended.
"""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from meetings.archive import Archive
from meetings.store import Store
from meetings.store.copies import untrue_archive, untrue_letters
from meetings.store.replays import untrue_cases
from meetings.store.runs import untrue_runs

#: What to do about rows: nobody can say what an altered one said.
RESTORE = "Restore the database from a backup, and find out who can write to it."


def check(store: Store, archive: Archive) -> tuple[str, ...]:
    """() is clean. What cannot be read at all is a fault, and hides no other."""
    with store.read() as connection:
        return tuple(
            sentence
            for part in (
                _with(RESTORE, _broken_file(connection)),
                _with(RESTORE, untrue_cases(connection, store.law)),
                _with(RESTORE, untrue_runs(connection)),
                untrue_letters(connection, store.folder),
                untrue_archive(connection, archive.folder),
            )
            for sentence in _readable(part)
        )


def _with(remedy: str, sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        yield f"{sentence} {remedy}"


def _readable(part: Iterator[str]) -> Iterator[str]:
    try:
        yield from part
    except DBAPIError as wrong:
        yield f"A part of the database cannot be read: {wrong.orig}. {RESTORE}"


def _broken_file(connection: Connection) -> Iterator[str]:
    """Pages and indexes of SQLite; PostgreSQL guards its own."""
    if connection.dialect.name != "sqlite":
        return
    for line in connection.exec_driver_sql("PRAGMA integrity_check(20)").scalars():
        if line != "ok":
            yield f"The database file is damaged: {line}."
