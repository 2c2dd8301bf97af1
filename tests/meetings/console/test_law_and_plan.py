"""`alp law` and `alp plan`, which need no school: what they print, and how they refuse."""

import json
from pathlib import Path

import pytest

from tests.meetings.console.terminal import alp

TESTS = Path(__file__).parents[2]
PROBLEM = TESTS / "meetings" / "planning" / "small_school.json"


def test_the_law_is_printed_as_in_the_golden_file() -> None:
    said = alp("law")

    assert (said.code, said.err) == (0, "")
    assert said.out.rstrip("\n") == (TESTS / "golden" / "law.txt").read_text().rstrip("\n")


def test_the_walk_says_how_much_it_saw_and_that_no_promise_is_broken() -> None:
    said = alp("law", "--check")

    figures = dict(line.split(": ") for line in said.out.splitlines())
    assert (said.code, said.err) == (0, "")
    assert list(figures) == ["configurations", "edges", "promises", "violations"]
    assert int(figures["configurations"]) > 1000
    assert int(figures["promises"]) >= 10
    assert figures["violations"] == "0"


def test_a_problem_is_planned_and_the_proposal_has_its_documented_keys() -> None:
    said = alp("plan", PROBLEM)

    proposal = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert {
        "placed",
        "unplaced",
        "placed_count",
        "placed_bound",
        "proven",
        "levels",
        "seconds",
    } <= set(proposal)
    assert len(proposal["placed"]) == proposal["placed_count"] <= proposal["placed_bound"]
    asked = {one["key"] for one in json.loads(PROBLEM.read_text())["conferences"]}
    answered = [one["conference"] for one in (*proposal["placed"], *proposal["unplaced"])]
    assert sorted(answered) == sorted(asked)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("student_id,given_name", "This is not JSON"),
        ('{"form": "alp-planning-problem/1"}', "zone"),
        (PROBLEM.read_text().replace("09:30", "half past nine"), "$.bells"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "problem.json"
    file.write_text(text)

    said = alp("plan", file)

    assert (said.code, said.out) == (2, "")
    assert sentence in said.err
    assert "Traceback" not in said.err


def test_planned_again_from_its_own_proposal_nothing_moves(tmp_path: Path) -> None:
    first = tmp_path / "first.json"

    written = alp("plan", PROBLEM, "--output", first)
    again = alp("plan", PROBLEM, "--replan", first, "--explain", "--bound")

    before, after = json.loads(first.read_text()), json.loads(again.out)
    assert (written.code, again.code, written.err, again.err) == (0, 0, "", "")
    assert written.out.splitlines()[-1] == f"Written to {first}."
    assert after["placed"] == before["placed"]
    assert (after["moved"], after["new"], after["gone"]) == ([], [], [])
    assert after["kept"] == [one["conference"] for one in before["placed"]]
    assert {"advice", "points_bound", "points_gap"} <= set(after)
    assert after["points_bound"] <= after["points"]


def test_a_family_that_cannot_come_any_more_is_moved_and_the_answer_says_why(
    tmp_path: Path,
) -> None:
    first, changed = tmp_path / "first.json", tmp_path / "changed.json"
    alp("plan", PROBLEM, "--output", first)
    stood = next(p for p in json.loads(first.read_text())["placed"] if p["conference"] == "ben")
    sheet = json.loads(PROBLEM.read_text())
    ben = next(p for p in sheet["people"] if p["key"] == "ben")
    ben["windows"] = [
        {"kind": "busy", "starts_at": stood["starts_at"], "ends_at": stood["ends_at"]},
        {"kind": "possible", "from": "07:00", "to": "19:00"},
    ]
    changed.write_text(json.dumps(sheet))

    moved = json.loads(alp("plan", changed, "--replan", first).out)["moved"]

    assert [(m["conference"], m["from"], m["reason"], m["confirmed"]) for m in moved] == [
        ("ben", stood["starts_at"], "The guardian cannot come then.", False)
    ]
    assert moved[0]["to"] not in {None, stood["starts_at"]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("minutes of a conference", "This is not JSON"),
        (PROBLEM.read_text(), "This is no proposal of the form alp-proposal/1."),
    ],
)
def test_what_is_no_earlier_proposal_is_refused_with_its_file_and_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    file = tmp_path / "earlier.json"
    file.write_text(text)

    said = alp("plan", PROBLEM, "--replan", file)

    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("earlier.json: $")
    assert sentence in said.err


def test_a_proposal_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    said = alp("plan", PROBLEM, "--output", tmp_path / "nowhere" / "plan.json")

    assert (said.code, said.out) == (2, "")
    assert "No such file or directory" in said.err
    assert "Traceback" not in said.err
