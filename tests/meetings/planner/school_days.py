"""Two days of the small school as a problem, and masks as hours that a person can read."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert

from meetings.planner import policy
from meetings.planner.building import Built, Window, build
from meetings.planning.problem import Conference, Person, Pool, Problem
from meetings.store import availability
from meetings.store.availability import Stretch, Word
from meetings.store.tables import claim, hour
from tests.cast import AT, Cast
from workflow.plan import Case

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The small school on a Monday and a Tuesday, seen at `at`."""

    cast: Cast
    at: datetime = AT
    first_on: date = MONDAY
    last_on: date = TUESDAY

    def built(self, *wanted: Case, **window: Any) -> Built:
        days = Window(first_on=self.first_on, last_on=self.last_on, at=self.at, **window)
        with self.cast.store.read() as connection:
            found = build(connection, self.cast.store.law, wanted, days)
        assert found is not None
        return found

    def problem(self, *students: str) -> Problem:
        """All these students are to be placed; without names Maya alone."""
        named = students or ("Maya Cruz",)
        return self.built(*(self.cast.plan(student) for student in named)).problem

    def conference(self, student: str, **changed: Any) -> Conference:
        """Of this student's case, with these fields of the case changed."""
        case = replace(self.cast.plan(student), **changed)
        return self.built(case).problem.conferences[0]

    def person(self, name: str, *students: str) -> Person:
        return self.problem(*students).person[f"p{self.cast.id(name):06}"]

    def pool(self, key: str) -> Pool:
        return self.problem().pool[key]

    def says(self, name: str, *stretches: Stretch, at: datetime = AT) -> None:
        word = Word(person_id=self.cast.id(name), source="page", by=self.cast.id(name), at=at)
        store = self.cast.store
        assert store.write(lambda s: availability.say(s.connection, word, stretches)) == ()

    def decides(self, **said: Any) -> None:
        decided = policy.Decided(**said)
        assert policy.faults(decided) == ()
        self.cast.store.write(lambda s: policy.decide(s.connection, decided))

    def puts(self, table: Any, **row: Any) -> None:
        self.cast.store.write(lambda s: s.connection.execute(insert(table), [row]))

    def works(self, name: str, period: str, activity: str) -> None:
        number = self.cast.id(name)
        self.puts(
            hour,
            staff_id=number,
            period=period,
            cycle_days="",
            source="cast",
            activity=activity,
        )

    def holds(self, unit: str, starts_at: datetime, until: datetime | None = None) -> None:
        """Another booking has half an hour of this person or room."""
        first = int(starts_at.timestamp()) // 300
        rows = [
            {
                "unit": unit,
                "grain": first + n,
                "booking": "99.1",
                "kind": "offer",
                "expires_at": until,
            }
            for n in range(6)
        ]
        self.cast.store.write(lambda s: s.connection.execute(insert(claim), rows))


def local(on: date, hours: int, minutes: int = 0) -> datetime:
    """A wall time in Denver in September."""
    return datetime.combine(on, time(hours, minutes), UTC) + timedelta(hours=6)


def read(problem: Problem, mask: int) -> list[str]:
    """The grains as "14 08:00-10:00", by day of the month."""
    grid, found, begun = problem.grid, [], None
    for grain in range(grid.size + 1):
        inside = bool(mask >> grain & 1) and grain < grid.size
        if begun is not None and (not inside or grain % grid.per_day == 0):
            found.append(f"{_wall(problem, begun)}-{_wall(problem, grain, end=True)[3:]}")
            begun = None
        if inside and begun is None:
            begun = grain
    return found


def _wall(problem: Problem, grain: int, *, end: bool = False) -> str:
    grid = problem.grid
    day, offset = divmod(grain - 1 if end else grain, grid.per_day)
    minutes = (offset + (1 if end else 0)) * grid.grain_minutes
    wall = datetime.combine(grid.dates[day], grid.opens_wall) + timedelta(minutes=minutes)
    return f"{wall:%d %H:%M}"
