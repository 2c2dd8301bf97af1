"""Tiny schools in which ways, video, half days, caps, planning periods and room sizes bind.

Made from a seed; all plans are counted by small_problems.py, which knows the checker alone.
"""

from dataclasses import replace
from datetime import time
from random import Random

from meetings.planning.grid import span
from meetings.planning.problem import (
    Conference,
    Fixed,
    Person,
    Policy,
    Pool,
    Problem,
    SeatRule,
    Travel,
    Unit,
    Weights,
)
from tests.bench.small_problems import (
    ALWAYS,
    HALF_HOURS,
    MONDAY,
    TUESDAY,
    family,
    seat,
    staff,
)

SCHOOLS = ("east", "north", "west")
QUARTERS = replace(HALF_HOURS, start_every_minutes=15)
ONE_MORNING = replace(QUARTERS, dates=(MONDAY,))


def wide_problem(seed: int) -> Problem:
    """Make a problem of three or four conferences at two or three schools."""
    dice = Random(f"wide {seed}")  # noqa: S311 -- a test
    if seed % 2:
        return _one_morning(dice)
    schools = SCHOOLS[: dice.choice((2, 2, 3))]
    conferences = tuple(_wanted(dice, n, schools) for n in range(dice.choice((3, 3, 4))))
    return Problem(
        grid=dice.choice((HALF_HOURS, QUARTERS)),
        people=tuple(_people(dice)),
        conferences=conferences,
        pools=(
            *(Pool(key=f"rooms {s}", units=tuple(_rooms(dice, s))) for s in schools),
            Pool(key="es", units=tuple(_interpreter(dice, n) for n in range(dice.randint(1, 2)))),
        ),
        travel=tuple(_ways(dice, schools)),
        pairs=(("c0", "c1"),) if dice.random() < 0.3 else (),
        policy=Policy(
            max_per_day=dice.randint(1, 3),
            one_school_a_half_day=dice.random() < 0.4,
            noon=time(8),
            planning_a_week=dice.choice((None, 1, 2)),
            unknown_blocks=dice.random() < 0.3,
            weights=Weights(
                other_modality=dice.choice((0, 1, 2)), change_of_school=dice.choice((0, 4, 9))
            ),
        ),
    )


def crowded_problem(seed: int) -> Problem:
    """Want twelve conferences, a quarter of them fixed somewhere, whoever is there already."""
    problem, dice = wide_problem(2 * seed), Random(seed)  # noqa: S311 -- a test
    pools = {pool.key for pool in problem.pools}
    schools = tuple(s for s in SCHOOLS if f"rooms {s}" in pools)
    conferences = []
    for number in range(12):
        wanted = replace(_wanted(dice, number, schools), key=f"c{number:02}")
        start = dice.randrange(0, problem.grid.size - 6) // 3 * 3
        fixed = Fixed(start=start) if dice.random() < 0.25 else None
        conferences.append(replace(wanted, fixed=fixed))
    return replace(problem, conferences=tuple(conferences), pairs=())


def _one_morning(dice: Random) -> Problem:
    """Let one specialist go from school to school on one morning; little else matters."""
    schools = SCHOOLS[: dice.choice((2, 3))]
    return Problem(
        grid=ONE_MORNING,
        people=(
            staff("specialist", ALWAYS),
            staff("teacher", ALWAYS, max_per_day=dice.choice((None, 2))),
            *(family(f"f{n}", _some(dice, 0.7), remote=_some(dice, 0.2)) for n in range(4)),
        ),
        conferences=tuple(_call(dice, n, schools) for n in range(4)),
        pools=(Pool(key="es", units=(Unit(key="i0", usable=ALWAYS),)),),
        travel=tuple(_ways(dice, schools)),
        policy=Policy(
            max_per_day=4,
            one_school_a_half_day=dice.random() < 0.3,
            noon=time(8),
            weights=Weights(change_of_school=dice.choice((0, 4))),
        ),
    )


def _call(dice: Random, number: int, schools: tuple[str, ...]) -> Conference:
    people = dice.choice((("teacher",), ()))
    return Conference(
        key=f"c{number}",
        chair=dice.choice(("specialist", "specialist", "teacher")),
        seats=(seat("guardian", f"f{number}"), seat("teacher", *people)),
        length_minutes=dice.choice((30, 15, 15)),
        buffer_minutes=dice.choice((0, 5)),
        school=dice.choice(schools),
        interpreters=dice.choice(("es", None)),
        rank=dice.randrange(3),
        video=dice.random() < 0.15,
        fixed=_agreed(dice, number) if dice.random() < 0.3 else None,
    )


def _agreed(dice: Random, number: int) -> Fixed | None:
    # The first two may be fixed: never at one time, but perhaps too shortly one after the other.
    return Fixed(start=number * 12 + dice.choice((0, 3))) if number < 2 else None


def _people(dice: Random) -> list[Person]:
    chairs = [
        staff(key, _some(dice, 0.8), remote=_some(dice, 0.2), max_per_day=dice.choice((None, 2)))
        for key in ("specialist", "deputy")
    ]
    teachers = [
        staff(
            f"t{n}",
            _some(dice, 0.8),
            remote=_some(dice, 0.3),
            planning=_some(dice, 0.5),
            max_per_day=dice.choice((None, 1, 2)),
        )
        for n in range(3)
    ]
    families = [
        family(f"f{n}", _some(dice, 0.7), remote=_some(dice, 0.3), preferred=_some(dice, 0.6))
        for n in range(3)
    ]
    return [*chairs, *teachers, *families]


def _some(dice: Random, share: float) -> int:
    mask = 0
    for start in range(0, HALF_HOURS.size, 6):
        if dice.random() < share:
            mask |= span(start, start + 6)
    return mask


def _rooms(dice: Random, school: str) -> list[Unit]:
    return [
        Unit(
            key=f"{school} {n}",
            usable=_some(dice, 0.8),
            unknown=_some(dice, 0.2),
            size=dice.choice((None, 4, 8)),
            accessible=dice.random() < 0.7,
        )
        for n in range(dice.choice((1, 1, 2)))
    ]


def _interpreter(dice: Random, number: int) -> Unit:
    return Unit(key=f"i{number}", usable=_some(dice, 0.9), unknown=_some(dice, 0.2))


def _ways(dice: Random, schools: tuple[str, ...]) -> list[Travel]:
    return [
        Travel(one=one, two=two, minutes=dice.choice((0, 10, 20, 45)))
        for number, one in enumerate(schools)
        for two in schools[number + 1 :]
    ]


def _wanted(dice: Random, number: int, schools: tuple[str, ...]) -> Conference:
    school = dice.choice((*schools, None)) if dice.random() < 0.3 else dice.choice(schools)
    rooms = f"rooms {school}" if school is not None and dice.random() < 0.7 else None
    rule = dice.choice((SeatRule.ONE_OF, SeatRule.K_OF, SeatRule.ALL, SeatRule.OPTIONAL))
    people = ("t0", "t1") if rule in {SeatRule.ALL, SeatRule.OPTIONAL} else ("t0", "t1", "t2")
    seats = (
        seat("guardian", f"f{dice.choice((number, 0)) % 3}"),
        seat("teacher", *people, rule=rule, k=2),
    )
    video = dice.random() < 0.4
    start = dice.randrange(0, HALF_HOURS.size, HALF_HOURS.step)
    return Conference(
        key=f"c{number}",
        chair=dice.choice(("specialist", "specialist", "deputy")),
        seats=seats,
        length_minutes=dice.choice((30, 30, 15)),
        buffer_minutes=dice.choice((0, 5)),
        rooms=rooms,
        school=school,
        video=video,
        size=dice.choice((0, 0, 6)),
        accessible=dice.random() < 0.3,
        interpreters=dice.choice(("es", None, None)),
        due_on=dice.choice((None, TUESDAY)),
        rank=dice.randrange(3),
        fixed=Fixed(start=start) if number == 0 and dice.random() < 0.3 else None,
    )
