"""The text of a plan as a form: what was sent becomes a PlanContent, and blank rows to write into.

Rows that stay blank are left out. Drawing it is templates/pages/staff/edit.html; saving it is
`plan_edit.py`.
"""

from collections.abc import Iterable
from dataclasses import replace

from meetings.web.forms import Form
from workflow.content import (
    COMPETENCIES,
    STRENGTH_AREAS,
    Commitment,
    Evidence,
    Goal,
    PlanContent,
    Profile,
    ProgrammingOption,
    Step,
    StrengthArea,
)

VARIANTS = (("ALP", "Advanced learning plan"), ("ALP_ICAP_BLEND", "Blended with the career plan"))
SIDES = (("school", "School"), ("home", "Home"), ("student", "Student"))
#: The letter that a goal's key begins with.
_LETTERS = {"achievement": "a", "affective": "f"}


def content_of(form: Form, before: PlanContent) -> PlanContent:
    """What was sent; what the form does not ask for stays. Faults are noted in the form."""
    return replace(
        before,
        variant=form.chosen("variant", dict(VARIANTS)) or before.variant,
        profile=_profile(form),
        goals=_goals(form),
        programming=_programming(form),
        accommodations=form.lines("accommodations"),
        commitments=_commitments(form),
        progress_schedule=form.line("progress_schedule"),
        postsecondary_goal=form.text("postsecondary_goal"),
        icap_benchmarks=form.lines("icap_benchmarks"),
    )


def _profile(form: Form) -> Profile:
    return Profile(
        areas=_areas(form),
        interests=form.lines("interests"),
        interests_year=form.line("interests_year"),
        strengths=form.text("strengths"),
        levels=form.text("levels"),
        instructional_needs=form.text("instructional_needs"),
        affective_needs=form.text("affective_needs"),
        exceptional_link=form.line("exceptional_link"),
    )


def _areas(form: Form) -> tuple[StrengthArea, ...]:
    found = (
        StrengthArea(area=row.chosen("area", STRENGTH_AREAS), evidence=_evidence(row))
        for row in form.rows("areas")
    )
    return tuple(one for one in found if one.area)


def _evidence(area: Form) -> tuple[Evidence, ...]:
    found = (
        Evidence(kind=row.line("kind"), result=row.line("result"), on=row.on("on"))
        for row in area.rows("evidence")
    )
    return tuple(one for one in found if one.kind or one.result)


def _goals(form: Form) -> tuple[Goal, ...]:
    found = []
    for row in form.rows("goals"):
        kind = row.chosen("kind", _LETTERS)
        key = row.line("key")
        if kind and key and not row.ticked("gone"):
            found.append(_goal(row, key, kind))
    return tuple(found)


def _goal(row: Form, key: str, kind: str) -> Goal:
    areas = STRENGTH_AREAS if kind == "achievement" else COMPETENCIES
    return Goal(
        key=key,
        kind=kind,
        statement=row.text("statement"),
        area=row.chosen("area", areas),
        standard=row.text("standard"),
        baseline=row.text("baseline"),
        measure=row.text("measure"),
        target=row.text("target"),
        due_on=row.on("due_on"),
        steps=_steps(row),
        why=row.text("why"),
        how=row.text("how"),
        help_at_home=row.text("help_at_home"),
        partner=row.line("partner"),
        continued_because=row.text("continued_because"),
    )


def _steps(goal: Form) -> tuple[Step, ...]:
    found = (
        Step(text=row.line("text"), by=row.line("by"), due_on=row.on("due_on"))
        for row in goal.rows("steps")
    )
    return tuple(one for one in found if one.text)


def _programming(form: Form) -> tuple[ProgrammingOption, ...]:
    found = (
        ProgrammingOption(
            option=row.line("option"),
            goal_keys=row.picked("goal_keys"),
            who=row.line("who"),
            where=row.line("where"),
            how_often=row.line("how_often"),
        )
        for row in form.rows("programming")
    )
    return tuple(one for one in found if one.option)


def _commitments(form: Form) -> tuple[Commitment, ...]:
    found = (
        Commitment(
            side=row.chosen("side", dict(SIDES)) or "school",
            text=row.line("text"),
            by=row.line("by"),
        )
        for row in form.rows("commitments")
    )
    return tuple(one for one in found if one.text)


def padded(content: PlanContent) -> PlanContent:
    """With one blank row at the end of each repeated part."""
    areas = (*content.profile.areas, StrengthArea(area=""))
    return replace(
        content,
        profile=replace(content.profile, areas=tuple(map(_room_for_evidence, areas))),
        goals=tuple(replace(goal, steps=(*goal.steps, Step(text=""))) for goal in content.goals),
        programming=(*content.programming, ProgrammingOption(option="")),
        commitments=(*content.commitments, Commitment(side="school", text="")),
    )


def _room_for_evidence(area: StrengthArea) -> StrengthArea:
    return replace(area, evidence=(*area.evidence, Evidence(kind="", result="")))


def with_new_goal(content: PlanContent, kind: str) -> PlanContent:
    """With a blank goal of that kind at the end; unknown kinds add nothing."""
    if kind not in _LETTERS:
        return content
    key = _free_key(_LETTERS[kind], (goal.key for goal in content.goals))
    return replace(content, goals=(*content.goals, Goal(key=key, kind=kind)))


def _free_key(letter: str, taken: Iterable[str]) -> str:
    used = set(taken)
    number = 1
    while f"{letter}{number}" in used:
        number += 1
    return f"{letter}{number}"
