"""The first schema: cases with their history, the school, letters, papers and sign-ins.

Revision ID: 0001
Why: there was none before. Triggers guard what is written once.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

#: Table, and which change of it is refused.
WRITTEN_ONCE = (
    ("history", "UPDATE"),
    ("history", "DELETE"),
    ("archive_file", "UPDATE"),
    ("archive_file", "DELETE"),
    ("letter_in", "DELETE"),
)


def upgrade() -> None:  # noqa: PLR0915  a schema is read from top to bottom
    op.create_table(
        "account",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("disabled_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_api_token_token_sha256")),
    )
    op.create_table(
        "archive_file",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("media", sa.String(length=80), nullable=False),
        sa.Column("class", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_archive_file")),
    )
    op.create_table(
        "auth_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("seen_at", sa.String(length=32), nullable=False),
        sa.Column("idle_until", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("sudo_until", sa.String(length=32), nullable=True),
        sa.Column("code_passed_at", sa.String(length=32), nullable=True),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_auth_session_token_sha256")),
    )
    op.create_index(op.f("ix_auth_session_link_id"), "auth_session", ["link_id"], unique=False)
    op.create_index(op.f("ix_auth_session_person_id"), "auth_session", ["person_id"], unique=False)
    op.create_table(
        "availability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("said", sa.String(length=10), nullable=False),
        sa.Column("weekday", sa.String(length=3), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=True),
        sa.Column("from_wall", sa.Time(), nullable=False),
        sa.Column("to_wall", sa.Time(), nullable=False),
        sa.CheckConstraint("to_wall > from_wall", name=op.f("ck_availability_ends_later")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
    )
    op.create_index(op.f("ix_availability_person_id"), "availability", ["person_id"], unique=False)
    op.create_table(
        "bell_period",
        sa.Column("schedule", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("starts_wall", sa.Time(), nullable=False),
        sa.Column("ends_wall", sa.Time(), nullable=False),
        sa.PrimaryKeyConstraint("schedule", "period", name=op.f("pk_bell_period")),
    )
    op.create_table(
        "capability_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.String(length=32), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("revoked_at", sa.String(length=32), nullable=True),
        sa.Column("revoked_because", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability_link")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_capability_link_token_sha256")),
    )
    op.create_index(
        op.f("ix_capability_link_person_id"), "capability_link", ["person_id"], unique=False
    )
    op.create_index(
        "link_for", "capability_link", ["person_id", "case_id", "purpose"], unique=False
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.String(length=9), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("law_digest", sa.String(length=64), nullable=False),
        sa.Column("standing", sa.String(length=40), nullable=False),
        sa.Column("ended", sa.Boolean(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index(
        "one_open_case",
        "cases",
        ["student_id", "school_year"],
        unique=True,
        sqlite_where=sa.text("NOT ended"),
        postgresql_where=sa.text("NOT ended"),
    )
    op.create_table(
        "claim",
        sa.Column("unit", sa.String(length=60), nullable=False),
        sa.Column("grain", sa.Integer(), nullable=False),
        sa.Column("booking", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("unit", "grain", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_booking"), "claim", ["booking"], unique=False)
    op.create_table(
        "day_root",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("root_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_root")),
    )
    op.create_table(
        "history",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("command", sa.String(length=40), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("moves", sa.Text(), nullable=False),
        sa.Column("events", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("identified_by", sa.String(length=20), nullable=False),
        sa.Column("law_digest", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_history")),
    )
    op.create_index("one_press", "history", ["case_id", "key"], unique=True)
    op.create_table(
        "hour",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("cycle_days", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("activity", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("staff_id", "period", "cycle_days", name=op.f("pk_hour")),
    )
    op.create_table(
        "invitation",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conference_no", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("cancelled_at", sa.String(length=32), nullable=True),
        sa.Column("last_stamp", sa.String(length=32), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "conference_no", name=op.f("pk_invitation")),
        sa.UniqueConstraint("uid", name=op.f("uq_invitation_uid")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conference_no", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("env_from", sa.String(length=254), nullable=False),
        sa.Column("message_id", sa.String(length=200), nullable=False),
        sa.Column("dated_at", sa.String(length=32), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("calendar_method", sa.String(length=20), nullable=False),
        sa.Column("uid", sa.String(length=60), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.String(length=32), nullable=False),
        sa.Column("lease_until", sa.String(length=32), nullable=True),
        sa.Column("last_code", sa.Integer(), nullable=False),
        sa.Column("last_words", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_index(op.f("ix_letter_recipient_id"), "letter", ["recipient_id"], unique=False)
    op.create_index("letter_state", "letter", ["state", "not_before"], unique=False)
    op.create_table(
        "letter_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.String(length=32), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("class", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("conference_no", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_in")),
        sa.UniqueConstraint("sha256", name=op.f("uq_letter_in_sha256")),
    )
    op.create_table(
        "one_time_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("subject_digest", sa.String(length=64), nullable=False),
        sa.Column("mac", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("tries_left", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
    )
    op.create_index(
        op.f("ix_one_time_code_person_id"), "one_time_code", ["person_id"], unique=False
    )
    op.create_table(
        "one_time_url",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("expires_at", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_one_time_url")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("chart", sa.String(length=20), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("recipient_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("still_if", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=10), nullable=False),
        sa.Column("given_at", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=False),
        sa.Column("claimed_until", sa.String(length=32), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.String(length=32), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_case_id"), "outbox", ["case_id"], unique=False)
    op.create_index(
        "owed",
        "outbox",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("text_sha256", sa.String(length=64), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(op.f("ix_paper_case_id"), "paper", ["case_id"], unique=False)
    op.create_index(op.f("ix_paper_file_sha256"), "paper", ["file_sha256"], unique=False)
    op.create_index("one_paper", "paper", ["case_id", "kind", "no", "file_sha256"], unique=True)
    op.create_table(
        "party",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "until IS NULL OR until >= since", name=op.f("ck_party_ends_after_it_began")
        ),
        sa.PrimaryKeyConstraint("case_id", "person_id", "role", "since", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_person_id"), "party", ["person_id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("salt", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_passage")),
    )
    op.create_index(op.f("ix_passage_case_id"), "passage", ["case_id"], unique=False)
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("given_name", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("preferred_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=60), nullable=False),
        sa.Column("postal_address", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=True),
        sa.Column("staff_role", sa.String(length=20), nullable=False),
        sa.Column("school_id", sa.String(length=120), nullable=False),
        sa.Column("grade", sa.String(length=40), nullable=False),
        sa.Column("birth_on", sa.Date(), nullable=True),
        sa.Column("gifted", sa.Boolean(), nullable=False),
        sa.Column("identified_on", sa.Date(), nullable=True),
        sa.Column("areas", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("gt_specialist_id", sa.String(length=120), nullable=False),
        sa.Column("gone_at", sa.String(length=32), nullable=True),
        sa.CheckConstraint(
            "kind IN ('student', 'guardian', 'staff', 'interpreter')",
            name=op.f("ck_person_known_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index("one_person", "person", ["source", "source_id", "kind"], unique=True)
    op.create_table(
        "planning_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("proposal", sa.Text(), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=12), nullable=False),
        sa.Column("accepted_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_run")),
    )
    op.create_table(
        "room",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_room")),
    )
    op.create_table(
        "roster_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(length=32), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.String(length=32), nullable=True),
        sa.Column("files", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_import")),
    )
    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("source_id", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
    )
    op.create_index("one_school", "school", ["source", "source_id"], unique=True)
    op.create_table(
        "school_day",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("cycle_day", sa.String(length=10), nullable=False),
        sa.Column("bell_schedule", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("on_date", name=op.f("pk_school_day")),
    )
    op.create_table(
        "seat",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("conference_no", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "conference_no", "person_id", name=op.f("pk_seat")),
        sa.UniqueConstraint("token_sha256", name=op.f("uq_seat_token_sha256")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "subject",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("chart", sa.String(length=20), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_seq", sa.Integer(), nullable=False),
        sa.Column("entered_at", sa.String(length=32), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "chart", "no", name=op.f("pk_subject")),
    )
    op.create_index(
        "one_running",
        "subject",
        ["case_id", "chart"],
        unique=True,
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.create_table(
        "teaching",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("cycle_days", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching")),
    )
    op.create_index(op.f("ix_teaching_staff_id"), "teaching", ["staff_id"], unique=False)
    op.create_index(op.f("ix_teaching_student_id"), "teaching", ["student_id"], unique=False)
    op.create_index(
        "one_lesson",
        "teaching",
        ["student_id", "staff_id", "subject", "period", "cycle_days"],
        unique=True,
    )
    op.create_table(
        "tie",
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("guardian_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("relation", sa.String(length=60), nullable=False),
        sa.Column("education_rights", sa.Boolean(), nullable=True),
        sa.Column("may_contact", sa.Boolean(), nullable=True),
        sa.Column("receives_copy", sa.Boolean(), nullable=True),
        sa.Column("address_confidential", sa.Boolean(), nullable=True),
        sa.Column("contact_order", sa.Integer(), nullable=True),
        sa.Column("household", sa.String(length=60), nullable=False),
        sa.Column("gone_at", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("student_id", "guardian_id", name=op.f("pk_tie")),
    )
    op.create_index(op.f("ix_tie_guardian_id"), "tie", ["guardian_id"], unique=False)
    op.create_table(
        "timer",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("chart", sa.String(length=20), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("command", sa.String(length=40), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("base_at", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.String(length=32), nullable=True),
        sa.Column("left", sa.Integer(), nullable=False),
        sa.Column("then", sa.String(length=40), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "chart", "no", "command", name=op.f("pk_timer")),
    )
    op.create_index("timer_due", "timer", ["due_at"], unique=False)
    op.create_table(
        "token_bucket",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_token_bucket")),
    )

    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite()
    else:
        _guard_postgresql()


def _guard_sqlite() -> None:
    for table, change in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is written once'); END"
        )
    op.execute(
        "CREATE TRIGGER letter_frozen BEFORE UPDATE OF raw, sha256, message_id ON letter "
        "BEGIN SELECT RAISE(ABORT, 'a letter is frozen before it is sent'); END"
    )


def _guard_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION written_once() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is written once', TG_TABLE_NAME; END $$"
    )
    for table, change in WRITTEN_ONCE:
        op.execute(
            f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION written_once()"
        )
    op.execute(
        "CREATE TRIGGER letter_frozen BEFORE UPDATE OF raw, sha256, message_id ON letter "
        "FOR EACH ROW EXECUTE FUNCTION written_once()"
    )


def downgrade() -> None:  # noqa: PLR0915

    op.drop_table("token_bucket")
    op.drop_index("timer_due", table_name="timer")
    op.drop_table("timer")
    op.drop_index(op.f("ix_tie_guardian_id"), table_name="tie")
    op.drop_table("tie")
    op.drop_index("one_lesson", table_name="teaching")
    op.drop_index(op.f("ix_teaching_student_id"), table_name="teaching")
    op.drop_index(op.f("ix_teaching_staff_id"), table_name="teaching")
    op.drop_table("teaching")
    op.drop_index(
        "one_running",
        table_name="subject",
        sqlite_where=sa.text("live"),
        postgresql_where=sa.text("live"),
    )
    op.drop_table("subject")
    op.drop_table("setting")
    op.drop_table("seat")
    op.drop_table("school_day")
    op.drop_index("one_school", table_name="school")
    op.drop_table("school")
    op.drop_table("roster_import")
    op.drop_table("room")
    op.drop_table("planning_run")
    op.drop_index("one_person", table_name="person")
    op.drop_table("person")
    op.drop_index(op.f("ix_passage_case_id"), table_name="passage")
    op.drop_table("passage")
    op.drop_index(op.f("ix_party_person_id"), table_name="party")
    op.drop_table("party")
    op.drop_index("one_paper", table_name="paper")
    op.drop_index(op.f("ix_paper_file_sha256"), table_name="paper")
    op.drop_index(op.f("ix_paper_case_id"), table_name="paper")
    op.drop_table("paper")
    op.drop_index(
        "owed",
        table_name="outbox",
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.drop_index(op.f("ix_outbox_case_id"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("one_time_url")
    op.drop_index(op.f("ix_one_time_code_person_id"), table_name="one_time_code")
    op.drop_table("one_time_code")
    op.drop_table("letter_in")
    op.drop_index("letter_state", table_name="letter")
    op.drop_index(op.f("ix_letter_recipient_id"), table_name="letter")
    op.drop_index(op.f("ix_letter_case_id"), table_name="letter")
    op.drop_table("letter")
    op.drop_table("invitation")
    op.drop_table("hour")
    op.drop_index("one_press", table_name="history")
    op.drop_table("history")
    op.drop_table("day_root")
    op.drop_index(op.f("ix_claim_booking"), table_name="claim")
    op.drop_table("claim")
    op.drop_index(
        "one_open_case",
        table_name="cases",
        sqlite_where=sa.text("NOT ended"),
        postgresql_where=sa.text("NOT ended"),
    )
    op.drop_table("cases")
    op.drop_index("link_for", table_name="capability_link")
    op.drop_index(op.f("ix_capability_link_person_id"), table_name="capability_link")
    op.drop_table("capability_link")
    op.drop_table("bell_period")
    op.drop_index(op.f("ix_availability_person_id"), table_name="availability")
    op.drop_table("availability")
    op.drop_index(op.f("ix_auth_session_person_id"), table_name="auth_session")
    op.drop_index(op.f("ix_auth_session_link_id"), table_name="auth_session")
    op.drop_table("auth_session")
    op.drop_table("archive_file")
    op.drop_table("api_token")
    op.drop_table("account")

    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION written_once()")
