"""The review as a paper: how each goal stands at mid-year, or how it ended at year end.

Here: the values of a review and its words. Not here: what follows from an outcome (`workflow/`).
"""

from dataclasses import dataclass
from datetime import date, datetime

from documents.paper import Heading, Paper
from documents.plan import Line, area_label, filled
from workflow.content import Goal, GoalReview

OUTCOMES: dict[str, str] = {
    "on_track": "On track",
    "adjust": "To be adjusted",
    "met": "Met",
    "drop": "To be dropped",
    "partly": "Partly met",
    "not_met": "Not met",
}

_TITLES = {"midyear": "Mid-year review", "year_end": "Year-end review"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One entry since the last review: who saw what, when."""

    goal_key: str
    on: date
    by: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewData:
    #: "midyear" or "year_end".
    kind: str
    held_on: date
    #: "in a conference of 15 minutes" or "without a meeting, by agreement".
    how: str
    goals: tuple[Goal, ...]
    reviews: tuple[GoalReview, ...]
    progress: tuple[Progress, ...] = ()
    #: The student's own words.
    reflection: str = ""
    next_steps: tuple[str, ...] = ()


def review(data: ReviewData, heading: Heading, at: datetime) -> Paper:
    return Paper(
        kind="review",
        title=f"{_TITLES[data.kind]} for {heading.student}",
        heading=heading,
        data={"review": _view(data)},
        at=at,
    )


def _view(data: ReviewData) -> Line:
    found = {each.goal_key: each for each in data.reviews}
    return {
        "name": _TITLES[data.kind],
        "held_on": data.held_on,
        "how": data.how,
        "reflection": data.reflection,
        "goals": [
            _goal(number, goal, found.get(goal.key), data)
            for number, goal in enumerate(data.goals, start=1)
        ],
        "next_steps": list(data.next_steps),
    }


def _goal(number: int, goal: Goal, found: GoalReview | None, data: ReviewData) -> Line:
    entries = [each for each in data.progress if each.goal_key == goal.key]
    return {
        "number": number,
        "area": area_label(goal),
        "statement": goal.statement,
        "outcome": OUTCOMES[found.outcome] if found else "Not reviewed",
        "lines": filled(
            ("Target", goal.target),
            ("What shows it", found.evidence if found else ""),
            ("Next step", found.next_step if found else ""),
        ),
        "progress": [{"on": each.on, "by": each.by, "text": each.text} for each in entries],
    }
