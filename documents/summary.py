"""The family summary: what we agreed, in plain words and large letters, on two pages at most.

Here: the summary made from the plan by rule, without rewriting anybody's words. Not here: the plan
that governs (`plan.py`), and translating, which a person does and confirms.
"""

from dataclasses import dataclass
from datetime import date, datetime

from documents.paper import Heading, Paper
from documents.plan import Line
from workflow.content import PlanContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date to remember, with what happens then."""

    on: date
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryData:
    content: PlanContent
    #: The student's first name.
    first_name: str
    days: tuple[Day, ...] = ()
    #: Promised at the table, beyond the plan.
    school_promises: tuple[str, ...] = ()
    home_promises: tuple[str, ...] = ()
    #: Who confirmed a translation; empty for the English text.
    confirmed_by: str = ""


def summary(data: SummaryData, heading: Heading, at: datetime) -> Paper:
    return Paper(
        kind="summary",
        title=f"What we agreed for {data.first_name}",
        heading=heading,
        data={"summary": _view(data)},
        at=at,
        most_pages=2,
    )


def _view(data: SummaryData) -> Line:
    content = data.content
    helps = tuple(goal.help_at_home for goal in content.goals if goal.help_at_home)
    steps = tuple(step.text for goal in content.goals for step in goal.steps)
    options = tuple(each.option for each in content.programming)
    return {
        "first_name": data.first_name,
        "goals": [goal.statement for goal in content.goals],
        "school": _once((*options, *_promised(content, "school"), *data.school_promises)),
        "home": _once((*helps, *_promised(content, "home"), *data.home_promises)),
        "child": _once((*steps, *_promised(content, "student"))),
        "days": [{"on": day.on, "what": day.what} for day in data.days],
        "confirmed_by": data.confirmed_by,
    }


def _promised(content: PlanContent, side: str) -> tuple[str, ...]:
    return tuple(each.text for each in content.commitments if each.side == side)


def _once(texts: tuple[str, ...]) -> list[str]:
    """Each text once, in the order of its first mention."""
    return list(dict.fromkeys(texts))
