"""What became of a letter that came in: the words for it, and the value that says it.

Who decides is `whose.py`, `saying.py` and `returned.py`; this is only how they answer.
"""

from dataclasses import dataclass

#: What a letter can be, as people say it. The keys stand in `letter_in.class`.
KINDS = {
    "answer": "An answer to an invitation",
    "proposal": "A proposal of another time",
    "delegation": "A wish to send somebody else",
    "refresh": "A request for a current copy",
    "bounce": "A report about a letter of ours",
    "auto_reply": "An automatic answer",
    "words": "A letter in words",
    "unreadable": "A letter that cannot be counted by itself",
}
#: What was done with it. The keys stand in `letter_in.state`.
STATES = {
    "stored": "It is kept and will be read.",
    "applied": "It was counted.",
    "recorded": "It is recorded, and changes nothing.",
    "held": "It waits on the inbox page until somebody decides.",
    "dead": "It is kept on the inbox page, and belongs to nothing that we know.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which conference and whose seat, as far as it is known."""

    case_id: int | None = None
    no: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    #: A key of STATES.
    state: str
    #: Sentences: what it is, and why this became of it.
    reason: str
    place: Place = Place()
