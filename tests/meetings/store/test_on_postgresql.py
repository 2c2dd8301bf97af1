"""The same store and desk on PostgreSQL: schema, races, guards. A private cluster, if there is one.

What both databases do alike is tested on SQLite; here is what could differ.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import DatabaseError

from meetings import desk
from meetings.store import Store
from meetings.store.check import check
from meetings.store.tables import cases, history, metadata
from tests.meetings.store.small_school import AT, MS_CRUZ, MS_LEE, begun, opened, store_at
from workflow.commands import BeginDraft, FinishDraft, GiveInput
from workflow.refusals import Refused

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def as_postgres(*words: str) -> None:
    """The server refuses to run as root."""
    rights = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*rights, *words], check=True, capture_output=True)


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The URL of a server of our own, without a database name; it listens on a socket alone."""
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed on this machine")
    binaries = BINARIES[-1].parent
    folder = Path("/tmp") / f"alp-postgres-{os.getpid()}"  # noqa: S108  a socket's path must be short
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    as_postgres(str(binaries / "initdb"), "-D", data, "-U", "alp", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = ("-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")
    as_postgres(str(binaries / "pg_ctl"), *start)
    yield f"postgresql+psycopg://alp@/{{name}}?host={folder}"
    as_postgres(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def store(cluster: str, tmp_path: Path) -> Iterator[Store]:
    engine = create_engine(cluster.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS school WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE school"))
    engine.dispose()
    with store_at(cluster.format(name="school"), tmp_path) as one:
        yield one


def test_the_migrated_schema_is_that_of_the_tables(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_a_case_is_opened_said_and_checked(store: Store) -> None:
    store.write(begun)
    said = GiveInput(by=MS_CRUZ, key="a", answers={"hopes": "more music"})

    answer = store.write(lambda session: desk.submit(session, 1, said, AT))

    assert isinstance(answer, desk.Answer)
    assert answer.version == 2
    assert check(store) == []


def test_a_refusal_leaves_no_trace(store: Store) -> None:
    store.write(begun)

    refused = store.write(
        lambda session: desk.submit(session, 1, FinishDraft(by=MS_LEE, key="a"), AT)
    )

    assert isinstance(refused, Refused)
    with store.read() as connection:
        assert connection.execute(select(cases.c.version)).scalars().all() == [1]
        assert connection.execute(select(history.c.seq)).scalars().all() == [0, 1]


def test_eight_people_press_at_once_and_the_draft_begins_once(store: Store) -> None:
    store.write(opened)
    answers: list[desk.Answer | Refused] = []
    gate = threading.Barrier(8)

    def press(n: int) -> None:
        gate.wait()
        said = BeginDraft(by=MS_LEE, key=f"press {n}", seen=0)
        answers.append(store.write(lambda session: desk.submit(session, 1, said, AT)))

    threads = [threading.Thread(target=press, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    fresh = [one for one in answers if isinstance(one, desk.Answer) and not one.repeated]
    assert len(answers) == 8
    assert len(fresh) == 1
    with store.read() as connection:
        assert connection.execute(select(history.c.seq)).scalars().all() == [0, 1]


@pytest.mark.parametrize("change", ["UPDATE history SET role = 'x'", "DELETE FROM history"])
def test_history_is_written_once(store: Store, change: str) -> None:
    store.write(opened)

    with pytest.raises(DatabaseError, match="history is written once"):
        store.write(lambda session: session.connection.execute(text(change)))
