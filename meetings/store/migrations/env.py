"""Alembic's door: runs the scripts on the connection that store/upgrade.py hands over."""

from alembic import context

from meetings.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
