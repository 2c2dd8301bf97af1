"""The one door of this room: files in, a reading out. Any bytes are answered, none raises.

Steps: open archives (`parcel.py`), cut into cells (`grid.py`), recognise tables (`tables.py`), read
the format (`sourced.py`, `classic.py`, `simple.py`), keep the gifted (`resolve.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meetings.roster import classic, simple, sourced
from meetings.roster.cells import CellReader
from meetings.roster.coverage import Coverage, coverage
from meetings.roster.faults import Fault, FaultList, Row, Severity
from meetings.roster.gifted import Hints, marks
from meetings.roster.grid import parse
from meetings.roster.parcel import unpacked
from meetings.roster.people import Roster
from meetings.roster.register import Register
from meetings.roster.resolve import own_hours, resolve
from meetings.roster.tables import Sheet, sheets
from meetings.roster.told import Told

#: Joined files that name people, so they come with the roster or not at all.
_NAMING = ("guardians", "gifted", "timetable", "windows", "staff", "teaching")
_OWN_LAYOUT = "our own CSV, without people"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    #: For a person: "OneRoster 1.2"; empty when no roster was recognised.
    layout: str
    source: str
    roster: Roster
    coverage: Coverage = field(default_factory=Coverage)
    #: Refused ones first, then by file and row.
    faults: tuple[Fault, ...] = ()
    #: Rows that were refused, by file and row.
    refused_rows: tuple[Row, ...] = ()
    #: Who stands in the files and was not kept: students, staff.
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        """Nothing was refused; warnings may stand."""
        return all(fault.severity is not Severity.REFUSED for fault in self.faults)


def read(files: Mapping[str, bytes], *, given: Hints | None = None) -> Reading:
    """`files` is file name to content; a zip archive counts as the files in it."""
    hints = given or Hints()
    faults = FaultList()
    cells = CellReader(faults, day_first=hints.day_first)
    found = _sheets(files, hints, faults)
    extra = _extra(found, hints, faults)
    told = _told(found, extra, hints, cells)
    if told is None:
        return _without_people(found, hints, cells)
    resolved = resolve(told, marks(told, found, hints, cells), found, cells)
    return Reading(
        layout=told.layout,
        source=told.source,
        roster=resolved.roster,
        coverage=coverage(found, told, faults),
        faults=faults.sorted(),
        refused_rows=tuple(row for _, row in sorted(faults.refused_rows.items(), key=_place)),
        left_out=resolved.left_out,
    )


def _place(item: tuple[tuple[str, int], Row]) -> tuple[str, int]:
    return item[0]


def _sheets(files: Mapping[str, bytes], hints: Hints, faults: FaultList) -> dict[str, Sheet]:
    contents = unpacked(files, faults)
    grids = [parse(name, content, faults) for name, content in contents.items()]
    known = sheets((grid for grid in grids if grid), hints.gifted_column, faults)
    return sourced.whole_exports(known, faults)


def _extra(found: Mapping[str, Sheet], hints: Hints, faults: FaultList) -> str:
    column = hints.gifted_column
    if column and not any(column in sheet.columns for sheet in found.values()):
        what = f"No file has the column {column!r}, which should mark gifted students."
        faults.warn_file("hints", what, "Choose a column of the users' or students' file.")
        return ""
    return column


def _told(found: Mapping[str, Sheet], extra: str, hints: Hints, cells: CellReader) -> Told | None:
    """None when no file tells about people."""
    if "users" in found:
        register = Register(cells, hints.source or sourced.source_of(found))
        return sourced.read_sourced(found, register, extra)
    if "student" in found:
        register = Register(cells, hints.source or "sds")
        return classic.read_classic(found, register, extra)
    if "students" in found:
        register = Register(cells, hints.source or "csv")
        return simple.read_simple(found, register)
    return None


def _without_people(found: Mapping[str, Sheet], hints: Hints, cells: CellReader) -> Reading:
    faults = cells.faults
    source = hints.source or "csv"
    for name in _NAMING:
        if name in found:
            what = "This file names people, and no file here says who they are."
            faults.refuse_file(found[name].file, what, "Hand it in together with the roster.")
    roster = own_hours(Roster(), source, found, cells)
    told = coverage(found, None, faults)
    if not told.told and not faults.refused_files():
        what = "No roster was recognised."
        remedy = "Hand in the files of OneRoster, Microsoft SDS, or students.csv."
        faults.refuse_file("roster", what, remedy)
    return Reading(
        layout=_OWN_LAYOUT if told.told else "",
        source=source,
        roster=roster,
        coverage=told,
        faults=faults.sorted(),
        refused_rows=tuple(row for _, row in sorted(faults.refused_rows.items(), key=_place)),
    )
