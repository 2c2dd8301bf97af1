"""Times that other bookings hold, as masks over a run's days. They are kept by store/claims.py."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from meetings.planning.grid import Grid, starts_at
from meetings.store.claims import GRAIN_SECONDS
from meetings.store.tables import claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What other bookings hold: by unit, the grains with the booking that has them."""

    grains: dict[str, dict[str, int]]

    def of(self, unit: str, but: frozenset[str] = frozenset()) -> int:
        """The grains of this unit that are held by bookings other than these."""
        marked = 0
        for booking, mask in self.grains.get(unit, {}).items():
            if booking not in but:
                marked |= mask
        return marked


def claimed(connection: Connection, grid: Grid, but: set[str], at: datetime | None) -> Claimed:
    """Offers are among them until they lapse; without `at` nothing has lapsed."""
    numbers = _numbers(grid)
    origin = min(numbers)
    wanted = select(claim.c.unit, claim.c.grain, claim.c.booking).where(claim.c.grain >= origin)
    if at is not None:
        wanted = wanted.where(or_(claim.c.expires_at.is_(None), claim.c.expires_at > at))
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(wanted):
        grain = numbers.get(row.grain)
        if grain is not None and row.booking not in but:
            held = found.setdefault(row.unit, {})
            held[row.booking] = held.get(row.booking, 0) | (1 << grain)
    return Claimed(grains=found)


def _numbers(grid: Grid) -> dict[int, int]:
    """By number of a claim's grain, the grain of the run. A day without a clock change is even."""
    found: dict[int, int] = {}
    for day in range(len(grid.dates)):
        first, last = day * grid.per_day, (day + 1) * grid.per_day - 1
        if _number(grid, last) - _number(grid, first) == last - first:
            begins = _number(grid, first)
            found |= {begins + n: first + n for n in range(grid.per_day)}
        else:
            found |= {_number(grid, grain): grain for grain in range(first, last + 1)}
    return found


def _number(grid: Grid, grain: int) -> int:
    return int(starts_at(grid, grain).timestamp()) // GRAIN_SECONDS
