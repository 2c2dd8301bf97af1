"""A time for one conference: the best starts, set, held, or asked in a poll that is settled."""

from datetime import datetime, timedelta
from pathlib import Path

import cast
import pytest
from cast import AT, Cast
from sqlalchemy import select
from visitor import Page, Visitor

from meetings.store import availability, polls
from meetings.store.polls import Answer, Poll
from meetings.store.tables import outbox
from tests.meetings.web_staff.planned import rosa, state, sunday


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    school = cast.small_school(tmp_path)
    for student in ("Leo Brandt", "Ida Novak"):
        cast.ready(school, student)
    return school


def url(school: Cast, student: str = "Leo Brandt") -> str:
    return f"/plans/{school.plans[student]}/times"


def offered(page: Page) -> list[str]:
    """The values of the times on the page."""
    parts = page.text.split('name="start" value="')[1:]
    return [part.partition('"')[0] for part in parts]


def press(visitor: Visitor, path: str, act: str, *starts: str, **fields: str) -> Page:
    page = visitor.open(path)
    sent = {**page.form(path).fields, "act": [act], "start": list(starts)}
    return visitor.send(path, sent | {name: [value] for name, value in fields.items()})


def poll_of(school: Cast, student: str = "Leo Brandt") -> Poll:
    with school.store.read() as connection:
        (found,) = polls.of_case(connection, school.plans[student])
    return found


def letters(school: Cast, kind: str) -> set[int]:
    with school.store.read() as connection:
        rows = connection.execute(select(outbox.c.recipient_id).where(outbox.c.kind == kind))
        return set(rows.scalars())


def test_five_starts_are_shown_with_how_each_suits_everybody(school: Cast) -> None:
    page = rosa(school).open(url(school))

    assert len(set(offered(page))) == 5
    assert "Karin Brandt (guardian): not known" in page.text
    assert "Daniel Osei (teacher): can come" in page.text


def test_one_is_set_and_everybody_is_invited_and_a_second_press_changes_nothing(
    school: Cast,
) -> None:
    visitor, path = rosa(school), url(school)
    page = visitor.open(path)
    first = offered(page)[0]
    sent = {**page.form(path).fields, "act": ["set"], "start": [first]}

    done = visitor.send(path, sent)
    version = school.plan("Leo Brandt").version

    assert done.url == f"/plans/{school.plans['Leo Brandt']}?said=sent"
    assert state(school, "Leo Brandt") == "scheduled"
    slot = school.plan("Leo Brandt").conferences[0].slot
    assert slot is not None
    assert slot.starts_at == datetime.fromisoformat(first)
    again = visitor.send(path, sent)
    assert again.status in (200, 422)
    assert school.plan("Leo Brandt").version == version


def test_three_are_held_for_the_family_to_choose(school: Cast) -> None:
    visitor, path = rosa(school), url(school)
    some = offered(visitor.open(path))[:3]

    press(visitor, path, "hold", *some)

    offers = school.plan("Leo Brandt").conferences[0].offered
    assert state(school, "Leo Brandt") == "proposed"
    assert sorted(one.starts_at for one in offers) == sorted(map(datetime.fromisoformat, some))
    assert "Held for the family now:" in visitor.open(path).text


@pytest.mark.parametrize(
    ("act", "count", "sentence"),
    [
        ("set", 0, "Tick a time first."),
        ("set", 2, "One time can be set."),
        ("hold", 4, "Up to 3 times can be held."),
        ("poll", 0, "Tick a time first."),
        ("dance", 1, "Press one of the buttons."),
    ],
)
def test_a_wrong_number_of_times_is_said_and_nothing_is_written(
    school: Cast, act: str, count: int, sentence: str
) -> None:
    visitor, path = rosa(school), url(school)

    answer = press(visitor, path, act, *offered(visitor.open(path))[:count])

    assert answer.status == 422
    assert sentence in answer.text
    assert state(school, "Leo Brandt") == ""


def test_a_time_that_is_gone_is_not_believed(school: Cast) -> None:
    visitor, path = rosa(school), url(school)

    answer = press(visitor, path, "set", "2026-09-19T07:00:00-06:00")

    assert answer.status == 422
    assert "One of these times is gone." in answer.text


def test_where_no_time_is_left_the_reason_is_said_and_the_family_can_be_asked(
    school: Cast,
) -> None:
    school.store.write(lambda session: availability.add(session.connection, (sunday(school),)))
    visitor, path = rosa(school), url(school, "Ida Novak")

    page = visitor.open(path)
    visitor.press(page, f"{path}/question")
    visitor.press(page, f"{path}/question")

    assert offered(page) == []
    assert "guardian" in page.text
    assert letters(school, "ask_times") == {school.id("Petra Novak")}


def answer(school: Cast, name: str, said: dict[datetime, str]) -> None:
    poll = poll_of(school)
    answers = tuple(
        Answer(person_id=school.id(name), starts_at=start, answer=word, said_at=AT)
        for start, word in said.items()
    )
    wrong = school.store.write(lambda s: polls.answer(s.connection, poll.id, answers, AT))
    assert wrong == ""


def test_a_poll_is_opened_answered_and_settled(school: Cast) -> None:
    visitor, path = rosa(school), url(school)
    some = offered(visitor.open(path))[:2]
    opened = press(visitor, path, "poll", *some, closes_on="2026-09-05")
    first, second = (one.starts_at for one in poll_of(school).options)
    answer(school, "Karin Brandt", {first: "no", second: "yes"})
    answer(school, "Jonas Brandt", {first: "no", second: "if_needed"})

    page = visitor.open(path)
    settle = f"/plans/{school.plans['Leo Brandt']}/polls/{poll_of(school).id}/settling"
    fields = {**page.form(settle).fields, "start": [second.isoformat()]}
    done = visitor.send(settle, fields)

    assert opened.url == f"{path}?said=sent#poll"
    assert letters(school, "poll") >= {school.id("Karin Brandt"), school.id("Daniel Osei")}
    assert "The guardian cannot come then." in page.text
    assert "best so far" in page.text
    assert "if need be" in page.text
    assert done.url == f"/plans/{school.plans['Leo Brandt']}?said=sent"
    slot = school.plan("Leo Brandt").conferences[0].slot
    assert slot is not None
    assert slot.starts_at == second
    assert poll_of(school).chosen_at == second
    again = visitor.send(settle, fields)
    assert again.url == done.url


def test_a_poll_is_taken_back_and_another_one_opened(school: Cast) -> None:
    visitor, path = rosa(school), url(school)
    some = offered(visitor.open(path))[:2]
    press(visitor, path, "poll", *some, closes_on="2026-09-05")
    settle = f"/plans/{school.plans['Leo Brandt']}/polls/{poll_of(school).id}/settling"
    page = visitor.open(path)
    fields = {**page.form(settle).fields}
    fields["act"] = ["takeback"]

    back = visitor.send(settle, fields)
    again = visitor.send(settle, fields)

    assert back.status == 200
    assert again.status == 409
    assert poll_of(school).chosen_at is None
    press(visitor, path, "poll", *some, closes_on="2026-09-05")
    assert "Take the poll back" in visitor.open(path).text


def test_a_poll_that_closes_after_its_first_time_is_refused(school: Cast) -> None:
    visitor, path = rosa(school), url(school)
    some = offered(visitor.open(path))[:2]
    late = (datetime.fromisoformat(some[0]).date() + timedelta(days=1)).isoformat()

    refused = press(visitor, path, "poll", *some, closes_on=late)

    assert refused.status == 422
    assert "Let it close earlier." in refused.text


def test_the_page_of_a_foreign_case_is_not_found(school: Cast) -> None:
    assert rosa(school).open("/plans/99/times").status == 404
