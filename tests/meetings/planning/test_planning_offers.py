"""One conference: the best starts over several days, who stands how, and why there are none."""

from dataclasses import replace

import pytest
from bench.small_problems import (
    ALWAYS,
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    placed,
    random_problem,
    seat,
    staff,
    student,
    talk,
)

from meetings.planning.byhand import legal_starts
from meetings.planning.offer import Shortlist, Standing, best_starts
from meetings.planning.problem import Person, Policy, Problem
from meetings.planning.proposal import Placement
from meetings.planning.regret import losers
from meetings.planning.rules import breaches_of
from meetings.planning.score import score
from meetings.planning.solve import solve
from meetings.planning.vacant import next_in_line, vacant_starts

ANA, BEN = talk("ana", seat("guardian", "f-ana")), talk("ben", seat("guardian", "f-ben"))
TOGETHER = during("07:00", "07:30")


def school(**windows: int) -> Problem:
    people = (family(f"f-{key}", mask) for key, mask in windows.items())
    conferences = tuple(c for c in (ANA, BEN) if c.key in windows)
    return Problem(grid=MORNINGS, people=(staff("specialist"), *people), conferences=conferences)


def at_seven(key: str) -> Placement:
    return placed(key, at("07:00"), f"f-{key}")


def starts(found: Shortlist) -> list[int]:
    return [offer.placement.start for offer in found.offers]


def test_the_shortlist_spreads_over_days_and_says_how_each_person_stands() -> None:
    problem = school(ana=during("07:00", "08:00") | during("08:00", "09:00", TUESDAY))

    shortlist = best_starts(problem, (), "ana", top=3)

    assert starts(shortlist) == [at("07:00"), at("08:00", TUESDAY), at("07:15")]
    assert shortlist.offers[0].standings == {
        "f-ana": Standing.POSSIBLE,
        "specialist": Standing.POSSIBLE,
    }


def test_preferred_comes_before_possible_and_possible_before_if_need_be() -> None:
    mother = family(
        "f-ana",
        during("07:00", "09:00"),
        preferred=during("08:30", "09:00"),
        if_needed=during("07:00", "07:30"),
    )
    problem = Problem(grid=MORNINGS, people=(staff("specialist"), mother), conferences=(ANA,))

    offers = best_starts(problem, (), "ana", top=20).offers

    stands = [o.standings["f-ana"] for o in offers]
    assert stands == sorted(stands, key=list(Standing)[:3].index)
    assert (offers[0].placement.start, offers[0].points) == (at("08:30"), 3)


def test_class_unread_calendars_and_families_that_were_not_asked_are_told_apart() -> None:
    people = (
        staff("specialist", in_class=during("07:00", "07:30")),
        staff("teacher", unknown=during("07:00", "07:30")),
        family("f-ana", ALWAYS),
        student("pupil", in_class=0),
    )
    asked = talk("ana", seat("guardian", "f-ana"), seat("teacher", "teacher"), seat("s", "pupil"))
    problem = Problem(grid=MORNINGS, people=people, conferences=(asked,))

    offers = {o.placement.start: o for o in best_starts(problem, (), "ana", top=50).offers}

    early, late = offers[at("07:00")], offers[at("08:00")]
    assert early.standings == {
        "specialist": Standing.IN_CLASS,
        "teacher": Standing.UNKNOWN,
        "f-ana": Standing.UNKNOWN,
        "pupil": Standing.POSSIBLE,
    }
    # Neither the teacher's calendar nor the family has said it; later the family alone has not.
    assert (early.confidence, late.confidence) == (0.5, 0.75)


@pytest.mark.parametrize("seed", range(12))
def test_the_parts_of_a_price_are_what_the_whole_plan_costs_more(seed: int) -> None:
    problem = random_problem(seed)
    loose = problem.with_conferences(tuple(replace(c, fixed=None) for c in problem.conferences))
    present = [p for p in solve(loose).placements if p.conference != "c0"]

    for offer in best_starts(loose, present, "c0").offers:
        more = score(loose, [*present, offer.placement]).points - score(loose, present).points
        assert offer.points == sum(offer.parts.values()) == more
        assert breaches_of(loose, present, offer.placement) == ()


@pytest.mark.parametrize("seed", range(12))
def test_the_starts_that_can_be_taken_are_those_that_by_hand_can_be_taken(seed: int) -> None:
    problem = random_problem(seed)
    present = solve(problem).placements

    for conference in problem.conferences:
        by_hand = legal_starts(problem, present, conference.key)
        assert vacant_starts(problem, present, conference.key) == tuple(
            v for v in by_hand if v.placement is not None
        )


def test_a_start_that_takes_the_last_one_of_somebody_else_comes_later() -> None:
    problem = school(ana=during("07:00", "08:30"), ben=TOGETHER)

    offers = best_starts(problem, (), "ana").offers

    assert [(o.placement.start, o.harms) for o in offers] == [
        (at("07:45"), ()),
        (at("08:00"), ()),
        (at("07:00"), ("ben",)),
        (at("07:15"), ("ben",)),
        (at("07:30"), ("ben",)),
    ]


def test_the_last_place_of_a_day_harms_who_can_come_on_that_day_alone() -> None:
    problem = replace(
        school(ana=ALWAYS, ben=during("07:00", "07:30")), policy=Policy(max_per_day=1)
    )
    ask = losers(problem, (), "ana")

    monday, tuesday = (placed("ana", at("08:15", on), "f-ana") for on in MORNINGS.dates)

    assert (ask(monday), ask(tuesday)) == (("ben",), ())


def test_whoever_shares_a_teacher_with_another_specialist_is_harmed_too() -> None:
    people: tuple[Person, ...] = (
        staff("specialist"),
        staff("other"),
        staff("teacher", TOGETHER | during("08:00", "08:30")),
        family("f-ana"),
        family("f-ben", TOGETHER),
    )
    ana = replace(ANA, seats=(seat("guardian", "f-ana"), seat("teacher", "teacher")))
    ben = replace(BEN, chair="other", seats=(seat("guardian", "f-ben"), seat("teacher", "teacher")))
    problem = Problem(grid=MORNINGS, people=people, conferences=(ana, ben))

    ask = losers(problem, (), "ana")

    assert ask(placed("ana", at("07:00"), "f-ana", "teacher")) == ("ben",)
    assert ask(placed("ana", at("08:00"), "f-ana", "teacher")) == ()


def test_a_shortlist_without_a_start_has_a_reason_and_a_remedy() -> None:
    nobody = best_starts(school(ana=0), (), "ana")
    taken = best_starts(school(ana=TOGETHER, ben=TOGETHER), (at_seven("ben"),), "ana")

    assert (nobody.offers, nobody.sentence) == (
        (),
        "The guardian has no time at all that is long enough.",
    )
    assert nobody.remedy.startswith("Ask the guardian for further times")
    assert taken == Shortlist(
        offers=(),
        sentence="Every start that suits is held by another conference.",
        remedy="Plan anew and let proposed ones move, or ask for further times.",
    )


def test_a_start_that_is_free_again_goes_to_the_first_by_rank_whom_it_fits() -> None:
    problem = school(ana=TOGETHER, ben=TOGETHER)
    ranked = problem.with_conferences((ANA, replace(BEN, rank=0)))

    def given(asked: Problem, present: tuple[Placement, ...], start: int) -> str | None:
        found = next_in_line(asked, present, start)
        return None if found is None else found.conference

    assert given(problem, (), at("07:00")) == "ana"
    assert given(ranked, (), at("07:00")) == "ben"
    assert given(ranked, (at_seven("ben"),), at("07:00")) is None
    assert given(ranked, (), at("08:00")) is None
