"""Accounts, sign-ins, links, codes and limits: hashes only, never the secret itself."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from meetings.store.tables.columns import at, metadata

account = Table(
    "account",
    metadata,
    Column("person_id", Integer, primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("password_hash", String(200), nullable=False),
    #: JSON list: specialist, teacher, coordinator, administrator, operator, authority …
    Column("roles", Text, nullable=False),
    at("made_at"),
    at("disabled_at", needed=False),
)

auth_session = Table(
    "auth_session",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("person_id", Integer, nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("method", String(20), nullable=False),
    Column("link_id", Integer, index=True),
    Column("browser", String(200), nullable=False),
    at("created_at"),
    at("seen_at"),
    at("idle_until"),
    at("expires_at"),
    at("sudo_until", needed=False),
    at("code_passed_at", needed=False),
    at("revoked_at", needed=False),
)

capability_link = Table(
    "capability_link",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("person_id", Integer, nullable=False, index=True),
    Column("case_id", Integer, nullable=False),
    Column("no", Integer, nullable=False),
    Column("purpose", String(20), nullable=False),
    at("created_at"),
    at("expires_at"),
    at("revoked_at", needed=False),
    Column("revoked_because", String(200)),
    Index("link_for", "person_id", "case_id", "purpose"),
)

one_time_code = Table(
    "one_time_code",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False, index=True),
    Column("purpose", String(20), nullable=False),
    Column("subject_digest", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    at("expires_at"),
    Column("tries_left", Integer, nullable=False),
    at("used_at", needed=False),
)

#: A link on the console for the first administrator, or for somebody who is locked out.
one_time_url = Table(
    "one_time_url",
    metadata,
    Column("token_sha256", String(64), primary_key=True),
    Column("person_id", Integer),
    Column("purpose", String(20), nullable=False),
    at("expires_at"),
    at("used_at", needed=False),
)

api_token = Table(
    "api_token",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("person_id", Integer, nullable=False),
    Column("name", String(80), nullable=False),
    Column("scopes", String(200), nullable=False),
    at("made_at"),
    at("expires_at"),
    at("revoked_at", needed=False),
)

token_bucket = Table(
    "token_bucket",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("level", Integer, nullable=False),
    at("updated_at"),
)
