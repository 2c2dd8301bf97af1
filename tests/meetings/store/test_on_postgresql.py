"""The same store and desk on PostgreSQL: schema, races, guards. A private cluster, if there is one.

What both databases do alike is tested on SQLite; here is what could differ.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text
from sqlalchemy.exc import DatabaseError

from meetings import desk
from meetings.archive import Archive
from meetings.checking import check
from meetings.clock import tick
from meetings.store import Session, Store, claims, upgrade
from meetings.store.tables import cases, claim, history, metadata
from tests.meetings.desk.a_year import Year, slot
from tests.meetings.store.small_school import AT, MS_CRUZ, MS_LEE, begun, opened, store_at
from workflow.commands import BeginDraft, Convene, FinishDraft, GiveInput
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
    assert check(store, Archive(store.folder / "archive")) == ()


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


def test_of_eight_who_want_the_same_times_at_once_one_gets_them(store: Store) -> None:
    won: list[int] = []
    gate = threading.Barrier(8)

    def want(n: int) -> None:
        cells = frozenset(("r12", grain) for grain in range(20))
        mine = claims.Held(booking=f"{n}.1", kind="confirmed", cells=cells)
        gate.wait()
        try:
            store.write(lambda session: claims.follow(session.connection, None, mine, AT))
        except claims.Taken:
            return
        won.append(n)

    threads = [threading.Thread(target=want, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as connection:
        holders = connection.execute(select(claim.c.booking)).scalars().all()
    assert len(won) == 1
    assert holders == [f"{won[0]}.1"] * 20


def test_a_timer_that_is_due_is_asked(store: Store) -> None:
    store.write(opened)

    assert tick(store, AT + timedelta(days=30)) == 1
    assert check(store, Archive(store.folder / "archive")) == ()


def test_without_the_key_of_the_table_two_would_get_the_same_time(store: Store) -> None:
    """The control: asking first is not enough where two write at once."""
    drop = text("ALTER TABLE claim DROP CONSTRAINT pk_claim")
    store.write(lambda session: session.connection.execute(drop))
    looked = threading.Barrier(2)
    cell = {"unit": "r12", "grain": 1, "kind": "confirmed"}

    def ask_then_write(session: Session, n: int) -> None:
        assert claims.clashes(session.connection, frozenset({("r12", 1)}), f"{n}.1", AT) == ()
        looked.wait()
        session.connection.execute(claim.insert().values(**cell, booking=f"{n}.1"))

    threads = [
        threading.Thread(
            target=store.write, args=(lambda session, n=n: ask_then_write(session, n),)
        )
        for n in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as connection:
        holders = connection.execute(select(claim.c.booking)).scalars().all()
    assert sorted(holders) == ["0.1", "1.1"]


def test_of_eight_families_who_want_one_hour_at_once_one_gets_it(store: Store) -> None:
    for n in range(1, 9):
        Year(store=store, case_id=n).until("conferring")
    gate = threading.Barrier(8)
    answers: list[desk.Answer | Refused] = []

    def want(n: int) -> None:
        gate.wait()
        said = Convene(by=MS_LEE, key="at once", slot=slot(), modalities={})
        answers.append(Year(store=store, case_id=n).asks(said))

    threads = [threading.Thread(target=want, args=(n,)) for n in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with store.read() as connection:
        holders = set(connection.execute(select(claim.c.booking)).scalars())
    assert len([one for one in answers if isinstance(one, desk.Answer)]) == 1
    assert len(answers) == 8
    assert len(holders) == 1


def test_a_year_at_the_desk_is_true_on_postgresql_too(store: Store) -> None:
    Year(store=store).until("in_effect")

    assert check(store, Archive(store.folder / "archive")) == ()


def test_the_schema_can_be_taken_back(store: Store) -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    with store.writer.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        left = inspect(connection).get_table_names()

    assert left == ["alembic_version"]


def test_a_reader_cannot_write(store: Store) -> None:
    with store.read() as connection, pytest.raises(DatabaseError, match="read-only"):
        connection.execute(text("DELETE FROM timer"))
