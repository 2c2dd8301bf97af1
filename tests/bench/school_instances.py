"""Seeded caseloads for measuring, from 24 students of one specialist to a district of 5,000.

What a family gives: windows of two hours, each on one date of the campaign, before school, in the
day or after it, each marked preferred, possible or if needed (4 : 4 : 2). *Easy* 4 to 7 windows,
*medium* 3 to 5, *tight* 2 or 3 (half of them of one hour), *crunch* 3 to 5 in 10 days, not 20. One
family in 20, 8, 4, 8 names a single window of one hour instead. Three families in ten are two
households; a fifth ask for one certain teacher, the others for one of two. A specialist has 86
students at most; three specialists make a school, which has its own teachers, rooms and adults who
can take a class. Siblings share guardians, half of them across schools; two teachers of each school
are asked at the next one too. One specialist offers starts each quarter of an hour, a district each
half hour.

Also first come, first served on the same problem, as a sign-up sheet would do it. No test here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from meetings.planning.greedy import Ledger
from meetings.planning.grid import Grid, every, grid
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

#: Share of families who name one hour only; how many windows the others give, at least and most.
WINDOWS = {
    "easy": (0.05, 4, 7),
    "medium": (0.12, 3, 5),
    "tight": (0.25, 2, 3),
    "crunch": (0.12, 3, 5),
}
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
MARKS, MARK_WEIGHTS = ("preferred", "possible", "if_needed"), (4, 4, 2)
#: A specialist has so many students at most, a school so many specialists.
STUDENTS_A_CHAIR, CHAIRS_A_SCHOOL = 86, 3
TEACHERS_A_SCHOOL, VISITING = 18, 2
#: So many families ask for one certain teacher.
CERTAIN = 0.2
#: Each so many-th student has a younger brother or sister in the campaign.
SIBLING_EACH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What kind of a caseload."""

    seed: int
    give: str = "medium"
    students: int = 86
    days: int = 20
    max_per_day: int = 9

    @property
    def chairs(self) -> int:
        return -(-self.students // STUDENTS_A_CHAIR)

    @property
    def schools(self) -> int:
        return max(1, self.chairs // CHAIRS_A_SCHOOL)


def caseload(wanted: Wanted) -> Problem:
    """Make a caseload, or a district; the same seed gives the same problem."""
    return _District(wanted).problem()


class _District:
    """Schools with their specialists, teachers, rooms and cover; families with their windows."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.dice = Random(f"{wanted.seed}/{wanted.give}/{wanted.students}")  # noqa: S311 -- a benchmark
        days = 10 if wanted.give == "crunch" and wanted.max_per_day > 3 else wanted.days
        dates = tuple(_weekdays(days))
        hours = grid(zone="America/Denver", dates=dates, opens=time(7), closes=time(18))
        # A district offers half hours, one specialist quarters.
        self.grid = replace(hours, start_every_minutes=30 if wanted.chairs > 1 else 15)
        self.days = [
            SchoolDay(on=on, cycle="AB"[n % 2], bells="regular") for n, on in enumerate(dates)
        ]
        self.agreed = daily(self.grid, (time(7), time(14)), Edge.INWARD)
        self.chairs = [f"chair-{n:02}" for n in range(wanted.chairs)]
        self.teachers = [
            [f"teacher-{school:02}-{n:02}" for n in range(TEACHERS_A_SCHOOL)]
            for school in range(wanted.schools)
        ]

    def problem(self) -> Problem:
        wanted = self.wanted
        people = [_specialist(self.grid, self.days, chair) for chair in self.chairs]
        people += [
            _teacher(self.dice, self.grid, self.days, key) for keys in self.teachers for key in keys
        ]
        conferences = []
        for number in range(wanted.students):
            family = self._family(number)
            student = _student(self.grid, self.days, f"student-{number:04}")
            people += [*family, student]
            conferences.append(self._conference(number, [p.key for p in family], student.key))
        pairs = self._pairs()
        return Problem(
            grid=self.grid,
            people=tuple(people),
            conferences=_twins(conferences, pairs),
            pools=tuple(self._rooms()),
            covers=tuple(self._cover()),
            pairs=tuple(pairs),
            policy=Policy(
                max_per_day=wanted.max_per_day,
                comfortable_per_day=6 if wanted.max_per_day > 6 else None,
            ),
        )

    def _school(self, number: int) -> int:
        """Say at which school the student is: specialists of a school follow one another."""
        chair = number * len(self.chairs) // self.wanted.students
        return min(chair // CHAIRS_A_SCHOOL, self.wanted.schools - 1)

    def _at(self, school: int) -> int:
        """Count the specialists of a school."""
        most = len(self.chairs) - school * CHAIRS_A_SCHOOL
        return most if school == self.wanted.schools - 1 else CHAIRS_A_SCHOOL

    def _rooms(self) -> Iterator[Pool]:
        for school in range(self.wanted.schools):
            units = (
                Unit(key=f"room-{school:02}-{n}", usable=every(self.grid))
                for n in range(max(2, self._at(school)))
            )
            yield Pool(key=f"rooms-{school:02}", units=tuple(units))

    def _cover(self) -> Iterator[Cover]:
        for school in range(self.wanted.schools):
            size = self._at(school) + 1
            yield Cover(key=f"cover-{school:02}", size=size, usable=every(self.grid))

    def _pairs(self) -> list[tuple[str, str]]:
        """Name siblings: some at one school, the others anywhere in the district."""
        students, pairs = self.wanted.students, []
        for elder in range(0, students - 1, SIBLING_EACH):
            near = elder + 1
            far = self.dice.randrange(students // SIBLING_EACH) * SIBLING_EACH + 2
            younger = near if self.dice.random() < 0.5 or far >= students else far
            pairs.append((f"c{elder:04}", f"c{younger:04}"))
        return pairs

    def _family(self, number: int) -> list[Person]:
        first = self._guardian(f"guardian-{number:04}-0")
        if self.dice.random() > 0.3:
            return [first]
        # Who lives apart can come at most of the same times: they have talked about it.
        second = self._guardian(f"guardian-{number:04}-1")
        return [first, replace(second, usable=second.usable | first.usable & self.agreed)]

    def _guardian(self, key: str) -> Person:
        marks = dict.fromkeys(MARKS, 0)
        few, least, most = WINDOWS[self.wanted.give]
        short = self.dice.random() < few
        for _ in range(1 if short else self.dice.randint(least, most)):
            hour = self.dice.choices([h for h, _ in HOURS], [w for _, w in HOURS])[0]
            kind = self.dice.choices(MARKS, MARK_WEIGHTS)[0]
            hours = (
                1 if short else self.dice.choice((1, 2) if self.wanted.give == "tight" else (2,))
            )
            walls = (time(hour), time(hour + hours))
            marks[kind] |= on_date(self.grid, self.dice.choice(self.grid.dates), walls, Edge.INWARD)
        diary = Diary(
            preferred=marks["preferred"], possible=marks["possible"], if_needed=marks["if_needed"]
        )
        return person(self.grid, key, Kind.FAMILY, diary)

    def _conference(self, number: int, family: list[str], student: str) -> Conference:
        school = self._school(number)
        visiting = self.teachers[school - 1][:VISITING] if school else []
        names = tuple(self.dice.sample([*self.teachers[school], *visiting], 2))
        rule = SeatRule.ALL if self.dice.random() < CERTAIN else SeatRule.ONE_OF
        asked = names if rule is SeatRule.ONE_OF else names[:1]
        return Conference(
            key=f"c{number:04}",
            chair=self.chairs[number * len(self.chairs) // self.wanted.students],
            seats=(
                Seat(group="guardian", rule=SeatRule.ALL, people=tuple(family)),
                Seat(group="student", rule=SeatRule.ALL, people=(student,)),
                Seat(group="teacher", rule=rule, people=asked),
            ),
            rooms=f"rooms-{school:02}",
            cover=f"cover-{school:02}",
            rank=self.dice.choices((0, 1, 2), (1, 2, 7))[0],
        )


def _weekdays(count: int) -> Iterable[date]:
    on = FIRST_DAY
    while count:
        if on.weekday() < 5:
            count -= 1
            yield on
        on += timedelta(days=1)


def _specialist(hours: Grid, days: list[SchoolDay], key: str) -> Person:
    # Pull-out groups every day in the second block, lunch, a duty on B days.
    taken = [
        Lesson(period="2", kind=PeriodKind.DUTY),
        Lesson(period="lunch", kind=PeriodKind.LUNCH),
        Lesson(period="4", kind=PeriodKind.DUTY, cycle_days=("B",)),
    ]
    busy = lessons(hours, days, BELLS, taken) | daily(hours, (time(16, 30), time(18)), Edge.OUTWARD)
    return person(hours, key, Kind.STAFF, Diary(busy=busy, answered=False))


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
