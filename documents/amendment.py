"""The amendment as a paper: why the plan changes, what changes, and the text as it reads then.

Here: the list of changes (the form that everybody can read) and the redline beside it. Not here:
finding the changes (`workflow/difference.py`), and signing, for which `agreement.py` takes it in.
"""

from dataclasses import dataclass
from datetime import datetime

from documents.canonical import plain
from documents.paper import Heading, Paper
from documents.plan import Line, PlanData, plan_json, plan_view
from documents.redline import redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended:
    """One changed field."""

    #: In words: "Goal 1, target".
    part: str
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendmentData:
    reason: str
    #: In words: "in the mid-year conference", "without a meeting, as agreed with the family".
    how: str
    changes: tuple[Amended, ...]


def amendment(data: AmendmentData, plan: PlanData, heading: Heading, at: datetime) -> Paper:
    """The changes, then the whole plan as amended; `plan.json` inside."""
    return Paper(
        kind="amendment",
        title=f"Amendment of the plan of {heading.student}",
        heading=heading,
        data={"amendment": amendment_view(data), "plan": plan_view(plan)},
        at=at,
        attachments=(plan_json(plan.content),),
    )


def amendment_view(data: AmendmentData) -> Line:
    return {
        "reason": data.reason,
        "how": data.how,
        "changes": [
            {
                "part": each.part,
                "before": each.before or "(nothing)",
                "after": each.after or "(taken out)",
                "why": each.why,
                "pieces": plain(redline(each.before, each.after)),
            }
            for each in data.changes
        ],
    }
