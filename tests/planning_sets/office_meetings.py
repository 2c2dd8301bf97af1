"""OptaPlanner's meeting sets: a workbook as values. How timetables count is office_score.py.

Knows nothing of our planner. The workbooks are under Apache-2.0 and stay outside the project: see
the `shared` fixture. Times are steps of 15 minutes, counted on from day to day; lunch is no step.
"""

import warnings
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

STEP_MINUTES = 15
LUNCH = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Everybody invited needs a chair in the room; only `required` people have to be free."""

    name: str
    steps: int
    required: frozenset[str]
    preferred: frozenset[str]

    @property
    def size(self) -> int:
        return len(self.required) + len(self.preferred)


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One workbook."""

    name: str
    #: Steps of each day; no meeting lasts over night.
    days: tuple[int, ...]
    #: Chairs by room.
    rooms: dict[str, int]
    #: In the order of the sheet, which breaks ties among overlapping pairs.
    meetings: tuple[Meeting, ...]


def office(path: Path) -> Office:
    """Read one workbook."""
    with warnings.catch_warnings():
        # The workbooks define no style; nobody looks at one here.
        warnings.simplefilter("ignore", UserWarning)
        book = load_workbook(path, read_only=True)
        sheets = {name: list(book[name].values)[1:] for name in ("Days", "Rooms", "Meetings")}
        book.close()
    return Office(
        name=path.name.split("-")[0],
        days=tuple(_steps(tuple(map(str, row[1:4]))) for row in sheets["Days"] if row[0]),
        rooms={str(row[0]): int(str(row[1]).split(".")[0]) for row in sheets["Rooms"] if row[0]},
        meetings=tuple(_meeting(no, row) for no, row in enumerate(sheets["Meetings"]) if row[0]),
    )


def _steps(walls: tuple[str, ...]) -> int:
    starts, ends, lunch = (datetime.strptime(wall, "%H:%M") for wall in walls)  # noqa: DTZ007  wall times of no date
    step = timedelta(minutes=STEP_MINUTES)
    morning = (min(ends, lunch) - starts) // step
    return morning + max(0, (ends - lunch - LUNCH) // step)


def _meeting(number: int, row: tuple[object, ...]) -> Meeting:
    required, preferred = (_names(row[column]) for column in (5, 6))
    return Meeting(
        name=f"m{number:03}",
        steps=round(float(str(row[2]))) // STEP_MINUTES,
        required=required,
        preferred=preferred - required,
    )


def _names(cell: object) -> frozenset[str]:
    return frozenset(name for part in str(cell or "").split(",") if (name := part.strip()))
