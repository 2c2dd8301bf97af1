"""A pair for each rule on ways, rooms, video and personal limits; rows left out are seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from meetings.planning.loading import load_model
from meetings.planning.options import Table, table
from meetings.planning.problem import (
    Place,
    Policy,
    Pool,
    Problem,
    Unit,
)
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches
from meetings.planning.seating import placements
from meetings.planning.solve import solve
from tests.bench.small_problems import (
    ALWAYS,
    TUESDAY,
    during,
    family,
    staff,
)
from tests.bench.two_schools import (
    HALVES,
    IN_ROOM,
    OF_TEACHER,
    WAY,
    C,
    D,
    put,
    room,
    school,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A plan that breaks one rule, and one that touches it and does not."""

    rule: str
    problem: Problem
    breaks: tuple[Placement, ...]
    keeps: tuple[Placement, ...]


PLANNING = staff("teacher", planning=during("07:00", "08:00") | during("07:00", "08:00", TUESDAY))
BUSY_DAY = staff("teacher", max_per_day=1)
REMOTE_ANA = family("ana", remote=during("07:00", "08:00"))
TRANSLATED = tuple(replace(c, interpreters="es") for c in (C, replace(D, chair="deputy")))
ES = (Pool(key="es", units=(Unit(key="i", usable=ALWAYS),)),)
ON_VIDEO = {"place": Place.VIDEO}
NEXT = replace(OF_TEACHER[1], school=None)

PAIRS = {
    "the way of the specialist": Pair(
        rule="travel",
        problem=school(C, D, travel=WAY),
        breaks=(put(C, "07:00"), put(D, "07:45")),
        keeps=(put(C, "07:00"), put(D, "08:00")),
    ),
    "the way of a teacher, who comes from the other side": Pair(
        rule="travel",
        problem=school(*OF_TEACHER, travel=WAY),
        breaks=(put(OF_TEACHER[0], "07:45"), put(OF_TEACHER[1], "07:00")),
        keeps=(put(OF_TEACHER[0], "08:00"), put(OF_TEACHER[1], "07:00")),
    ),
    "the way of an interpreter": Pair(
        rule="travel",
        problem=school(*TRANSLATED, travel=WAY, pools=ES),
        breaks=(
            put(TRANSLATED[0], "07:00", interpreter="i"),
            put(TRANSLATED[1], "07:45", interpreter="i"),
        ),
        keeps=(
            put(TRANSLATED[0], "07:00", interpreter="i"),
            put(TRANSLATED[1], "08:00", interpreter="i"),
        ),
    ),
    "the school of a half day": Pair(
        rule="half_day",
        problem=school(C, D, policy=HALVES),
        breaks=(put(C, "07:00"), put(D, "07:45")),
        keeps=(put(C, "07:00"), put(D, "08:00")),
    ),
    "the day of one person": Pair(
        rule="person_limit",
        problem=school(*OF_TEACHER, people=(BUSY_DAY,)),
        breaks=(put(OF_TEACHER[0], "07:00"), put(OF_TEACHER[1], "08:00")),
        keeps=(put(OF_TEACHER[0], "07:00"), put(OF_TEACHER[1], "08:00", TUESDAY)),
    ),
    "the planning periods of a week": Pair(
        rule="person_limit",
        problem=school(*OF_TEACHER, people=(PLANNING,), policy=Policy(planning_a_week=1)),
        breaks=(put(OF_TEACHER[0], "07:00"), put(OF_TEACHER[1], "07:45", TUESDAY)),
        keeps=(put(OF_TEACHER[0], "07:00"), put(OF_TEACHER[1], "08:00", TUESDAY)),
    ),
    "a room that is too small": Pair(
        rule="size",
        problem=school(replace(IN_ROOM, size=6), pools=room(size=5)),
        breaks=(put(IN_ROOM, "07:00", room="101"),),
        keeps=(),
    ),
    "a room with steps": Pair(
        rule="access",
        problem=school(replace(IN_ROOM, accessible=True), pools=room(accessible=False)),
        breaks=(put(IN_ROOM, "07:00", room="101"),),
        keeps=(),
    ),
    "a room whose calendar was not read": Pair(
        rule="unknown",
        problem=school(
            IN_ROOM,
            pools=room(unknown=during("07:00", "08:00")),
            policy=Policy(unknown_blocks=True),
        ),
        breaks=(put(IN_ROOM, "07:45", room="101"),),
        keeps=(put(IN_ROOM, "08:00", room="101"),),
    ),
    "video that is not wanted": Pair(
        rule="video",
        problem=school(IN_ROOM, pools=room()),
        breaks=(put(IN_ROOM, "07:00", place=Place.VIDEO),),
        keeps=(put(IN_ROOM, "07:00", room="101"),),
    ),
    "somebody who cannot be there": Pair(
        rule="remote",
        problem=school(IN_ROOM, people=(REMOTE_ANA,), pools=room()),
        breaks=(put(IN_ROOM, "07:45", room="101"),),
        keeps=(put(IN_ROOM, "07:45", room="101", remote=("ana",)),),
    ),
    "a specialist who has to be there": Pair(
        rule="remote",
        problem=school(C, people=(staff("specialist", remote=during("07:00", "08:00")),)),
        breaks=(put(C, "07:45"),),
        keeps=(put(C, "08:00"),),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_checker_refuses_what_breaks_a_rule_and_lets_pass_what_touches_it(name: str) -> None:
    pair = PAIRS[name]

    assert {b.rule for b in breaches(pair.problem, pair.breaks)} == {pair.rule}
    assert breaches(pair.problem, pair.keeps) == ()


def only(problem: Problem, plan: tuple[Placement, ...]) -> Problem:
    """Leave no other time to anybody's family than that of this plan."""
    times = {p.conference: p.start for p in plan}
    windows = {{"c": "ana", "d": "ben"}[key]: 63 << start for key, start in times.items()}
    people = tuple(
        replace(p, usable=p.usable & windows.get(p.key, p.usable)) for p in problem.people
    )
    return replace(problem, people=people)


@pytest.mark.parametrize(
    "name", sorted(set(PAIRS) - {"somebody who cannot be there", "video that is not wanted"})
)
def test_the_solver_places_what_touches_a_rule_and_leaves_out_what_breaks_it(name: str) -> None:
    pair = PAIRS[name]

    broken = solve(only(pair.problem, pair.breaks))
    kept = solve(only(pair.problem, pair.keeps)) if pair.keeps else None

    assert len(broken.placements) == len(pair.breaks) - 1
    assert kept is None or [(p.conference, p.start, p.remote) for p in kept.placements] == [
        (p.conference, p.start, p.remote) for p in pair.keeps
    ]


#: Which rows each pair needs, by the beginning of their keys.
ROWS = {
    "the way of the specialist": "at:",
    "the way of an interpreter": "at:",
    "the day of one person": "cap:",
    "the planning periods of a week": "planning:",
}


def planned(layout: Table) -> tuple[Placement, ...]:
    """Place as many as the rows of this table allow."""
    model = load_model(layout)
    assert model is not None
    found = model.solve(model.placed(), {}, 2.0, lambda *_: True)
    assert found is not None
    return placements(layout, found.options)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_is_left_out_is_seen_by_the_checker(name: str) -> None:
    pair = PAIRS[name]
    layout = table(only(pair.problem, pair.breaks))
    loose: Mapping[str, int] = {
        key: 99 if key.startswith(ROWS[name]) else most for key, most in layout.capacity.items()
    }

    assert breaches(pair.problem, planned(layout)) == ()
    assert {b.rule for b in breaches(pair.problem, planned(replace(layout, capacity=loose)))} == {
        pair.rule
    }


def test_the_half_days_that_are_left_out_are_seen_by_the_checker() -> None:
    pair = PAIRS["the school of a half day"]
    layout = table(only(pair.problem, pair.breaks))
    loose = replace(layout, problem=replace(layout.problem, policy=Policy()))

    assert breaches(pair.problem, planned(layout)) == ()
    assert {b.rule for b in breaches(pair.problem, planned(loose))} == {"half_day"}
