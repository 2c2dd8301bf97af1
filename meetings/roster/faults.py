"""What is wrong in a file: where, what, and what to do; and the list in which it is collected.

Which cell is wrong is decided where it is read; how a fault is printed is `sentence`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    #: The row or the file is left out.
    REFUSED = "refused"
    #: It is read, with something to know about it.
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a file. Holds known columns alone, so no password and no race gets this far."""

    file: str
    #: As a spreadsheet counts: the header is row 1.
    number: int
    #: Column as this house calls it, to the trimmed text.
    cells: Mapping[str, str]
    #: Column as this house calls it, to the column as the file calls it.
    titles: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        """The cell; empty when the file has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    file: str
    #: As a spreadsheet counts: the header is row 1; 0 when the whole file is meant.
    row: int = 0
    #: As the file calls it; empty when the whole row is meant.
    column: str = ""
    what: str
    remedy: str
    severity: Severity

    @property
    def sentence(self) -> str:
        row = f", row {self.row}" if self.row else ""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file}{row}{column}: {self.what} {self.remedy}".strip()


class FaultList:
    """Grows while files are read. A refused row is kept as well, so that it can be downloaded."""

    __slots__ = ("faults", "refused_rows")

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.refused_rows: dict[tuple[str, int], Row] = {}

    def refuse(self, row: Row, column: str, what: str, remedy: str) -> None:
        self.refused_rows[row.file, row.number] = row
        self._add(row, column, (what, remedy), Severity.REFUSED)

    def warn(self, row: Row, column: str, what: str, remedy: str) -> None:
        self._add(row, column, (what, remedy), Severity.WARNING)

    def refuse_file(self, file: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(file=file, what=what, remedy=remedy, severity=Severity.REFUSED))

    def warn_file(self, file: str, what: str, remedy: str) -> None:
        self.faults.append(Fault(file=file, what=what, remedy=remedy, severity=Severity.WARNING))

    def refused_files(self) -> frozenset[str]:
        return frozenset(f.file for f in self.faults if f.severity is Severity.REFUSED)

    def sorted(self) -> tuple[Fault, ...]:
        """What is refused first, then by file and row; each once."""
        unique = dict.fromkeys(self.faults)
        return tuple(sorted(unique, key=lambda f: (f.severity.value, f.file, f.row, f.column)))

    def _add(self, row: Row, column: str, words: tuple[str, str], severity: Severity) -> None:
        self.faults.append(
            Fault(
                file=row.file,
                row=row.number,
                column=row.titles.get(column, column),
                what=words[0],
                remedy=words[1],
                severity=severity,
            )
        )
