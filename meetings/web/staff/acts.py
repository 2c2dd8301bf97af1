"""The forms of the law's commands: which fields each asks for, as a table.

Pages draw a form from it (templates/pages/staff/act.html), and `filled.py` turns what was sent into
the command. A word that is not here needs no field, or has a page of its own (`PAGES`).
"""

from dataclasses import dataclass
from typing import Literal

from meetings.web.staff.choices import (
    ANSWERS,
    CHANNELS,
    CONFERENCE_KINDS,
    EXCUSALS,
    MODES,
    PLAN_PARTS,
    RATINGS,
    RESULTS,
    TIERS,
)

#: What a field holds, and so how it is drawn and read.
Kind = Literal[
    "line", "text", "whole", "date", "moment", "choice", "person", "people", "tick", "ticks",
    "slot", "slots", "span", "party", "scan",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    #: Of the command.
    name: str
    kind: Kind
    label: str
    hint: str = ""
    #: What is said when it is left empty; "" lets it be empty.
    missing: str = ""
    #: Pairs of value and label, for choices.
    options: tuple[tuple[str, str], ...] = ()
    #: Whom a person may be chosen from: seats of the case, or "interpreter" and "anybody".
    among: tuple[str, ...] = ()
    #: What stands in the field at first.
    value: str = ""


_REASON = Field(name="reason", kind="text", label="Why", missing="Please say why in a sentence.")
_DECISION = Field(
    name="decision",
    kind="text",
    label="The decision and its reasons",
    missing="Say what was decided.",
)
_NOTE = Field(name="note", kind="text", label="Note")
_SLOT = Field(name="slot", kind="slot", label="New time", missing="Choose a day and a time.")

ACTS: dict[str, tuple[Field, ...]] = {
    "decline": (_REASON,),
    "record_decline": (
        Field(
            name="person_id",
            kind="person",
            label="Who declined",
            among=("parent",),
            missing="Choose who declined.",
        ),
        Field(
            name="scan_sha256",
            kind="scan",
            label="Scan of the paper",
            hint="A photo or a PDF, at most 10 MB.",
            missing="A word on paper counts with its scan. Add the file.",
        ),
    ),
    "call_conference": (
        Field(name="kind", kind="choice", label="Kind", options=CONFERENCE_KINDS, value="annual"),
        Field(name="tier", kind="choice", label="How to meet", options=TIERS, value="full"),
        Field(
            name="length_minutes",
            kind="whole",
            label="Minutes",
            value="30",
            missing="Say how many minutes it takes.",
        ),
        Field(
            name="left_out",
            kind="people",
            label="Parents who are not asked to this one",
            hint="They have a conference of their own, or are sent a copy. They sign all the same.",
            among=("parent",),
        ),
    ),
    "offer": (
        Field(
            name="slots",
            kind="slots",
            label="Times to choose from",
            hint="Up to three. They are held for the family.",
            missing="Give at least one time.",
        ),
    ),
    "convene": (_SLOT,),
    "move": (_SLOT, Field(name="reason", kind="text", label="Why it moves")),
    "change_room": (
        Field(name="room", kind="line", label="Room or link", missing="Say where it is held."),
    ),
    "reply": (
        Field(
            name="partstat",
            kind="choice",
            label="Your answer",
            options=ANSWERS,
            missing="Choose an answer.",
        ),
        Field(name="modality", kind="choice", label="How", options=MODES, value="room"),
        Field(name="comment", kind="text", label="Comment"),
    ),
    "propose_time": (
        Field(name="starts_at", kind="span", label="Time", missing="Choose a day and a time."),
        Field(name="comment", kind="text", label="Comment"),
    ),
    "ask_to_delegate": (
        Field(
            name="delegate",
            kind="line",
            label="Who comes instead",
            hint="Name and e-mail.",
            missing="Say who comes instead.",
        ),
    ),
    "ask_excusal": (
        Field(
            name="person_id",
            kind="person",
            label="Who cannot come",
            among=("teacher", "administrator", "counselor", "specialist"),
            missing="Choose a person.",
        ),
        Field(
            name="kind",
            kind="choice",
            label="Why it works without them",
            options=EXCUSALS,
            missing="Choose one.",
        ),
        Field(name="written_input", kind="text", label="Their written input"),
    ),
    "grant_excusal": (
        Field(
            name="person_id",
            kind="person",
            label="Who is excused",
            among=("teacher", "administrator", "counselor", "specialist"),
            missing="Choose a person.",
        ),
    ),
    "ask_interpreter": (
        Field(name="language", kind="line", label="Language", missing="Say which language."),
    ),
    "book_interpreter": (
        Field(
            name="interpreter_id",
            kind="person",
            label="Interpreter",
            among=("interpreter",),
            missing="Choose an interpreter.",
        ),
        Field(
            name="relation",
            kind="line",
            label="Related to the family",
            hint="Leave it empty if not related. A relative cannot interpret.",
        ),
        Field(name="trained", kind="tick", label="Trained as an interpreter", value="yes"),
    ),
    "drop": (_REASON,),
    "reopen": (_REASON,),
    "object": (
        Field(
            name="reason", kind="text", label="The objection", missing="Say what is objected to."
        ),
        Field(name="parts", kind="ticks", label="Which parts", options=PLAN_PARTS),
    ),
    "hear": (
        Field(name="on", kind="date", label="Day of the hearing", missing="Say on which day."),
        Field(name="notes", kind="text", label="What was said"),
    ),
    "uphold": (_DECISION,),
    "revise": (_DECISION,),
    "appeal": (_REASON,),
    "uphold_finally": (_DECISION,),
    "revise_finally": (_DECISION,),
    "note_progress": (
        Field(name="goal_key", kind="choice", label="Goal", missing="Choose a goal."),
        Field(
            name="rating",
            kind="choice",
            label="How it goes",
            options=RATINGS,
            missing="Choose one.",
        ),
        _NOTE,
    ),
    "ask_conference": (_REASON,),
    "record_attempt": (
        Field(
            name="person_id",
            kind="person",
            label="Whom you tried to reach",
            among=("parent", "student"),
            missing="Choose a person.",
        ),
        Field(name="channel", kind="choice", label="How", options=CHANNELS, missing="Choose one."),
        Field(name="tried_at", kind="moment", label="When", missing="Say when."),
        Field(name="result", kind="choice", label="Result", options=RESULTS, missing="Choose one."),
        _NOTE,
    ),
    "change_party": (
        Field(name="party", kind="party", label="Seat", missing="Choose a person and a seat."),
    ),
    "transfer_out": (Field(name="to_school", kind="line", label="New school, if known"),),
    "exit": (_REASON,),
    "agree_without_meeting": (
        Field(
            name="what",
            kind="choice",
            label="What needs no meeting",
            options=(("review", "The mid-year review"), ("amendment", "A change of the plan")),
            missing="Choose one.",
        ),
    ),
}

#: Words with a page of their own; {id} is the case, {no} the conference or agreement.
PAGES: dict[str, str] = {
    "write_plan": "/plans/{id}/edit",
    "begin": "/conferences/{id}/{no}/room",
    "take_attendance": "/conferences/{id}/{no}/room",
    "take_minutes": "/conferences/{id}/{no}/room",
    "move": "/conferences/{id}/{no}/move",
    "convene": "/conferences/{id}/{no}/move",
    "sign": "/signing/{id}/{no}",
    "file_signed_paper": "/signing/{id}/{no}/paper",
    "review_goals": "/plans/{id}/review",
    "give_input": "/teacher",
    "self_check": "/student",
    "pick": "/conferences/{id}/{no}",
}
#: Words whose effect cannot be taken back by pressing something else.
GRAVE = frozenset({"decline", "drop", "reopen", "exit", "transfer_out", "lapse", "no_show"})
