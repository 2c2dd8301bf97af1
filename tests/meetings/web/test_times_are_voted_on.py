"""A poll of times as those see it who are asked; how the specialist reads it is not here."""

from datetime import timedelta

import cast
from cast import AT, Cast
from visitor import Visitor

from meetings.planner import announcing
from meetings.store import orders, polls
from meetings.store.polls import Asked, Option
from workflow.commands import CallConference

OPTIONS = tuple(
    Option(starts_at=AT + timedelta(days=n), ends_at=AT + timedelta(days=n, minutes=30))
    for n in (14, 15)
)
FIRST, SECOND = "at-20260915T150000Z", "at-20260916T150000Z"
HERE = "/family/poll/1"


def with_a_poll(school: Cast, student: str = "Leo Brandt", *left_out: str) -> int:
    """Two times, to be answered within four days."""
    cast.ready(school, student)
    rosa = school.actor("Rosa Alvarez", "specialist")
    without = tuple(school.id(name) for name in left_out)
    school.say(student, CallConference(by=rosa, key=cast.key(), left_out=without))
    asked = Asked(
        case_id=school.plans[student],
        conference_no=1,
        options=OPTIONS,
        closes_at=AT + timedelta(days=4),
        by=school.id("Rosa Alvarez"),
    )
    number = school.store.write(lambda s: polls.open_poll(s.connection, asked, AT))
    assert isinstance(number, int)
    return number


def karin(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Karin Brandt", "family", "demo")


def answers(school: Cast, name: str) -> list[str]:
    with school.store.read() as connection:
        found = polls.of_id(connection, 1)
    assert found is not None
    return [found.of(school.id(name)).get(one.starts_at, "") for one in OPTIONS]


def test_a_mother_answers_for_each_time_and_changes_her_mind(school: Cast) -> None:
    with_a_poll(school)
    visitor = karin(school)

    done = visitor.press(visitor.open(HERE), HERE, **{FIRST: "yes", SECOND: "if_needed"})
    assert done.url == f"{HERE}/done"
    assert answers(school, "Karin Brandt") == ["yes", "if_needed"]

    page = visitor.open(HERE)
    assert page.form(HERE).fields[FIRST] == ["yes"]
    visitor.press(page, HERE, **{FIRST: "no"})
    assert answers(school, "Karin Brandt") == ["no", "if_needed"]


def test_a_time_without_an_answer_is_asked_for_again_and_the_rest_is_kept(school: Cast) -> None:
    with_a_poll(school)
    visitor = karin(school)

    again = visitor.press(visitor.open(HERE), HERE, **{FIRST: "yes"})

    assert again.status == 422
    assert again.text.count("Please answer for this time, too.") == 2
    assert again.form(HERE).fields[FIRST] == ["yes"]
    assert answers(school, "Karin Brandt") == ["", ""]


def test_nobody_sees_what_others_answered(school: Cast) -> None:
    with_a_poll(school)
    visitor = karin(school)
    visitor.press(visitor.open(HERE), HERE, **{FIRST: "no", SECOND: "no"})

    shown = Visitor(school).sign_in("Jonas Brandt", "family", "demo").open(HERE)

    assert FIRST not in shown.form(HERE).fields
    assert "Karin" not in shown.text


def test_a_teacher_answers_at_an_address_of_staff(school: Cast) -> None:
    with_a_poll(school)
    teacher = Visitor(school).sign_in("Daniel Osei", "staff")
    assert "/teacher/poll/1" in teacher.open("/teacher").text
    here = "/teacher/poll/1"

    done = teacher.press(teacher.open(here), here, **{FIRST: "yes", SECOND: "no"})

    assert done.url == f"{here}/done"
    assert answers(school, "Daniel Osei") == ["yes", "no"]
    assert "/teacher/poll/1" not in teacher.open("/teacher").text


def test_a_closed_poll_takes_no_answer_and_says_what_was_chosen(school: Cast) -> None:
    with_a_poll(school)
    visitor = karin(school)
    page = visitor.open(HERE)
    visitor.later(days=5)

    late = visitor.press(page, HERE, **{FIRST: "yes", SECOND: "yes"})

    assert late.status == 409
    assert "This poll is closed." in late.text
    assert answers(school, "Karin Brandt") == ["", ""]
    school.store.write(
        lambda s: polls.settle(s.connection, 1, OPTIONS[1].starts_at, AT + timedelta(days=5))
    )
    assert "Wednesday, September 16, 2026" in visitor.open(HERE).text


def test_a_poll_is_shown_to_nobody_whom_the_conference_does_not_ask(school: Cast) -> None:
    with_a_poll(school, "Leo Brandt", "Jonas Brandt")

    for name in ("Jonas Brandt", "Ana Cruz"):
        other = Visitor(school).sign_in(name, "family", "demo")
        assert other.open(HERE).status == 404
        assert "Vote on times" not in other.open("/family").text
    assert karin(school).open("/family/poll/99").status == 404


def test_a_machine_that_presses_at_once_answers_nothing(school: Cast) -> None:
    with_a_poll(school)
    machine = Visitor(school)
    link = machine.link("Karin Brandt", "poll", "Leo Brandt", 1)
    page = machine.press(machine.open(link), link)
    assert page.url == HERE

    page = machine.press(page, HERE, **{FIRST: "yes", SECOND: "yes"})
    assert "once more" in page.text
    assert answers(school, "Karin Brandt") == ["", ""]

    machine.later(seconds=8)
    machine.press(page, HERE)
    assert answers(school, "Karin Brandt") == ["yes", "yes"]


def test_everybody_who_is_asked_is_written_to_once_but_whoever_asks(school: Cast) -> None:
    number = with_a_poll(school)

    for _ in range(2):
        school.store.write(lambda s: announcing.announce_poll(s, number, AT))

    with school.store.read() as connection:
        rows = orders.of_case(connection, school.plans["Leo Brandt"])
    told = sorted(row.recipient_id for row in rows if row.kind == "poll")
    names = ("Karin Brandt", "Jonas Brandt", "Leo Brandt", "Daniel Osei")
    assert told == sorted(school.id(name) for name in names)
