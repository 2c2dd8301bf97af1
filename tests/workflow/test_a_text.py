"""What a plan lacks and by which rule, how two texts differ, what the next year begins with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from workflow.chart import Law
from workflow.completeness import LACKS, missing
from workflow.content import PlanContent, Profile
from workflow.difference import Change, changes
from workflow.rollforward import roll_forward


@pytest.fixture
def whole(year: Callable[[str], Any]) -> PlanContent:
    found: PlanContent = year("new").text()
    return found


def test_a_complete_plan_lacks_nothing(law: Law, whole: PlanContent) -> None:
    assert missing(whole, law.profile) == ()


def goal(content: PlanContent, at: int, **how: object) -> PlanContent:
    goals = list(content.goals)
    goals[at] = replace(goals[at], **how)  # type: ignore[arg-type]  # a test names its fields
    return replace(content, goals=tuple(goals))


BROKEN: list[tuple[str, Callable[[PlanContent], PlanContent]]] = [
    ("area", lambda plan: replace(plan, profile=replace(plan.profile, areas=()))),
    (
        "evidence",
        lambda plan: replace(
            plan,
            profile=replace(plan.profile, areas=(replace(plan.profile.areas[0], evidence=()),)),
        ),
    ),
    ("interests", lambda plan: replace(plan, school_year="2027-28")),
    ("achievement_goal", lambda plan: replace(plan, goals=plan.goals[1:])),
    ("affective_goal", lambda plan: replace(plan, goals=plan.goals[:1])),
    ("statement:a1", lambda plan: goal(plan, 0, statement=" ")),
    ("goal_area:a1", lambda plan: goal(plan, 0, area="personal")),
    ("competency:f1", lambda plan: goal(plan, 1, area="math")),
    ("standard:a1", lambda plan: goal(plan, 0, standard="")),
    ("measure:a1", lambda plan: goal(plan, 0, target="")),
    ("date:f1", lambda plan: goal(plan, 1, due_on=None)),
    (
        "unserved:f1",
        lambda plan: replace(plan, programming=(replace(plan.programming[0], goal_keys=("a1",)),)),
    ),
    (
        "unowned:1",
        lambda plan: replace(plan, programming=(replace(plan.programming[0], who=""),)),
    ),
    ("progress", lambda plan: replace(plan, progress_schedule="")),
    (
        "postsecondary",
        lambda plan: replace(plan, variant="ALP_ICAP_BLEND", icap_benchmarks=("visit",)),
    ),
    (
        "benchmarks",
        lambda plan: replace(plan, variant="ALP_ICAP_BLEND", postsecondary_goal="study"),
    ),
]


@pytest.mark.parametrize(("code", "broken"), BROKEN)
def test_what_is_missing_is_named_with_its_rule(
    law: Law, whole: PlanContent, code: str, broken: Callable[[PlanContent], PlanContent]
) -> None:
    lacks = missing(broken(whole), law.profile)

    kind = LACKS[code.partition(":")[0]]
    assert [(lack.code, lack.rule, lack.remedy) for lack in lacks] == [
        (code, kind.rule, kind.remedy)
    ]
    assert lacks[0].rule.startswith(("ECEA 12.02(2)(f)", "1 CCR 301-81"))


def test_two_equal_texts_do_not_differ(whole: PlanContent) -> None:
    assert changes(whole, replace(whole, written_on=date(2026, 9, 1))) == ()


def test_a_difference_reads_part_by_part(whole: PlanContent) -> None:
    after = goal(whole, 0, target="five", due_on=date(2027, 4, 1))
    after = replace(after, accommodations=("quiet room",), progress_schedule="monthly")

    assert changes(whole, after) == (
        Change(part="Progress schedule", before="with each report card", after="monthly"),
        Change(part="Goal a1: target", before="three", after="five"),
        Change(part="Goal a1: date", before="2027-05-01", after="2027-04-01"),
        Change(part="Accommodations", before="", after="quiet room"),
    )


def test_a_goal_that_is_new_or_gone_is_one_change(whole: PlanContent) -> None:
    less = replace(whole, goals=whole.goals[:1])

    assert changes(whole, less) == (Change(part="Goal f1", before="Mina asks for help.", after=""),)


def test_the_profile_is_read_aloud(whole: PlanContent) -> None:
    after = replace(whole, profile=Profile(interests=("chess", "proofs")))

    assert changes(whole, after)[0] == Change(
        part="Profile: areas", before="Specific academic: mathematics (CogAT: 97 %)", after=""
    )


def test_the_next_year_carries_a_goal_only_with_a_reason(whole: PlanContent) -> None:
    following = roll_forward(whole, {"a1": "continue: two proofs done", "f1": "met"}, "2027-28")

    assert [(one.key, one.continued_because) for one in following.goals] == [
        ("a1", "two proofs done")
    ]
    assert [one.goal_keys for one in following.programming] == [("a1",)]
    assert (following.school_year, following.profile) == ("2027-28", whole.profile)
    assert following.goals[0].due_on is None
