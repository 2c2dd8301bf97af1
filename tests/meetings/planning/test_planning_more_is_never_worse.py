"""More time, room, cover never place fewer; new names and other orders change nothing."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as some

from meetings.planning.grid import every
from meetings.planning.problem import Person, Pool, Problem, Unit
from meetings.planning.solve import solve
from tests.bench.small_problems import random_problem
from tests.bench.wide_problems import wide_problem

PROBLEMS = some.one_of(
    some.integers(0, 400).map(random_problem), some.integers(0, 400).map(wide_problem)
)
CALM = settings(max_examples=25, deadline=None)


def reached(problem: Problem) -> tuple[int, int]:
    """Give what the first two levels reach."""
    stages = {s.name: s.value for s in solve(problem).stages}
    return stages["on_time"], stages["placed"]


def widened(person: Person, mask: int, everything: int) -> Person:
    return replace(person, usable=(person.usable | mask) & everything, remote=person.remote & ~mask)


@CALM
@given(PROBLEMS, some.integers(0, 10**6))
def test_a_window_more_never_places_fewer(problem: Problem, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 -- a test
    chosen, mask = dice.choice(problem.people).key, dice.getrandbits(problem.grid.size)
    everything = every(problem.grid)

    people = tuple(widened(p, mask, everything) if p.key == chosen else p for p in problem.people)

    assert reached(replace(problem, people=people)) >= reached(problem)


@CALM
@given(PROBLEMS)
def test_a_room_or_an_interpreter_more_never_places_fewer(problem: Problem) -> None:
    more = tuple(
        Pool(key=p.key, units=(*p.units, Unit(key=f"{p.key} new", usable=every(problem.grid))))
        for p in problem.pools
    )

    assert reached(replace(problem, pools=more)) >= reached(problem)


@CALM
@given(PROBLEMS)
def test_an_adult_more_for_classes_and_video_for_all_never_place_fewer(problem: Problem) -> None:
    covers = tuple(replace(c, size=c.size + 1) for c in problem.covers)
    conferences = tuple(
        c if c.fixed is not None else replace(c, video=True) for c in problem.conferences
    )

    assert reached(replace(problem, covers=covers)) >= reached(problem)
    assert reached(problem.with_conferences(conferences)) >= reached(problem)


@CALM
@given(PROBLEMS)
def test_shorter_ways_and_a_conference_a_day_more_never_place_fewer(problem: Problem) -> None:
    near = replace(
        problem, travel=tuple(replace(t, minutes=t.minutes // 2) for t in problem.travel)
    )
    policy = replace(problem.policy, max_per_day=problem.policy.max_per_day + 1)

    assert reached(near) >= reached(problem)
    assert reached(replace(problem, policy=policy)) >= reached(problem)


@CALM
@given(PROBLEMS, some.integers(0, 10**6))
def test_the_order_of_entry_changes_nothing(problem: Problem, seed: int) -> None:
    dice = Random(seed)  # noqa: S311 -- a test
    people, conferences, pools = (
        list(problem.people),
        list(problem.conferences),
        list(problem.pools),
    )
    for some_of in (people, conferences, pools):
        dice.shuffle(some_of)
    turned = tuple(replace(t, one=t.two, two=t.one) for t in reversed(problem.travel))

    again = replace(
        problem,
        people=tuple(people),
        conferences=tuple(conferences),
        pools=tuple(pools),
        travel=turned,
    )

    assert again.digest_sha256 == problem.digest_sha256
    assert solve(again) == solve(problem)


@CALM
@given(PROBLEMS)
def test_new_names_change_no_level(problem: Problem) -> None:
    def new(key: str) -> str:
        return f"x {key[::-1]}"

    people = tuple(replace(p, key=new(p.key)) for p in problem.people)
    conferences = tuple(
        replace(
            c,
            chair=new(c.chair),
            seats=tuple(replace(s, people=tuple(map(new, s.people))) for s in c.seats),
            fixed=c.fixed and replace(c.fixed, team=tuple(map(new, c.fixed.team))),
            school=c.school and new(c.school),
        )
        for c in problem.conferences
    )
    travel = tuple(replace(t, one=new(t.one), two=new(t.two)) for t in problem.travel)

    renamed = replace(problem, people=people, conferences=conferences, travel=travel)

    assert [(s.name, s.value) for s in solve(renamed).stages] == [
        (s.name, s.value) for s in solve(problem).stages
    ]
