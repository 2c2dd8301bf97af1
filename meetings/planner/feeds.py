"""Calendars that were read: what they say is taken, and whose cannot be believed any more.

A calendar that failed, or was read too long ago, is unknown: neither free nor busy. How they are
fetched is meetings/busy; how they are kept, and when one is too old, store/busy.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from meetings.planning.busy import Block, Certainty
from meetings.planning.grid import Grid, ends_at, starts_at
from meetings.planning.hours import Edge, on_date
from meetings.store import busy

#: Before everything: nothing is too old then.
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """All calendars of one person together."""

    busy: int = 0
    tentative: int = 0
    #: One of them could not be read, or not lately.
    unknown: bool = False
    #: When the oldest of them was read last; None: one never was.
    good_at: datetime | None = None


#: What is known of a person without a calendar: nothing that could be wrong.
NO_FEED = Feed()


def feeds(connection: Connection, grid: Grid, at: datetime | None) -> dict[int, Feed]:
    """By person, as it is known at this moment; None believes each calendar that did not fail.

    What a calendar said before it was lost stays busy; all other time is unknown.
    """
    first = starts_at(grid, 0).astimezone(UTC) - timedelta(days=1)
    last = ends_at(grid, grid.size).astimezone(UTC) + timedelta(days=1)
    told = busy.told(connection, at or NEVER, (first, last))
    return {
        person_id: Feed(
            busy=_mask(grid, one.blocks, Certainty.BUSY),
            tentative=_mask(grid, one.blocks, Certainty.TENTATIVE),
            unknown=bool(one.unknown),
            good_at=one.good_at,
        )
        for person_id, one in told.items()
    }


def _mask(grid: Grid, blocks: Iterable[Block], certainty: Certainty) -> int:
    marked = 0
    for block in blocks:
        if block.certainty is certainty:
            marked |= taken(grid, block.starts_at, block.ends_at)
    return marked


def taken(grid: Grid, begins: datetime, ends: datetime) -> int:
    """Every grain that is touched between two moments, by the school's wall clock."""
    zone = ZoneInfo(grid.zone)
    first, last = begins.astimezone(zone), ends.astimezone(zone)
    on = max(first.date(), grid.dates[0])
    marked = 0
    while on <= min(last.date(), grid.dates[-1]):
        walls = (
            first.time() if on == first.date() else time(0),
            last.time() if on == last.date() else time(23, 59, 59),
        )
        marked |= on_date(grid, on, walls, Edge.OUTWARD)
        on += timedelta(days=1)
    return marked
