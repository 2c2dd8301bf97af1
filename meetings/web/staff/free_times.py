"""When one conference could be held, day by day: what is free, and who is taken where it is not.

Looks at held times, the school's days and the hours that the family gave. It proposes nothing and
holds nothing: the desk asks again when a time is chosen.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, or_, select

from meetings.store import claims, tables
from meetings.web.staff.scene import Scene
from workflow.deadlines import day_after
from workflow.plan import Conference, Slot
from workflow.seats import participants

#: How far ahead, and in which steps.
DAYS = 10
STEP = timedelta(minutes=15)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One beginning on the grid."""

    starts_at: datetime
    #: Who or what is taken then; () is free.
    taken: tuple[str, ...]
    #: The family gave hours, and this lies within them.
    family_can: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    on: date
    starts: tuple[Start, ...]

    @property
    def free(self) -> tuple[Start, ...]:
        return tuple(start for start in self.starts if not start.taken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    weekday: str
    on: date | None
    starts: time
    ends: time


def days_of(connection: Connection, scene: Scene, conference: Conference, room: str) -> tuple[Day, ...]:
    """The next school days that keep the notice, each with its starts in order."""
    seats = participants(scene.case, scene.on)
    search = _Search(
        scene=scene,
        conference=conference,
        room=room,
        units={f"p{person}": scene.names.get(person, "somebody") for person in seats},
        windows=_windows(connection, scene),
    )
    days = tuple(search.school_days())
    if not days:
        return ()
    first, last = search.bounds(days[0])[0], search.bounds(days[-1])[1]
    held = defaultdict(set)
    for unit, grain, booking in claims.taken_between(connection, first, last, scene.moment.at):
        if booking != f"{scene.case.id}.{conference.no}":
            held[grain].add(unit)
    return tuple(search.day(on, held) for on in days)


def _windows(connection: Connection, scene: Scene) -> tuple[Window, ...]:
    """The hours that this family's parents gave."""
    window = tables.window
    parents = scene.case.people("parent", scene.on)
    rows = connection.execute(
        select(window)
        .where(window.c.person_id.in_(parents))
        .where(or_(window.c.on_date.is_(None), window.c.on_date >= scene.on))
    )
    return tuple(
        Window(weekday=row.weekday.lower()[:3], on=row.on_date, starts=row.from_wall, ends=row.to_wall)
        for row in rows
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    scene: Scene
    conference: Conference
    room: str
    #: Claim unit to name, of everybody who is invited.
    units: Mapping[str, str]
    windows: tuple[Window, ...]

    def school_days(self) -> Iterator[date]:
        school, law = self.scene.moment.school, self.scene.law
        on = day_after(law.profile.span("notice_lead"), self.scene.on, school)
        if self.conference.notice_waived_by is not None:
            on = self.scene.on + timedelta(days=1)
        found = 0
        last = on + timedelta(days=DAYS * 4)
        while found < DAYS and on <= last:
            if school.is_school_day(on):
                found += 1
                yield on
            on += timedelta(days=1)

    def bounds(self, on: date) -> tuple[datetime, datetime]:
        school, profile = self.scene.moment.school, self.scene.law.profile
        return (
            school.instant(on, profile.clock_time("earliest_start")),
            school.instant(on, profile.clock_time("latest_end")),
        )

    def day(self, on: date, held: Mapping[int, set[str]]) -> Day:
        opens, closes = self.bounds(on)
        length = timedelta(minutes=self.conference.length_minutes)
        starts = []
        at = opens
        while at + length <= closes:
            starts.append(self._start(at, at + length, held))
            at += STEP
        return Day(on=on, starts=tuple(starts))

    def _start(self, starts_at: datetime, ends_at: datetime, held: Mapping[int, set[str]]) -> Start:
        slot = Slot(starts_at=starts_at, ends_at=ends_at)
        first = int(slot.starts_at.timestamp()) // claims.GRAIN_SECONDS
        last = -(-int(slot.ends_at.timestamp()) // claims.GRAIN_SECONDS)
        busy = {unit for grain in range(first, last) for unit in held.get(grain, ())}
        taken = [name for unit, name in self.units.items() if unit in busy]
        if self.room and f"r{self.room}" in busy:
            taken.append(self.room)
        return Start(
            starts_at=starts_at, taken=tuple(taken), family_can=self._family_can(starts_at, ends_at)
        )

    def _family_can(self, starts_at: datetime, ends_at: datetime) -> bool:
        zone = ZoneInfo(self.scene.moment.school.zone)
        start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
        return any(
            (one.on == start.date() if one.on else one.weekday == WEEKDAYS[start.weekday()])
            and one.starts <= start.time()
            and end.time() <= one.ends
            for one in self.windows
        )
