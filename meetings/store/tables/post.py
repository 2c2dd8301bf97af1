"""Letters out and in, invitations, and times held: what leaves the school and what comes back."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, Text

from meetings.store.tables.columns import at, metadata

letter = Table(
    "letter",
    metadata,
    #: The order that it carries out.
    Column("id", String(80), primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    Column("conference_no", Integer, nullable=False),
    Column("recipient_id", Integer, nullable=False, index=True),
    #: A folder of templates/letters.
    Column("name", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    #: email, or paper for a family without a mailbox.
    Column("channel", String(10), nullable=False),
    Column("to_address", String(254), nullable=False),
    Column("env_from", String(254), nullable=False),
    Column("message_id", String(200), nullable=False, unique=True),
    at("dated_at"),
    # Frozen before the first attempt: a trigger refuses to change them (migrations/versions/0001).
    Column("raw", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("calendar_method", String(20), nullable=False),
    Column("uid", String(60), nullable=False),
    Column("sequence", Integer, nullable=False),
    #: frozen, sending, waiting; captured, to_print; sent, failed, in_doubt, bounced;
    #: superseded or moot where a newer letter took its place.
    Column("state", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    at("not_before"),
    at("lease_until", needed=False),
    Column("last_code", Integer, nullable=False),
    Column("last_words", Text, nullable=False),
    at("settled_at", needed=False),
    Index("letter_state", "state", "not_before"),
)

letter_in = Table(
    "letter_in",
    metadata,
    Column("id", Integer, primary_key=True),
    # The same bytes again are the same letter: redelivery changes nothing.
    Column("sha256", String(64), nullable=False, unique=True),
    at("received_at"),
    Column("raw", LargeBinary, nullable=False),
    #: answer, proposal, delegation, refresh, bounce, auto_reply, words, unreadable; "" unread.
    Column("class", String(20), nullable=False),
    #: stored, applied, recorded, held, dead.
    Column("state", String(10), nullable=False),
    Column("reason", Text, nullable=False),
    Column("case_id", Integer),
    Column("conference_no", Integer),
    Column("person_id", Integer),
)

invitation = Table(
    "invitation",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("conference_no", Integer, primary_key=True),
    Column("uid", String(60), nullable=False, unique=True),
    #: Rises when an invitation goes out after a cancellation: programs remember a cancelled UID.
    Column("generation", Integer, nullable=False),
    at("cancelled_at", needed=False),
    at("last_stamp"),
    #: The history row whose letters bear it.
    Column("last_seq", Integer, nullable=False),
)

seat = Table(
    "seat",
    metadata,
    Column("case_id", Integer, primary_key=True),
    Column("conference_no", Integer, primary_key=True),
    Column("person_id", Integer, primary_key=True),
    Column("token_sha256", String(64), nullable=False, unique=True),
    Column("address", String(254), nullable=False),
    Column("comment", Text, nullable=False),
)

#: A person or room in five minutes of time. The primary key is the promise that nobody and no
#: room is in two places, whatever two programs believe at once.
claim = Table(
    "claim",
    metadata,
    Column("unit", String(60), primary_key=True),
    #: UTC minutes since 1970, divided by 5.
    Column("grain", Integer, primary_key=True),
    #: case.conference.
    Column("booking", String(40), nullable=False, index=True),
    #: offer or confirmed.
    Column("kind", String(10), nullable=False),
    at("expires_at", needed=False),
)
