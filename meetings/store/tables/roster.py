"""The school and its people, as rosters and people themselves told; and the hours they have."""

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
    Time,
)

from meetings.store.tables.columns import at, metadata

school = Table(
    "school",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False),
    Column("source_id", String(120), nullable=False),
    Column("name", String(200), nullable=False),
    Column("level", String(40), nullable=False),
    Column("parent_id", String(120), nullable=False),
    Index("one_school", "source", "source_id", unique=True),
)

person = Table(
    "person",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False),
    Column("source_id", String(120), nullable=False),
    #: student, guardian, staff or interpreter.
    Column("kind", String(12), nullable=False),
    Column("given_name", String(120), nullable=False),
    Column("family_name", String(120), nullable=False),
    Column("preferred_name", String(120), nullable=False),
    Column("email", String(254), nullable=False),
    Column("phone", String(60), nullable=False),
    Column("postal_address", Text, nullable=False),
    Column("language", String(20), nullable=False),
    #: email, paper or phone; "" where nobody said.
    Column("channel", String(10), nullable=False),
    Column("interpreter", Boolean),
    #: Of staff: teacher, gt_specialist, counselor, principal, administrator, aide, staff.
    Column("staff_role", String(20), nullable=False),
    Column("school_id", String(120), nullable=False),
    Column("grade", String(40), nullable=False),
    Column("birth_on", Date),
    Column("gifted", Boolean, nullable=False),
    Column("identified_on", Date),
    #: JSON lists: codes of strength areas, lines of evidence; languages of an interpreter.
    Column("areas", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("languages", Text, nullable=False),
    Column("gt_specialist_id", String(120), nullable=False),
    #: Set when a newer roster no longer names the person; nothing is deleted.
    at("gone_at", needed=False),
    Index("one_person", "source", "source_id", "kind", unique=True),
    CheckConstraint("kind IN ('student', 'guardian', 'staff', 'interpreter')", name="known_kind"),
)

tie = Table(
    "tie",
    metadata,
    Column("student_id", Integer, primary_key=True),
    Column("guardian_id", Integer, primary_key=True, index=True),
    Column("source", String(80), nullable=False),
    Column("relation", String(60), nullable=False),
    # A right that nobody told is null: it is asked for, never assumed.
    Column("education_rights", Boolean),
    Column("may_contact", Boolean),
    Column("receives_copy", Boolean),
    Column("address_confidential", Boolean),
    Column("contact_order", Integer),
    Column("household", String(60), nullable=False),
    #: "": at the same conference as the others; apart: at one of their own; copy: is sent a copy.
    # The specialist says it, so no roster ever writes this column.
    Column("meets", String(10), nullable=False, server_default=""),
    at("gone_at", needed=False),
    CheckConstraint("meets IN ('', 'apart', 'copy')", name="known_way"),
)

teaching = Table(
    "teaching",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(80), nullable=False),
    Column("student_id", Integer, nullable=False, index=True),
    Column("staff_id", Integer, nullable=False, index=True),
    Column("subject", String(120), nullable=False),
    Column("period", String(20), nullable=False),
    Column("cycle_days", String(40), nullable=False),
    Index("one_lesson", "student_id", "staff_id", "subject", "period", "cycle_days", unique=True),
)

hour = Table(
    "hour",
    metadata,
    Column("staff_id", Integer, primary_key=True),
    Column("period", String(20), primary_key=True),
    Column("cycle_days", String(40), primary_key=True),
    Column("source", String(80), nullable=False),
    Column("activity", String(20), nullable=False),
)

bell_period = Table(
    "bell_period",
    metadata,
    Column("schedule", String(40), primary_key=True),
    Column("period", String(20), primary_key=True),
    Column("starts_wall", Time, nullable=False),
    Column("ends_wall", Time, nullable=False),
)

school_day = Table(
    "school_day",
    metadata,
    Column("on_date", Date, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("cycle_day", String(10), nullable=False),
    Column("bell_schedule", String(40), nullable=False),
)

room = Table(
    "room",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("size", Integer, nullable=False),
)

#: A time at which somebody can meet, or cannot, as a roster or the person said.
window = Table(
    "availability",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False, index=True),
    Column("source", String(80), nullable=False),
    #: roster, page (by the person), staff (on the phone, entered by the office) or poll.
    Column("said", String(10), nullable=False),
    #: Of the simple forms one is filled: mon to sun, or a date. A rule has neither.
    Column("weekday", String(3), nullable=False),
    Column("on_date", Date),
    #: Local wall time of `zone`; no offset is kept (RFC 5545 §3.3.5 for what a clock change skips).
    Column("from_wall", Time, nullable=False),
    Column("to_wall", Time, nullable=False),
    #: preferred, possible, if_needed, busy or soft_busy.
    Column("kind", String(10), nullable=False, server_default="possible"),
    #: remote where the person can only be seen or heard then; "" is in the room too.
    Column("modality", String(10), nullable=False, server_default=""),
    #: IANA name; "" is the school's.
    Column("zone", String(60), nullable=False, server_default=""),
    #: RFC 5545 §3.3.10, counted from `from_on`; "" is no rule.
    Column("rrule", String(300), nullable=False, server_default=""),
    #: Dates on which it does not hold, as ISO dates with commas; of weekdays as of rules.
    Column("exdates", Text, nullable=False, server_default=""),
    #: First and last date on which it holds; null is without end.
    Column("from_on", Date),
    Column("until_on", Date),
    #: Who said it or entered it; null where a roster did.
    Column("said_by", Integer),
    at("said_at", needed=False),
    CheckConstraint("to_wall > from_wall", name="ends_later"),
    # A word that the planner does not know would be time that nobody has.
    CheckConstraint(
        "kind IN ('preferred', 'possible', 'if_needed', 'busy', 'soft_busy')", name="known_kind"
    ),
)

roster_import = Table(
    "roster_import",
    metadata,
    Column("id", Integer, primary_key=True),
    at("made_at"),
    Column("by_person", Integer, nullable=False),
    Column("source", String(80), nullable=False),
    #: SHA-256 of the difference that was shown and accepted.
    Column("digest", String(64), nullable=False),
    Column("summary", Text, nullable=False),
    at("accepted_at", needed=False),
    #: The uploaded files as JSON of base64, until they are accepted or a day has passed.
    Column("files", Text),
)

#: The school's own settings: zone, contact, mail; JSON by name.
setting = Table(
    "setting",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
