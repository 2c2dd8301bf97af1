"""The words of the charts as people read them: on buttons, in refusals, in the printed law."""

from collections.abc import Iterable

#: Where the word itself, with its underscores gone, does not read well.
LABELS: dict[str, str] = {
    "adopt_prior": "Let the prior plan hold for now",
    "agree_without_meeting": "Agree without a meeting",
    "ask_conference": "Ask for a conference",
    "ask_excusal": "Ask to be excused",
    "ask_for_copy": "Ask for the invitation again",
    "ask_interpreter": "Ask for an interpreter",
    "ask_to_delegate": "Send somebody else",
    "begin": "Begin the conference",
    "begin_draft": "Begin the draft",
    "book_interpreter": "Book the interpreter",
    "by_phone": "Hold it by phone",
    "call_conference": "Call a conference",
    "change_party": "Change who takes part",
    "change_room": "Change room or link",
    "close": "Close the conference",
    "close_review": "Close the mid-year review",
    "close_year": "Close the year",
    "convene": "Set the time and invite",
    "decline": "Decline the plan",
    "drop": "Call the conference off",
    "exit": "Leave the programme",
    "file_original": "File the printed paper",
    "file_record": "File the record of the year",
    "file_signed_paper": "Take in a signature on paper",
    "finish_draft": "Finish the draft",
    "finish_year": "Finish the year",
    "freeze": "Freeze the text for signing",
    "give_input": "Give input",
    "grant_excusal": "Let somebody be excused",
    "hear": "Record the hearing",
    "inform_family": "Record that the family was informed",
    "lapse": "Close without the missing signatures",
    "move": "Move to another time",
    "no_show": "Record that somebody did not come",
    "note_progress": "Note progress",
    "object": "Object to a part",
    "offer": "Offer times",
    "offer_again": "Offer the plan again",
    "open_review": "Open the mid-year review",
    "open_year_end": "Open the year-end review",
    "pick": "Choose a time",
    "propose_time": "Propose another time",
    "record_attempt": "Record an attempt to reach the family",
    "record_decline": "Record that the family declined on paper",
    "reinstate": "Take back the ending",
    "reopen": "Reopen the text",
    "reopen_draft": "Reopen the draft",
    "reply": "Answer the invitation",
    "reschedule": "Seek a new time",
    "review_goals": "Review the goals",
    "revise": "Decide that the plan is revised",
    "revise_finally": "Decide finally that the plan is revised",
    "self_check": "Check in with yourself",
    "settle": "Settle the disagreement",
    "settle_minutes": "Settle the minutes",
    "skip_conference": "Go on without a conference",
    "take_attendance": "Take attendance",
    "take_minutes": "Write the minutes",
    "transfer_out": "Record that the student moved away",
    "uphold": "Decide that the plan stands",
    "uphold_finally": "Decide finally that the plan stands",
    "waive_notice": "Waive the notice",
    "waive_parent": "Confirm that it may be held without a parent",
    "write_plan": "Write the plan",
}
ROLES: dict[str, str] = {
    "administrator": "an administrator",
    "authority": "the authority that decides disagreements",
    "chair": "the chair",
    "clock": "the clock",
    "coordinator": "the coordinator",
    "counselor": "the counselor",
    "courier": "the courier",
    "guest": "a guest",
    "law": "the law",
    "operator": "the operator",
    "parent": "a parent",
    "recorder": "the note-taker",
    "specialist": "the specialist",
    "student": "the student",
    "teacher": "a teacher",
}


def label(word: str) -> str:
    return LABELS.get(word, word.replace("_", " ").capitalize())


def role_name(role: str) -> str:
    return ROLES.get(role, role)


def one_of(names: Iterable[str]) -> str:
    """Names with commas, and "or" before the last."""
    said = list(names)
    if len(said) < 2:  # noqa: PLR2004  one name needs no "or"
        return "".join(said)
    return f"{', '.join(said[:-1])} or {said[-1]}"
