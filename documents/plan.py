"""The plan as a paper: profile, goals, programming, commitments, team.

Here: the values of the plan and how each part is worded for print. Not here: whether the plan is
complete (`workflow/completeness.py`), and the minutes that follow it in the signed paper.
"""

from dataclasses import dataclass
from datetime import date, datetime

from documents.canonical import canonical, plain
from documents.paper import Attachment, Heading, Paper
from documents.press import long_date
from workflow.content import (
    COMPETENCIES,
    STRENGTH_AREAS,
    Commitment,
    Goal,
    PlanContent,
    StrengthArea,
)

Line = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    name: str
    #: In words: "Gifted specialist", "Mother", "Teacher of mathematics".
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanData:
    content: PlanContent
    team: tuple[TeamMember, ...] = ()
    #: A draft says so across its top.
    draft: bool = False


def plan(data: PlanData, heading: Heading, at: datetime) -> Paper:
    """The plan alone, for reading before the conference and after; `plan.json` inside."""
    return Paper(
        kind="plan",
        title=f"{variant(data.content)} of {heading.student}",
        heading=heading,
        data={"plan": plan_view(data)},
        at=at,
        attachments=(plan_json(data.content),),
    )


def plan_json(content: PlanContent) -> Attachment:
    return Attachment(
        name="plan.json",
        data=canonical(plain(content)),
        relation="Data",
        description="The plan as data",
    )


def variant(content: PlanContent) -> str:
    blended = content.variant == "ALP_ICAP_BLEND"
    return "Advanced Learning Plan with career plan" if blended else "Advanced Learning Plan"


def plan_view(data: PlanData) -> Line:
    """Finished values for the template, in the order of print; empty parts are empty lists."""
    content = data.content
    return {
        "name": variant(content),
        "draft": data.draft,
        "written_on": content.written_on,
        "areas": [_area(each) for each in content.profile.areas],
        "interests": list(content.profile.interests),
        "interests_year": content.profile.interests_year,
        "profile": _profile_lines(content),
        "achievement": _goals(content, "achievement"),
        "affective": _goals(content, "affective"),
        "programming": _programming(content),
        "accommodations": list(content.accommodations),
        "commitments": commitments(content.commitments),
        "progress_schedule": content.progress_schedule,
        "postsecondary_goal": content.postsecondary_goal,
        "benchmarks": list(content.icap_benchmarks),
        "team": [{"name": member.name, "role": member.role} for member in data.team],
    }


def _area(area: StrengthArea) -> Line:
    lines = [
        {"kind": each.kind, "result": each.result, "on": on(each.on) or "not dated"}
        for each in area.evidence
    ]
    return {"label": STRENGTH_AREAS.get(area.area, area.area), "evidence": lines}


def _profile_lines(content: PlanContent) -> list[Line]:
    profile = content.profile
    return filled(
        ("Strengths", profile.strengths),
        ("Present levels", profile.levels),
        ("Needs in learning", profile.instructional_needs),
        ("Needs in feeling and belonging", profile.affective_needs),
        ("Other plan", profile.exceptional_link),
    )


def _goals(content: PlanContent, kind: str) -> list[Line]:
    numbers = goal_numbers(content)
    return [_goal(goal, numbers[goal.key]) for goal in content.goals_of(kind)]


def goal_numbers(content: PlanContent) -> dict[str, int]:
    """The number of each goal as printed, counted through both kinds, by its key."""
    ordered = (*content.goals_of("achievement"), *content.goals_of("affective"))
    return {goal.key: number for number, goal in enumerate(ordered, start=1)}


def area_label(goal: Goal) -> str:
    labels = COMPETENCIES if goal.kind == "affective" else STRENGTH_AREAS
    return labels.get(goal.area, goal.area)


def _goal(goal: Goal, number: int) -> Line:
    return {
        "number": number,
        "area": area_label(goal),
        "statement": goal.statement,
        "lines": filled(
            ("Why this goal", goal.why),
            ("How it will be reached", goal.how),
            ("Help at home", goal.help_at_home),
            ("Adult partner", goal.partner),
            ("Standard", goal.standard),
            ("Where it starts", goal.baseline),
            ("How it is measured", goal.measure),
            ("Target", goal.target),
            ("To be reached by", on(goal.due_on)),
            ("Continued because", goal.continued_because),
        ),
        "steps": [step_line(step.text, step.by, step.due_on) for step in goal.steps],
    }


def step_line(text: str, by: str, due_on: date | None) -> str:
    """The text with who and until when: Choose three problems (Amara, by Friday, May 14, 2027)."""
    notes = [note for note in (by, f"by {on(due_on)}" if due_on else "") if note]
    return f"{text} ({', '.join(notes)})" if notes else text


def _programming(content: PlanContent) -> list[Line]:
    numbers = goal_numbers(content)
    return [
        {
            "option": each.option,
            "goals": ", ".join(str(numbers[key]) for key in each.goal_keys if key in numbers),
            "who": each.who,
            "when": ", ".join(part for part in (each.where, each.how_often) if part),
        }
        for each in content.programming
    ]


_SIDES = {"school": "The school will", "home": "At home we will", "student": "I will"}


def commitments(all_of_them: tuple[Commitment, ...]) -> list[Line]:
    """One entry a side that promised something, in the order school, home, student."""
    return [
        {"label": label, "lines": [step_line(c.text, c.by, None) for c in promised]}
        for side, label in _SIDES.items()
        if (promised := [c for c in all_of_them if c.side == side])
    ]


def filled(*lines: tuple[str, str]) -> list[Line]:
    """Label and text of the lines that say something."""
    return [{"label": label, "text": text} for label, text in lines if text]


def on(day: date | None) -> str:
    return long_date(day) if day else ""
