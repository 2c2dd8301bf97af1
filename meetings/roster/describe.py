"""A difference for people: lines for the terminal, and the refused rows as files to repair."""

import csv
import io
from collections.abc import Iterable

from meetings.roster.difference import Change, Difference
from meetings.roster.faults import Row, Severity
from meetings.roster.naming import name_of
from meetings.roster.people import Kind
from meetings.roster.reading import Reading

#: One and many, for a person.
_NOUNS = {
    Kind.SCHOOL: ("school", "schools"),
    Kind.STUDENT: ("student", "students"),
    Kind.GUARDIAN: ("guardian", "guardians"),
    Kind.TIE: ("tie of guardian and student", "ties of guardian and student"),
    Kind.STAFF: ("member of staff", "members of staff"),
    Kind.TEACHING: ("lesson of a student", "lessons of students"),
    Kind.HOUR: ("hour of a teacher", "hours of teachers"),
    Kind.BELL: ("bell period", "bell periods"),
    Kind.DAY: ("school day", "school days"),
    Kind.ROOM: ("room", "rooms"),
    Kind.INTERPRETER: ("interpreter", "interpreters"),
    Kind.WINDOW: ("meeting window", "meeting windows"),
}
_FORMULA_STARTS = ("=", "+", "-", "@")
#: More lines than this about one thing are counted, not listed.
_LISTED = 20


def describe(difference: Difference, reading: Reading) -> list[str]:
    """What was read, what would change, and every fault; one sentence a line."""
    lines = [_headline(reading)]
    lines += _read_lines(reading)
    lines += _change_lines("new", difference.new)
    lines += _change_lines("changed", difference.changed)
    lines += _change_lines("gone", difference.gone)
    lines.append(f"same: {difference.same}")
    if difference.is_empty:
        lines.append("Nothing would change.")
    if difference.must_type:
        lines.append(f"Over a fifth of the students is gone: type {difference.must_type} to go on.")
    for severity in Severity:
        some = [fault for fault in reading.faults if fault.severity is severity]
        lines.append(f"{severity.value}: {len(some)}")
        lines += [f"  {fault.sentence}" for fault in some]
    lines.append(f"difference: {difference.digest_sha256}")
    return lines


def bad_rows(reading: Reading) -> dict[str, str]:
    """File name to CSV text of its refused rows, with a column that says what to do.

    Holds only the columns that are read. A cell that a spreadsheet would run as a formula gets an
    apostrophe, which is taken off again when the repaired file is read.
    """
    files: dict[str, list[Row]] = {}
    for row in reading.refused_rows:
        files.setdefault(row.file, []).append(row)
    return {f"refused-{file}": _sheet(rows, reading) for file, rows in files.items()}


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _sheet(rows: list[Row], reading: Reading) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    titles = rows[0].titles
    writer.writerow([guarded(title) for title in titles.values()] + ["row", "what to do"])
    for row in rows:
        cells = [guarded(row[column]) for column in titles]
        writer.writerow([*cells, row.number, guarded(_advice(row, reading))])
    return out.getvalue()


def _advice(row: Row, reading: Reading) -> str:
    return " ".join(
        f"{fault.column}: {fault.what} {fault.remedy}".removeprefix(": ")
        for fault in reading.faults
        if (fault.file, fault.row) == (row.file, row.number)
    )


def _headline(reading: Reading) -> str:
    if not reading.layout:
        return "No roster was read."
    return f"Read as {reading.layout}, source {reading.source}."


def _read_lines(reading: Reading) -> Iterable[str]:
    for kind in Kind:
        count = len(reading.roster.of(kind))
        if count:
            yield f"  {counted(kind, count)}"
    for who, count in reading.left_out.items():
        if count:
            yield f"  left out and not kept: {who} {count}"


def counted(kind: Kind, count: int) -> str:
    one, many = _NOUNS[kind]
    return f"{count} {one if count == 1 else many}"


def _change_lines(word: str, changes: tuple[Change, ...]) -> Iterable[str]:
    yield f"{word}: {len(changes)}"
    for kind in Kind:
        some = [change for change in changes if change.kind is kind]
        if len(some) > _LISTED or (some and word == "new"):
            yield f"  {counted(kind, len(some))}"
        else:
            for change in some:
                yield from _one(change)


def _one(change: Change) -> Iterable[str]:
    record = change.after or change.before
    if record is None:
        return
    yield f"  {_NOUNS[change.kind][0]} {name_of(record)}"
    for field in change.fields:
        yield f"    {field.field}: {field.before or 'empty'} → {field.after or 'empty'}"
