"""A whole new plan beside an earlier one, as `alp plan --replan` makes it from two files."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from bench.school_instances import Wanted, caseload
from msgspec import structs

from meetings.planning.form import Faults, read_problem, write_proposal
from meetings.planning.previous import Previous, read_previous
from meetings.planning.problem import Present, Problem
from meetings.planning.proposal import Proposal
from meetings.planning.replan import Replan, replan
from meetings.planning.rules import breaches
from meetings.planning.solve import Budget, solve

SMALL = (Path(__file__).parent / "small_school.json").read_text()
SHORT = Budget(points=0.2)
STOOD = '{"conference": "a", "starts_at": "2026-09-01T08:00:00"}'
NO_OFFSET = f'{{"form": "alp-proposal/1", "placed": [{STOOD}]}}'


def problem_of(text: str) -> Problem:
    problem = read_problem(text)
    assert isinstance(problem, Problem)
    return problem


def earlier(problem: Problem, proposal: Proposal) -> Previous:
    found = read_previous(write_proposal(problem, proposal))
    assert isinstance(found, Previous)
    return found


def again(text: str, before: Previous) -> Replan:
    return replan(problem_of(text), before)


def test_nothing_moves_where_nothing_has_changed() -> None:
    problem = problem_of(SMALL)
    first = solve(problem)

    found = again(SMALL, earlier(problem, first))

    assert found.proposal.placements == first.placements
    assert (found.moved, found.new, found.gone) == ((), (), ())
    assert found.kept == tuple(p.conference for p in first.placements)


def test_who_cannot_come_any_more_moves_with_a_reason_and_the_others_stay() -> None:
    problem = problem_of(SMALL)
    before = earlier(problem, solve(problem))
    stood = next(s for s in before.placed if s.conference == "ben")
    sheet = json.loads(SMALL)
    ben = next(p for p in sheet["people"] if p["key"] == "ben")
    ben["windows"] = [
        {
            "kind": "busy",
            "date": stood.starts_at.date().isoformat(),
            "from": "00:00",
            "to": "23:59",
        },
        {"kind": "possible", "from": "07:00", "to": "19:00"},
    ]

    found = again(json.dumps(sheet), before)

    assert [(s.conference, s.from_at, s.reason) for s in found.moved] == [
        ("ben", stood.starts_at, "The guardian cannot come then.")
    ]
    assert "ana" in found.kept


def test_a_day_that_is_no_school_day_any_more_is_said_so() -> None:
    problem = problem_of(SMALL)
    before = earlier(problem, solve(problem))
    gone = before.placed[0]
    sheet = json.loads(SMALL)
    on = gone.starts_at.date().isoformat()
    sheet["days"] = [d for d in sheet["days"] if d["date"] != on]
    for conference in sheet["conferences"]:
        conference.pop("fixed", None)

    found = again(json.dumps(sheet), before)

    lost = next(s for s in found.moved if s.conference == gone.conference)
    assert lost.reason == "The day or hour is not open for conferences any more."


def test_who_is_no_longer_wanted_is_gone_and_who_is_new_is_new() -> None:
    problem = problem_of(SMALL)
    before = earlier(problem, solve(problem))
    first, *rest = before.placed
    other = structs.replace(first, conference="nobody")

    found = again(SMALL, Previous(placed=(other, *rest)))

    assert (found.gone, first.conference in found.new) == ((other.conference,), True)


@pytest.mark.parametrize("give", ["medium", "tight"])
def test_as_many_are_placed_as_without_the_earlier_plan_and_few_move(give: str) -> None:
    problem = caseload(Wanted(seed=4, give=give, students=30, days=12, max_per_day=3))
    first = solve(problem, SHORT)
    before = earlier(problem, first)
    stood = first.placements[7]
    guardian = next(p for p in stood.team if p.startswith("guardian"))
    mask = ~(((1 << 6) - 1) << stood.start)
    people = tuple(
        replace(p, usable=p.usable & mask) if p.key == guardian else p for p in problem.people
    )
    changed = replace(problem, people=people)

    found = replan(changed, before, SHORT)

    anew = solve(changed, SHORT)
    starts = {p.conference: p.start for p in anew.placements}
    elsewhere = sum(starts.get(p.conference) != p.start for p in first.placements)
    assert breaches(found.problem, found.proposal.placements) == ()
    assert len(found.proposal.placements) >= len(anew.placements)
    assert stood.conference in {s.conference for s in found.moved}
    assert len(found.moved) <= min(4, elsewhere)


def test_whether_an_earlier_time_is_confirmed_the_problem_says() -> None:
    problem = problem_of(SMALL)
    first = solve(problem)
    agreed = problem.with_conferences(
        tuple(replace(c, now=Present(start=0, confirmed=True, told=4)) for c in problem.conferences)
    )

    now = replan(agreed, earlier(problem, first)).problem.conference
    plain = replan(problem, earlier(problem, first)).problem.conference

    for placed in first.placements:
        if now[placed.conference].fixed is None:
            assert now[placed.conference].now == Present(start=placed.start, confirmed=True, told=4)
            assert plain[placed.conference].now == Present(
                start=placed.start, told=len(placed.team)
            )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("not json", "$: This is not JSON"),
        ("[]", "$.form: This is no proposal of the form alp-proposal/1."),
        (SMALL, "$.form: This is no proposal of the form alp-proposal/1."),
        ('{"form": "alp-proposal/1"}', "$: Object missing required field"),
        (
            '{"form": "alp-proposal/1", "placed": [{"conference": "a", "starts_at": "soon"}]}',
            "$.placed[0].starts_at: Invalid RFC3339",
        ),
        (NO_OFFSET, "$.placed[0].starts_at: "),
    ],
)
def test_what_is_no_proposal_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    found = read_previous(text)

    assert isinstance(found, Faults)
    assert found.sentences[0].startswith(sentence)
    assert found.sentences[0].endswith("Give what `alp plan` printed.")
