"""A few placed anew while the rest stays: rings, chains of moves, by hand, and what can happen."""

from dataclasses import replace

import pytest
from bench.school_instances import Wanted, caseload
from bench.small_problems import (
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    placed,
    random_problem,
    seat,
    staff,
    talk,
)

from meetings.planning.byhand import legal_starts, move
from meetings.planning.problem import Present, Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Hit, Ring, reseat
from meetings.planning.rules import breaches, breaches_of
from meetings.planning.solve import solve

ANA, BEN = talk("ana", seat("guardian", "f-ana")), talk("ben", seat("guardian", "f-ben"))
CLEO = talk("cleo", seat("guardian", "f-cleo"))
TOGETHER = during("07:00", "07:30")


def school(**windows: int) -> Problem:
    people = (family(f"f-{key}", mask) for key, mask in windows.items())
    conferences = (c for c in (ANA, BEN, CLEO) if c.key in windows)
    return Problem(
        grid=MORNINGS, people=(staff("specialist"), *people), conferences=tuple(conferences)
    )


def at_seven(key: str) -> Placement:
    return placed(key, at("07:00"), f"f-{key}")


def test_after_a_decline_one_conference_moves_and_the_others_stay() -> None:
    problem = school(ana=during("07:00", "09:00"), ben=TOGETHER)
    present = (placed("ana", at("08:30"), "f-ana"), at_seven("ben"))
    declined = replace(
        problem,
        people=tuple(
            replace(p, usable=during("07:00", "08:15")) if p.key == "f-ana" else p
            for p in problem.people
        ),
    )

    proposal = reseat(declined, present, Hit(conferences=("ana",)))

    assert [(p.conference, p.start) for p in proposal.placements] == [
        ("ana", at("07:45")),
        ("ben", at("07:00")),
    ]
    assert proposal.unplaced == ()


def test_a_wider_ring_moves_a_proposed_one_and_only_the_next_one_a_confirmed_one() -> None:
    both = TOGETHER | during("07:00", "07:30", TUESDAY)
    problem = school(ana=TOGETHER, ben=both)
    present = (at_seven("ben"),)

    def seated(ring: Ring, *, confirmed: bool) -> tuple[str, ...]:
        ben = replace(BEN, now=Present(start=at("07:00"), confirmed=confirmed, told=2))
        asked = problem.with_conferences((ANA, ben))
        answer = reseat(asked, present, Hit(conferences=("ana",), ring=ring))
        return tuple(p.conference for p in answer.placements)

    assert seated(Ring.HIT, confirmed=False) == ("ben",)
    assert seated(Ring.PROPOSED, confirmed=False) == ("ana", "ben")
    assert seated(Ring.PROPOSED, confirmed=True) == ("ben",)
    assert seated(Ring.CONFIRMED, confirmed=True) == ("ana", "ben")


def test_what_stays_stays_even_if_its_windows_have_changed() -> None:
    problem = school(ana=during("07:00", "09:00"), ben=0)

    proposal = reseat(problem, (at_seven("ben"),), Hit(conferences=("ana",)))

    assert [p.start for p in proposal.placements] == [at("07:45"), at("07:00")]


def test_by_hand_each_start_has_a_price_or_a_sentence() -> None:
    problem = school(ana=during("07:00", "08:00"), ben=TOGETHER)

    verdicts = legal_starts(problem, (at_seven("ben"),), "ana")

    monday = {v.start: v.sentence for v in verdicts if v.start < MORNINGS.per_day}
    assert monday == {
        at("07:00"): "The specialist has another conference then. Choose another time.",
        at("07:15"): "The specialist has another conference then. Choose another time.",
        at("07:30"): "The specialist has another conference then. Choose another time.",
        at("07:45"): "The guardian cannot come then. Choose another time or ask for more times.",
        at("08:00"): "The guardian cannot come then. Choose another time or ask for more times.",
        at("08:15"): "The guardian cannot come then. Choose another time or ask for more times.",
        at("08:30"): "The guardian cannot come then. Choose another time or ask for more times.",
    }


@pytest.mark.parametrize("seed", range(12))
def test_by_hand_and_the_checker_agree_on_every_start(seed: int) -> None:
    problem = random_problem(seed)
    present = solve(problem).placements

    for conference in problem.conferences:
        for verdict in legal_starts(problem, present, conference.key):
            if verdict.placement is None:
                assert verdict.sentence
            else:
                loose = problem.with_conferences(
                    tuple(replace(c, fixed=None) for c in problem.conferences)
                )
                assert breaches_of(loose, present, verdict.placement) == ()


def test_a_move_off_the_grid_is_refused_with_the_step() -> None:
    problem = school(ana=during("07:00", "09:00"))

    assert move(problem, (), "ana", at("07:05")).sentence == (
        "Conferences start every 15 minutes. Choose such a start."
    )


def test_one_decline_in_a_caseload_moves_nobody_else() -> None:
    problem = caseload(Wanted(seed=3, students=30, days=8, max_per_day=6))
    present = solve(problem).placements
    hit = present[4]
    guardian = next(p for p in hit.team if p.startswith("guardian"))
    length = problem.grid.grains(30)
    declined = tuple(
        replace(p, usable=p.usable & ~(((1 << length) - 1) << hit.start))
        if p.key == guardian
        else p
        for p in problem.people
    )
    asked = replace(problem, people=declined)

    answer = reseat(asked, present, Hit(conferences=(hit.conference,)))

    stayed = {p for p in present if p.conference != hit.conference}
    assert stayed <= set(answer.placements)
    assert breaches(asked, answer.placements) == ()
