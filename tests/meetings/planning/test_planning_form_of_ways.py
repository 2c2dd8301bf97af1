"""The public form of two schools: rules that repeat, ways, video, room sizes, personal limits."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from meetings.planning import schema
from meetings.planning.form import Faults, read_problem, write_proposal
from meetings.planning.grid import starts_at
from meetings.planning.ground import starts_of
from meetings.planning.problem import Problem
from meetings.planning.solve import solve

TWO_SCHOOLS = Path(__file__).parent / "two_schools.json"


def two_schools() -> dict[str, Any]:
    schools: dict[str, Any] = json.loads(TWO_SCHOOLS.read_text())
    return schools


def read(form: dict[str, Any]) -> Problem:
    problem = read_problem(json.dumps(form))
    assert isinstance(problem, Problem), problem
    return problem


def answer(form: dict[str, Any]) -> dict[str, Any]:
    problem = read(form)
    written: dict[str, Any] = json.loads(write_proposal(problem, solve(problem)))
    return written


def hours(problem: Problem, mask: int) -> list[str]:
    """Give the begin of each run of grains."""
    return [
        f"{starts_at(problem.grid, g):%m-%d %H:%M}"
        for g in starts_of(mask)
        if not g or not mask >> g - 1 & 1
    ]


def test_windows_mean_the_dates_and_the_zone_that_they_name() -> None:
    problem = read(two_schools())
    person = problem.person

    assert hours(problem, person["ana"].usable) == ["10-26 08:00", "11-02 15:30"]
    assert hours(problem, person["ana"].remote) == ["10-26 08:00"]
    # Berlin has left its summer time a week earlier: 16:00 there is 9:00 here.
    assert hours(problem, person["ben"].usable) == ["10-26 09:00"]
    assert hours(problem, person["cleo"].usable) == ["10-28 08:00"]
    # Free from 7 to 12 on the first Monday, all day on the others.
    assert person["specialist"].usable.bit_count() == 60 + 3 * 108
    assert hours(problem, person["teacher"].planning) == [
        "10-26 08:00",
        "10-28 08:00",
        "11-02 08:00",
    ]


def test_the_answer_says_where_each_is_held_and_who_dials_in() -> None:
    form = answer(two_schools())

    placed = [
        (p["conference"], p["starts_at"][:16], p["place"], p["room"], p["remote"])
        for p in form["placed"]
    ]
    assert placed == [
        ("ana", "2026-10-26T08:00", "room", "e2", ["ana"]),
        ("ben", "2026-10-26T09:30", "room", "w1", []),
        ("cleo", "2026-10-28T08:00", "room", "w1", []),
    ]
    assert form["points_by_part"] == {
        "block": 9,
        "change_of_school": 4,
        "family": 4,
        "other_modality": 2,
        "unknown": 3,
    }
    assert form["proven"]


def test_a_longer_way_keeps_them_apart_and_video_saves_it() -> None:
    far = two_schools()
    far["travel"][0]["minutes"] = 75
    by_video = deepcopy(far)
    by_video["conferences"][1]["video"] = True

    late = [(p["conference"], p["late"], p["place"]) for p in answer(far)["placed"]]
    saved = [(p["conference"], p["late"], p["place"]) for p in answer(by_video)["placed"]]

    assert late == [("ana", True, "room"), ("ben", False, "room"), ("cleo", False, "room")]
    assert saved == [("ana", False, "room"), ("ben", False, "video"), ("cleo", False, "room")]


def test_one_planning_period_a_week_is_left_to_one_of_two() -> None:
    form = two_schools()
    form["policy"]["planning_a_week"] = 1

    starts = {p["conference"]: p["starts_at"][:10] for p in answer(form)["placed"]}

    assert starts == {"ana": "2026-11-02", "ben": "2026-10-26", "cleo": "2026-10-28"}


def test_a_fixed_one_says_its_place() -> None:
    form = two_schools()
    form["conferences"][2]["fixed"] = {
        "starts_at": "2026-10-28T08:05:00-06:00",
        "people": ["cleo", "teacher"],
        "place": "video",
    }

    cleo = next(p for p in answer(form)["placed"] if p["conference"] == "cleo")

    assert (cleo["place"], cleo["room"], cleo["people"]) == (
        "video",
        None,
        ["cleo", "specialist", "teacher"],
    )


def test_every_new_field_of_the_schema_is_sent_here() -> None:
    names = {name for part in schema.schema()["$defs"].values() for name in part["properties"]}
    text = TWO_SCHOOLS.read_text()

    sent = {name for name in names if f'"{name}"' in text}

    assert {"modality", "rrule", "exdates", "first_on", "last_on", "zone", "max_per_day"} <= sent
    assert {"size", "accessible", "video", "school", "travel", "schools", "minutes", "k"} <= sent
    assert {"planning_a_week", "one_school_a_half_day", "noon", "change_of_school"} <= sent


WRONG: dict[str, tuple[tuple[Any, ...], object, str]] = {
    "a rule by the hour": (
        ("people", 0, "windows", 0, "rrule"),
        "FREQ=HOURLY",
        (
            "$.people[0].windows[0]: A rule repeats by day, week, month or year. "
            "Write FREQ=DAILY|WEEKLY|MONTHLY|YEARLY."
        ),
    ),
    "a rule that counts from nowhere": (
        ("people", 0, "windows", 0, "first_on"),
        None,
        "$.people[0].windows[0]: A rule counts from a date. Give first_on.",
    ),
    "a rule of another century": (
        ("people", 0, "windows", 0, "first_on"),
        "1926-01-01",
        (
            "$.people[0].windows[0]: This rule began more than 10 years ago. "
            "Choose a later first_on."
        ),
    ),
    "a zone that is none": (
        ("people", 3, "windows", 0, "zone"),
        "Berlin",
        '$.people[3].windows[0]: "Berlin" is no IANA zone. Write one such as America/Denver.',
    ),
    "a busy time by video": (
        ("people", 0, "windows", 0, "modality"),
        "remote",
        ("$.people[0].windows[0]: Only times that a person gives have a modality. Leave it out."),
    ),
    "dates the wrong way round": (
        ("people", 4, "windows", 0, "last_on"),
        "2026-10-01",
        (
            "$.people[4].windows[0]: This window's last date lies before its first. "
            "Turn the two round."
        ),
    ),
    "a way to where one is": (
        ("travel", 0, "schools"),
        ["east", "east"],
        (
            "$.travel[0].schools: A way leads between two different schools, and stands once. "
            "Leave this out."
        ),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_with_its_path(name: str) -> None:
    path, value, sentence = WRONG[name]
    form: Any = two_schools()
    place = form
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value

    found = read_problem(json.dumps(form))

    assert isinstance(found, Faults)
    assert sentence in found.sentences
