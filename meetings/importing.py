"""Taking in a roster from the disk: read, show what would change, and write what was accepted.

Nothing is written before somebody accepts, and then only the difference that was shown. Reading is
meetings.roster, writing meetings.store.rosters; what follows for cases is meetings.enrolment.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert

from meetings.roster.describe import describe
from meetings.roster.difference import Change, Difference, compare
from meetings.roster.faults import Severity
from meetings.roster.gifted import Hints
from meetings.roster.naming import name_of
from meetings.roster.parcel import UNPACKED_LIMIT_BYTES
from meetings.roster.people import Kind, Roster
from meetings.roster.reading import Reading, read
from meetings.store import Session, Store, rosters
from meetings.store.records import too_long
from meetings.store.tables import roster_import
from workflow.refusals import Refused

#: What a roster consists of; a README beside it is left where it is.
ENDINGS = (".csv", ".txt", ".zip")
NOTHING = Refused(
    code="not_yet",
    why="No roster was recognised in these files, so there is nothing to take in.",
    remedy="Hand in the files of OneRoster, Microsoft SDS, or students.csv.",
)
NOBODY_MARKED = Refused(
    code="not_yet",
    why="Nobody in these files is marked as gifted, and a whole school is not kept by mistake.",
    remedy=(
        "Add gifted.csv, name the column or the class of the gifted, or say --everyone if every "
        "student in these files is gifted."
    ),
)
CHANGED = Refused(
    code="changed",
    why="The school in the database changed after this difference was shown.",
    remedy="Look at the difference again, then accept it.",
)


class Unreadable(ValueError):  # noqa: N818  named for what was found
    """There is no roster at this place; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    reading: Reading
    difference: Difference
    #: For the terminal, one sentence a line.
    lines: tuple[str, ...]
    #: Why it cannot be accepted as it is; None where it can.
    refused: Refused | None = None

    @property
    def clean(self) -> bool:
        """No row and no file was refused."""
        return self.reading.is_clean


def files_at(path: Path) -> dict[str, bytes]:
    """The files of a folder by name, or the one file; raises Unreadable."""
    if not path.exists():
        raise Unreadable(f"There is nothing at {path}. Give the folder or zip of the roster.")
    if path.is_file():
        found = [path]
    else:
        found = sorted(
            one
            for one in path.iterdir()
            if one.is_file() and one.suffix.casefold() in ENDINGS and not one.name.startswith(".")
        )
    if not found:
        raise Unreadable(f"There is no CSV or zip file in {path}.{_folders_in(path)}")
    if sum(one.stat().st_size for one in found) > UNPACKED_LIMIT_BYTES:
        raise Unreadable(f"The files in {path} are over 200 MB. Export one school alone.")
    try:
        return {one.name: one.read_bytes() for one in found}
    except OSError as wrong:
        raise Unreadable(
            f"{path} cannot be read: {wrong.strerror}. Ask whoever owns the files."
        ) from wrong


def _folders_in(path: Path) -> str:
    names = sorted(one.name for one in path.iterdir() if one.is_dir())
    return f" Give one of the folders in it: {', '.join(names[:5])}." if names else ""


def preview(
    store: Store | None, files: dict[str, bytes], hints: Hints, *, everyone: bool = False
) -> Preview:
    """What these files would change; without a store, in an empty school. Writes nothing.

    `everyone` marks all students as gifted where the files mark nobody.
    """
    reading = read(files, given=hints)
    if everyone and not _anybody_gifted(reading):
        ids = tuple(student.source_id for student in reading.roster.students)
        reading = read(files, given=replace(hints, gifted_ids=ids))
    difference = compare(_stored(store), reading)
    refused = why_not(reading, difference)
    lines = describe(difference, reading)
    if refused is not None:
        lines.append(f"This cannot be taken in yet. {refused.why} {refused.remedy}")
    return Preview(reading=reading, difference=difference, lines=tuple(lines), refused=refused)


def _stored(store: Store | None) -> Roster:
    if store is None:
        return Roster()
    with store.read() as connection:
        return rosters.stored_roster(connection)


def _anybody_gifted(reading: Reading) -> bool:
    return any(student.gifted for student in reading.roster.students)


def why_not(reading: Reading, difference: Difference) -> Refused | None:
    """Why it may not be accepted, by whatever door; None where it may.

    Students who are stored as gifted stay so where the files are silent; new ones are asked.
    """
    if not reading.layout:
        return NOTHING
    new = any(change.kind is Kind.STUDENT for change in difference.new)
    if new and not _anybody_gifted(reading):
        return NOBODY_MARKED
    return next(filter(None, map(_too_long, (*difference.new, *difference.changed))), None)


def _too_long(change: Change) -> Refused | None:
    """Not every database cuts or keeps what does not fit: nothing is cut in silence."""
    found = too_long(change.after) if change.after else None
    if found is None or change.after is None:
        return None
    field, most = found
    return Refused(
        code="not_yet",
        why=f"{name_of(change.after)[:60]}: {field} has more than {most} characters.",
        remedy="Shorten it in the files, then hand them in again.",
    )


def accept(store: Store, shown: Preview, at: datetime, *, gone_typed: int = 0) -> Refused | None:
    """Writes the difference that was shown, whole or not at all; None when it is written.

    `gone_typed` is the number of students gone, typed by a person, where it must be.
    """
    if shown.refused is not None:
        return shown.refused
    must_type = shown.difference.must_type
    if must_type and gone_typed != must_type:
        return Refused(
            code="not_yet",
            why=f"{must_type} students would be gone, over a fifth of all.",
            remedy=f"If that is right, type {must_type}; if not, export the whole school again.",
        )
    return store.write(lambda session: _accept(session, shown, at))


def _accept(session: Session, shown: Preview, at: datetime) -> Refused | None:
    stored = rosters.stored_roster(session.connection)
    difference = compare(stored, shown.reading)
    if difference.digest_sha256 != shown.difference.digest_sha256:
        return CHANGED
    rosters.accept(session, difference, at)
    session.connection.execute(
        insert(roster_import).values(
            made_at=at,
            by_person=0,
            source=shown.reading.source[:80],
            digest=difference.digest_sha256,
            summary=summary(difference),
            accepted_at=at,
        )
    )
    return None


def summary(difference: Difference) -> str:
    """In one line: "12 new, 3 changed, 0 gone, 840 same"."""
    counts = (
        (len(difference.new), "new"),
        (len(difference.changed), "changed"),
        (len(difference.gone), "gone"),
        (difference.same, "same"),
    )
    told = [f"{count} {word}" for count, word in counts]
    refused = sum(fault.severity is Severity.REFUSED for fault in difference.faults)
    return ", ".join([*told, f"{refused} refused"] if refused else told)
