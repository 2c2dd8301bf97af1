"""Short words of the staff's pages: where a plan stands, in a tag with its tone."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    words: str
    tone: str


def standing_said(word: str) -> Said:
    """`word` begins with the plan's state; what follows it is told as it stands."""
    state = word.split()[0] if word else ""
    words, tone = STANDING.get(state, (word.replace("_", " ").capitalize(), "plain"))
    return Said(words=words, tone=tone)
