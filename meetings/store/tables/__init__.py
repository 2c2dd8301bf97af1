"""Every table, by name; each guard with its reason beside it."""

from meetings.store.tables.case import (
    cases,
    day_root,
    history,
    outbox,
    party,
    passage,
    subject,
    timer,
)
from meetings.store.tables.columns import Moment, metadata, moment_text
from meetings.store.tables.papers import archive_file, paper
from meetings.store.tables.planning import (
    booking,
    booking_case,
    busy_block,
    busy_source,
    planning_lock,
    planning_run,
    poll,
    poll_answer,
    poll_option,
    room_closed,
    room_trait,
)
from meetings.store.tables.post import claim, invitation, letter, letter_in, seat
from meetings.store.tables.roster import (
    bell_period,
    hour,
    person,
    room,
    roster_import,
    school,
    school_day,
    setting,
    teaching,
    tie,
    window,
)
from meetings.store.tables.signins import (
    account,
    api_token,
    auth_session,
    capability_link,
    one_time_code,
    one_time_url,
    token_bucket,
)

__all__ = [
    "Moment", "account", "api_token", "archive_file", "auth_session", "bell_period", "booking",
    "booking_case", "busy_block", "busy_source", "capability_link", "cases", "claim", "day_root",
    "history", "hour", "invitation", "letter", "letter_in", "metadata", "moment_text",
    "one_time_code", "one_time_url", "outbox", "paper", "party", "passage", "person",
    "planning_lock", "planning_run", "poll", "poll_answer", "poll_option", "room", "room_closed",
    "room_trait", "roster_import", "school", "school_day", "seat", "setting", "subject",
    "teaching", "tie", "timer", "token_bucket", "window",
]  # fmt: skip
