"""Rows live through migration 0002, there and back, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, text

from meetings.store import upgrade
from tests.meetings.store.test_on_postgresql import cluster

__all__ = ["cluster"]

WINDOW = "INSERT INTO availability (person_id, source, said, weekday, from_wall, to_wall) VALUES "
WISHED = (
    "INSERT INTO availability "
    "(person_id, source, said, weekday, from_wall, to_wall, kind, rrule, until_on) VALUES "
)
RUN = (
    "INSERT INTO planning_run (made_at, by_person, problem, proposal, input_sha256, status) "
    "VALUES ('2026-09-01T14:00:00.000000+00:00', 3, '{}', '{}', 'abc', 'proposed')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'alp.db'}"
    else:
        pattern = request.getfixturevalue("cluster")
        outside = create_engine(pattern.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with outside.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS moving WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE moving"))
        outside.dispose()
        url = pattern.format(name="moving")
    one = create_engine(url)
    yield one
    one.dispose()


def brought_to(connection: Connection, revision: str, *, back: bool = False) -> None:
    config = Config()
    config.set_main_option("script_location", str(upgrade.MIGRATIONS))
    config.attributes["connection"] = connection
    (command.downgrade if back else command.upgrade)(config, revision)


def rows(connection: Connection, question: str) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(text(question))]


def test_an_old_window_is_a_possible_time_and_an_old_run_a_finished_one(engine: Engine) -> None:
    with engine.begin() as connection:
        brought_to(connection, "0001")
        connection.execute(text(WINDOW + "(7, 'demo', 'page', 'mon', '08:00', '10:00')"))
        connection.execute(text(RUN))

        brought_to(connection, "0002")

        said = rows(connection, "SELECT person_id, kind, modality, rrule FROM availability")
        runs = rows(connection, "SELECT status, mode, attempts, stop_asked FROM planning_run")
    assert said == [(7, "possible", "", "")]
    assert runs == [("proposed", "caseload", 0, False)]


def test_what_the_first_schema_cannot_say_is_lost_and_nothing_else(engine: Engine) -> None:
    with engine.begin() as connection:
        brought_to(connection, "0002")
        connection.execute(text(WINDOW + "(7, 'demo', 'page', 'mon', '08:00', '10:00')"))
        connection.execute(
            text(
                WISHED + "(7, '', 'page', 'tue', '08:00', '10:00', 'preferred', '', NULL), "
                "(7, '', 'page', 'wed', '08:00', '10:00', 'busy', '', NULL), "
                "(7, '', 'page', '', '08:00', '10:00', 'possible', 'FREQ=WEEKLY', NULL), "
                "(7, '', 'page', 'thu', '08:00', '10:00', 'possible', '', '2026-10-01')"
            )
        )
        connection.execute(text(RUN))

        brought_to(connection, "0001", back=True)

        said = rows(connection, "SELECT weekday FROM availability ORDER BY id")
        runs = rows(connection, "SELECT status FROM planning_run")
        brought_to(connection, "0002")
        again = rows(connection, "SELECT weekday, kind FROM availability ORDER BY id")
    assert said == [("mon",), ("tue",)]
    assert runs == [("proposed",)]
    assert again == [("mon", "possible"), ("tue", "possible")]


def test_a_kind_of_time_that_the_planner_does_not_know_is_refused(engine: Engine) -> None:
    with engine.begin() as connection:
        brought_to(connection, "0002")

    with pytest.raises(Exception, match="known_kind"), engine.begin() as connection:
        connection.execute(
            text(WISHED + "(7, '', 'page', 'tue', '08:00', '10:00', 'maybe', '', NULL)")
        )


def test_one_conference_is_locked_to_one_time(engine: Engine) -> None:
    lock = text(
        "INSERT INTO planning_lock (case_id, kind, starts_at, by_person, said_at) VALUES "
        "(1, 'here', '2026-09-14T14:00:00.000000+00:00', 3, '2026-09-01T14:00:00.000000+00:00')"
    )
    with engine.begin() as connection:
        brought_to(connection, "0002")
        connection.execute(lock)

    with pytest.raises(Exception, match=r"(?i)unique"), engine.begin() as connection:
        connection.execute(lock)
