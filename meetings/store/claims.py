"""Times held: which person and room is taken in which five minutes. Claims follow the case.

The primary key of `claim` is the promise; what is here asks first, to say a sentence instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from meetings.store.prepared import Prepared
from meetings.store.tables import claim, moment_text, person
from workflow.plan import Case, Slot
from workflow.seats import participants

GRAIN_SECONDS = 300
#: States of a conference in which its time is set.
SET = ("scheduled", "missed", "under_way")
#: The state in which times are held for the family to choose from.
OFFERED = "proposed"

# Both databases say ON CONFLICT in the same words.
_CLAIM = Prepared(insert(claim).on_conflict_do_nothing(index_elements=["unit", "grain"]))


class Taken(Exception):  # noqa: N818  named for what happened
    """Another booking took one of these times first; nothing of this may stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What one conference holds: units by five minutes."""

    booking: str
    #: offer or confirmed.
    kind: str
    cells: frozenset[tuple[str, int]]
    #: When an offer that nobody took is free again, even if nobody rings; None is never.
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Who sits there, who chairs; the buffer binds the chair and the room alone."""

    people: tuple[int, ...]
    chairs: tuple[int, ...]
    buffer_grains: int
    #: Booked for this conference, whatever its slot says.
    interpreter: int | None = None


def held(case: Case, table: Table) -> Held | None:
    """What the running conference holds; None where none is running."""
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    if running is None or conference is None:
        return None
    slots: tuple[Slot, ...] = ()
    if running.state in SET and conference.slot is not None:
        slots = (conference.slot,)
    elif running.state == OFFERED:
        slots = conference.offered
    return Held(
        booking=f"{case.id}.{running.no}",
        kind="confirmed" if running.state in SET else "offer",
        cells=frozenset(cell for slot in slots for cell in cells(slot, table)),
    )


def same_time(before: Case, after: Case) -> bool:
    """Whether nothing changed from which it follows who is taken when."""
    return _reasons(before) == _reasons(after)


def _reasons(case: Case) -> object:
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    if running is None or conference is None:
        return None
    state = running.state if running.state in (*SET, OFFERED) else ""
    times = conference.slot, conference.offered, conference.interpreter_id
    return running.no, state, times, case.parties


def cells(slot: Slot, table: Table) -> Iterator[tuple[str, int]]:
    first = int(slot.starts_at.timestamp()) // GRAIN_SECONDS
    last = -(-int(slot.ends_at.timestamp()) // GRAIN_SECONDS)
    # Of seats that one of several fills, and of optional ones, only who was planned is held.
    planned = [one for one in slot.team if one in table.people]
    people = dict.fromkeys(planned or table.people)
    people |= {one: None for one in (slot.interpreter_id, table.interpreter) if one is not None}
    for one in people:
        longer = table.buffer_grains if one in table.chairs else 0
        for grain in range(first, last + longer):
            yield f"p{one}", grain
    if slot.room:
        for grain in range(first, last + table.buffer_grains):
            yield f"r{slot.room}", grain


def table_of(case: Case, buffer_minutes: int, on: date) -> Table:
    """Everybody with a seat that day, and the interpreter who is booked."""
    running = case.running("conference")
    conference = case.conference(running.no) if running else None
    seats = participants(case, on, conference)
    return Table(
        people=tuple(seats),
        interpreter=conference.interpreter_id if conference else None,
        chairs=tuple(one for one, role in seats.items() if role in {"chair", "specialist"}),
        buffer_grains=-(-buffer_minutes * 60 // GRAIN_SECONDS),
    )


def clashes(
    connection: Connection, wanted: frozenset[tuple[str, int]], booking: str, at: datetime
) -> tuple[str, ...]:
    """Names of people and rooms that another booking holds then, in order."""
    if not wanted:
        return ()
    rows = connection.execute(
        select(claim.c.unit, claim.c.grain)
        .where(claim.c.grain.in_({grain for _, grain in wanted}))
        .where(claim.c.booking != booking)
        .where(or_(claim.c.expires_at.is_(None), claim.c.expires_at > at))
    )
    units = sorted({row.unit for row in rows if (row.unit, row.grain) in wanted})
    return tuple(_named(connection, unit) for unit in units)


def _named(connection: Connection, unit: str) -> str:
    if unit.startswith("r"):
        return unit[1:]
    row = connection.execute(
        select(person.c.given_name, person.c.family_name).where(person.c.id == int(unit[1:]))
    ).one_or_none()
    return f"{row.given_name} {row.family_name}" if row else "somebody"


def follow(connection: Connection, before: Held | None, after: Held | None, at: datetime) -> None:
    """Makes the rows what the case says; raises Taken where the key refuses."""
    if before == after:
        return
    if before is not None:
        release(connection, before.booking)
    if after is None or not after.cells:
        return
    grains = {grain for _, grain in after.cells}
    connection.execute(
        delete(claim).where(claim.c.expires_at <= at).where(claim.c.grain.in_(grains))
    )
    written = sum(_claim(connection, after, cell) for cell in sorted(after.cells))
    if written != len(after.cells):
        raise Taken


def _claim(connection: Connection, held: Held, cell: tuple[str, int]) -> int:
    """1, or 0 where another booking has it; waits for one that is being written."""
    unit, grain = cell
    until = moment_text(held.until) if held.until else None
    values = {"unit": unit, "grain": grain, "booking": held.booking, "kind": held.kind}
    return _CLAIM.run(connection, values | {"expires_at": until}).rowcount


def release(connection: Connection, booking: str) -> None:
    connection.execute(delete(claim).where(claim.c.booking == booking))
