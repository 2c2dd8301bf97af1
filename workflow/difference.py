"""What changed between two texts of a plan, part by part, in words that can be read aloud."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

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

_NAMES = {
    "due_on": "date",
    "help_at_home": "help at home",
    "continued_because": "why it goes on",
    "interests_year": "year of the interests",
    "instructional_needs": "instructional needs",
    "affective_needs": "affective needs",
    "exceptional_link": "link to IEP or 504 plan",
}
_SINGLE = {
    "school_year": "School year",
    "variant": "Kind of plan",
    "progress_schedule": "Progress schedule",
    "postsecondary_goal": "Goal after school",
}
_LISTS = {
    "accommodations": "Accommodations",
    "icap_benchmarks": "Benchmarks of the career plan",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One part that reads differently; "" where it was not there before, or is not there now."""

    part: str
    before: str
    after: str


def changes(before: PlanContent, after: PlanContent) -> tuple[Change, ...]:
    """In the order of the plan; equal texts give (). The day of writing is no change."""
    found = (
        *_fields(before, after, _SINGLE),
        *_profile(before.profile, after.profile),
        *_goals(before, after),
        *_programming(before, after),
        *_lists(before, after),
        *_commitments(before, after),
    )
    return tuple(change for change in found if change.before != change.after)


def _fields(before: PlanContent, after: PlanContent, names: dict[str, str]) -> Iterator[Change]:
    for name, part in names.items():
        yield Change(
            part=part, before=spoken(getattr(before, name)), after=spoken(getattr(after, name))
        )


def _lists(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    yield from _fields(before, after, _LISTS)


def _profile(before: Profile, after: Profile) -> Iterator[Change]:
    for one in fields(Profile):
        part = f"Profile: {_NAMES.get(one.name, one.name)}"
        yield Change(
            part=part,
            before=spoken(getattr(before, one.name)),
            after=spoken(getattr(after, one.name)),
        )


def _goals(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    old = {goal.key: goal for goal in before.goals}
    new = {goal.key: goal for goal in after.goals}
    for key in dict.fromkeys((*old, *new)):
        yield from _goal(key, old.get(key), new.get(key))


def _goal(key: str, before: Goal | None, after: Goal | None) -> Iterator[Change]:
    if before is None or after is None:
        yield Change(
            part=f"Goal {key}",
            before=before.statement if before else "",
            after=after.statement if after else "",
        )
        return
    for one in fields(Goal):
        if one.name != "key":
            yield Change(
                part=f"Goal {key}: {_NAMES.get(one.name, one.name)}",
                before=spoken(getattr(before, one.name)),
                after=spoken(getattr(after, one.name)),
            )


def _programming(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    old = {option.option: option for option in before.programming}
    new = {option.option: option for option in after.programming}
    for name in dict.fromkeys((*old, *new)):
        yield Change(
            part=f"Programming: {name}",
            before=spoken(old[name]) if name in old else "",
            after=spoken(new[name]) if name in new else "",
        )


def _commitments(before: PlanContent, after: PlanContent) -> Iterator[Change]:
    for side in ("school", "home", "student"):
        yield Change(
            part=f"Commitments: {side}",
            before=spoken(tuple(one for one in before.commitments if one.side == side)),
            after=spoken(tuple(one for one in after.commitments if one.side == side)),
        )


def spoken(value: object) -> str:
    """A value of a plan in words; lists with semicolons, nothing as ""."""
    match value:
        case None:
            return ""
        case tuple():
            return "; ".join(spoken(one) for one in value)
        case date():
            return value.isoformat()
        case Evidence(kind=kind, result=result):
            return f"{kind}: {result}"
        case StrengthArea(area=area, evidence=evidence):
            name = STRENGTH_AREAS.get(area, area)
            return f"{name} ({spoken(evidence)})" if evidence else name
        case Step(text=text, by=by, due_on=due_on):
            return ", ".join(part for part in (text, by, spoken(due_on)) if part)
        case ProgrammingOption():
            parts = (value.who, value.where, value.how_often, *value.goal_keys)
            return ", ".join(part for part in parts if part)
        case Commitment(text=text, by=by):
            return f"{text} ({by})" if by else text
        case _:
            return STRENGTH_AREAS.get(str(value)) or COMPETENCIES.get(str(value)) or str(value)
