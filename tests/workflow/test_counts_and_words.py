"""Small things that are easily lost: what exactly counts as an attempt, a review, a repetition."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from workflow import commands as say
from workflow.content import GoalReview
from workflow.opening import birthday
from workflow.options import may
from workflow.still import still

Year = Callable[[str], Any]
D0 = "d0" * 32


def attempts(story: Any, channels: tuple[str, ...], days: int) -> Any:
    for n, channel in enumerate(channels):
        story.later(days=days if n else 0)
        attempt = {"channel": channel, "tried_at": story.at, "person_id": 2, "result": "no_answer"}
        story.does("Ms Reyes", say.RecordAttempt, **attempt)
    return story


@pytest.mark.parametrize(
    ("channels", "days"),
    [(("phone", "mail"), 9), (("phone", "phone", "phone"), 5), (("phone", "mail", "letter"), 1)],
    ids=["too few", "one channel", "too quickly"],
)
def test_attempts_are_enough_by_number_channels_and_days(
    year: Year, channels: tuple[str, ...], days: int
) -> None:
    story = attempts(year("scheduled"), channels, days)

    assert "attempts to reach the family" in story.refused("Ms Reyes", say.WaiveParent)


def test_attempts_before_the_text_was_frozen_do_not_close_it(year: Year) -> None:
    story = attempts(year("scheduled"), ("phone", "mail", "letter"), 4)
    story.at = story.case.conferences[0].slot.starts_at
    story.does("Ms Reyes", say.Begin)
    story.does("Ms Reyes", say.TakeAttendance, present=story.here())
    story.does("Ms Reyes", say.TakeMinutes, content=story.minutes())
    story.does("Ms Reyes", say.Close)
    story.does("Ms Reyes", say.SettleMinutes)
    story.does("Ms Reyes", say.Freeze)
    story.does("courier", say.FileOriginal, original_sha256=D0, pages=4)
    story.later(days=30)

    assert "0 of 3 attempts" in story.refused("Ms Reyes", say.Lapse)


def test_a_review_is_not_closed_before_each_goal_is_reviewed_by_staff(year: Year) -> None:
    story = year("midyear_due")
    both = tuple(GoalReview(goal_key=key, outcome="met") for key in ("a1", "f1"))

    story.does("Mina", say.ReviewGoals, reviews=both)
    story.does("Ms Reyes", say.ReviewGoals, reviews=both[:1])

    said = story.refused("Ms Reyes", say.CloseReview)
    assert said == "not_yet: 1 of 2 goals are not reviewed yet."


def test_an_answer_from_the_future_counts_as_of_now(year: Year) -> None:
    story = year("scheduled")
    ahead = story.at + timedelta(days=2)

    story.does("Rosa", say.Reply, partstat="accepted", sequence=0, stamp=ahead)

    answer = next(one for one in story.case.conferences[0].answers if one.person_id == 2)
    assert answer.reply_stamp == story.at


def test_whoever_gave_input_is_not_reminded(year: Year) -> None:
    story = year("drafting")
    story.does("Rosa", say.GiveInput, answers={"interests": "chess"})

    assert story.ring("chase_inputs").owed() == ["remind_inputs 3"]


def test_moves_are_counted(year: Year) -> None:
    story = year("scheduled")

    story.does("Ms Reyes", say.Move, slot=story.slot(16))
    story.does("Ms Reyes", say.Move, slot=story.slot(17))

    conference = story.case.conferences[0]
    assert (conference.moves, conference.sequence) == (2, 2)


def test_a_newer_signature_stands_and_the_older_is_kept(year: Year) -> None:
    story = year("out")
    for meaning in ("received_copy", "agree"):
        story.does("Rosa", say.Sign, meaning=meaning, shown_sha256=D0, name="Rosa")

    agreement = story.case.agreements[0]
    assert [(one.meaning, one.replaced) for one in agreement.signatures] == [
        ("received_copy", True),
        ("agree", False),
    ]


def test_a_button_is_free_where_one_of_its_meanings_is(year: Year) -> None:
    story = attempts(year("scheduled"), ("phone", "mail", "letter"), 4)
    story.does("Ms Reyes", say.WaiveParent)
    story.does("Rosa", say.AskInterpreter, language="es")
    story.at = story.case.conferences[0].slot.starts_at
    chair = say.Actor(person_id=5, role="chair")

    found = {one.command: one.blocked for one in may(story.law, story.case, chair, story.moment)}

    assert found["begin"] is None


def test_texts_are_numbered(year: Year) -> None:
    story = year("written")

    story.does("Ms Reyes", say.WritePlan, content=story.text(progress_schedule="monthly"))

    assert story.case.draft.number == 2


def test_nobody_is_asked_to_sign_who_has_signed(year: Year) -> None:
    story = year("frozen")
    story.does("courier", say.FileOriginal, original_sha256=D0, pages=4)
    order = next(one for one in story.orders if one.recipient == 2)
    assert still(story.case, order)

    story.does("Rosa", say.Sign, meaning="agree", shown_sha256=D0, name="Rosa")

    assert not still(story.case, order)


def test_a_final_decision_ends_the_dispute(year: Year) -> None:
    story = year("in_effect")
    story.does("Rosa", say.Object, reason="No.", parts=("goals",))
    story.does("Mr Haddad", say.Hear, on=story.moment.on)
    story.does("Mr Haddad", say.Uphold)
    story.does("Mina", say.Appeal)
    story.does("Ms Lindqvist", say.Hear, on=story.moment.on)
    story.does("Ms Lindqvist", say.UpholdFinally)

    assert (story.hold, story.case.dispute) == ("none", None)


def test_a_wish_for_a_conference_said_twice_is_heard_twice(year: Year) -> None:
    story = year("in_effect")

    for _ in range(2):
        story.does("Rosa", say.AskConference)
        assert story.owed() == ["nudge 1"]


def test_who_is_born_on_a_leap_day_comes_of_age_in_march() -> None:
    assert birthday(date(2008, 2, 29), 18) == date(2026, 3, 1)
    assert birthday(date(2008, 2, 28), 18) == date(2026, 2, 28)
