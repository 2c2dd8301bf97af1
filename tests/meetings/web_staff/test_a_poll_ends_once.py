"""A poll is opened whole or not at all, ends with the time that is set, and is settled once."""

from datetime import UTC, datetime
from pathlib import Path

import cast
import pytest
from cast import AT, Cast
from visitor import Page, Visitor

from meetings.store import polls
from meetings.store.polls import Answer, Poll
from tests.meetings.web_staff.planned import rosa, state

LEO = "Leo Brandt"
BOOK = "/caseload/bookings"


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    school = cast.small_school(tmp_path)
    cast.ready(school, LEO)
    return school


def url(school: Cast) -> str:
    return f"/plans/{school.plans[LEO]}/times"


def settling(school: Cast) -> str:
    return f"/plans/{school.plans[LEO]}/polls/{poll_of(school).id}/settling"


def poll_of(school: Cast) -> Poll:
    with school.store.read() as connection:
        return polls.of_case(connection, school.plans[LEO])[0]


def offered(page: Page) -> list[str]:
    parts = page.text.split('type="checkbox"')[1:]
    return [part.partition('value="')[2].partition('"')[0] for part in parts]


def press(visitor: Visitor, school: Cast, act: str, closes_on: str, *starts: str) -> Page:
    page = visitor.open(url(school))
    sent = {**page.form(url(school)).fields, "act": [act], "closes_on": [closes_on]}
    return visitor.send(url(school), sent | {"start": list(starts)})


def polled(visitor: Visitor, school: Cast) -> list[str]:
    """Two times are asked about."""
    some = offered(visitor.open(url(school)))[:2]
    assert press(visitor, school, "poll", "2026-09-05", *some).status == 200
    return [one.starts_at.isoformat() for one in poll_of(school).options]


def votes(school: Cast) -> bool:
    mother = Visitor(school).sign_in("Karin Brandt", "family", "demo")
    return "Vote on times" in mother.open("/family").text


def key(visitor: Visitor, school: Cast) -> dict[str, list[str]]:
    """The fields of a form of the poll without the button that is pressed."""
    fields = visitor.open(url(school)).form(settling(school)).fields
    return {name: value for name, value in fields.items() if name != "start"}


@pytest.mark.parametrize("closes_on", ["2026-12-01", "2020-01-01", "9999-12-31", "0001-01-01"])
def test_where_no_poll_is_opened_no_conference_is_called(school: Cast, closes_on: str) -> None:
    visitor = rosa(school)
    first = offered(visitor.open(url(school)))[0]

    answer = press(visitor, school, "poll", closes_on, first)

    assert answer.status == 422
    assert f'value="{closes_on}"' in answer.text
    assert state(school, LEO) == ""


def test_a_time_that_is_set_ends_the_poll_and_nobody_votes_any_more(school: Cast) -> None:
    visitor = rosa(school)
    polled(visitor, school)
    first = offered(visitor.open(url(school)))[0]
    assert votes(school)

    press(visitor, school, "set", "", first)

    poll = poll_of(school)
    assert state(school, LEO) == "scheduled"
    assert (poll.settled_at, poll.chosen_at) == (AT, datetime.fromisoformat(first))
    assert not votes(school)
    late = Answer(
        person_id=school.id("Karin Brandt"),
        starts_at=datetime.fromisoformat(first),
        answer="yes",
        said_at=AT,
    )
    wrong = school.store.write(lambda s: polls.answer(s.connection, poll.id, (late,), AT))
    assert wrong.startswith("This poll is closed.")
    again = press(visitor, school, "poll", "2026-09-05", offered(visitor.open(url(school)))[0])
    assert again.status == 422
    assert "This conference has a time" in again.text


def test_times_that_are_only_held_leave_the_poll_open(school: Cast) -> None:
    visitor = rosa(school)
    polled(visitor, school)

    press(visitor, school, "hold", "", offered(visitor.open(url(school)))[0])

    assert state(school, LEO) == "proposed"
    assert poll_of(school).settled_at is None
    assert votes(school)


def test_close_and_set_pressed_twice_is_done_once(school: Cast) -> None:
    visitor = rosa(school)
    first, second = polled(visitor, school)
    path, fields = settling(school), key(visitor, school)

    done = visitor.send(path, fields | {"start": [second]})
    version = school.plan(LEO).version
    again = visitor.send(path, fields | {"start": [second]})
    other = visitor.send(path, fields | {"start": [first], "key": ["another press"]})

    assert done.url == again.url == f"/plans/{school.plans[LEO]}?said=sent"
    assert other.status == 409
    assert school.plan(LEO).version == version


def test_a_poll_is_taken_back_by_its_button_alone(school: Cast) -> None:
    visitor = rosa(school)
    polled(visitor, school)
    path, fields = settling(school), key(visitor, school)

    missing = visitor.send(path, fields)
    unknown = visitor.send(path, fields | {"start": [datetime(2026, 9, 1, tzinfo=UTC).isoformat()]})

    assert (missing.status, unknown.status) == (422, 422)
    assert "Choose one of the times of this poll" in unknown.text
    assert poll_of(school).settled_at is None
    assert ("act", "takeback") in [
        button for form in visitor.open(url(school)).forms for button in form.buttons
    ]
    assert visitor.send(path, fields | {"act": ["takeback"]}).status == 200
    assert visitor.send(path, fields | {"act": ["takeback"]}).status == 409
    assert poll_of(school).settled_at == AT


def test_a_poll_of_another_conference_is_not_settled(school: Cast) -> None:
    visitor = rosa(school)
    polled(visitor, school)
    old = poll_of(school)
    asked = polls.Asked(
        case_id=old.case_id,
        conference_no=old.conference_no + 1,
        options=old.options,
        closes_at=old.closes_at,
        by=old.by,
    )
    school.store.write(lambda s: polls.open_poll(s.connection, asked, AT))
    fields = {"start": [old.options[0].starts_at.isoformat()], "key": ["other"]}

    answer = visitor.send(settling(school), fields | {"_csrf_token": key_of(visitor, school)})

    assert answer.status == 409
    assert "another conference" in answer.text
    assert poll_of(school).settled_at is None


def key_of(visitor: Visitor, school: Cast) -> list[str]:
    return visitor.open(url(school)).form(url(school)).fields["_csrf_token"]


@pytest.mark.parametrize(
    ("field", "value"), [("closes_on", "9999-12-31"), ("case", "9" * 5000), ("case", "²")]
)
def test_a_booking_with_a_number_or_a_day_without_end_comes_back(
    school: Cast, field: str, value: str
) -> None:
    visitor = rosa(school)
    usual = {"first_on": "2026-09-14", "last_on": "2026-09-18", "closes_on": "2026-09-08"}
    said = usual | {"case": str(school.plans[LEO])} | {field: value}

    assert visitor.press(visitor.open(BOOK), BOOK, **said).status == 422


def test_the_days_until_a_poll_closes_are_counted_at_the_school(school: Cast) -> None:
    late = datetime(2026, 9, 2, 3, tzinfo=UTC)  # in Denver it is still the first
    visitor = Visitor(school, late).sign_in("Rosa Alvarez", "staff")

    assert 'value="2026-09-05"' in visitor.open(url(school)).text
    assert 'value="2026-09-08"' in visitor.open(BOOK).text
