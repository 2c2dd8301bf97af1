"""From the bytes of one CSV file to its header and records, whatever made it.

Which table the file is, and what its columns mean, is `tables.py`.
"""

import csv
import io
from dataclasses import dataclass

from meetings.roster.faults import FaultList

_CELL_LIMIT = 20_000
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_BINARY = "This is not a text file; it cannot be read as a roster."
_TORN = "The cells cannot be told apart; often a quotation mark is never closed."
_EXPORT = "Export it as CSV with UTF-8 text."


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    file: str
    header: tuple[str, ...]
    #: (row number, cells); the header is row 1; empty rows are left out.
    records: tuple[tuple[int, tuple[str, ...]], ...]


def parse(file: str, content: bytes, faults: FaultList) -> Grid | None:
    """None when there is no header to go by; the fault says why."""
    text = _decoded(file, content, faults)
    if text is None:
        return None
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        faults.refuse_file(file, _TORN, _EXPORT)
        return None
    records = [(n, tuple(map(cleaned, cells))) for n, cells in enumerate(rows, 1)]
    filled = [(n, cells) for n, cells in records if any(cells)]
    if not filled:
        faults.refuse_file(file, "The file is empty.", "Export it again, or leave it out.")
        return None
    return Grid(file=file, header=_trimmed(filled[0][1]), records=tuple(filled[1:]))


def cleaned(cell: str) -> str:
    """Trimmed, without control characters, and without the mark that keeps `=` from being run."""
    if not cell:
        return ""
    text = cell.strip(" ") if cell.isprintable() else _without_controls(cell)
    guarded = len(text) > 1 and text[0] == "'" and text[1] in "=+-@"
    return text[1:_CELL_LIMIT] if guarded else text[:_CELL_LIMIT]


def _without_controls(cell: str) -> str:
    plain = cell.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "")
    spaced = "".join(" " if c in "\t\xa0" else c for c in plain)
    return "".join(c for c in spaced if c == "\n" or c >= "\xa0" or " " <= c <= "~").strip()


def _decoded(file: str, content: bytes, faults: FaultList) -> str | None:
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), "utf-8")
    if encoding == "utf-16":
        faults.warn_file(file, "The text is UTF-16.", "It was read; UTF-8 is safer.")
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        faults.refuse_file(file, _BINARY, _EXPORT)
        return None
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        what = "The text is not UTF-8; it was read as Windows text (cp1252)."
        faults.warn_file(file, what, "Look at names with accents, or export as UTF-8.")
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    header = text.lstrip().partition("\n")[0]
    return max(",;\t", key=header.count)


def _trimmed(header: tuple[str, ...]) -> tuple[str, ...]:
    """Spreadsheets leave empty titles at the end."""
    width = max(n for n, title in enumerate(header, 1) if title)
    return header[:width]
