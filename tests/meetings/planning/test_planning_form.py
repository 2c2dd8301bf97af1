"""The public form: a small school with quiet hours, A/B days and a clock change."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from meetings.planning import schema
from meetings.planning.form import Faults, read_problem, write_proposal
from meetings.planning.problem import Problem
from meetings.planning.solve import solve

SMALL_SCHOOL = Path(__file__).parent / "small_school.json"
SCHEMA_FILE = Path(schema.__file__).parent / "problem.schema.json"


def small_school() -> dict[str, Any]:
    school: dict[str, Any] = json.loads(SMALL_SCHOOL.read_text())
    return school


def read(school: dict[str, Any]) -> Problem:
    problem = read_problem(json.dumps(school))
    assert isinstance(problem, Problem)
    return problem


def faults(school: dict[str, Any]) -> tuple[str, ...]:
    found = read_problem(json.dumps(school))
    assert isinstance(found, Faults)
    return found.sentences


def answer(school: dict[str, Any]) -> dict[str, Any]:
    problem = read(school)
    form: dict[str, Any] = json.loads(write_proposal(problem, solve(problem)))
    return form


def test_a_small_school_is_planned_and_says_why_the_third_has_no_time() -> None:
    form = answer(small_school())

    placed = {
        p["conference"]: (p["starts_at"], p["room"], p["interpreter"]) for p in form["placed"]
    }
    assert placed == {
        "ana": ("2026-10-30T12:30:00-06:00", "102", None),
        "ben": ("2026-11-02T07:00:00-07:00", "101", "interpreter-1"),
    }
    assert [(u["conference"], u["cause"], u["members"]) for u in form["unplaced"]] == [
        ("cleo", "no_common_start", ["guardian", "specialist"])
    ]
    assert (form["placed_count"], form["placed_bound"], form["proven"]) == (2, 2, True)
    assert [level["name"] for level in form["levels"]] == [
        "on_time",
        "placed",
        "confirmed_moved",
        "told",
        "points",
    ]
    assert form["points"] == sum(form["points_by_part"].values())


def test_a_fixed_conference_keeps_its_time_in_the_answer() -> None:
    school = small_school()
    school["conferences"][1]["fixed"] = {
        "starts_at": "2026-10-29T17:25:00-06:00",
        "room": "102",
        "people": ["ben", "s-ben", "principal"],
    }

    ben = next(p for p in answer(school)["placed"] if p["conference"] == "ben")

    assert (ben["starts_at"], ben["ends_at"], ben["room"], ben["people"]) == (
        "2026-10-29T17:25:00-06:00",
        "2026-10-29T17:55:00-06:00",
        "102",
        ["ben", "principal", "s-ben", "specialist"],
    )


def test_the_schema_file_is_what_the_form_says() -> None:
    assert json.loads(SCHEMA_FILE.read_text()) == json.loads(schema.text())


def test_every_field_of_the_schema_can_be_sent() -> None:
    names = {name for part in schema.schema()["$defs"].values() for name in part["properties"]}
    text = SMALL_SCHOOL.read_text()

    sent = {name for name in names if f'"{name}"' in text}

    assert {"quiet", "cycle_days", "closed", "siblings", "interpreters", "covers"} <= sent


WRONG: dict[str, tuple[tuple[Any, ...], object, str]] = {
    "an unknown field": (
        ("colour",),
        "red",
        '$: There is no field "colour". See problem.schema.json for what belongs here.',
    ),
    "an unknown field of a seat": (
        ("conferences", 0, "seats", 0, "size"),
        3,
        (
            '$.conferences[0].seats[0]: There is no field "size". '
            "See problem.schema.json for what belongs here."
        ),
    ),
    "a zone that is none": (
        ("zone",),
        "Colorado",
        '$.zone: "Colorado" is no IANA zone. Write one such as America/Denver.',
    ),
    "hours the wrong way round": (
        ("hours", "latest_end"),
        "06:00",
        "$.hours: The day ends before it begins. Let latest_end be later than earliest_start.",
    ),
    "a stranger": (
        ("conferences", 0, "seats", 0, "people"),
        ["nobody"],
        '$.conferences[0].seats[0].people: There is no person "nobody". Add them to people.',
    ),
    "a seat for two of one": (
        ("conferences", 0, "seats", 0),
        {"group": "guardian", "rule": "k_of", "k": 2, "people": ["ana"]},
        "$.conferences[0].seats[0]: This seat needs 2 of 1 people. Name more of them.",
    ),
    "a period that never rings": (
        ("people", 0, "lessons", 0, "period"),
        "9",
        '$.people[0].lessons[0].period: No bell schedule has a period "9". Add it to bells.',
    ),
    "a window that ends before it begins": (
        ("people", 3, "windows", 0, "from"),
        "14:00",
        "$.people[3].windows[0]: This window ends before it begins. Turn the two times round.",
    ),
    "a window for a date and a weekday": (
        ("people", 3, "windows", 0, "date"),
        "2026-10-29",
        "$.people[3].windows[0]: A window is for a date or for a weekday, not for both.",
    ),
    "a fixed time on no school day": (
        ("conferences", 0, "fixed"),
        {"starts_at": "2026-10-31T08:00:00-06:00"},
        (
            "$.conferences[0].fixed.starts_at: "
            "This lies outside the days and hours, or not on a step of 5 minutes."
        ),
    ),
    "a pool that is not there": (
        ("conferences", 0, "rooms"),
        "gym",
        '$.conferences[0].rooms: There is no "gym". Add it first.',
    ),
    "siblings of nobody": (
        ("siblings", 0),
        ["ana", "zoe"],
        "$.siblings[0]: A pair of siblings names two different conferences of this problem.",
    ),
    "two people of one key": (
        ("people", 1, "key"),
        "specialist",
        '$.people: "specialist" is there 2 times. Each key stands once.',
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_path(name: str) -> None:
    path, value, sentence = WRONG[name]
    school: Any = deepcopy(small_school())
    place = school
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    assert sentence in faults(school)


def test_each_wrong_person_has_a_sentence_of_their_own() -> None:
    school = small_school()
    school["people"][0]["kind"] = "robot"
    del school["people"][2]["key"]

    assert [s.split(":")[0] for s in faults(school)] == ["$.people[0].kind", "$.people[2]"]


@pytest.mark.parametrize("text", ["", "[]", "{", "null", '"x"', '{"people": 3}', "\x00", "NaN"])
def test_what_is_no_problem_is_no_traceback(text: str) -> None:
    found = read_problem(text)

    assert isinstance(found, Faults)
    assert all(f.sentence.endswith((".", "]")) for f in found.faults)
