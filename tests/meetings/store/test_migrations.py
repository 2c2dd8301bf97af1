"""The migrations make what the tables say, can be taken back, and refuse what is newer."""

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from meetings.store import Store, upgrade
from meetings.store.tables import metadata
from tests.meetings.store.small_school import store_at


def test_the_migrated_schema_is_that_of_the_tables(tmp_path: Path) -> None:
    with store_at(tmp_path) as store, store.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, metadata) == []


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    with store_at(tmp_path):
        pass
    before = (tmp_path / "alp.db").read_bytes()

    with store_at(tmp_path):
        pass

    assert (tmp_path / "alp.db").read_bytes() == before


def test_every_migration_can_be_taken_back(tmp_path: Path) -> None:
    with store_at(tmp_path) as store:
        config = Config()
        config.set_main_option("script_location", str(upgrade.MIGRATIONS))
        with store.writer.begin() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "base")
            left = inspect(connection).get_table_names()

    assert left == ["alembic_version"]


def test_a_database_from_the_future_is_refused(tmp_path: Path) -> None:
    with store_at(tmp_path) as store:
        store.write(
            lambda session: session.connection.execute(
                text("UPDATE alembic_version SET version_num = '9999'")
            )
        )

    with pytest.raises(upgrade.Newer, match="newer version"):
        Store.open(tmp_path)


def test_a_failed_upgrade_leaves_no_half_schema(tmp_path: Path) -> None:
    path = tmp_path / "alp.db"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE timer (id INTEGER)"))

    with pytest.raises(Exception, match="timer"):
        Store.open(tmp_path)

    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["timer"]
