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
