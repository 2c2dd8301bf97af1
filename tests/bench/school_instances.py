"""Seeded caseloads for measuring: one specialist, families with windows, teachers on A/B days.

Also first come, first served on the same problem, as a sign-up sheet would do it. No test here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from meetings.planning.greedy import Ledger
from meetings.planning.grid import Grid, grid
from meetings.planning.hours import (
    Diary,
    Edge,
    Lesson,
    PeriodKind,
    SchoolDay,
    daily,
    lessons,
    on_date,
    person,
)
from meetings.planning.options import Option, table
from meetings.planning.problem import (
    Conference,
    Cover,
    Kind,
    Person,
    Policy,
    Pool,
    Problem,
    Seat,
    SeatRule,
    Unit,
)

#: How many windows a family gives, at least and at most.
WINDOWS = {"easy": (5, 8), "medium": (2, 4), "tight": (1, 3)}
FIRST_DAY = date(2026, 8, 24)
BELLS = {
    "regular": {
        "1": (time(8), time(9, 25)),
        "2": (time(9, 30), time(10, 55)),
        "lunch": (time(10, 55), time(11, 35)),
        "3": (time(11, 40), time(13, 5)),
        "4": (time(13, 10), time(14, 35)),
    }
}
BLOCKS = ("1", "2", "3", "4")
#: When families like to come: before school, in the day, after it; with weights.
HOURS = ((7, 3), (8, 4), (11, 3), (12, 4), (13, 4), (14, 4), (15, 3))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What kind of a caseload."""

    seed: int
    give: str = "medium"
    students: int = 86
    days: int = 20
    max_per_day: int = 9
    teachers: int = 18


def caseload(wanted: Wanted) -> Problem:
    """Make one specialist's caseload; the same seed gives the same problem."""
    dice = Random(f"{wanted.seed}/{wanted.give}/{wanted.students}")  # noqa: S311 -- a benchmark
    dates = tuple(_weekdays(wanted.days))
    hours = grid(zone="America/Denver", dates=dates, opens=time(7), closes=time(18))
    days = [SchoolDay(on=on, cycle="AB"[n % 2], bells="regular") for n, on in enumerate(dates)]
    staff = [_teacher(dice, hours, days, f"teacher-{n:02}") for n in range(wanted.teachers)]
    people: list[Person] = [_specialist(hours, days), *staff]
    conferences = []
    for number in range(wanted.students):
        family = _family(dice, hours, wanted, number)
        student = _student(hours, days, f"student-{number:03}")
        people += [*family, student]
        conferences.append(_conference(dice, number, [p.key for p in family], student.key))
    siblings = [(f"c{a:03}", f"c{a + 1:03}") for a in range(0, wanted.students - 1, 16)]
    everybody, evening = (1 << hours.size) - 1, daily(hours, (time(7), time(17)), Edge.INWARD)
    return Problem(
        grid=hours,
        people=tuple(people),
        conferences=_twins(conferences, siblings),
        pools=(
            Pool(
                key="rooms", units=(Unit(key="a", usable=everybody), Unit(key="b", usable=evening))
            ),
        ),
        covers=(Cover(key="cover", size=2, usable=everybody),),
        pairs=tuple(siblings),
        policy=Policy(
            max_per_day=wanted.max_per_day,
            comfortable_per_day=6 if wanted.max_per_day > 6 else None,
        ),
    )


def _weekdays(count: int) -> Iterable[date]:
    on = FIRST_DAY
    while count:
        if on.weekday() < 5:
            count -= 1
            yield on
        on += timedelta(days=1)


def _family(dice: Random, hours: Grid, wanted: Wanted, number: int) -> list[Person]:
    first = _guardian(dice, hours, wanted, f"guardian-{number:03}-0")
    if dice.random() > 0.3:
        return [first]
    # Who lives apart can come at most of the same times: they have talked about it.
    second = _guardian(dice, hours, wanted, f"guardian-{number:03}-1")
    agreed = first.usable & daily(hours, (time(7), time(14)), Edge.INWARD)
    return [first, replace(second, usable=second.usable | agreed)]


def _specialist(hours: Grid, days: list[SchoolDay]) -> Person:
    # Pull-out groups every day in the second block, lunch, a duty on B days.
    taken = [
        Lesson(period="2", kind=PeriodKind.DUTY),
        Lesson(period="lunch", kind=PeriodKind.LUNCH),
        Lesson(period="4", kind=PeriodKind.DUTY, cycle_days=("B",)),
    ]
    busy = lessons(hours, days, BELLS, taken) | daily(hours, (time(16, 30), time(18)), Edge.OUTWARD)
    return person(hours, "specialist", Kind.STAFF, Diary(busy=busy, answered=False))


def _teacher(dice: Random, hours: Grid, days: list[SchoolDay], key: str) -> Person:
    planning = {cycle: dice.choice(BLOCKS) for cycle in "AB"}
    taught = [
        Lesson(period=block, kind=PeriodKind.CLASS, cycle_days=(cycle,))
        for cycle in "AB"
        for block in BLOCKS
        if block != planning[cycle]
    ]
    lunch = lessons(hours, days, BELLS, [Lesson(period="lunch", kind=PeriodKind.LUNCH)])
    late = daily(hours, (time(16, 30), time(18)), Edge.OUTWARD)
    diary = Diary(busy=lunch | late, in_class=lessons(hours, days, BELLS, taught), answered=False)
    return person(hours, key, Kind.STAFF, diary)


def _student(hours: Grid, days: list[SchoolDay], key: str) -> Person:
    learnt = lessons(hours, days, BELLS, [Lesson(period=b, kind=PeriodKind.CLASS) for b in BLOCKS])
    return person(hours, key, Kind.STUDENT, Diary(in_class=learnt, answered=False))


def _guardian(dice: Random, hours: Grid, wanted: Wanted, key: str) -> Person:
    least, most = WINDOWS[wanted.give]
    marks = {"preferred": 0, "possible": 0, "if_needed": 0}
    for _ in range(dice.randint(least, most)):
        begins = dice.choices([h for h, _ in HOURS], [w for _, w in HOURS])[0]
        length = dice.choice((1, 1, 2))
        kind = dice.choices(list(marks), (3, 4, 2))[0]
        weekday = dice.randrange(5)
        # Half of the families name a weekday, half a single date.
        chosen = [d for d in hours.dates if d.weekday() == weekday] or list(hours.dates)
        repeated = chosen if dice.random() < 0.5 else [dice.choice(chosen)]
        for on in repeated:
            walls = (time(begins), time(min(begins + length, 18)))
            marks[kind] |= on_date(hours, on, walls, Edge.INWARD)
    diary = Diary(
        preferred=marks["preferred"], possible=marks["possible"], if_needed=marks["if_needed"]
    )
    return person(hours, key, Kind.FAMILY, diary)


def _conference(dice: Random, number: int, family: list[str], student: str) -> Conference:
    teachers = dice.sample(range(18), 2)
    names = tuple(f"teacher-{t:02}" for t in teachers)
    # A third of the families ask for one certain teacher.
    rule = SeatRule.ALL if dice.random() < 0.35 else SeatRule.ONE_OF
    return Conference(
        key=f"c{number:03}",
        chair="specialist",
        seats=(
            Seat(group="guardian", rule=SeatRule.ALL, people=tuple(family)),
            Seat(group="student", rule=SeatRule.ALL, people=(student,)),
            Seat(
                group="teacher", rule=rule, people=names if rule is SeatRule.ONE_OF else names[:1]
            ),
        ),
        rooms="rooms",
        cover="cover",
        rank=dice.choices((0, 1, 2), (1, 2, 7))[0],
    )


def _twins(
    conferences: list[Conference], siblings: list[tuple[str, str]]
) -> tuple[Conference, ...]:
    # The younger one of a pair has the same guardians.
    of = {c.key: c for c in conferences}
    for elder, younger in siblings:
        guardians = next(s for s in of[elder].seats if s.group == "guardian")
        others = [s for s in of[younger].seats if s.group != "guardian"]
        of[younger] = replace(of[younger], seats=(guardians, *others))
    return tuple(of.values())


def first_come(problem: Problem, seed: int, *, pulls: bool) -> dict[str, Option]:
    """Let families book in a random order; each takes what it likes best, then the earliest."""
    asked = problem if pulls else replace(problem, policy=replace(problem.policy, may_pull=False))
    ledger = Ledger(table(asked))
    order = [c.key for c in problem.conferences]
    Random(seed).shuffle(order)  # noqa: S311 -- a benchmark
    for key in order:
        booked = sorted(
            ledger.table.options[key], key=lambda o: (dict(o.parts).get("family", 0), o.start)
        )
        option = next((o for o in booked if ledger.fits(o)), None)
        if option is not None:
            ledger.put(option)
    return dict(ledger.placed)
