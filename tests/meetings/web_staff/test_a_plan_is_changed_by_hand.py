"""One conference inside a proposal: moved, locked, left out, taken back; and what a drag asks."""

import json
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from cast import Cast
from visitor import Page, Visitor

from meetings import planner
from meetings.store import locks
from tests.meetings.web_staff.planned import at, number_of, place, planned, rosa, run

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return planned(tmp_path)


def url(school: Cast, student: str, number: int = 1) -> str:
    return f"/proposals/{number}/conferences/{school.plans[student]}"


def starts(visitor: Visitor, path: str) -> list[dict[str, str | int]]:
    found: list[dict[str, str | int]] = json.loads(visitor.open(f"{path}/starts").content)["starts"]
    return found


def act(visitor: Visitor, path: str, word: str, **fields: str) -> Page:
    """Presses one of the buttons of that page."""
    page = visitor.open(path)
    key = page.form(path).fields
    return visitor.send(path, {**key, "act": [word], **{n: [v] for n, v in fields.items()}})


def locks_of(school: Cast, student: str) -> list[str]:
    with school.store.read() as connection:
        found = locks.of_cases(connection, (school.plans[student],))
    return [one.kind for one in found.get(school.plans[student], ())]


def test_the_page_says_who_comes_and_how_it_suits_them(school: Cast) -> None:
    page = rosa(school).open(url(school, "Maya Cruz"))

    assert [name in page.text for name in ("Ana Cruz", "Daniel Osei", "Rosa Alvarez")] == [True] * 3
    assert "can come" in page.text
    assert "The easiest for everybody" in page.text


def test_a_conference_moves_to_a_lawful_start_and_the_step_is_taken_back(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")
    before = place(school, 1, "Maya Cruz")
    wanted = str(starts(visitor, path)[0]["value"])

    moved = act(visitor, path, "move", start=wanted)

    after = place(school, 2, "Maya Cruz")
    assert before is not None
    assert after is not None
    assert number_of(moved) == 2
    assert after.slot.starts_at == datetime.fromisoformat(wanted)
    assert [run(school, n).status for n in (1, 2)] == ["outdated", "proposed"]
    back = visitor.press(moved, "/proposals/2/undo")
    assert at(back) == "/proposals/1"
    assert [run(school, n).status for n in (1, 2)] == ["proposed", "outdated"]


def test_a_press_that_comes_twice_moves_once(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")
    wanted = str(starts(visitor, path)[0]["value"])

    act(visitor, path, "move", start=wanted)
    again = visitor.send(path, {"act": ["move"], "start": [wanted], **csrf(visitor)})

    assert number_of(again) == 2
    with school.store.read() as connection:
        newest = planner.latest(connection)
    assert newest is not None
    assert newest.id == 2


def csrf(visitor: Visitor) -> dict[str, list[str]]:
    fields = visitor.open("/settings").form("/settings").fields
    return {name: fields[name] for name in ("_csrf_token", "key")}


def test_a_start_that_breaks_a_rule_is_refused_with_its_sentence(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")
    leo = place(school, 1, "Leo Brandt")
    assert leo is not None

    refused = act(visitor, path, "move", start=leo.slot.starts_at.isoformat())

    assert refused.status == 409
    assert "has another conference then" in refused.text
    assert run(school, 1).status == "proposed"


@pytest.mark.parametrize("start", ["", "soon", "2026-09-20T03:00"])
def test_what_is_no_start_is_refused_and_nothing_is_written(school: Cast, start: str) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")

    refused = act(visitor, path, "move", start=start)

    assert refused.status == 409
    assert run(school, 1).status == "proposed"


def test_a_time_that_is_named_gets_its_verdict_at_once(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")
    leo = place(school, 1, "Leo Brandt")
    assert leo is not None
    wall = f"{leo.slot.starts_at.astimezone(DENVER):%Y-%m-%dT%H:%M}"

    page = visitor.open(f"{path}?start={wall}")
    forced = visitor.open(f"{path}?start={wall}&force=yes")
    wrong = visitor.open(f"{path}?start=soon")
    said = json.loads(visitor.open(f"{path}/verdict?start={wall}").content)

    assert "has another conference then" in page.text
    assert "Who would have to move for it?" in page.text
    assert "Leo Brandt would move from" in forced.text
    assert "This is no day and time." in wrong.text
    assert said["possible"] is False
    assert "has another conference then" in said["sentence"]


def test_the_starts_that_a_drag_lights_up_are_the_lawful_ones(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")

    found = starts(visitor, path)

    first = found[0]
    said = json.loads(visitor.open(f"{path}/verdict?start={str(first['value'])[:16]}").content)
    assert sorted(first) == ["hour", "on", "points", "value", "words"]
    assert said["possible"] is True
    leo = place(school, 1, "Leo Brandt")
    assert leo is not None
    assert leo.slot.starts_at not in {datetime.fromisoformat(str(one["value"])) for one in found}


def test_a_conference_is_left_out_and_gets_another_room(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Ida Novak")
    before = place(school, 1, "Ida Novak")
    assert before is not None
    other = {"Room 112": "Library", "Library": "Room 112"}[before.slot.room]

    act(visitor, path, "room", room=other)
    out = act(visitor, url(school, "Ida Novak", 2), "leave_out")

    there = place(school, 2, "Ida Novak")
    assert there is not None
    assert there.slot.room == other
    assert place(school, 3, "Ida Novak") is None
    assert "It was left out by hand." in out.text


def test_a_conference_is_locked_here_on_a_day_and_off_a_day(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Sam Okafor")

    act(visitor, path, "here")
    here = locks_of(school, "Sam Okafor")
    act(visitor, path, "here")
    twice = locks_of(school, "Sam Okafor")
    act(visitor, path, "release")
    act(visitor, path, "not_this_day")
    off = locks_of(school, "Sam Okafor")
    act(visitor, path, "this_day")
    page = visitor.open(path)
    act(visitor, path, "days_free")

    assert (here, twice, off) == (["here"], ["here"], ["not_this_day"])
    assert "only on" in page.text
    assert locks_of(school, "Sam Okafor") == []


def test_an_unknown_act_and_a_foreign_conference_are_not_found(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Sam Okafor")

    assert act(visitor, path, "vanish").status == 404
    assert visitor.open("/proposals/1/conferences/99").status == 404
    assert visitor.open("/proposals/9/conferences/1").status == 404


def test_an_accepted_proposal_is_not_changed_any_more(school: Cast) -> None:
    visitor, path = rosa(school), url(school, "Maya Cruz")
    wanted = str(starts(visitor, path)[0]["value"])
    page = visitor.open(path)
    visitor.press(visitor.open("/proposals/1"), "/proposals/1/acceptance")

    fields = {**page.form(path).fields, "act": ["move"], "start": [wanted]}
    late = visitor.send(path, fields)

    assert late.status == 409
    assert "This proposal cannot be changed" in late.text
