"""One year from the first draft to the archive, as the law hears it."""

from collections.abc import Callable
from typing import Any

from workflow import commands as say
from workflow.content import GoalReview
from workflow.evolve import replay

Year = Callable[[str], Any]


def test_a_plan_is_drafted_talked_over_signed_and_sealed(year: Year) -> None:
    story = year("in_effect")

    assert story.plan == "in_effect"
    assert story.case.plan().facts == {"force": "current", "hold": "none"}
    assert (story.last("conference"), story.last("agreement")) == ("minuted", "sealed")
    assert story.case.in_force == story.case.draft
    assert story.owed() == ["send_copies 5"]


def test_the_history_replays_to_the_same_case(year: Year) -> None:
    story = year("midyear_due")

    assert replay(story.events) == story.case


def test_the_year_ends_with_a_record_and_a_next_year(year: Year) -> None:
    story = year("midyear_due")
    both = tuple(GoalReview(goal_key=key, outcome="on_track") for key in ("a1", "f1"))
    ended = tuple(GoalReview(goal_key=key, outcome="met") for key in ("a1", "f1"))

    story.does("Mina", say.SelfCheck, answers={"a1": "going well"})
    story.does("Ms Reyes", say.ReviewGoals, reviews=both)
    story.does("Ms Reyes", say.CloseReview)
    assert story.plan == "midyear_done"
    story.ring("open_year_end")
    assert story.plan == "year_end_due"
    story.does("Ms Reyes", say.ReviewGoals, reviews=ended)
    story.does("Ms Reyes", say.FinishYear)
    assert story.owed() == ["send_review 3", "seal_record 1", "start_next 1"]
    story.does("courier", say.FileRecord, record_sha256="ee" * 32)
    assert story.plan == "archived"
    assert story.timers == ()
