"""The case and its history: what the law decided, and what is owed because of it."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from meetings.store.tables.columns import at, index_where, metadata

cases = Table(
    "cases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("student_id", Integer, nullable=False),
    Column("school_year", String(9), nullable=False),
    #: The last history row in `body`; an update names the one it saw, so no update is lost.
    Column("version", Integer, nullable=False),
    #: The hash of that row: a cut tail shows.
    Column("head", String(64), nullable=False),
    Column("law_digest", String(64), nullable=False),
    Column("standing", String(40), nullable=False),
    Column("ended", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    # One open case for a student and year, whatever two importers believe at the same time.
    index_where("one_open_case", ("student_id", "school_year"), "NOT ended", unique=True),
)

subject = Table(
    "subject",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("chart", String(20), primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("state", String(40), nullable=False),
    Column("entered_seq", Integer, nullable=False),
    at("entered_at"),
    Column("live", Boolean, nullable=False),
    # At most one running conference and one running agreement a case.
    index_where("one_running", ("case_id", "chart"), "live", unique=True),
)

party = Table(
    "party",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("person_id", Integer, primary_key=True, index=True),
    Column("role", String(20), primary_key=True),
    Column("since", Date, primary_key=True),
    Column("until", Date),
    Column("required", Boolean, nullable=False),
    CheckConstraint("until IS NULL OR until >= since", name="ends_after_it_began"),
)

#: No UPDATE and no DELETE: triggers refuse both (migrations/versions/0001).
history = Table(
    "history",
    metadata,
    Column("case_id", Integer, primary_key=True),
    # The second guard against two writers of one row, beside the version of the case.
    Column("seq", Integer, primary_key=True),
    at("at"),
    Column("command", String(40), nullable=False),
    Column("body", Text, nullable=False),
    Column("moves", Text, nullable=False),
    Column("events", Text, nullable=False),
    Column("actor_id", Integer, nullable=False),
    Column("role", String(20), nullable=False),
    Column("identified_by", String(20), nullable=False),
    Column("law_digest", String(64), nullable=False),
    Column("key", String(120), nullable=False),
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    # A press counts once.
    Index("one_press", "case_id", "key", unique=True),
)

timer = Table(
    "timer",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("chart", String(20), primary_key=True),
    Column("no", Integer, primary_key=True),
    Column("command", String(40), primary_key=True),
    Column("rule", String(200), nullable=False),
    at("base_at"),
    #: Null once it is spent: kept, so that it is not armed again.
    at("due_at", needed=False),
    Column("left", Integer, nullable=False),
    Column("then", String(40), nullable=False),
    Column("because", Text, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Index("timer_due", "due_at"),
)

outbox = Table(
    "outbox",
    metadata,
    #: case.seq.n.recipient: the same order is never written twice.
    Column("id", String(80), primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("chart", String(20), nullable=False),
    Column("no", Integer, nullable=False),
    Column("recipient_id", Integer),
    Column("body", Text, nullable=False),
    Column("still_if", String(40), nullable=False),
    #: owed, claimed, done, moot, failed.
    Column("stage", String(10), nullable=False),
    at("given_at"),
    at("due_at"),
    at("claimed_until", needed=False),
    Column("attempts", Integer, nullable=False),
    at("done_at", needed=False),
    #: Why it is moot, failed or late, in a sentence.
    Column("note", Text, nullable=False),
    index_where("owed", ("due_at",), "done_at IS NULL", unique=False),
)

#: What people wrote, apart from the history: erasing a row leaves the chain whole.
passage = Table(
    "passage",
    metadata,
    #: SHA-256 of salt and text; the salt makes a short text unguessable once it is erased.
    Column("digest", String(64), primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("seq", Integer, nullable=False),
    Column("field", String(40), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("text", Text),
)

day_root = Table(
    "day_root",
    metadata,
    Column("day", Date, primary_key=True),
    Column("cases", Integer, nullable=False),
    Column("root_sha256", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
)
