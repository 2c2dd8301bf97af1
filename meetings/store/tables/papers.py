"""Papers and the archive's list: which file was made for whom, and what it must hash to."""

from sqlalchemy import Column, Index, Integer, String, Table

from meetings.store.tables.columns import at, metadata

paper = Table(
    "paper",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    #: original, record, minutes, review, glance, year_record, scan, package …
    Column("kind", String(20), nullable=False),
    #: Of the agreement or conference; 0 for the plan.
    Column("no", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("file_sha256", String(64), nullable=False, index=True),
    Column("text_sha256", String(64), nullable=False),
    Column("pages", Integer, nullable=False),
    at("made_at"),
    # A second printing of the same thing is the same row.
    Index("one_paper", "case_id", "kind", "no", "file_sha256", unique=True),
)

#: Written once: triggers refuse UPDATE and DELETE (migrations/versions/0001).
archive_file = Table(
    "archive_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("bytes", Integer, nullable=False),
    Column("media", String(80), nullable=False),
    #: draft, original, sealed, scan, other: what retention counts by.
    Column("class", String(20), nullable=False),
    at("made_at"),
)
