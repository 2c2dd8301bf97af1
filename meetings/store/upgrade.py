"""Brings a database to the newest schema, in this process; refuses one from the future."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

MIGRATIONS = Path(__file__).parent / "migrations"


class Newer(Exception):  # noqa: N818  named for what was found
    """The database was written by a newer version of this program."""


def to_newest(engine: Engine) -> None:
    """Does nothing where nothing is to do. A failed upgrade leaves the old schema."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
        if found == scripts.get_current_head():
            return
        if found is not None and found not in {
            script.revision for script in scripts.walk_revisions()
        }:
            raise Newer(
                "This database was written by a newer version of alp-meetings. "
                "Install that version, or restore a backup made with this one."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
