"""One durable command through the desk, against the raw transaction that writes the same rows.

Both on SQLite with synchronous=FULL, in CPU time of this process: the wall waits for the disk. The
cases are copies of one that was opened by the desk, so that a large school is quick to make.
"""

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Table

from meetings import desk
from meetings.store import Store, tables
from meetings.store.engines import PRAGMAS
from workflow.commands import Actor, BeginDraft, Command, GiveInput
from workflow.opening import Opening
from workflow.plan import Party

Row = tuple[str, float, str, bool]
Values = tuple[object, ...]
Statement = tuple[str, Values]
#: The rows of one case: by table, by key.
Kept = dict[str, dict[Values, Values]]

AT = datetime(2026, 9, 1, 14, tzinfo=UTC)
SPECIALIST = Actor(person_id=3, role="specialist", identified_by="password")
PARENT = Actor(person_id=2, role="parent", identified_by="link")
SMALL, LARGE = 1_000, 100_000
#: Cases that are asked; the first are for warming up.
ASKED, WARM = 480, 60
#: So many in a row at one school, before the next school has its turn.
TURN = 12
#: What a command may change.
CHANGED = (
    tables.cases,
    tables.history,
    tables.subject,
    tables.timer,
    tables.outbox,
    tables.passage,
)
MOST_RATIO, MOST_GROWTH = 4.0, 1.1


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school of so many cases, and a copy of it for the raw transaction."""

    count: int
    store: Store
    reading: sqlite3.Connection
    apart: sqlite3.Connection

    def asked(self, n: int) -> int:
        """The n-th case that is asked: they lie far from each other."""
        return 1 + n * (self.count // ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Microseconds of CPU for one command."""

    desk: float
    raw: float


def rows() -> list[Row]:
    with tempfile.TemporaryDirectory() as place:
        small, large = measured([_school(Path(place), count) for count in (SMALL, LARGE)])
    growth = large.desk / small.desk
    return [
        _ratio("1,000 cases", small),
        _ratio("100,000 cases", large),
        (
            "a command at 100,000 cases ÷ at 1,000",
            growth,
            f"<= {MOST_GROWTH}",
            growth <= MOST_GROWTH,
        ),
    ]


def _ratio(where: str, found: Measured) -> Row:
    ratio = found.desk / found.raw
    name = f"a command ÷ raw at {where} ({found.desk:.0f} ÷ {found.raw:.0f} µs)"
    return name, ratio, f"<= {MOST_RATIO}", ratio <= MOST_RATIO


def measured(schools: list[School]) -> list[Measured]:
    """The mean of both commands. All schools take turns, so that a busy machine slows all alike."""
    found: list[list[Measured]] = [[] for _ in schools]
    for command_of in (_begin, _input):
        times: list[list[Measured]] = [[] for _ in schools]
        for first in range(0, ASKED, TURN):
            for school, own in zip(schools, times, strict=True):
                asked = [school.asked(n) for n in range(first, first + TURN)]
                own.extend(_turn(school, [command_of(case_id) for case_id in asked], asked))
        for own, medians in zip(times, found, strict=True):
            medians.append(_middle(own[WARM:]))
    return [_mean(one) for one in found]


def _middle(times: list[Measured]) -> Measured:
    return Measured(
        desk=statistics.median(one.desk for one in times),
        raw=statistics.median(one.raw for one in times),
    )


def _mean(times: list[Measured]) -> Measured:
    return Measured(
        desk=statistics.mean(one.desk for one in times),
        raw=statistics.mean(one.raw for one in times),
    )


def _turn(school: School, commands: list[Command], asked: list[int]) -> list[Measured]:
    """Each through the desk, then the same bytes by hand in the copy."""
    before = [_kept(school.reading, case_id) for case_id in asked]
    by_desk = [
        _timed(lambda case_id=case_id, command=command: _submit(school.store, case_id, command))  # type: ignore[misc]
        for case_id, command in zip(asked, commands, strict=True)
    ]
    after = [_kept(school.reading, case_id) for case_id in asked]
    told = [_changes(*both) for both in zip(before, after, strict=True)]
    by_hand = [_timed(lambda one=one: _transact(school.apart, one)) for one in told]  # type: ignore[misc]
    return [Measured(desk=d, raw=r) for d, r in zip(by_desk, by_hand, strict=True)]


def _school(place: Path, count: int) -> School:
    folder, apart = place / f"school{count}", place / f"apart{count}.db"
    _fill(folder, count)
    shutil.copyfile(folder / "alp.db", apart)
    return School(
        count=count,
        store=Store.open(folder),
        reading=sqlite3.connect(folder / "alp.db", isolation_level=None),
        apart=_as_the_desk(apart),
    )


def _as_the_desk(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    for line in PRAGMAS:
        raw.execute(f"PRAGMA {line}")
    return raw


def _fill(folder: Path, count: int) -> None:
    store = Store.open(folder, secret=b"s" * 32)
    seats = ((1, "student"), (2, "parent"), (3, "specialist"), (3, "chair"), (4, "teacher"))
    parties = tuple(
        Party(person_id=person, role=role, since=date(2026, 8, 1)) for person, role in seats
    )
    opening = Opening(case_id=1, student_id=1, school_year="2026-27", parties=parties)
    store.write(lambda session: desk.open_case(session, opening, AT))
    store.close()
    raw = sqlite3.connect(folder / "alp.db")
    for table in (tables.cases, tables.history, tables.subject, tables.party, tables.timer):
        raw.execute(_copies(table), (count,))
    raw.commit()
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()


def _copies(table: Table) -> str:
    """Row 1 again for each further case, with its number in place of 1."""
    own = "id" if table is tables.cases else "case_id"
    chosen = []
    for column in table.columns:
        name = f'one."{column.name}"'
        if column.name in {own, "student_id"}:
            name = "n"
        elif column.name == "body" and table is tables.cases:
            name = """replace(one.body, '"id":1,', '"id":' || n || ',')"""
        chosen.append(name)
    return (
        "WITH RECURSIVE counted(n) AS "  # noqa: S608  our own tables' names
        "(SELECT 2 UNION ALL SELECT n + 1 FROM counted WHERE n < ?) "
        f"INSERT INTO {table.name} SELECT {', '.join(chosen)} "
        f"FROM counted, {table.name} AS one WHERE one.{own} = 1"
    )


def _begin(case_id: int) -> Command:
    return BeginDraft(by=SPECIALIST, key=f"begin {case_id}", seen=0)


def _input(case_id: int) -> Command:
    return GiveInput(by=PARENT, key=f"input {case_id}", seen=1, answers={"hopes": "more music"})


def _submit(store: Store, case_id: int, command: Command) -> None:
    answer = store.write(lambda session: desk.submit(session, case_id, command, AT))
    if not isinstance(answer, desk.Answer) or answer.repeated:
        raise TypeError(f"The desk did not write: {answer}")


def _timed(work: Callable[[], None]) -> float:
    begun = time.process_time_ns()
    work()
    return (time.process_time_ns() - begun) / 1000


def _kept(raw: sqlite3.Connection, case_id: int) -> Kept:
    return {table.name: _by_key(raw, table, case_id) for table in CHANGED}


def _by_key(raw: sqlite3.Connection, table: Table, case_id: int) -> dict[Values, Values]:
    own = "id" if table is tables.cases else "case_id"
    names = [column.name for column in table.columns]
    places = [names.index(column.name) for column in table.primary_key.columns]
    quoted = ", ".join(f'"{name}"' for name in names)
    found = raw.execute(f"SELECT {quoted} FROM {table.name} WHERE {own} = ?", (case_id,))  # noqa: S608  our own tables' names
    return {tuple(row[place] for place in places): row for row in found}


def _changes(before: Kept, after: Kept) -> list[Statement]:
    """The statements that turn the rows before into the rows after."""
    return [
        statement
        for table in CHANGED
        for statement in _statements(table, before[table.name], after[table.name])
    ]


def _statements(
    table: Table, was: dict[Values, Values], now: dict[Values, Values]
) -> Iterator[Statement]:
    names = [column.name for column in table.columns]
    where = " AND ".join(f'"{column.name}" = ?' for column in table.primary_key.columns)
    for key in was.keys() - now.keys():
        yield f"DELETE FROM {table.name} WHERE {where}", key  # noqa: S608  our own tables' names
    for key, row in now.items():
        if key not in was:
            quoted, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
            yield f"INSERT INTO {table.name} ({quoted}) VALUES ({marks})", row  # noqa: S608  our own tables' names
        elif was[key] != row:
            pairs = zip(names, row, was[key], strict=True)
            changed = {name: value for name, value, old in pairs if value != old}
            sets = ", ".join(f'"{name}" = ?' for name in changed)
            yield f"UPDATE {table.name} SET {sets} WHERE {where}", (*changed.values(), *key)  # noqa: S608  our own tables' names


def _transact(raw: sqlite3.Connection, told: list[Statement]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for statement, values in told:
        raw.execute(statement, values)
    raw.execute("COMMIT")


if __name__ == "__main__":
    for found in rows():
        sys.stdout.write(f"{found}\n")
