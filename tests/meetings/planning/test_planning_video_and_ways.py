"""Ways, video, dialling in, changes of school, and many optional guests: what the planner does."""

from dataclasses import replace
from datetime import time

import pytest

from meetings.planning.grid import Grid, grid
from meetings.planning.options import table
from meetings.planning.problem import (
    Conference,
    Fixed,
    Place,
    Policy,
    Problem,
    Seat,
    SeatRule,
    Weights,
)
from meetings.planning.reseat import Hit, reseat
from meetings.planning.rules import breaches
from meetings.planning.score import score
from meetings.planning.solve import solve
from tests.bench.small_problems import (
    MONDAY,
    MORNINGS,
    at,
    during,
    family,
    seat,
    staff,
)
from tests.bench.two_schools import (
    BEN,
    IN_ROOM,
    OF_TEACHER,
    WAY,
    C,
    D,
    put,
    room,
    school,
)
from tests.bench.wide_problems import crowded_problem


def test_short_talks_at_one_school_may_follow_each_other_though_the_way_is_longer() -> None:
    # Both ended within the 20 minutes before 8:00; neither keeps the other out.
    short = tuple(
        replace(C, key=key, length_minutes=15, buffer_minutes=0, seats=()) for key in ("a", "b")
    )
    late = family("ben", during("08:00", "08:30"))
    problem = school(*short, D, people=(late,), travel=WAY, grid=_ninety_minutes())

    assert sorted(p.start for p in solve(problem).placements) == [0, 3, 12]


def _ninety_minutes() -> Grid:
    return grid(zone="America/Denver", dates=(MONDAY,), opens=time(7), closes=time(8, 30))


def test_by_video_nobody_travels_and_who_dials_in_does_not_either() -> None:
    calls = replace(D, video=True)
    dials = replace(OF_TEACHER[1], chair="deputy")
    away = staff("teacher", remote=during("07:30", "08:00"))
    met = put(OF_TEACHER[0], "07:00")

    assert (
        breaches(
            school(C, calls, travel=WAY), (put(C, "07:00"), put(calls, "07:45", place=Place.VIDEO))
        )
        == ()
    )
    assert (
        breaches(
            school(OF_TEACHER[0], dials, people=(away,), travel=WAY),
            (met, put(dials, "07:30", remote=("teacher",))),
        )
        == ()
    )


def test_video_is_taken_where_no_room_is_left_and_costs_each_required_person() -> None:
    wanted = replace(IN_ROOM, video=True)
    other = replace(wanted, key="d", chair="deputy", seats=(BEN,))
    window = during("07:00", "07:30")
    people = (family("ana", window, preferred=window), family("ben", window, preferred=window))
    problem = school(wanted, other, people=people, pools=room())

    proposal = solve(problem)

    assert sorted(p.place for p in proposal.placements) == [Place.ROOM, Place.VIDEO]
    assert score(problem, proposal.placements).parts == {"block": 6, "other_modality": 4}


def test_each_further_school_of_a_day_costs_and_is_avoided() -> None:
    weights = Weights(block=0, change_of_school=4)
    problem = school(C, D, policy=Policy(weights=weights))
    both = (put(C, "07:00"), put(D, "08:00"))

    proposal = solve(problem)

    assert score(problem, both).parts["change_of_school"] == 4
    assert "change_of_school" not in score(problem, proposal.placements).parts
    assert len({MORNINGS.day(p.start) for p in proposal.placements}) == 2


def test_two_fixed_conferences_keep_their_times_though_the_way_is_too_short() -> None:
    agreed = (
        replace(C, fixed=Fixed(start=at("07:00"))),
        replace(D, fixed=Fixed(start=at("07:35"))),
    )
    problem = school(*agreed, travel=WAY)

    assert [p.start for p in solve(problem).placements] == [at("07:00"), at("07:35")]


def test_an_optional_guest_wanted_by_many_costs_nobody_a_place_and_the_cut_is_said() -> None:
    guests = tuple(f"guest {n}" for n in range(8))
    asked: tuple[Seat, ...] = (*(seat("guest", g, rule=SeatRule.OPTIONAL) for g in guests),)
    talks = tuple(
        Conference(key=f"c{n}", chair=f"chair {n}", seats=asked, buffer_minutes=0) for n in range(3)
    )
    people = (
        *(staff(f"chair {n}", during("07:00", "07:30")) for n in range(3)),
        *(staff(g) for g in guests),
    )
    problem = Problem(grid=MORNINGS, people=people, conferences=talks)

    proposal = solve(problem)

    assert proposal.unplaced == ()
    assert table(problem).cut == {"c0", "c1", "c2"}
    assert not proposal.proven


def test_three_of_eight_who_are_all_wanted_twice_are_found_in_time() -> None:
    able = tuple(f"teacher {n}" for n in range(8))
    seats = (seat("teacher", *able, rule=SeatRule.K_OF, k=3),)
    talks = tuple(
        Conference(key=f"c{n}", chair=f"chair {n}", seats=seats, buffer_minutes=0) for n in range(2)
    )
    window = during("07:00", "07:30")
    people = (*(staff(f"chair {n}", window) for n in range(2)), *(staff(t) for t in able))
    problem = Problem(grid=MORNINGS, people=people, conferences=talks)

    assert solve(problem).unplaced == ()


def test_a_fixed_conference_that_is_left_out_leaves_its_place_of_the_day_to_nobody() -> None:
    agreed = tuple(replace(C, key=key, fixed=Fixed(start=at("07:00"))) for key in ("a", "b"))
    here = family("ben", during("08:00", "09:00"))
    problem = school(*agreed, D, people=(here,), policy=Policy(max_per_day=1))

    assert len(solve(problem).placements) == 1


@pytest.mark.parametrize("seed", range(12))
def test_twelve_conferences_and_all_rules_at_once_give_a_lawful_plan(seed: int) -> None:
    problem = crowded_problem(seed)

    proposal = solve(problem)
    hit = Hit(conferences=tuple(p.conference for p in proposal.placements[:1]))

    assert breaches(problem, proposal.placements) == ()
    assert len(reseat(problem, proposal.placements, hit).placements) > 0
