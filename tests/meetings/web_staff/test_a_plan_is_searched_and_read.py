"""The specialist asks for a plan, watches the search, reads the board, accepts. Pages alone."""

import csv
import io
from datetime import timedelta
from pathlib import Path

import cast
import pytest
from cast import AT, Cast
from visitor import Visitor

from meetings import planner
from tests.meetings.web_staff.planned import (
    STUDENTS,
    at,
    number_of,
    place,
    planned,
    rosa,
    run,
    state,
    worked,
)


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return planned(tmp_path)


@pytest.fixture
def waiting(tmp_path: Path) -> Cast:
    """Nothing is planned yet."""
    school = cast.small_school(tmp_path)
    for student in STUDENTS[:2]:
        cast.ready(school, student)
    return school


def test_a_search_waits_shows_how_far_it_is_and_becomes_a_board(waiting: Cast) -> None:
    visitor = rosa(waiting)
    form = visitor.open("/proposals")

    page = visitor.press(form, "/caseload/proposals", first_on="2026-09-14", last_on="2026-09-18")

    assert at(page) == "/proposals/1"
    assert page.headers["refresh"] == "3"
    assert "It is the next in line" in page.text
    assert "Stop and take the best so far" in page.text
    assert worked(waiting) == 1
    done = visitor.open("/proposals/1")
    assert "refresh" not in done.headers
    assert "Set 2 times and invite" in done.text
    assert "Leo Brandt" in done.text


def test_the_same_question_leads_to_the_same_proposal(waiting: Cast) -> None:
    visitor = rosa(waiting)

    first = visitor.press(visitor.open("/proposals"), "/caseload/proposals")
    again = visitor.press(visitor.open("/proposals"), "/caseload/proposals")

    assert (at(first), at(again)) == ("/proposals/1", "/proposals/1")


def test_what_is_stopped_stays_with_the_best_so_far_and_a_second_stop_is_nothing(
    waiting: Cast,
) -> None:
    visitor = rosa(waiting)
    page = visitor.press(visitor.open("/proposals"), "/caseload/proposals")

    stopped = visitor.press(page, "/proposals/1/stop")
    again = visitor.press(page, "/proposals/1/stop")

    assert "Stopped: the best so far" in stopped.text
    assert again.status == 200
    assert run(waiting, 1).status == "stopped"


def test_without_a_tick_or_with_days_the_wrong_way_round_nothing_is_searched(
    waiting: Cast,
) -> None:
    visitor = rosa(waiting)
    form = visitor.open("/proposals")

    page = visitor.press(
        form, "/caseload/proposals", case=[], first_on="2026-09-18", last_on="2026-09-14"
    )

    assert page.status == 422
    assert "Tick at least one plan." in page.text
    assert "The last day lies before the first." in page.text
    with waiting.store.read() as connection:
        assert planner.latest(connection) is None


def test_the_head_says_when_it_ends_how_good_it_is_and_what_it_changes(school: Cast) -> None:
    page = rosa(school).open("/proposals/1")

    assert run(school, 1).forecast in page.text
    assert "4 conferences get a time" in page.text
    assert "no plan places more" in page.text
    assert "Who pays for it" in page.text


def test_the_board_is_read_by_hours_rooms_and_people_and_for_one_person(school: Cast) -> None:
    visitor = rosa(school)

    rooms = visitor.open("/proposals/1?show=rooms")
    people = visitor.open("/proposals/1?show=people")
    karin = visitor.open(f"/proposals/1?who={school.id('Karin Brandt')}")
    nobody = visitor.open(f"/proposals/1?who={school.id('Helen Park')}")

    maya = place(school, 1, "Maya Cruz")
    assert maya is not None
    assert f'<th scope="row">{maya.slot.room}</th>' in rooms.text
    assert '<th scope="row">Daniel Osei</th>' in people.text
    assert '<th scope="row">Karin Brandt</th>' not in people.text
    assert "1 of 4 conferences" in karin.text
    assert "No conference is like that." in nobody.text


def test_a_week_or_a_person_that_makes_no_sense_is_left_out(school: Cast) -> None:
    page = rosa(school).open("/proposals/1?week=soon&who=x&show=clouds&room=%00")

    assert page.status == 200


def test_initials_hide_every_name(school: Cast) -> None:
    page = rosa(school).open("/proposals/1/print?names=initials")

    assert "M. C." in page.text
    assert "Maya" not in page.text


def test_the_table_has_a_line_for_each_and_no_formula(school: Cast) -> None:
    answer = rosa(school).open("/proposals/1/table.csv")

    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert sorted(row["student"] for row in rows) == sorted(STUDENTS)
    maya = place(school, 1, "Maya Cruz")
    assert maya is not None
    row = next(row for row in rows if row["student"] == "Maya Cruz")
    assert (row["date"], row["room"]) == (
        f"{maya.slot.starts_at:%Y-%m-%d}",
        maya.slot.room,
    )
    assert "Ana Cruz" in row["people"]


def test_accepting_sets_all_once(school: Cast) -> None:
    visitor = rosa(school)
    page = visitor.open("/proposals/1")

    done = visitor.press(page, "/proposals/1/acceptance")
    versions = [school.plan(one).version for one in STUDENTS]
    again = visitor.press(page, "/proposals/1/acceptance")

    assert done.url == "/proposals/1?said=sent"
    assert [state(school, one) for one in STUDENTS] == ["scheduled"] * 4
    assert again.status == 200
    assert [school.plan(one).version for one in STUDENTS] == versions
    assert "set" in visitor.open("/proposals/1").text


def test_what_changed_since_is_planned_again_and_the_rest_keeps_its_time(school: Cast) -> None:
    visitor = rosa(school)
    maya = place(school, 1, "Maya Cruz")
    assert maya is not None
    other = maya.slot.starts_at + timedelta(days=7)
    cast_by_hand(visitor, "Maya Cruz", f"{other:%Y-%m-%dT%H:%M}")

    refused = visitor.press(visitor.open("/proposals/1"), "/proposals/1/acceptance")
    renewed = visitor.press(refused, "/proposals/1/renewal")

    assert refused.status == 409
    assert "1 conference or the times of their people changed since this was planned." in (
        refused.text
    )
    assert "Nothing was set." in refused.text
    assert state(school, "Leo Brandt") == ""
    assert number_of(renewed) == 2
    assert "what had not changed keeps its time" in renewed.text


def cast_by_hand(visitor: Visitor, student: str, wall: str) -> None:
    """Called and set on the page of the conference."""
    case_id = visitor.cast.plans[student]
    call = visitor.open(f"/plans/{case_id}/acts/call_conference")
    visitor.press(call, f"/plans/{case_id}/acts/call_conference")
    url = f"/conferences/{case_id}/1/move"
    done = visitor.press(visitor.open(url), url, slot=wall, slot__room="Library")
    assert done.status == 200, done.text


def test_another_specialist_sees_neither_the_proposal_nor_its_conferences(school: Cast) -> None:
    daniel = Visitor(school).sign_in("Daniel Osei", "staff")
    helen = Visitor(school).sign_in("Helen Park", "staff")

    assert [daniel.open(path).status for path in ("/proposals/1", "/proposals")] == [403, 403]
    assert helen.open("/proposals/1").status == 200
    assert rosa(school).open("/proposals/99").status == 404


def test_the_caseloads_own_week_shows_what_is_set(school: Cast) -> None:
    visitor = rosa(school)
    before = visitor.open("/caseload/week")
    visitor.press(visitor.open("/proposals/1"), "/proposals/1/acceptance")

    page = visitor.open("/caseload/week")

    assert "No conference has a time yet." in before.text
    assert all(student in page.text for student in STUDENTS)
    assert AT.date().isoformat() in page.text
