"""A pair for each rule: one case that breaks it, one that only touches it; checker and solver."""

import re
from dataclasses import dataclass, replace

import pytest

from meetings.planning.grid import close
from meetings.planning.problem import (
    Conference,
    Cover,
    Fixed,
    Person,
    Policy,
    Pool,
    Problem,
    SeatRule,
    Unit,
)
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches
from meetings.planning.solve import solve
from tests.bench.small_problems import (
    ALWAYS,
    MORNINGS,
    TUESDAY,
    at,
    during,
    family,
    placed,
    seat,
    staff,
    student,
    talk,
)

WINDOW = during("07:30", "08:00")
GUARDIAN, STUDENT = seat("guardian", "ana"), seat("student", "pupil")


def school(*conferences: Conference, people: tuple[Person, ...] = (), **more: object) -> Problem:
    """Make a school in which everybody is free; people named here replace those."""
    usual = {p.key: p for p in (staff("specialist"), staff("deputy"), staff("teacher"))}
    usual |= {p.key: p for p in (family("ana"), family("ben"), student("pupil"))}
    usual |= {p.key: p for p in people}
    return Problem(
        grid=more.pop("grid", MORNINGS),  # type: ignore[arg-type]
        people=tuple(usual.values()),
        conferences=conferences,
        **more,  # type: ignore[arg-type]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One problem with a plan that breaks a rule and a plan that does not."""

    problem: Problem
    breaks: tuple[Placement, ...]
    keeps: tuple[Placement, ...]


def one(start: str, *more: str, **units: str) -> tuple[Placement, ...]:
    return (placed("c", at(start), "ana", *more, **units),)


def two(first: str, second: str) -> tuple[Placement, ...]:
    return (placed("c", at(first), "ana"), placed("d", at(second), "ben"))


def rooms(usable: int = ALWAYS, count: int = 1) -> tuple[Pool, ...]:
    units = tuple(Unit(key=f"r{n}", usable=usable) for n in range(count))
    return (Pool(key="p", units=units),)


C = talk("c", GUARDIAN)
D = talk("d", seat("guardian", "ben"))
#: Another chair, so that only what they share can clash.
E = replace(D, chair="deputy")


def other_chair(start: str, *team: str, **units: str) -> Placement:
    with_deputy = tuple(sorted({"deputy", "ben", *team}))
    return replace(placed("d", at(start), **units), team=with_deputy)


SHARED_TEACHER = (
    replace(C, seats=(GUARDIAN, seat("teacher", "teacher"))),
    replace(E, seats=(seat("guardian", "ben"), seat("teacher", "teacher"))),
)
IN_ROOM = (replace(C, rooms="p"), replace(E, rooms="p"))
TRANSLATED = (replace(C, interpreters="p"), replace(E, interpreters="p"))
TAUGHT = staff("teacher", in_class=during("07:00", "08:00"))
PULLED = (replace(SHARED_TEACHER[0], cover="cover"),)

PAIRS = {
    "start": Pair(problem=school(C), breaks=one("07:05"), keeps=one("07:15")),
    "window": Pair(problem=school(C), breaks=one("08:45"), keeps=one("08:30")),
    "closed": Pair(
        problem=school(C, grid=close(MORNINGS, during("07:45", "08:00"))),
        breaks=one("07:30"),
        keeps=one("07:15"),
    ),
    "notice": Pair(
        problem=school(replace(C, earliest_on=TUESDAY)),
        breaks=one("07:00"),
        keeps=(placed("c", at("07:00", TUESDAY), "ana"),),
    ),
    "day": Pair(
        problem=school(replace(C, only_on=TUESDAY)),
        breaks=one("07:00"),
        keeps=(placed("c", at("07:00", TUESDAY), "ana"),),
    ),
    "hours": Pair(
        problem=school(C, people=(family("ana", WINDOW),)), breaks=one("07:15"), keeps=one("07:30")
    ),
    "pull": Pair(
        problem=school(SHARED_TEACHER[0], people=(TAUGHT,), policy=Policy(may_pull=False)),
        breaks=one("07:45", "teacher"),
        keeps=one("08:00", "teacher"),
    ),
    "unknown": Pair(
        problem=school(
            C,
            people=(family("ana", unknown=during("07:00", "08:00")),),
            policy=Policy(unknown_blocks=True),
        ),
        breaks=one("07:45"),
        keeps=one("08:00"),
    ),
    "seat": Pair(
        problem=school(
            replace(C, seats=(seat("guardian", "ana", "ben", rule=SeatRule.K_OF, k=2),))
        ),
        breaks=one("07:00"),
        keeps=one("07:00", "ben"),
    ),
    "guest": Pair(problem=school(C), breaks=one("07:00", "ben"), keeps=one("07:00")),
    "fixed": Pair(
        problem=school(replace(C, fixed=Fixed(start=at("07:15")))),
        breaks=one("07:30"),
        keeps=one("07:15"),
    ),
    "room": Pair(
        problem=school(replace(C, rooms="p"), pools=rooms(WINDOW)),
        breaks=one("07:45", room="r0"),
        keeps=one("07:30", room="r0"),
    ),
    "interpreter": Pair(
        problem=school(replace(C, interpreters="p"), pools=rooms(WINDOW)),
        breaks=one("07:45", interpreter="r0"),
        keeps=one("07:30", interpreter="r0"),
    ),
    "twice, the chair with the buffer": Pair(
        problem=school(C, D), breaks=two("07:00", "07:30"), keeps=two("07:00", "07:45")
    ),
    "twice, others without the buffer": Pair(
        problem=school(*SHARED_TEACHER),
        breaks=(*one("07:00", "teacher"), other_chair("07:15", "teacher")),
        keeps=(*one("07:00", "teacher"), other_chair("07:30", "teacher")),
    ),
    "room with the buffer": Pair(
        problem=school(*IN_ROOM, pools=rooms()),
        breaks=(*one("07:00", room="r0"), other_chair("07:30", room="r0")),
        keeps=(*one("07:00", room="r0"), other_chair("07:45", room="r0")),
    ),
    "interpreter without the buffer": Pair(
        problem=school(*TRANSLATED, pools=rooms()),
        breaks=(*one("07:00", interpreter="r0"), other_chair("07:15", interpreter="r0")),
        keeps=(*one("07:00", interpreter="r0"), other_chair("07:30", interpreter="r0")),
    ),
    "max_per_day": Pair(
        problem=school(C, D, policy=Policy(max_per_day=1)),
        breaks=two("07:00", "08:00"),
        keeps=(*one("07:00"), placed("d", at("07:00", TUESDAY), "ben")),
    ),
    "cover": Pair(
        problem=school(
            *PULLED, people=(TAUGHT,), covers=(Cover(key="cover", size=0, usable=ALWAYS),)
        ),
        breaks=one("07:45", "teacher"),
        keeps=one("08:00", "teacher"),
    ),
    "cover, by its hours": Pair(
        problem=school(
            *PULLED, people=(TAUGHT,), covers=(Cover(key="cover", size=1, usable=WINDOW),)
        ),
        breaks=one("07:15", "teacher"),
        keeps=one("07:30", "teacher"),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_the_checker_refuses_what_breaks_a_rule_and_lets_pass_what_touches_it(name: str) -> None:
    pair = PAIRS[name]

    rule = re.split("[ ,]", name, maxsplit=1)[0]
    assert {b.rule for b in breaches(pair.problem, pair.breaks)} == {rule}
    assert breaches(pair.problem, pair.keeps) == ()


def only(problem: Problem, plan: tuple[Placement, ...]) -> Problem:
    """Leave no other time to anybody's family than that of this plan."""
    times = {p.conference: p.start for p in plan}
    guardians = {"c": "ana", "d": "ben"}
    windows = {guardians[key]: ((1 << 6) - 1) << start for key, start in times.items()}
    people = tuple(
        replace(p, usable=p.usable & windows.get(p.key, p.usable)) for p in problem.people
    )
    return replace(problem, people=people)


@pytest.mark.parametrize("name", sorted(set(PAIRS) - {"guest", "seat", "fixed"}))
def test_the_solver_places_what_touches_a_rule_and_leaves_out_what_breaks_it(name: str) -> None:
    pair = PAIRS[name]

    broken = solve(only(pair.problem, pair.breaks))
    kept = solve(only(pair.problem, pair.keeps))

    assert len(broken.placements) == len(pair.breaks) - 1
    assert {p.conference: p.start for p in kept.placements} == {
        p.conference: p.start for p in pair.keeps
    }


def test_a_buffer_ends_with_its_day() -> None:
    last = placed("c", at("08:30"), "ana")
    first = placed("d", at("07:00", TUESDAY), "ben")

    assert breaches(school(C, D), (last, first)) == ()


def test_two_interpreters_who_share_a_conference_are_not_one() -> None:
    # One leaves as the other comes: the count fits at each grain, the conference fits with neither.
    relay = (
        Pool(
            key="p",
            units=(
                Unit(key="early", usable=during("07:00", "07:45")),
                Unit(key="late", usable=during("07:45", "09:00")),
            ),
        ),
    )
    problem = school(replace(C, interpreters="p"), people=(family("ana", WINDOW),), pools=relay)

    assert solve(problem).unplaced == ("c",)


def test_a_fixed_conference_keeps_its_time_against_windows_and_day_limits() -> None:
    fixed = replace(C, fixed=Fixed(start=at("07:35"), team=("ana",)))
    problem = school(fixed, D, people=(family("ana", 0),), policy=Policy(max_per_day=1))

    starts = {p.conference: p.start for p in solve(problem).placements}

    assert starts["c"] == at("07:35")
    assert MORNINGS.dates[MORNINGS.day(starts["d"])] == TUESDAY
