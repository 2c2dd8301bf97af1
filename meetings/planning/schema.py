"""The JSON Schema of the form, with the rules that a generator or a checker needs beside it.

The file problem.schema.json is what `text` gives; a test holds the two together.
"""

import json
from typing import Any

import msgspec

from meetings.planning.sheet import ProblemSheet

#: What makes a placement lawful, in the words of the form.
RULES = (
    (
        "A placed conference lies on one date of days that is not closed, from earliest_start "
        "to latest_end, and touches no quiet hour and no hour that a change of the clocks "
        "skips or repeats."
    ),
    (
        "It starts a multiple of start_every_minutes after earliest_start; its length is "
        "length_minutes."
    ),
    ("It is not before earliest_on, not on a date of not_on, and on only_on if there is one."),
    (
        "The chair and, for each seat, as many people as its rule asks are free for the whole "
        "length."
    ),
    (
        "Free: not busy, not at lunch or duty (planning as policy says), inside the windows "
        "of a person who has answered; for staff in class as policy.may_pull says; unknown as "
        "policy.unknown_blocks says."
    ),
    (
        "Nobody (people and optional of the answer) is in two conferences at one time: their "
        "times from start to end do not overlap; for the chair of a conference its end "
        "includes the buffer. One may start when the other ends."
    ),
    (
        "A conference with rooms has one unit of that pool, free from start to end, and no "
        "other conference has this unit from start to the end of the buffer. The room has size "
        "or more seats, and no steps if the conference is accessible. One without rooms, or "
        "held by video, has none."
    ),
    (
        "Place: without rooms and school a conference is held by video. Else it is held in the "
        "room or school, or by video if the conference has video true."
    ),
    (
        "Who dials in: a person who is free then by a remote window alone is in remote of the "
        "answer, and nobody else is, if the conference is held in a room or school; by video "
        "remote is empty. The chair of such a conference may not be one who dials in (a fixed "
        "one asks nothing of its chair)."
    ),
    (
        "Ways: who is in two conferences of one date, at two schools, neither held by video, and "
        "in remote of neither, needs the minutes of travel between the end of the one and the "
        "start of the other; interpreters too. Ways that are not listed take no time. The "
        "buffer is not added. Between two fixed conferences it is not asked."
    ),
    (
        "If policy.one_school_a_half_day: two conferences of one chair that are not by video and "
        "touch the same half of a date (before or after policy.noon) are at the same school, if "
        "both have one. Between two fixed ones it is not asked."
    ),
    (
        "A person with max_per_day takes part in at most so many conferences on a date, and with "
        "policy.planning_a_week in so many that touch their planning periods in a week from "
        "Monday on. Fixed ones count, and may exceed it."
    ),
    (
        "A conference with interpreters has one unit of that pool, free from start to end and "
        "in no other conference from start to end (no buffer)."
    ),
    (
        "Class cover: at any time the members of staff who are pulled by conferences of one "
        "cover key are at most its size, and the cover's windows hold the whole conference. "
        "Somebody is pulled if any part of the conference lies in a class of theirs."
    ),
    (
        "A chair has at most policy.max_per_day conferences on a date; fixed ones count, and "
        "may exceed it."
    ),
    (
        "A fixed conference keeps start, room, interpreter and people. The rules on hours, "
        "free time, notice and locks are not asked of it; those on two places at one time "
        "are, against all others."
    ),
    "A buffer never outlasts latest_end of its date.",
)

#: What is better: an earlier level is never given up for a later one.
LEVELS = (
    (
        "on_time (more is better): the sum of policy.rank_weights[rank] over conferences that "
        "are placed on or before due_on, or placed and without due_on."
    ),
    "placed (more is better): the number of placed conferences.",
    (
        "confirmed_moved (less is better): conferences with now.confirmed that are not placed "
        "at now.starts_at."
    ),
    (
        "told (less is better): the sum of now.told times nearness over conferences that are "
        "not placed at now.starts_at; nearness is 3 up to 3 listed days after today, 2 up to "
        "10, else 1."
    ),
    (
        "points (less is better): the sum of the parts that policy.weights describes. Family "
        "points: per conference the worst of the family members who come."
    ),
)

ANSWER = (
    (
        "placed: conference, starts_at and ends_at (with the offset of that date), room, "
        "interpreter, place (room or video), remote (who dials in), people (required ones and the "
        "chair), optional (those who can come), "
        "late, points and their parts."
    ),
    (
        "unplaced: conference, cause, reason, remedy, opens (how many starts the remedy "
        "opens), members (groups without a common start), others (conferences that cannot all "
        "be placed with this one)."
    ),
    (
        "levels: name, status (PROVEN, LIMIT, STOPPED), value, bound, dt (deterministic units "
        "spent)."
    ),
    (
        "placed_count, placed_bound (no plan that is as good at on_time places more), proven "
        "(all levels), points, points_by_part (with the parts that several conferences "
        "share), moved, kept, forecast."
    ),
)


def schema() -> dict[str, Any]:
    """Give the schema as plain JSON values."""
    made = msgspec.json.schema(ProblemSheet)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A planning problem, as `alp plan` reads it",
        "x-rules": list(RULES),
        "x-levels": list(LEVELS),
        "x-answer": list(ANSWER),
        **made,
    }


def text() -> str:
    """Give the schema file."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
