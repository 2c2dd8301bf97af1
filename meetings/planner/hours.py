"""What the rows say of everybody's time: bells, lessons, own words and calendars make a person."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from sqlalchemy import Connection, select

from meetings.planner.feeds import NO_FEED, Feed, feeds
from meetings.planner.policy import Decided
from meetings.planner.said import Told, told
from meetings.planning.grid import Grid, every
from meetings.planning.hours import Bells, Diary, Lesson, PeriodKind, SchoolDay, lessons
from meetings.planning.hours import person as weighed
from meetings.planning.problem import Kind, Person
from meetings.store import availability
from meetings.store.tables import bell_period, hour, school_day, teaching

KINDS = {
    "class": PeriodKind.CLASS,
    "planning": PeriodKind.PLANNING,
    "lunch": PeriodKind.LUNCH,
    "duty": PeriodKind.DUTY,
}
NOTHING_SAID = Told()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Bells, days, lessons, words and calendars, read once for a run."""

    grid: Grid
    decided: Decided
    days: tuple[SchoolDay, ...]
    bells: Bells
    #: By person: periods in which staff teach or are on duty, in which a student is taught.
    hours: dict[int, tuple[Lesson, ...]]
    learnt: dict[int, tuple[Lesson, ...]]
    #: By person: what they said of their time, and what their calendars say.
    told: dict[int, Told]
    feeds: dict[int, Feed]

    @classmethod
    def read(
        cls, connection: Connection, grid: Grid, decided: Decided, at: datetime | None
    ) -> "Timetable":
        """At `at` it is seen which calendars are too old; None believes each that did not fail."""
        return cls(
            grid=grid,
            decided=decided,
            days=_days(connection, grid),
            bells=_bells(connection),
            hours=_hours(connection),
            learnt=_learnt(connection),
            told={
                one: told(grid, said) for one, said in availability.everything(connection).items()
            },
            feeds=feeds(connection, grid, at),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One person as the planning room is to know them."""

    key: str
    id: int
    kind: Kind
    is_chair: bool = False


def person_of(table: Timetable, who: Who) -> Person:
    """Everything that is known of one person's time."""
    said = table.told.get(who.id, NOTHING_SAID)
    feed = table.feeds.get(who.id, NO_FEED)
    whole = every(table.grid)
    diary = replace(
        _diary(table, who),
        preferred=said.preferred,
        possible=said.possible,
        if_needed=said.if_needed,
        soft_busy=said.soft_busy | feed.tentative,
        unknown=whole if feed.unknown else 0,
        answered=said.hours,
    )
    diary = replace(diary, busy=diary.busy | said.busy | feed.busy)
    made = weighed(table.grid, who.key, who.kind, diary)
    if feed.unknown and not _said_since(said, feed):
        # Whoever spoke before the calendar was lost did not know what it says since.
        made = replace(made, preferred=0, if_needed=0, soft_busy=0, unknown=made.usable)
    return replace(
        made,
        remote=said.remote & made.usable,
        planning=_planning(table, who) & made.usable,
        max_per_day=_most_a_day(table.decided, who),
    )


def _said_since(said: Told, feed: Feed) -> bool:
    return said.at is not None and (feed.good_at is None or said.at >= feed.good_at)


def _most_a_day(decided: Decided, who: Who) -> int | None:
    if who.is_chair or who.kind is Kind.STUDENT:
        return None
    return decided.teacher_a_day if who.kind is Kind.STAFF else decided.family_a_day


def _diary(table: Timetable, who: Who) -> Diary:
    """The chair's own classes are busy time; a teacher's can be covered, at a cost."""
    firm = [PeriodKind.LUNCH, PeriodKind.DUTY]
    if table.decided.planning_periods == "leave":
        firm.append(PeriodKind.PLANNING)
    taken = table.hours.get(who.id, ())
    hard = [one for one in taken if one.kind in firm]
    classes = [one for one in taken if one.kind is PeriodKind.CLASS]
    learnt = table.learnt.get(who.id, ())
    busy = _mark(table, [*hard, *classes] if who.is_chair else hard)
    in_class = _mark(table, list(learnt) if who.is_chair else [*classes, *learnt])
    return Diary(busy=busy, in_class=in_class)


def _planning(table: Timetable, who: Who) -> int:
    if table.decided.planning_periods != "weekly":
        return 0
    taken = table.hours.get(who.id, ())
    return _mark(table, [one for one in taken if one.kind is PeriodKind.PLANNING])


def _mark(table: Timetable, taken: list[Lesson]) -> int:
    return lessons(table.grid, table.days, table.bells, taken) if taken else 0


def _days(connection: Connection, grid: Grid) -> tuple[SchoolDay, ...]:
    rows = connection.execute(select(school_day).where(school_day.c.on_date.in_(grid.dates)))
    return tuple(
        SchoolDay(on=row.on_date, cycle=row.cycle_day, bells=row.bell_schedule) for row in rows
    )


def _bells(connection: Connection) -> Bells:
    found: dict[str, dict[str, tuple[time, time]]] = {}
    for row in connection.execute(select(bell_period)):
        found.setdefault(row.schedule, {})[row.period] = (row.starts_wall, row.ends_wall)
    return found


def _hours(connection: Connection) -> dict[int, tuple[Lesson, ...]]:
    found: dict[int, tuple[Lesson, ...]] = {}
    for row in connection.execute(select(hour).order_by(hour.c.staff_id, hour.c.period)):
        lesson = Lesson(
            period=row.period, kind=KINDS[row.activity], cycle_days=_cycle(row.cycle_days)
        )
        found[row.staff_id] = (*found.get(row.staff_id, ()), lesson)
    return found


def _learnt(connection: Connection) -> dict[int, tuple[Lesson, ...]]:
    found: dict[int, tuple[Lesson, ...]] = {}
    rows = connection.execute(
        select(teaching).where(teaching.c.period != "").order_by(teaching.c.id)
    )
    for row in rows:
        lesson = Lesson(period=row.period, kind=PeriodKind.CLASS, cycle_days=_cycle(row.cycle_days))
        found[row.student_id] = (*found.get(row.student_id, ()), lesson)
    return found


def _cycle(text: str) -> tuple[str, ...]:
    return tuple(day for day in text.split(",") if day)
