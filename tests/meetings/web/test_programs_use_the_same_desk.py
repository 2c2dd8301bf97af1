"""The JSON API: the same rights, the same commands, the same refusals; writing needs a token."""

import cast
import pytest
from cast import Cast
from visitor import Visitor

from meetings.identity import tokens


@pytest.fixture
def program(school: Cast) -> Visitor:
    """A program that acts as Ms. Alvarez."""
    visitor = Visitor(school)
    token = school.store.write(
        lambda session: tokens.make(session, school.id("Rosa Alvarez"), "sync", visitor.at)
    )
    visitor.client.headers["authorization"] = f"Bearer {token}"
    return visitor


def test_plans_are_read_page_by_page(program: Visitor) -> None:
    first = program.browser.get("/api/v1/plans?limit=3").json()
    rest = program.browser.get(f"/api/v1/plans?cursor={first[-1]['id']}").json()

    assert [plan["student"] for plan in first + rest] == list(cast.FAMILIES)
    assert first[0]["state"] == "identified"


def test_a_command_is_heard_once_and_says_the_new_version(program: Visitor) -> None:
    said = {"command": "begin_draft", "seen": 0, "key": "k1", "data": {}}

    first = program.browser.post("/api/v1/plans/1/commands", json=said)
    again = program.browser.post("/api/v1/plans/1/commands", json=said)

    assert first.json() == {"version": 1, "repeated": False, "state": "drafting"}
    assert again.json() == {"version": 1, "repeated": True, "state": "drafting"}
    assert first.headers["etag"] == '"1"'


def test_a_refusal_is_a_problem_with_why_and_remedy(program: Visitor) -> None:
    said = {"command": "freeze", "seen": 0, "key": "k1"}

    answer = program.browser.post("/api/v1/plans/1/commands", json=said)

    assert answer.status_code == 409
    assert answer.headers["content-type"].startswith("application/problem+json")
    problem = answer.json()
    assert problem["type"] == "urn:alp:refusal:not_now"
    assert problem["detail"]
    assert problem["remedy"]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"command": "dance", "key": "k"}, 422),
        ({"command": "begin_draft", "key": ""}, 400),
        ({"command": "note_progress", "key": "k", "data": {"goal_key": 5, "rating": "x"}}, 422),
        ({"command": "note_progress", "key": "k", "data": {}}, 422),
        ([1, 2], 400),
    ],
)
def test_wrong_commands_are_answered_with_a_sentence(
    program: Visitor, said: object, status: int
) -> None:
    answer = program.browser.post("/api/v1/plans/1/commands", json=said)

    assert answer.status_code == status
    assert answer.json()["detail"]


def test_an_old_version_in_if_match_is_a_failed_precondition(
    school: Cast, program: Visitor
) -> None:
    cast.ready(school, "Maya Cruz")
    said = {"command": "reopen_draft", "key": "k9"}

    answer = program.browser.post(
        "/api/v1/plans/1/commands", json=said, headers={"if-match": '"0"'}
    )

    assert answer.status_code == 412


def test_a_sign_in_may_read_and_never_write(school: Cast) -> None:
    rosa = Visitor(school).sign_in("Rosa Alvarez", "staff")

    assert rosa.browser.get("/api/v1/plans").status_code == 200
    said = {"command": "begin_draft", "seen": 0, "key": "k1"}
    assert rosa.browser.post("/api/v1/plans/1/commands", json=said).status_code == 403
    assert school.plan("Maya Cruz").version == 0


def test_a_family_reads_its_own_plan_alone(school: Cast) -> None:
    ana = Visitor(school).sign_in("Ana Cruz", "family")

    assert [plan["id"] for plan in ana.browser.get("/api/v1/plans").json()] == [1]
    assert ana.browser.get("/api/v1/plans/2").status_code == 404
    assert ana.browser.get("/api/v1/people").status_code == 403


def test_without_a_token_nothing_is_told(school: Cast) -> None:
    nobody = Visitor(school)

    assert nobody.browser.get("/api/v1/plans").status_code == 401
    nobody.client.headers["authorization"] = "Bearer alp_guessed"
    assert nobody.browser.get("/api/v1/plans").status_code == 401


def test_events_tell_what_happened_and_nobodys_words(school: Cast, program: Visitor) -> None:
    cast.ready(school, "Maya Cruz")

    events = program.browser.get("/api/v1/events?after=2026-01-01T00:00:00Z&limit=200").json()

    told = [event["command"] for event in events if event["plan"] == 1]
    assert told[:3] == ["open_case", "begin_draft", "give_input"]
    assert "Joy" not in str(events)


def test_the_manual_lists_every_path(program: Visitor) -> None:
    manual = program.browser.get("/api/openapi.json").json()

    assert sorted(manual["paths"]) == [
        "/api/v1/conferences",
        "/api/v1/events",
        "/api/v1/papers",
        "/api/v1/people",
        "/api/v1/plans",
        "/api/v1/plans/{case_id}",
        "/api/v1/plans/{case_id}/commands",
    ]
