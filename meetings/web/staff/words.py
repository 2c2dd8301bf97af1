"""Short words of the staff's pages: where a plan stands, in a tag with its tone."""

from dataclasses import dataclass

from workflow.labels import label

#: State of the plan to a short word and its tone (parts/status.html).
STANDING: dict[str, tuple[str, str]] = {
    "identified": ("To be begun", "warn"),
    "drafting": ("Drafting", "act"),
    "ready": ("Ready", "act"),
    "conferring": ("Conference", "act"),
    "finalizing": ("Reading back", "act"),
    "signing": ("Signing", "act"),
    "in_effect": ("In effect", "good"),
    "midyear_due": ("Mid-year review", "act"),
    "midyear_done": ("In effect, reviewed", "good"),
    "year_end_due": ("Year-end review", "act"),
    "declined_by_family": ("Declined by the family", "plain"),
    "closed": ("Closed", "good"),
    "transferred_out": ("Moved away", "plain"),
    "exited": ("Left the program", "plain"),
    "superseded": ("Replaced", "plain"),
    "archived": ("Archived", "good"),
}

#: What the clock does on its days, as people say it.
TIMERS: dict[str, str] = {
    "ask_if_held": "Ask whether the conference was held",
    "chase_answers": "Remind those who have not answered",
    "chase_closing": "Remind to close the conference",
    "chase_hold": "Remind of the disagreement",
    "chase_informing": "Remind to inform the family",
    "chase_inputs": "Remind of the input",
    "chase_lapse": "Remind to close the signing",
    "chase_minutes": "Remind to settle the minutes",
    "chase_missed": "Remind of the missed conference",
    "chase_offer": "Remind to offer the plan again",
    "chase_original": "Print the paper again",
    "chase_plan": "Warn that the plan is due",
    "chase_progress": "Ask how the goals go",
    "chase_record": "Seal the record of the year again",
    "chase_review": "Warn that the mid-year review is due",
    "chase_seal": "Seal the record again",
    "chase_signers": "Remind those who have not signed",
    "chase_time": "Remind to set a time",
    "chase_year_end": "Warn that the year-end review is due",
    "close_year": "The year closes by itself",
    "end_offer": "The offered times are given free",
    "have_called": "Ask to call those who are silent",
    "hurry": "Remind the family to choose a time",
    "let_revise": "The decision to revise becomes final",
    "let_uphold": "The decision that the plan stands becomes final",
    "offer_anew": "Seek a new time once more",
    "open_review": "The mid-year review opens by itself",
    "open_year_end": "The year-end review opens by itself",
    "remind": "Remind everybody of the conference",
    "tell_rights": "Tell the family about rights that move at 18",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    words: str
    tone: str


def standing_said(word: str) -> Said:
    """`word` begins with the plan's state; what follows it is told as it stands."""
    state = word.split(maxsplit=1)[0] if word else ""
    words, tone = STANDING.get(state, (word.replace("_", " ").capitalize(), "plain"))
    return Said(words=words, tone=tone)


def clock_words(command: str) -> str:
    """What happens when a timer rings; the law's own label where it says it well."""
    return TIMERS.get(command) or label(command)
