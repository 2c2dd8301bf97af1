"""What people say of their time, calendars that are read, polls, locks, bookings, queued runs.

Revision ID: 0002
Why: availability knew one kind of time and one form; now it can be wished, refused, repeated and
asked for in a poll, and a plan is made outside the request. Rows from before keep their meaning:
a window was a possible time.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KINDS = "kind IN ('preferred', 'possible', 'if_needed', 'busy', 'soft_busy')"


def _said() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("kind", sa.String(length=10), nullable=False, server_default="possible"),
        sa.Column("modality", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("zone", sa.String(length=60), nullable=False, server_default=""),
        sa.Column("rrule", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("exdates", sa.Text(), nullable=False, server_default=""),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("said_by", sa.Integer(), nullable=True),
        sa.Column("said_at", sa.String(length=32), nullable=True),
    )


def _of_runs() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("mode", sa.String(length=12), nullable=False, server_default="caseload"),
        sa.Column("request", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("settings", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("versions", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("stage", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("progress", sa.Text(), nullable=False, server_default="{}"),
        sa.Column("lease_until", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("stop_asked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("finished_at", sa.String(length=32), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False, server_default=""),
        sa.Column("base_run", sa.Integer(), nullable=True),
    )


def upgrade() -> None:
    with op.batch_alter_table("availability") as batch:
        for column in _said():
            batch.add_column(column)
        batch.create_check_constraint(op.f("ck_availability_known_kind"), KINDS)
    with op.batch_alter_table("tie") as batch:
        batch.add_column(
            sa.Column("meets", sa.String(length=10), nullable=False, server_default="")
        )
        batch.create_check_constraint(op.f("ck_tie_known_way"), "meets IN ('', 'apart', 'copy')")
    with op.batch_alter_table("planning_run") as batch:
        for column in _of_runs():
            batch.add_column(column)
        batch.create_index("run_waiting", ["status", "lease_until"], unique=False)
    _calendars()
    _polls()
    _locks()
    _bookings()
    _rooms()


def _calendars() -> None:
    op.create_table(
        "busy_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("username", sa.String(length=254), nullable=False, server_default=""),
        sa.Column("secret", sa.Text(), nullable=False, server_default=""),
        sa.Column("label", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("etag", sa.String(length=300), nullable=False, server_default=""),
        sa.Column("last_modified", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("checked_at", sa.String(length=32), nullable=True),
        sa.Column("good_at", sa.String(length=32), nullable=True),
        sa.Column("failure", sa.Text(), nullable=False, server_default=""),
        sa.Column("due_at", sa.String(length=32), nullable=True),
        sa.CheckConstraint("kind IN ('ics', 'caldav')", name=op.f("ck_busy_source_known_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_source")),
    )
    op.create_index(op.f("ix_busy_source_person_id"), "busy_source", ["person_id"], unique=False)
    op.create_index("source_due", "busy_source", ["due_at"], unique=False)
    op.create_table(
        "busy_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.String(length=32), nullable=False),
        sa.Column("certainty", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "certainty IN ('busy', 'tentative')", name=op.f("ck_busy_block_known_certainty")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_busy_block")),
    )
    op.create_index(op.f("ix_busy_block_source_id"), "busy_block", ["source_id"], unique=False)


def _polls() -> None:
    op.create_table(
        "poll",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conference_no", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("closes_at", sa.String(length=32), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.String(length=32), nullable=True),
        sa.Column("chosen_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poll")),
    )
    _partial("one_open_poll", "poll", ["case_id", "conference_no"], "settled_at IS NULL")
    op.create_table(
        "poll_option",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.String(length=32), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("poll_id", "starts_at", name=op.f("pk_poll_option")),
    )
    op.create_table(
        "poll_answer",
        sa.Column("poll_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(length=32), nullable=False),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "answer IN ('yes', 'if_needed', 'no')", name=op.f("ck_poll_answer_known_answer")
        ),
        sa.PrimaryKeyConstraint("poll_id", "person_id", "starts_at", name=op.f("pk_poll_answer")),
    )


def _locks() -> None:
    op.create_table(
        "planning_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.String(length=32), nullable=True),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint(
            "kind = 'here' AND starts_at IS NOT NULL"
            " OR kind IN ('this_day', 'not_this_day') AND on_date IS NOT NULL",
            name=op.f("ck_planning_lock_known_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_lock")),
    )
    op.create_index(op.f("ix_planning_lock_case_id"), "planning_lock", ["case_id"], unique=False)
    _partial("one_here", "planning_lock", ["case_id"], "kind = 'here'")
    _partial("one_this_day", "planning_lock", ["case_id"], "kind = 'this_day'")
    _partial("not_twice", "planning_lock", ["case_id", "on_date"], "kind = 'not_this_day'")


def _bookings() -> None:
    op.create_table(
        "booking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.String(length=32), nullable=False),
        sa.Column("closes_at", sa.String(length=32), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("guard", sa.String(length=10), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "guard IN ('withhold', 'show_last', 'off')", name=op.f("ck_booking_known_guard")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_table(
        "booking_case",
        sa.Column("booking_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", "case_id", name=op.f("pk_booking_case")),
    )
    op.create_index(op.f("ix_booking_case_case_id"), "booking_case", ["case_id"], unique=False)


def _rooms() -> None:
    op.create_table(
        "room_trait",
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("school_id", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("accessible", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_room_trait")),
    )
    op.create_table(
        "room_closed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.String(length=32), nullable=False),
        sa.Column("ends_at", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.String(length=32), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_room_closed_ends_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_closed")),
    )
    op.create_index(op.f("ix_room_closed_room"), "room_closed", ["room"], unique=False)


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """A time that the first schema cannot say is lost: its people are asked again."""
    for table in (
        "room_closed",
        "room_trait",
        "booking_case",
        "booking",
        "planning_lock",
        "poll_answer",
        "poll_option",
        "poll",
        "busy_block",
        "busy_source",
    ):
        op.drop_table(table)
    with op.batch_alter_table("tie") as batch:
        batch.drop_constraint(op.f("ck_tie_known_way"), type_="check")
        batch.drop_column("meets")
    with op.batch_alter_table("planning_run") as batch:
        batch.drop_index("run_waiting")
        for column in _of_runs():
            batch.drop_column(column.name)
    # The first schema would read each of these as a time at which somebody can always come.
    op.execute(
        "DELETE FROM availability WHERE kind IN ('busy', 'soft_busy') OR modality <> '' "
        "OR zone <> '' OR rrule <> '' OR exdates <> '' "
        "OR from_on IS NOT NULL OR until_on IS NOT NULL"
    )
    with op.batch_alter_table("availability") as batch:
        batch.drop_constraint(op.f("ck_availability_known_kind"), type_="check")
        for column in _said():
            batch.drop_column(column.name)
