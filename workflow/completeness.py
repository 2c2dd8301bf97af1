"""Whether a plan says all that 1 CCR 301-8, 12.02(2)(f) asks; what is missing, by which rule.

Looks at the text alone. That the family was engaged (f)(v) is a fact of the case (guards/text.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.content import COMPETENCIES, STRENGTH_AREAS, Goal, PlanContent
from workflow.jurisdiction import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """One thing that a plan may lack, whichever goal it concerns."""

    short: str
    rule: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    #: A key of LACKS, with the goal's or option's key after a colon where it concerns one.
    code: str
    element: str
    rule: str
    remedy: str


_PROFILE = "ECEA 12.02(2)(f)(i)"
_GOALS = "ECEA 12.02(2)(f)(ii)"
_PROGRAMMING = "ECEA 12.02(2)(f)(iii)"
_PROGRESS = "ECEA 12.02(2)(f)(iv)"
_ENGAGEMENT = "ECEA 12.02(2)(f)(v)"
_BLEND = "1 CCR 301-81"

LACKS: dict[str, Lacking] = {
    "area": Lacking(
        short="no area of strength is named",
        rule=_PROFILE,
        remedy="Add the area in which the student was identified.",
    ),
    "evidence": Lacking(
        short="an area of strength has no evidence",
        rule=_PROFILE,
        remedy="Add an instrument and its result to each area.",
    ),
    "interests": Lacking(
        short="the interests are not those of this year",
        rule=_PROFILE,
        remedy="Ask the student for this year's interests and write them down.",
    ),
    "achievement_goal": Lacking(
        short="an achievement goal is missing",
        rule=_GOALS,
        remedy="Add an achievement goal in an area of strength.",
    ),
    "affective_goal": Lacking(
        short="an affective goal is missing",
        rule=_GOALS,
        remedy="Add an affective goal with its competency.",
    ),
    "statement": Lacking(
        short="a goal says nothing", rule=_GOALS, remedy="Say in a sentence what the goal is."
    ),
    "goal_area": Lacking(
        short="a goal names no area of strength",
        rule=_GOALS,
        remedy="Choose the area that an achievement goal serves.",
    ),
    "competency": Lacking(
        short="an affective goal names no competency",
        rule=_GOALS,
        remedy="Choose the competency that an affective goal serves.",
    ),
    "standard": Lacking(
        short="an achievement goal names no standard",
        rule=_GOALS,
        remedy="Copy the academic standard that the goal rests on.",
    ),
    "measure": Lacking(
        short="a goal cannot be measured",
        rule=_GOALS,
        remedy="Say how the goal is measured and what is to be reached.",
    ),
    "date": Lacking(
        short="a goal has no date",
        rule=_GOALS,
        remedy="Say by which day the goal is to be reached.",
    ),
    "unserved": Lacking(
        short="a goal is served by no programming",
        rule=_PROGRAMMING,
        remedy="Name what the school offers for each goal.",
    ),
    "unowned": Lacking(
        short="nobody is named for a programming option",
        rule=_PROGRAMMING,
        remedy="Say who provides each option.",
    ),
    "progress": Lacking(
        short="it is not said when progress is reported",
        rule=_PROGRESS,
        remedy="Say when progress is reported, as with each report card.",
    ),
    "engagement": Lacking(
        short="nothing shows that the family was engaged this year",
        rule=_ENGAGEMENT,
        remedy="Ask the family for input, hold the conference, or record an attempt to reach it.",
    ),
    "postsecondary": Lacking(
        short="the career plan has no goal after school",
        rule=_BLEND,
        remedy="Write the goal for the time after school.",
    ),
    "benchmarks": Lacking(
        short="the career plan has no yearly benchmarks",
        rule=_BLEND,
        remedy="Write this year's benchmarks of the career plan.",
    ),
}


def missing(content: PlanContent, profile: Profile) -> tuple[Lack, ...]:
    """What the text lacks, in the order of its parts; () is complete."""
    return (
        *_profile_lacks(content),
        *_count_lacks(content, profile),
        *(lack for goal in content.goals for lack in _goal_lacks(goal)),
        *_programming_lacks(content),
        *_progress_lacks(content),
        *_blend_lacks(content),
    )


def _lack(code: str, element: str, key: str = "") -> Lack:
    kind = LACKS[code]
    return Lack(
        code=f"{code}:{key}" if key else code, element=element, rule=kind.rule, remedy=kind.remedy
    )


def _profile_lacks(content: PlanContent) -> Iterator[Lack]:
    profile = content.profile
    known = [area for area in profile.areas if area.area in STRENGTH_AREAS]
    if not known:
        yield _lack("area", "Area of strength")
    elif not any(area.evidence for area in known):
        yield _lack("evidence", "Body of evidence")
    this_year = profile.interests_year == content.school_year and any(
        interest.strip() for interest in profile.interests
    )
    if not this_year:
        yield _lack("interests", "Interests of this year")


def _count_lacks(content: PlanContent, profile: Profile) -> Iterator[Lack]:
    for kind in ("achievement", "affective"):
        need = profile.count(f"min_{kind}_goals")
        have = len(content.goals_of(kind))
        for _ in range(need - have):
            yield _lack(f"{kind}_goal", f"{kind.capitalize()} goal ({have} of {need})")


def _goal_lacks(goal: Goal) -> Iterator[Lack]:
    said = f"Goal {goal.key}"
    if not goal.statement.strip():
        yield _lack("statement", f"{said}: what it is", goal.key)
    if goal.kind == "achievement":
        if goal.area not in STRENGTH_AREAS:
            yield _lack("goal_area", f"{said}: area", goal.key)
        if not goal.standard.strip():
            yield _lack("standard", f"{said}: standard", goal.key)
    elif goal.area not in COMPETENCIES:
        yield _lack("competency", f"{said}: competency", goal.key)
    if not (goal.measure.strip() and goal.target.strip()):
        yield _lack("measure", f"{said}: measure and target", goal.key)
    if goal.due_on is None:
        yield _lack("date", f"{said}: date", goal.key)


def _programming_lacks(content: PlanContent) -> Iterator[Lack]:
    served = {key for option in content.programming for key in option.goal_keys}
    for goal in content.goals:
        if goal.key not in served:
            yield _lack("unserved", f"Programming for goal {goal.key}", goal.key)
    for number, option in enumerate(content.programming, start=1):
        if not option.who.strip():
            yield _lack("unowned", f"Who provides {option.option or 'an option'}", str(number))


def _progress_lacks(content: PlanContent) -> Iterator[Lack]:
    if not content.progress_schedule.strip():
        yield _lack("progress", "Progress schedule")


def _blend_lacks(content: PlanContent) -> Iterator[Lack]:
    if content.variant != "ALP_ICAP_BLEND":
        return
    if not content.postsecondary_goal.strip():
        yield _lack("postsecondary", "Goal after school")
    if not any(one.strip() for one in content.icap_benchmarks):
        yield _lack("benchmarks", "Yearly benchmarks")
