"""Who may do what now, what the others are told, and what the same thing said twice means."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from workflow import commands as say
from workflow.ask import roles_of
from workflow.options import may
from workflow.plan import Party
from workflow.standing import standing
from workflow.still import still

Year = Callable[[str], Any]
D0 = "d0" * 32


def options(story: Any, person: int, role: str) -> dict[str, str]:
    """Commands of the role, with why not."""
    by = say.Actor(person_id=person, role=role)
    found = may(story.law, story.case, by, story.moment)
    return {one.command: one.blocked.why if one.blocked else "" for one in found}


def test_a_parent_sees_what_a_parent_may(year: Year) -> None:
    story = year("out")

    assert options(story, 2, "parent") == {
        "decline": "",
        "appeal": "There is no decision that could be appealed.",
        "settle": "No disagreement is waiting for a decision.",
        "sign": "",
    }


def test_a_blocked_button_says_why(year: Year) -> None:
    story = year("drafting")

    assert options(story, 5, "specialist")["finish_draft"] == "The plan has no text yet."


def test_somebody_else_is_told_whose_turn_it_is(year: Year) -> None:
    story = year("written")

    answer = story.ask("Rosa", say.FinishDraft)

    assert (answer.code, answer.why, answer.remedy) == (
        "not_you",
        "This is for the specialist to do.",
        "Ask the specialist to do it.",
    )


def test_what_is_not_possible_now_says_what_is(year: Year) -> None:
    story = year("drafting")

    answer = story.ask("Ms Reyes", say.Freeze)

    assert answer.code == "not_now"
    assert answer.why == (
        "“Freeze the text for signing” is not possible now: the draft is being written."
    )
    assert answer.remedy.startswith("Now you can: write the plan, finish the draft")


def test_without_a_conference_nothing_can_be_said_of_it(year: Year) -> None:
    story = year("drafting")

    assert story.refused("Ms Reyes", say.Begin).startswith("not_now: There is no conference")


def test_what_stands_already_is_no_error_and_no_second_fact(year: Year) -> None:
    story = year("ready")

    answer = story.ask("Ms Reyes", say.FinishDraft)

    assert (answer.repeated, answer.case) == (True, story.case)


def test_a_draft_that_was_reopened_does_not_count_as_finished(year: Year) -> None:
    story = year("ready")
    story.does("Ms Reyes", say.ReopenDraft)
    story.does("Ms Reyes", say.WritePlan, content=story.text(progress_schedule=""))

    assert "progress is reported" in story.refused("Ms Reyes", say.FinishDraft)


def test_a_note_said_twice_is_two_notes(year: Year) -> None:
    story = year("in_effect")
    for _ in range(2):
        story.does("Mina", say.NoteProgress, goal_key="a1", rating=3)

    assert len(story.case.progress) == 2


def test_a_student_writes_the_goals_and_nothing_else(year: Year) -> None:
    story = year("written")
    text = story.text()
    goals = (replace(text.goals[0], why="I like proofs."), text.goals[1])

    story.does("Mina", say.WritePlan, content=replace(text, goals=goals))
    said = story.refused("Mina", say.WritePlan, content=replace(text, accommodations=("x",)))

    assert said == (
        "not_yet: Students write their goals; the other parts belong to the specialist."
    )


def test_at_eighteen_the_rights_pass_to_the_student(begin: Callable[..., Any]) -> None:
    story = begin(born_on=date(2008, 10, 1))

    assert roles_of(story.case, 2, date(2026, 9, 30)) == ("parent",)
    assert roles_of(story.case, 2, date(2026, 10, 1)) == ()
    assert roles_of(story.case, 1, date(2026, 10, 1)) == ("student", "parent")


def test_a_parent_without_rights_is_not_asked(begin: Callable[..., Any]) -> None:
    story = begin("Tomas")
    seat = Party(person_id=3, role="parent", since=date(2026, 8, 1), education_rights=False)
    story.does("Ms Reyes", say.ChangeParty, party=seat)

    assert roles_of(story.case, 3, story.moment.on) == ()
    assert story.refused("Tomas", say.Decline).startswith("not_you")


def test_things_that_cannot_be_meant_are_refused(year: Year) -> None:
    story = year("in_effect")

    bad = story.refused("Mina", say.NoteProgress, goal_key="zz", rating=1)
    assert bad == "not_yet: The plan in force has no such goal."
    bad = story.refused("Mina", say.NoteProgress, goal_key="a1", rating=9)
    assert bad == "not_yet: That rating is not known."


def test_a_reminder_is_not_wanted_after_the_answer(year: Year) -> None:
    story = year("scheduled")
    story.ring("chase_answers")
    order = next(one for one in story.orders if one.recipient == 2)
    assert still(story.case, order)

    story.does("Rosa", say.Reply, partstat="accepted", sequence=0, stamp=story.at)

    assert not still(story.case, order)


def test_where_a_case_stands_is_said_in_words(year: Year) -> None:
    story = year("scheduled")
    assert standing(story.law, story.case) == (
        "A conference is planned or held. A time is set and all are invited."
    )

    story.does("Rosa", say.AskInterpreter, language="es")

    assert standing(story.law, story.case) == (
        "A conference is planned or held. A time is set, but no interpreter is booked yet."
    )


def test_timers_keep_their_date_while_their_rule_and_base_stay(year: Year) -> None:
    story = year("drafting")
    story.ring("chase_plan")
    due = story.rings("chase_plan").due_at

    story.does("Ms Reyes", say.WritePlan, content=story.text())
    story.does("Ms Reyes", say.FinishDraft)

    assert story.rings("chase_plan").due_at == due
    assert [one.command for one in story.timers if one.due_at is None] == []
