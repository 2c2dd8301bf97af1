"""Which table a file is and which column is which, for every format; misnamed ones are recognised.

Only the columns named here are read: passwords, sex, race and birthplace stay in the file.
What the cells say is read in `sourced.py`, `classic.py`, `simple.py` and the joined files' modules.
"""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from meetings.roster.columns import COLUMNS, Column
from meetings.roster.faults import FaultList, Row
from meetings.roster.grid import Grid
from meetings.roster.words import squeezed

#: Columns of other systems; `!` marks what must be there, `=` another title of the same column.
_FOREIGN = {
    "manifest": "!propertyName !value",
    "orgs": "!sourcedId status !name type parentSourcedId",
    "users": "!sourcedId=userId status enabledUser orgSourcedIds=orgSourcedId=primaryOrgSourcedId"
    " role !username userIds givenName=firstName familyName=lastName preferredGivenName"
    "=prefferedGivenName identifier email phone sms agentSourcedIds=agents grade=grades"
    " activeDirectoryMatchId metadata.alp.language metadata.alp.role",
    "roles": "!userSourcedId=userId roleType=isPrimary !role orgSourcedId sessionSourcedId grade"
    " status",
    "classes": "!sourcedId status !title orgSourcedId=schoolSourcedId subjects periods"
    " metadata.alp.cycleDays",
    "enrollments": "!classSourcedId !userSourcedId=userId !role status",
    "demographics": "!sourcedId=userSourcedId=userId status !birthDate",
    "relationships": "!userSourcedId=userId !relationshipUserSourcedId !relationshipRole",
    "school": "!SIS_ID=DfE_Number=ID !Name",
    "section": "!SIS_ID=ID School_SIS_ID=School_DfE_Number !Section_Name Course_Subject Periods"
    " Status",
    "student": "!SIS_ID=ID !School_SIS_ID=School_DfE_Number First_Name Last_Name !Username"
    " Secondary_Email Student_Number Grade Status Birthdate",
    "teacher": "!SIS_ID=ID !School_SIS_ID=School_DfE_Number First_Name Last_Name !Username"
    " Secondary_Email Teacher_Number Status Title",
    "studentenrollment": "!Section_SIS_ID=Section_ID !SIS_ID=ID",
    "teacherroster": "!Section_SIS_ID=Section_ID !SIS_ID=ID",
    "user": "!Email First_Name Last_Name Phone SIS_ID=ID",
    "guardianrelationship": "!SIS_ID=ID=Student_SIS_ID !Email !Role=Relationship",
}
#: Files of these formats that tell nothing that a conference needs.
_IGNORED = frozenset(
    {
        "academicsessions",
        "categories",
        "classresources",
        "courseresources",
        "courses",
        "lineitems",
        "lineitemlearningobjectiveids",
        "lineitemscoreids",
        "resources",
        "resultlearningobjectiveids",
        "results",
        "resultscoreids",
        "scorescales",
        "userflags",
        "userprofiles",
        "userresources",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    file: str
    #: The columns that are there, as this house calls them.
    columns: frozenset[str]
    rows: tuple[Row, ...]


def _foreign(line: str) -> tuple[Column, ...]:
    named = [(word.startswith("!"), word.removeprefix("!").split("=")) for word in line.split()]
    return tuple(
        Column(name=titles[0], required=required, aliases=tuple(titles[1:]))
        for required, titles in named
    )


TABLES: dict[str, tuple[Column, ...]] = {
    **{name: _foreign(line) for name, line in _FOREIGN.items()},
    **COLUMNS,
}


def sheets(grids: Iterable[Grid], extra: str, faults: FaultList) -> dict[str, Sheet]:
    """Table name to its sheet. `extra` is one more column of users or students to read."""
    fitting: dict[str, Grid] = {}
    strange: list[Grid] = []
    for grid in grids:
        name = _stem(grid.file)
        if name in TABLES and _fits(name, grid):
            fitting[name] = grid
        elif name not in _IGNORED:
            strange.append(grid)
    for grid in strange:
        name = _recognised(grid, faults)
        if name in fitting:
            what = f"This file holds what {fitting[name].file} holds."
            faults.refuse_file(grid.file, what, "Export both again, each under its own name.")
        elif name:
            fitting[name] = grid
    return {name: _sheet(name, grid, extra, faults) for name, grid in fitting.items()}


def _stem(file: str) -> str:
    return file.casefold().rsplit(".", 1)[0].strip()


def _titles(column: Column) -> list[str]:
    return [squeezed(title) for title in (column.name, *column.aliases)]


def _places(name: str, grid: Grid) -> dict[str, int]:
    """Column to its place in the header; a title that is nearly right is taken for it."""
    header = {squeezed(title): n for n, title in reversed(list(enumerate(grid.header)))}
    found: dict[str, int] = {}
    for column in TABLES[name]:
        hit = next((header[title] for title in _titles(column) if title in header), None)
        if hit is not None:
            found[column.name] = hit
    free = {title: n for title, n in header.items() if n not in found.values() and title}
    for column in TABLES[name]:
        near = difflib.get_close_matches(squeezed(column.name), free, n=1, cutoff=0.9)
        if column.name not in found and near:
            found[column.name] = free.pop(near[0])
    return found


def _fits(name: str, grid: Grid) -> bool:
    return not _missing(name, grid)


def _missing(name: str, grid: Grid) -> list[str]:
    places = _places(name, grid)
    return [c.name for c in TABLES[name] if c.required and c.name not in places]


def _recognised(grid: Grid, faults: FaultList) -> str:
    """The table whose columns these are, or an empty text after a fault has been told."""
    fits = [name for name in TABLES if _fits(name, grid)]
    best = max(fits, key=lambda name: len(_places(name, grid)), default="")
    own = _stem(grid.file)
    covered = len(_places(best, grid)) / len(grid.header) if best else 0
    if best and (own in TABLES or covered > 1 / 2):
        what = f"By its columns this is {best}.csv; it was read as that."
        faults.warn_file(grid.file, what, "Look whether the export mixed up two files.")
        return best
    if own in TABLES:
        missing = ", ".join(name.replace("_", " ") if own not in COLUMNS else name
                            for name in _missing(own, grid))  # fmt: skip
        what = f"The header has no column {missing}."
        faults.refuse_file(grid.file, what, "Write the titles in the first row, as documented.")
    else:
        what = "No roster format has a file of this name and these columns; it was not read."
        faults.warn_file(grid.file, what, "Rename it, or leave it out.")
    return ""


def _sheet(name: str, grid: Grid, extra: str, faults: FaultList) -> Sheet:
    places = _places(name, grid)
    titles_in_file = [squeezed(title) for title in grid.header]
    if squeezed(extra) and squeezed(extra) in titles_in_file:
        places[extra] = titles_in_file.index(squeezed(extra))
    _tell_nearly_right(name, grid, places, faults)
    titles = {column: grid.header[n] for column, n in places.items()}
    rows = []
    for number, cells in grid.records:
        read = {column: cells[n] for column, n in places.items() if n < len(cells) and cells[n]}
        row = Row(file=grid.file, number=number, cells=read, titles=titles)
        if any(cells[len(grid.header) :]):
            what = "The row has more cells than the header has titles."
            faults.refuse(row, "", what, "Put quotation marks around text with commas.")
        else:
            rows.append(row)
    return Sheet(file=grid.file, columns=frozenset(places), rows=tuple(rows))


def _tell_nearly_right(name: str, grid: Grid, places: dict[str, int], faults: FaultList) -> None:
    for column in TABLES[name]:
        title = grid.header[places[column.name]] if column.name in places else ""
        if title and squeezed(title) not in _titles(column):
            what = f"The column {title!r} was read as {column.name!r}."
            faults.warn_file(grid.file, what, "Correct the title in the export.")
