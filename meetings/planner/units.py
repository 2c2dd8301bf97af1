"""Rooms, interpreters and adults who take a class: what a conference needs besides people."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from meetings.planner.around import Around
from meetings.planner.claimed import Claimed
from meetings.planner.feeds import taken
from meetings.planner.hours import Timetable, Who, person_of
from meetings.planner.keys import person_key
from meetings.planner.wishes import rooms_key
from meetings.planning.grid import Grid, every
from meetings.planning.problem import Cover, Kind, Pool, Travel, Unit
from meetings.store.tables import room, room_closed, room_trait

#: A school that has told of no room has one all the same.
OFFICE = "Office"


def largest(connection: Connection) -> int:
    """How many people sit in the largest room; 0 where nobody told."""
    sizes = connection.execute(select(room.c.size)).scalars().all()
    return max(sizes, default=0) if all(sizes) else 0


def rooms(connection: Connection, around: Around, hours: Grid, others: Claimed) -> tuple[Pool, ...]:
    """One pool, or one for each school; a room without a school is in each of them."""
    found = tuple(_rooms(connection, hours, others))
    if len(around.schools) <= 1:
        return (Pool(key=rooms_key(""), units=tuple(unit for unit, _ in found)),)
    return tuple(
        Pool(key=rooms_key(one), units=tuple(unit for unit, at in found if at in {"", one}))
        for one in around.schools
    )


def _rooms(connection: Connection, hours: Grid, others: Claimed) -> Iterator[tuple[Unit, str]]:
    closed = _closed(connection, hours)
    rows = connection.execute(
        select(room.c.name, room.c.size, room_trait.c.school_id, room_trait.c.accessible)
        .join(room_trait, room_trait.c.room == room.c.name, isouter=True)
        .order_by(room.c.name)
    ).all()
    for row in rows:
        away = others.of(f"r{row.name}") | closed.get(row.name, 0)
        unit = Unit(
            key=row.name,
            usable=every(hours) & ~away,
            size=row.size or None,
            accessible=row.accessible is not False,
        )
        yield unit, row.school_id or ""
    if not rows:
        yield Unit(key=OFFICE, usable=every(hours) & ~others.of(f"r{OFFICE}")), ""


def _closed(connection: Connection, hours: Grid) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in connection.execute(select(room_closed).order_by(room_closed.c.id)):
        mask = taken(hours, row.starts_at, row.ends_at)
        found[row.room] = found.get(row.room, 0) | mask
    return found


def interpreters(table: Timetable, around: Around, others: Claimed) -> tuple[Pool, ...]:
    """One pool a language; whoever gave no hours is asked first, and may be busy."""
    spoken: dict[str, list[Unit]] = {}
    for one in around.interpreters:
        known = person_of(table, Who(key=person_key(one.id), id=one.id, kind=Kind.FAMILY))
        asked = one.id in table.feeds or (one.id in table.told and table.told[one.id].hours)
        unit = Unit(
            key=known.key,
            usable=known.usable & ~others.of(f"p{one.id}"),
            unknown=known.unknown if asked else known.usable,
        )
        for language in one.languages:
            spoken.setdefault(language, []).append(unit)
    return tuple(
        Pool(key=f"interpreters-{language}", units=tuple(units))
        for language, units in sorted(spoken.items())
    )


def covers(around: Around, hours: Grid) -> tuple[Cover, ...]:
    """How many adults can take a class at one time, where the school counts them."""
    return tuple(
        Cover(key=f"cover-{school}", size=size, usable=every(hours))
        for school, size in sorted(around.decided.cover.items())
        if size
    )


def ways(around: Around) -> tuple[Travel, ...]:
    """The minutes between any two of the schools."""
    said = {frozenset((way.one, way.two)): way.minutes for way in around.decided.ways}
    usual = around.decided.way_minutes
    pairs = ((a, b) for a in around.schools for b in around.schools if a < b)
    return tuple(Travel(one=a, two=b, minutes=said.get(frozenset((a, b)), usual)) for a, b in pairs)
