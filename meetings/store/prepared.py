"""Statements of the desk, compiled once a database and handed to the driver as they are.

Every command runs them; the usual way from a statement to the driver costs five times what SQLite
takes to carry it out. Values go in and come out as the driver has them: moments as text.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Connection, Executable
from sqlalchemy.sql import ClauseElement


class Rows(Protocol):
    """A driver's cursor after it has run."""

    rowcount: int

    def fetchone(self) -> tuple[Any, ...] | None: ...

    def fetchall(self) -> list[tuple[Any, ...]]: ...


class _Statement(Executable, ClauseElement):
    """What can be run and compiled: a select, an insert, an update, a delete."""


class Prepared:
    """One statement. Errors are the driver's own: nobody may expect one here."""

    __slots__ = ("_statement", "_texts")

    def __init__(self, statement: Any) -> None:
        self._statement: _Statement = statement
        #: By dialect: the text, and the names of its values in order where they go by place.
        self._texts: dict[str, tuple[str, tuple[str, ...]]] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> Rows:
        text, order = self._text(connection)
        given: object = [values[name] for name in order] if order else values
        rows: Rows = connection.connection.driver_connection.execute(text, given)  # type: ignore[union-attr]  # open
        return rows

    def _text(self, connection: Connection) -> tuple[str, tuple[str, ...]]:
        dialect = connection.dialect
        known = self._texts.get(dialect.name)
        if known is None:
            compiled = self._statement.compile(dialect=dialect)
            known = (str(compiled), tuple(compiled.positiontup or ()))  # type: ignore[attr-defined]  # SQL's own
            self._texts[dialect.name] = known
        return known


@contextmanager
def all_or_nothing(connection: Connection) -> Iterator[None]:
    """An error undoes what was written here, and nothing that was written before."""
    driver = connection.connection.driver_connection
    driver.execute("SAVEPOINT press")  # type: ignore[union-attr]  # open
    try:
        yield
    except BaseException:
        driver.execute("ROLLBACK TO SAVEPOINT press")  # type: ignore[union-attr]  # open
        raise
    finally:
        driver.execute("RELEASE SAVEPOINT press")  # type: ignore[union-attr]  # open
