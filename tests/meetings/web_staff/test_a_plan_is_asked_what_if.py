"""Questions to a proposal: why not, what would help, what if, and how two proposals differ."""

from pathlib import Path

import pytest
from cast import Cast
from sqlalchemy import select

from meetings.store.tables import outbox
from tests.meetings.web_staff.planned import at, place, planned, rosa, run, worked

WHAT_IF = "/proposals/1/what-if"


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return planned(tmp_path, short=True)


def asked(school: Cast) -> list[tuple[int, int]]:
    """Letters that ask somebody of a case for further times."""
    with school.store.read() as connection:
        rows = connection.execute(
            select(outbox.c.case_id, outbox.c.recipient_id).where(outbox.c.kind == "ask_times")
        ).all()
    return [(row.case_id, row.recipient_id) for row in rows]


def test_who_has_no_time_is_told_with_the_reason_how_it_was_checked_and_what_would_help(
    school: Cast,
) -> None:
    page = rosa(school).open("/proposals/1")

    reason = run(school, 1).unplaced[0]
    assert reason.case_id == school.plans["Ida Novak"]
    assert reason.reason in page.text
    assert "How that was checked:" in page.text
    assert "without the guardian" in page.text
    assert "Ask the family for more times" in page.text


def test_the_family_is_asked_for_more_times_once_a_day(school: Cast) -> None:
    visitor, ida = rosa(school), school.plans["Ida Novak"]
    page = visitor.open("/proposals/1")

    visitor.press(page, "/proposals/1/questions")
    visitor.press(page, "/proposals/1/questions")

    assert asked(school) == [(ida, school.id("Petra Novak"))]


def test_a_remedy_is_tried_beside_the_proposal_and_both_are_compared(school: Cast) -> None:
    visitor, ida = rosa(school), school.plans["Ida Novak"]
    page = visitor.open("/proposals/1")

    tried = visitor.press(page, WHAT_IF, case=str(ida), which="remedy")
    assert at(tried) == "/proposals/2"
    assert worked(school) == 2
    found = visitor.open("/proposals/1/difference/2")

    assert place(school, 2, "Ida Novak") is not None
    assert "1 finds a time" in found.text
    assert "Ida Novak" in found.text
    answer = visitor.open("/proposals/2")
    assert "This is a question, not a plan" in answer.text
    assert not [form for form in answer.forms if form.action.endswith("/acceptance")]
    assert run(school, 1).status == "proposed"


@pytest.mark.parametrize(
    "fields",
    [
        {"case": "3", "which": "unlock.99"},
        {"case": "1", "which": "remedy"},
        {"case": "3", "which": "nonsense"},
        {"advice": "77"},
        {"advice": "x"},
    ],
)
def test_a_button_that_the_proposal_never_offered_is_refused(
    school: Cast, fields: dict[str, str]
) -> None:
    visitor = rosa(school)
    page = visitor.open(WHAT_IF)
    sent = {name: page.form(WHAT_IF).fields[name] for name in ("_csrf_token", "key")}

    refused = visitor.send(WHAT_IF, sent | {name: [value] for name, value in fields.items()})

    assert refused.status == 409
    assert "does not fit this proposal" in refused.text


def test_several_things_are_supposed_at_once_and_told_in_one_sentence(school: Cast) -> None:
    visitor = rosa(school)
    page = visitor.open(WHAT_IF)

    made = visitor.press(
        page,
        WHAT_IF,
        per_day="5",
        may_pull="no",
        pool=["rooms"],
        case=str(school.plans["Leo Brandt"]),
        what="short",
        due_on="2026-09-16",
        person=str(school.id("Petra Novak")),
        weekday="1",
        to="16:30",
        weight__pull="25",
        **{"from": "14:00"},
    )

    words = run(school, 2).words
    assert at(made) == "/proposals/2"
    assert words == (
        "What if there were 5 a day, no teacher left a class, there were one more room, "
        "Leo Brandt were due on September 16, Leo Brandt met for 15 minutes, "
        "Petra Novak could come every Tuesday 2:00–4:30 PM and "
        "“a class is left by its teacher” were 25 points?"
    )
    assert worked(school) == 2
    assert place(school, 2, "Ida Novak") is not None


def test_the_same_question_gives_the_same_answer(school: Cast) -> None:
    visitor = rosa(school)

    first = visitor.press(visitor.open(WHAT_IF), WHAT_IF, per_day="5")
    again = visitor.press(visitor.open(WHAT_IF), WHAT_IF, per_day="5")

    assert (at(first), at(again)) == ("/proposals/2", "/proposals/2")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Change one thing at least."),
        ({"per_day": "12"}, "A chair holds 1 to 9 conferences a day."),
        ({"due_on": "2026-09-16"}, "Choose the student."),
        ({"from": "14:00", "to": "15:00"}, "Choose who could come then."),
        ({"person": "1", "from": "15:00", "to": "14:00"}, "the end later than the beginning"),
        ({"person": "1", "from": "14:00", "to": "15:00"}, "Give a day of this plan, or a weekday."),
        ({"person": "1", "from": "two"}, "Please give a time, like 15:30."),
        ({"weight-pull": "900"}, "Please give at most 100 points."),
    ],
)
def test_what_cannot_be_supposed_is_said_at_its_field(
    school: Cast, fields: dict[str, str], sentence: str
) -> None:
    visitor = rosa(school)
    page = visitor.open(WHAT_IF)
    sent = page.form(WHAT_IF).fields | {name: [value] for name, value in fields.items()}

    answer = visitor.send(WHAT_IF, sent)

    assert answer.status == 422
    assert sentence in answer.text


def test_only_finished_proposals_are_compared(school: Cast) -> None:
    visitor = rosa(school)
    visitor.press(visitor.open(WHAT_IF), WHAT_IF, per_day="5")

    assert visitor.open("/proposals/1/difference/2").status == 404
    assert visitor.open("/proposals/1/difference/9").status == 404
    assert visitor.open("/proposals/1/difference/1").status == 200
