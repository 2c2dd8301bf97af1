"""Runs on PostgreSQL: two workers at one row, and who writes after their lease. A private cluster.

What both databases do alike is tested on SQLite.
"""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select, text

from meetings import planner
from meetings.planner import working
from meetings.planner.queued import Asked, enqueue
from meetings.store import Store
from meetings.store.tables import planning_run
from tests.bench.school_instances import Wanted, caseload
from tests.meetings.store.small_school import AT, store_at

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


def as_postgres(*words: str) -> None:
    """The server refuses to run as root."""
    rights = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    subprocess.run([*rights, *words], check=True, capture_output=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    if not BINARIES:
        pytest.skip("PostgreSQL is not installed on this machine")
    binaries = BINARIES[-1].parent
    folder = Path("/tmp") / f"alp-runs-{os.getpid()}"  # noqa: S108  a socket's path must be short
    folder.mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    as_postgres(str(binaries / "initdb"), "-D", data, "-U", "alp", "-A", "trust", "-E", "UTF8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    start = ("-D", data, "-o", options, "-w", "-l", str(folder / "log"), "start")
    as_postgres(str(binaries / "pg_ctl"), *start)
    url = f"postgresql+psycopg://alp@/{{name}}?host={folder}"
    engine = create_engine(url.format(name="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE school"))
    engine.dispose()
    with store_at(url.format(name="school"), tmp_path) as one:
        yield one
    as_postgres(str(binaries / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


def test_each_run_is_taken_by_one_worker_and_the_late_one_writes_nothing(store: Store) -> None:
    problem = caseload(Wanted(seed=1, students=20))
    asked = Asked(mode="caseload", by=1, case_ids=(), problem=problem)
    number = enqueue(store, asked, AT)
    gate = threading.Barrier(8)
    took: list[working.Taken | None] = []

    def take() -> None:
        gate.wait()
        took.append(store.write(partial(working.take, at=AT)))

    hands = [threading.Thread(target=take) for _ in range(8)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    (first,) = [one for one in took if one is not None]
    assert first.id == number
    after = AT + working.LEASE + timedelta(seconds=1)
    assert planner.work_once(store, after) == number
    assert not store.write(partial(working.mine, taken=first, values={"stage": "late"}))
    with store.read() as connection:
        row = connection.execute(select(planning_run)).one()
        count = connection.execute(select(func.count()).select_from(planning_run)).scalar_one()
    assert (row.status, row.attempts, row.stage, count) == ("proposed", 2, "", 1)


def test_two_who_ask_the_same_at_once_get_one_answer(store: Store) -> None:
    problem = caseload(Wanted(seed=2, students=20))
    asked = Asked(mode="caseload", by=1, case_ids=(), problem=problem)

    assert enqueue(store, asked, AT) == enqueue(store, asked, AT)
