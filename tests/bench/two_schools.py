"""Two schools with twenty minutes between them, in which everybody is free: for tests of ways."""

from dataclasses import replace
from datetime import date, time

from meetings.planning.grid import Grid
from meetings.planning.problem import (
    Conference,
    Person,
    Policy,
    Pool,
    Problem,
    Travel,
    Unit,
)
from meetings.planning.proposal import Placement
from tests.bench.small_problems import (
    ALWAYS,
    MONDAY,
    MORNINGS,
    at,
    family,
    seat,
    staff,
)

WAY = (Travel(one="west", two="east", minutes=20),)
ANA, BEN = seat("guardian", "ana"), seat("guardian", "ben")
C = Conference(key="c", chair="specialist", seats=(ANA,), school="east")
D = Conference(key="d", chair="specialist", seats=(BEN,), school="west")
#: Other chairs, so that only the teacher can be late.
TAUGHT = seat("teacher", "teacher")
OF_TEACHER = (
    replace(C, seats=(ANA, TAUGHT)),
    replace(D, chair="deputy", seats=(BEN, TAUGHT)),
)
HALVES = Policy(one_school_a_half_day=True, noon=time(8))
ROOMS = "rooms"
IN_ROOM = replace(C, rooms=ROOMS)


def school(*conferences: Conference, people: tuple[Person, ...] = (), **more: object) -> Problem:
    """Make a school in which everybody is free; people named here replace those."""
    usual = {key: staff(key) for key in ("specialist", "deputy", "teacher")}
    usual |= {key: family(key) for key in ("ana", "ben")}
    usual |= {p.key: p for p in people}
    hours: Grid = more.pop("grid", MORNINGS)  # type: ignore[assignment]
    return Problem(grid=hours, people=tuple(usual.values()), conferences=conferences, **more)  # type: ignore[arg-type]


def room(**more: object) -> tuple[Pool, ...]:
    return (Pool(key=ROOMS, units=(Unit(key="101", usable=ALWAYS, **more),)),)  # type: ignore[arg-type]


def put(conference: Conference, start: str, on: date = MONDAY, **more: object) -> Placement:
    """Place a conference with everybody whom it names."""
    people = {conference.chair, *(p for s in conference.seats for p in s.people)}
    return Placement(
        conference=conference.key,
        start=at(start, on),
        team=tuple(sorted(people)),
        **more,  # type: ignore[arg-type]
    )
