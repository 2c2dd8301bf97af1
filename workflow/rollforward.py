"""The first text of the next year: what is carried from the last, and what must be said anew."""

from collections.abc import Mapping
from dataclasses import replace

from workflow.content import PlanContent

#: A goal that ended so is done; it is not carried.
DONE = ("met", "drop")


def roll_forward(content: PlanContent, outcomes: Mapping[str, str], year: str) -> PlanContent:
    """The profile, accommodations and commitments go on; goals only where a reason is given.

    `outcomes` says for each goal key how it ended; "continue: reason" carries its text with the
    reason. A goal without one is not carried. The interests keep their year, so that they are asked
    anew; dates of goals are of last year and are left out.
    """
    reasons = {
        key: said.partition(":")[2].strip()
        for key, said in outcomes.items()
        if said.startswith("continue:")
    }
    goals = tuple(
        replace(goal, continued_because=reasons[goal.key], due_on=None, steps=())
        for goal in content.goals
        if reasons.get(goal.key)
    )
    carried = {goal.key for goal in goals}
    return replace(
        content,
        school_year=year,
        written_on=None,
        goals=goals,
        programming=tuple(
            replace(option, goal_keys=kept)
            for option in content.programming
            if (kept := tuple(key for key in option.goal_keys if key in carried))
        ),
    )
