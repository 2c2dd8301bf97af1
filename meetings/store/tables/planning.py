"""Planning: runs and their answers, calendars that were read, polls, locks, and open bookings.

What people said of their time is in roster.py; the promise that a time is held once is in post.py.
"""

from sqlalchemy import Boolean, CheckConstraint, Column, Date, Index, Integer, String, Table, Text
from sqlalchemy import false as no
from sqlalchemy import true as yes

from meetings.store.tables.columns import Moment, at, index_where, metadata

planning_run = Table(
    "planning_run",
    metadata,
    Column("id", Integer, primary_key=True),
    at("made_at"),
    Column("by_person", Integer, nullable=False),
    #: The problem as JSON, as it was solved, and the cases behind its keys.
    Column("problem", Text, nullable=False),
    Column("proposal", Text, nullable=False),
    Column("input_sha256", String(64), nullable=False),
    #: queued, running; proposed, accepted, outdated, failed, stopped.
    Column("status", String(12), nullable=False),
    at("accepted_at", needed=False),
    #: caseload, district or replan.
    Column("mode", String(12), nullable=False, server_default="caseload"),
    #: JSON: the cases, the days and the wishes that were asked for.
    Column("request", Text, nullable=False, server_default="{}"),
    #: JSON: the policy and the budget of work.
    Column("settings", Text, nullable=False, server_default="{}"),
    #: JSON: of this program and of the solver; equal ones give equal bytes.
    Column("versions", Text, nullable=False, server_default="{}"),
    Column("stage", String(20), nullable=False, server_default=""),
    #: JSON: stage, placed, points, bound and work, written once a second at most.
    Column("progress", Text, nullable=False, server_default="{}"),
    #: Until then a worker has it; afterwards another may take it.
    at("lease_until", needed=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    #: Somebody pressed stop: the best plan so far is kept.
    Column("stop_asked", Boolean, nullable=False, server_default=no()),
    at("finished_at", needed=False),
    #: Why it failed or was cut, as a sentence; "" otherwise.
    Column("failure", Text, nullable=False, server_default=""),
    #: The run that it departs from: a what-if, or a plan made anew.
    Column("base_run", Integer),
    Index("run_waiting", "status", "lease_until"),
)

#: A calendar that somebody let us read. It is never written to.
busy_source = Table(
    "busy_source",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person_id", Integer, nullable=False, index=True),
    #: ics or caldav.
    Column("kind", String(10), nullable=False),
    Column("url", Text, nullable=False),
    Column("username", String(254), nullable=False, server_default=""),
    #: Encrypted with a key that follows from the installation's secret; "" is none.
    Column("secret", Text, nullable=False, server_default=""),
    Column("label", String(80), nullable=False, server_default=""),
    Column("etag", String(300), nullable=False, server_default=""),
    Column("last_modified", String(80), nullable=False, server_default=""),
    at("checked_at", needed=False),
    #: When it was read last without fault: its blocks are as old as that.
    at("good_at", needed=False),
    #: Why it could not be read, as a sentence; "" where it could.
    Column("failure", Text, nullable=False, server_default=""),
    at("due_at", needed=False),
    CheckConstraint("kind IN ('ics', 'caldav')", name="known_kind"),
    Index("source_due", "due_at"),
)

busy_block = Table(
    "busy_block",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", Integer, nullable=False, index=True),
    at("starts_at"),
    at("ends_at"),
    #: busy or tentative.
    Column("certainty", String(10), nullable=False),
    CheckConstraint("certainty IN ('busy', 'tentative')", name="known_certainty"),
)

poll = Table(
    "poll",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("conference_no", Integer, nullable=False),
    at("opened_at"),
    at("closes_at"),
    Column("by_person", Integer, nullable=False),
    at("settled_at", needed=False),
    #: The start that was chosen; null where none was, or nobody chose yet.
    at("chosen_at", needed=False),
    # Two polls of one conference at a time would be answered half each.
    index_where("one_open_poll", ("case_id", "conference_no"), "settled_at IS NULL", unique=True),
)

poll_option = Table(
    "poll_option",
    metadata,
    Column("poll_id", Integer, primary_key=True),
    Column("starts_at", Moment, primary_key=True),
    at("ends_at"),
    Column("room", String(80), nullable=False, server_default=""),
)

poll_answer = Table(
    "poll_answer",
    metadata,
    Column("poll_id", Integer, primary_key=True),
    Column("person_id", Integer, primary_key=True),
    Column("starts_at", Moment, primary_key=True),
    #: yes, if_needed or no.
    Column("answer", String(10), nullable=False),
    at("said_at"),
    CheckConstraint("answer IN ('yes', 'if_needed', 'no')", name="known_answer"),
)

#: What a person decided for the planner: this time, this day, or not this day.
planning_lock = Table(
    "planning_lock",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False, index=True),
    #: here, this_day or not_this_day.
    Column("kind", String(12), nullable=False),
    #: Of `here`.
    at("starts_at", needed=False),
    #: Of the other two.
    Column("on_date", Date),
    Column("by_person", Integer, nullable=False),
    at("said_at"),
    Column("reason", Text, nullable=False, server_default=""),
    CheckConstraint(
        "kind = 'here' AND starts_at IS NOT NULL"
        " OR kind IN ('this_day', 'not_this_day') AND on_date IS NOT NULL",
        name="known_kind",
    ),
    # Two times or two days for one conference could not both be kept.
    index_where("one_here", ("case_id",), "kind = 'here'", unique=True),
    index_where("one_this_day", ("case_id",), "kind = 'this_day'", unique=True),
    index_where("not_twice", ("case_id", "on_date"), "kind = 'not_this_day'", unique=True),
)

#: A span of days in which families take their own times.
booking = Table(
    "booking",
    metadata,
    Column("id", Integer, primary_key=True),
    at("opened_at"),
    at("closes_at"),
    Column("first_on", Date, nullable=False),
    Column("last_on", Date, nullable=False),
    #: What happens to a start that would leave fewer places for the others: withhold, show_last,
    #: off.
    Column("guard", String(10), nullable=False),
    Column("by_person", Integer, nullable=False),
    at("closed_at", needed=False),
    CheckConstraint("guard IN ('withhold', 'show_last', 'off')", name="known_guard"),
)

booking_case = Table(
    "booking_case",
    metadata,
    Column("booking_id", Integer, primary_key=True),
    Column("case_id", Integer, primary_key=True, index=True),
)

#: What the office knows of a room besides its name and size, which come from the roster.
room_trait = Table(
    "room_trait",
    metadata,
    Column("room", String(80), primary_key=True),
    #: The source_id of its school; "" is for every school.
    Column("school_id", String(120), nullable=False, server_default=""),
    #: Without steps.
    Column("accessible", Boolean, nullable=False, server_default=yes()),
)

#: A time at which a room cannot be had.
room_closed = Table(
    "room_closed",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("room", String(80), nullable=False, index=True),
    at("starts_at"),
    at("ends_at"),
    Column("reason", Text, nullable=False, server_default=""),
    Column("by_person", Integer, nullable=False),
    at("said_at"),
    CheckConstraint("ends_at > starts_at", name="ends_later"),
)
