"""Guards that read states and facts alone, so that the walk can evaluate them, with sentences.

Guards that read people, texts and dates are in `guards/`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from workflow.configuration import Configuration
from workflow.refusals import Because

#: Holds on which a decision, a hearing or an appeal is still awaited.
UNDECIDED = ("asked", "upheld", "revised", "higher")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """A condition on the configuration, and what is said where it does not hold."""

    holds: Callable[[Configuration], bool]
    because: Because


def _hold_is(value: str, why: str, remedy: str) -> Exact:
    return Exact(holds=lambda here: here.hold == value, because=Because(why=why, remedy=remedy))


EXACT: dict[str, Exact] = {
    "prior_binds": Exact(
        holds=lambda here: here.plan.fact("force") == "prior",
        because=Because(
            why="No prior plan moved in with this student.", remedy="Begin a draft instead."
        ),
    ),
    "no_conference": Exact(
        holds=lambda here: here.conference is None,
        because=Because(
            why="Another conference is still open.",
            remedy="Hold it and settle its minutes, or call it off, before you call the next.",
        ),
    ),
    "no_agreement": Exact(
        holds=lambda here: here.agreement is None,
        because=Because(
            why="The text is frozen: an agreement is still open.",
            remedy="Wait until it is signed and sealed, or reopen it.",
        ),
    ),
    "minuted": Exact(
        holds=lambda here: here.state("conference") not in {"under_way", "held"},
        because=Because(
            why="The minutes of the conference are not settled yet.",
            remedy="Settle the minutes, then freeze the text.",
        ),
    ),
    "parent_waived": Exact(
        holds=lambda here: (
            here.conference is not None and here.conference.fact("parent") == "waived"
        ),
        because=Because(
            why="No parent is here, and nobody confirmed that it may be held without one.",
            remedy="Record the attempts to reach the family and confirm, or set a new time.",
        ),
    ),
    "no_hold": Exact(
        holds=lambda here: here.hold == "none",
        because=Because(
            why="A part of the plan is disputed.",
            remedy="Wait for the decision, or settle the disagreement first.",
        ),
    ),
    "any_hold": Exact(
        holds=lambda here: here.hold != "none",
        because=Because(why="Nothing is disputed.", remedy="There is nothing to do."),
    ),
    "on_hold": Exact(
        holds=lambda here: here.hold in UNDECIDED,
        because=Because(
            why="No disagreement is waiting for a decision.", remedy="There is nothing to do here."
        ),
    ),
    "asked": _hold_is(
        "asked",
        "No disagreement is waiting for its first decision.",
        "Look at the timeline: it was decided, settled, or none was raised.",
    ),
    "upheld": _hold_is("upheld", "The plan was not upheld.", "There is nothing to do."),
    "revised": _hold_is("revised", "No revision was decided.", "There is nothing to do."),
    "decided": Exact(
        holds=lambda here: here.hold in {"upheld", "revised"},
        because=Because(
            why="There is no decision that could be appealed.",
            remedy="An appeal follows a decision, within the days that the decision names.",
        ),
    ),
    "higher": _hold_is(
        "higher",
        "No appeal is waiting for a final decision.",
        "A final decision follows an appeal by the family.",
    ),
}
