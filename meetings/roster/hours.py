"""The joined files about the school's hours: bells, days, rooms, interpreters, timetable, windows.

A bad row is refused, for a wrong time would be planned with. Columns: `columns.py`.
"""

from collections.abc import Iterable, Mapping

from meetings.roster.cells import CellReader, cycle_days
from meetings.roster.faults import FaultList, Row
from meetings.roster.people import (
    AnyRecord,
    BellPeriod,
    Hour,
    Interpreter,
    Key,
    Room,
    SchoolDay,
    Window,
    by_key,
)
from meetings.roster.tables import Sheet
from meetings.roster.words import DAY_KINDS, HOUR_KINDS, language_of, one_of, weekday_of


def bells(sheets: Mapping[str, Sheet], cells: CellReader) -> tuple[BellPeriod, ...]:
    return once(((row, _bell(row, cells)) for row in rows(sheets, "bells")), cells.faults)


def days(sheets: Mapping[str, Sheet], cells: CellReader) -> tuple[SchoolDay, ...]:
    cells.learn_order(rows(sheets, "days"), "date")
    return once(((row, _day(row, cells)) for row in rows(sheets, "days")), cells.faults)


def rooms(sheets: Mapping[str, Sheet], cells: CellReader) -> tuple[Room, ...]:
    return once(((row, _room(row, cells)) for row in rows(sheets, "rooms")), cells.faults)


def interpreters(
    sheets: Mapping[str, Sheet], source: str, cells: CellReader
) -> tuple[Interpreter, ...]:
    read = ((row, _interpreter(row, source, cells)) for row in rows(sheets, "interpreters"))
    return once(read, cells.faults)


def timetable(
    sheets: Mapping[str, Sheet], source: str, people: Mapping[str, str], cells: CellReader
) -> tuple[Hour, ...]:
    """`people` is every number that may be used, to the source_id; so in `windows`."""
    read = ((row, _hour(row, source, people, cells)) for row in rows(sheets, "timetable"))
    return once(read, cells.faults)


def windows(
    sheets: Mapping[str, Sheet], source: str, people: Mapping[str, str], cells: CellReader
) -> tuple[Window, ...]:
    cells.learn_order(rows(sheets, "windows"), "date")
    read = ((row, _window(row, source, people, cells)) for row in rows(sheets, "windows"))
    return once(read, cells.faults)


def rows(sheets: Mapping[str, Sheet], name: str) -> tuple[Row, ...]:
    return sheets[name].rows if name in sheets else ()


def once(read: Iterable[tuple[Row, AnyRecord | None]], faults: FaultList) -> tuple[AnyRecord, ...]:
    """Sorted by key; a second record with the same key and other content is refused."""
    found: dict[Key, AnyRecord] = {}
    for row, record in read:
        if record is not None and found.setdefault(record.key, record) != record:
            what = "The same stands further up with other content."
            faults.refuse(row, "", what, "Keep the row that is right.")
    return by_key(found.values())


def _filled(row: Row, columns: Iterable[str], cells: CellReader) -> bool:
    missing = [column for column in columns if not row[column]]
    for column in missing:
        cells.faults.refuse(row, column, "The cell is empty.", "Fill it in.")
    return not missing


def _bell(row: Row, cells: CellReader) -> BellPeriod | None:
    starts, ends = cells.clock(row, "starts"), cells.clock(row, "ends")
    if not _filled(row, ("schedule", "period"), cells) or starts is None or ends is None:
        return None
    if ends <= starts:
        cells.faults.refuse(row, "ends", "The period ends before it starts.", "Correct the times.")
        return None
    return BellPeriod(
        schedule=row["schedule"], period=row["period"], starts_wall=starts, ends_wall=ends
    )


def _day(row: Row, cells: CellReader) -> SchoolDay | None:
    day_kind = one_of(row["kind"], DAY_KINDS)
    if not _filled(row, ("date", "kind"), cells):
        return None
    if not day_kind:
        what = f"{row['kind']!r} is no kind of day."
        cells.faults.refuse(row, "kind", what, f"Use one of {', '.join(DAY_KINDS)}.")
        return None
    on = cells.day(row, "date")
    if not on:
        cells.faults.refuse(row, "date", "The day has no date.", "Write it as 2026-09-14.")
        return None
    return SchoolDay(
        on=on,
        day_kind=day_kind,
        cycle_day=row["cycle_day"],
        bell_schedule=row["bell_schedule"],
    )


def _room(row: Row, cells: CellReader) -> Room | None:
    if not _filled(row, ("room",), cells):
        return None
    return Room(name=row["room"], size=cells.number(row, "size") or 0)


def _interpreter(row: Row, source: str, cells: CellReader) -> Interpreter | None:
    if not _filled(row, ("person_id", "language"), cells):
        return None
    return Interpreter(
        source=source,
        source_id=row["person_id"],
        language=language_of(row["language"]),
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=cells.email(row, "email"),
    )


def _known(row: Row, column: str, people: Mapping[str, str], cells: CellReader) -> str:
    if row[column] and row[column] not in people:
        what = f"Nobody has the number {row[column]!r}."
        cells.faults.refuse(row, column, what, "Correct it as in the roster.")
    return people.get(row[column], "")


def _hour(row: Row, source: str, people: Mapping[str, str], cells: CellReader) -> Hour | None:
    activity = one_of(row["kind"] or "class", HOUR_KINDS)
    if not activity:
        what = f"{row['kind']!r} is no kind of hour."
        cells.faults.refuse(row, "kind", what, f"Use one of {', '.join(HOUR_KINDS)}.")
        return None
    staff_id = _known(row, "staff_id", people, cells)
    if not _filled(row, ("staff_id", "period"), cells) or not staff_id:
        return None
    return Hour(
        source=source,
        staff_id=staff_id,
        period=row["period"],
        cycle_days=cycle_days(row["cycle_days"]),
        activity=activity,
    )


def _window(row: Row, source: str, people: Mapping[str, str], cells: CellReader) -> Window | None:
    person_id = _known(row, "person_id", people, cells)
    begins, ends = cells.clock(row, "from"), cells.clock(row, "to")
    if not _filled(row, ("person_id",), cells) or not person_id or not begins or not ends:
        return None
    on, weekday = cells.day(row, "date"), weekday_of(row["weekday"])
    if (on is None) == (weekday is None) or (row["weekday"] and not weekday):
        what = "The row needs a weekday or a date, and not both."
        cells.faults.refuse(row, "weekday", what, "Write mon to sun, or a date as 2026-09-14.")
        return None
    if ends <= begins:
        cells.faults.refuse(row, "to", "The time ends before it starts.", "Correct the times.")
        return None
    return Window(
        source=source,
        person_id=person_id,
        weekday=weekday or "",
        on=on,
        from_wall=begins,
        to_wall=ends,
    )
