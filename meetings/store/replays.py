"""Whether every case is what its history says: chain, replay, rows beside it, words.

Each function yields sentences; none is good. Texts are read as they lie in the database, so that a
byte that means the same to us is found too. Letters and files are `copies.py`.
"""

import json
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection, String, select, type_coerce
from sqlalchemy.exc import DBAPIError

from documents.evidence import NO_ROW, row_hash
from meetings.store import cases as stored
from meetings.store.tables import cases, history, party, passage, subject, timer
from meetings.store.writing import columns, salted_digest
from workflow.chart import Law
from workflow.events import Event
from workflow.evolve import replay
from workflow.plan import Case

Said = dict[str, Any]
#: The history exactly as it is written: moments as text.
_AS_WRITTEN = [
    type_coerce(column, String).label("at") if column.name == "at" else column
    for column in history.c
]

_TIMER = (timer.c.chart, timer.c.no, timer.c.command)


def untrue_cases(connection: Connection, law: Law) -> Iterator[str]:
    """Every case in order, then histories that belong to no case."""
    known = stored.ids(connection)
    for case_id in known:
        try:
            yield from _untrue(connection, law, case_id)
        except (DBAPIError, ValueError):
            yield f"A row of case {case_id} beside its history cannot be read."
    told = connection.execute(select(history.c.case_id).distinct().order_by(history.c.case_id))
    for case_id in told.scalars():
        if case_id not in known:
            yield f"Case {case_id} has a history, but its row is gone."


def _untrue(connection: Connection, law: Law, case_id: int) -> Iterator[str]:
    rows, unreadable = _rows(connection, case_id)
    broken = [*unreadable, *_broken(case_id, rows)]
    yield from broken
    yield from _wrong_words(connection, case_id, rows)
    row = _row(connection, case_id)
    if row is None:
        yield f"The row of case {case_id} cannot be read."
    elif not broken:
        # An altered history would say nothing true of the rows beside it.
        yield from _unlike_its_history(connection, law, rows, row)


def _unlike_its_history(
    connection: Connection, law: Law, rows: list[Said], row: Said
) -> Iterator[str]:
    case_id = row["id"]
    if not rows:
        yield f"Case {case_id} has no history."
        return
    if (row["version"], row["head"]) != (rows[-1]["seq"], rows[-1]["hash"]):
        yield (
            f"Case {case_id} says that its last history row is {row['version']}, "
            f"but the history ends with row {rows[-1]['seq']}."
        )
    case = _replayed(rows)
    if case is None:
        yield f"The history of case {case_id} cannot be replayed."
        return
    if msgspec.json.encode(case).decode() != row["body"]:
        yield f"Case {case_id} is not what the replay of its history gives."
    yield from _wrong_columns(case, row)
    yield from _wrong_subjects(connection, case)
    yield from _wrong_parties(connection, case)
    yield from _wrong_timers(connection, law, case)


def _rows(connection: Connection, case_id: int) -> tuple[list[Said], list[str]]:
    """The rows, and a sentence for each that the database itself cannot read."""
    wanted = select(*_AS_WRITTEN).where(history.c.case_id == case_id).order_by(history.c.seq)
    try:
        return [dict(row) for row in connection.execute(wanted).mappings()], []
    except DBAPIError:
        pass
    seqs = select(history.c.seq).where(history.c.case_id == case_id).order_by(history.c.seq)
    rows: list[Said] = []
    faults: list[str] = []
    for seq in connection.execute(seqs).scalars().all():
        try:
            found = connection.execute(wanted.where(history.c.seq == seq)).mappings().one()
            rows.append(dict(found))
        except DBAPIError:
            faults.append(f"History row {seq} of case {case_id} cannot be read.")
    return rows, faults


def _broken(case_id: int, rows: list[Said]) -> Iterator[str]:
    """Each row is judged by what it says of the row before, so that one change is one sentence."""
    prev = NO_ROW
    for at, row in enumerate(rows):
        where = f"History row {row['seq']} of case {case_id}"
        if row["seq"] != at:
            yield f"{where} stands where row {at} should be: a row is missing."
            return
        if row["prev"] != prev:
            yield f"{where} does not follow from the row before it."
        try:
            hashed = row_hash(str(row["prev"]), row)
        except ValueError:
            hashed = ""
        if row["hash"] != hashed:
            yield f"{where} was altered: it does not have the hash that it carries."
        prev = str(row["hash"])


def _row(connection: Connection, case_id: int) -> Said | None:
    try:
        found = connection.execute(select(cases).where(cases.c.id == case_id)).mappings().one()
    except DBAPIError:
        return None
    return dict(found)


def _replayed(rows: list[Said]) -> Case | None:
    try:
        events: list[Event] = [event for row in rows for event in stored.events_in(row["events"])]
        return replay(events)
    except (msgspec.MsgspecError, KeyError, ValueError):
        return None


def _wrong_columns(case: Case, row: Said) -> Iterator[str]:
    for name, value in columns(case).items():
        if name != "body" and row[name] != value:
            yield f"Case {case.id} says {name} {row[name]!r}, but its history {value!r}."


def _wrong_subjects(connection: Connection, case: Case) -> Iterator[str]:
    table = subject.c
    found = {
        (row.chart, row.no): (row.state, row.entered_seq, row.entered_at, row.live)
        for row in connection.execute(select(subject).where(table.case_id == case.id))
    }
    wanted = {
        (one.chart, one.no): (one.state, one.entered_seq, one.entered_at, one.live)
        for one in case.subjects
    }
    for chart, no in sorted(found.keys() | wanted.keys()):
        if found.get((chart, no)) != wanted.get((chart, no)):
            yield f"The row of {chart} {no} in case {case.id} is not what its history gives."


def _wrong_parties(connection: Connection, case: Case) -> Iterator[str]:
    found = {
        (row.person_id, row.role, row.since): (row.until, row.required)
        for row in connection.execute(select(party).where(party.c.case_id == case.id))
    }
    wanted = {
        (one.person_id, one.role, one.since): (one.until, one.required) for one in case.parties
    }
    for key in sorted(found.keys() | wanted.keys()):
        if found.get(key) != wanted.get(key):
            yield (
                f"The seat of person {key[0]} as {key[1]} in case {case.id} "
                "is not what its history gives."
            )


def _wrong_timers(connection: Connection, law: Law, case: Case) -> Iterator[str]:
    """No timer where no rule is, and one wherever a rule counts from the state alone."""
    found = {
        (row.chart, row.no, row.command)
        for row in connection.execute(select(*_TIMER).where(timer.c.case_id == case.id))
    }
    armed = dict(_rules(law, case))
    for chart, no, command in sorted(found - armed.keys()):
        yield f"Case {case.id} has a timer {command} for {chart} {no}, but no rule arms it."
    for chart, no, command in sorted(armed.keys() - found):
        if armed[chart, no, command]:
            yield f"Case {case.id} lacks the timer {command} for {chart} {no}."


def _rules(law: Law, case: Case) -> Iterator[tuple[tuple[str, int, str], bool]]:
    for one in case.subjects:
        if not one.live:
            continue
        chart = law.charts[one.chart]
        for command in chart.heard_at(one.state):
            for row in chart.at[one.state, command].values():
                if row.rule is not None:
                    yield (one.chart, one.no, command), not row.rule.anchors


def _wrong_words(connection: Connection, case_id: int, rows: list[Said]) -> Iterator[str]:
    """Words whose digest the history holds; erased ones are no fault."""
    table = passage.c
    try:
        found = {
            (row.seq, row.field): row
            for row in connection.execute(select(passage).where(table.case_id == case_id))
        }
    except DBAPIError:
        yield f"The words in case {case_id} cannot be read."
        return
    for seq, field, digest in _digests(rows):
        where = f"what was written as {field} in history row {seq} of case {case_id}"
        row = found.get((seq, field))
        if row is None or row.digest != digest:
            yield f"The words are gone: {where}."
        elif row.text is not None and salted_digest(row.salt, row.text) != digest:
            yield f"The words were altered: {where}."


def _digests(rows: list[Said]) -> Iterator[tuple[int, str, str]]:
    for row in rows:
        try:
            body = json.loads(row["body"])
        except ValueError:
            continue
        for field, value in body.items() if isinstance(body, dict) else ():
            if isinstance(value, dict) and value.keys() == {"words"}:
                yield row["seq"], field, str(value["words"])
