"""What an import would change: stored against read, record by record and field by field.

Nothing is changed here. `digest_sha256` names the difference that a person saw and accepted.
What silence in the files means is `coverage.py`; how a difference is told is `describe.py`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date, time

from meetings.roster.faults import Fault
from meetings.roster.naming import evidence_text
from meetings.roster.people import Key, Kind, Record, Roster, Student, Tie
from meetings.roster.reading import Reading
from workflow.content import Evidence

#: From this share on, the number of students gone must be typed.
_MANY_GONE = 0.2
_TOLD_BY_GIFTED = ("areas", "identified_on", "evidence", "gt_specialist_id", "language")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    field: str
    #: As text; lists with commas, dates in ISO form, an untold value empty.
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One record: new without `before`, gone without `after`."""

    kind: Kind
    key: Key
    before: Record | None = None
    after: Record | None = None

    @property
    def fields(self) -> tuple[FieldChange, ...]:
        """What differs; empty for new and gone records."""
        if self.before is None or self.after is None:
            return ()
        pairs = zip(_texts(self.before), _texts(self.after), strict=True)
        return tuple(
            FieldChange(field=name, before=old, after=new)
            for (name, old), (_, new) in pairs
            if old != new
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Each tuple is sorted by kind, in the order of Kind, and by key."""

    new: tuple[Change, ...] = ()
    changed: tuple[Change, ...] = ()
    #: Gone ties are closed and asked about; nothing is deleted.
    gone: tuple[Change, ...] = ()
    #: Records that are stored and read alike.
    same: int = 0
    faults: tuple[Fault, ...] = ()
    #: How many students are stored from this source.
    students_stored: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)

    @property
    def must_type(self) -> int:
        """The number of students gone that must be typed to accept; 0 when nothing need be."""
        gone = sum(change.kind is Kind.STUDENT for change in self.gone)
        return gone if gone > self.students_stored * _MANY_GONE else 0

    @property
    def digest_sha256(self) -> str:
        """Of the changes alone, so that the same difference has the same name."""
        told = {
            name: [_plain(change) for change in changes]
            for name, changes in (
                ("new", self.new),
                ("changed", self.changed),
                ("gone", self.gone),
            )
        }
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def compare(stored: Roster, reading: Reading) -> Difference:
    """`stored` may hold several sources; only records of the reading's source are compared."""
    new: list[Change] = []
    changed: list[Change] = []
    gone: list[Change] = []
    same = 0
    told = [kind for kind in Kind if kind in reading.coverage.told]
    for kind in told:
        sparse = kind in reading.coverage.sparse
        before = _by_key(stored.of(kind), reading.source)
        after = _by_key(reading.roster.of(kind), reading.source)
        for key, record in after.items():
            old = before.get(key)
            now = _filled(record, old) if old is not None and sparse else record
            change = Change(kind=kind, key=key, before=old, after=now)
            same += now == old
            if old is None:
                new.append(change)
            elif now != old:
                changed.append(change)
        if kind in reading.coverage.complete:
            absent = (key for key in before if key not in after)
            gone += [Change(kind=kind, key=key, before=before[key]) for key in absent]
    return Difference(
        new=tuple(new),
        changed=tuple(changed),
        gone=tuple(gone),
        same=same,
        faults=reading.faults,
        students_stored=len(_by_key(stored.students, reading.source)),
    )


def _by_key(records: Iterable[Record], source: str) -> dict[Key, Record]:
    """Rooms, bells and days have no source: there is one school calendar."""
    ours = [record for record in records if getattr(record, "source", source) == source]
    return {record.key: record for record in sorted(ours, key=lambda record: record.key)}


def _filled(read: Record, stored: Record) -> Record:
    """The record read, with what the missing file would tell taken from the one stored."""
    if isinstance(read, Tie) and isinstance(stored, Tie):
        # "mother" from guardians.csv says more than the source's "parent".
        return replace(stored, relation=stored.relation or read.relation)
    silent = _TOLD_BY_GIFTED if isinstance(read, Student) else [f.name for f in fields(read)]
    empty = [name for name in silent if getattr(read, name) in {"", None, ()}]
    if isinstance(read, Student) and not read.gifted:
        empty.append("gifted")
    return replace(read, **{name: getattr(stored, name) for name in empty})


def _texts(record: Record) -> list[tuple[str, str]]:
    return [(f.name, _text(getattr(record, f.name))) for f in fields(record)]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case Evidence():
            return evidence_text(value)
        case tuple():
            return ", ".join(_text(part) for part in value)
        case _:
            return str(value)


def _plain(change: Change) -> list[object]:
    sides = [dict(_texts(side)) if side else None for side in (change.before, change.after)]
    return [change.kind.value, list(change.key), *sides]
