"""Whether letters, calendar files and archived papers are the bytes that were written.

Each function yields sentences; none is good. A folder that is not there is not looked at: a
database may be checked without its files.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from documents.letters import calendar_in
from meetings.store.letters import file_name
from meetings.store.tables import archive_file, letter, letter_in, paper

#: States of a letter that lies in the folder: it left the house, or was kept instead.
LAID_DOWN = ("sent", "captured", "to_print")
RESTORE = "Restore the database from a backup."
_OF_LETTERS = (
    letter.c.id,
    letter.c.raw,
    letter.c.sha256,
    letter.c.state,
    letter.c.calendar_method,
    letter.c.uid,
    letter.c.sequence,
    letter.c.recipient_id,
)


def untrue_letters(connection: Connection, folder: Path) -> Iterator[str]:
    """Rows first, then their copies in the folders `letters` and `calendar`, by name."""
    copies: dict[str, _Copy] = {}
    objects: dict[str, _Copy] = {}
    for row in connection.execute(select(*_OF_LETTERS).order_by(letter.c.id)):
        if _sha256(row.raw) != row.sha256:
            yield f"Letter {row.id} was altered: its bytes do not have its digest. {RESTORE}"
        copy = _Copy(digests={row.sha256}, needed=row.state in LAID_DOWN)
        copies[file_name(row.id)] = copy
        if row.calendar_method:
            name = f"{row.uid}-{row.sequence}-{row.recipient_id}-{row.calendar_method.lower()}.ics"
            # A letter that is sent again may carry the same revision with a newer stamp.
            known = objects.setdefault(name, _Copy(digests=set(), needed=False))
            known.digests.add(_sha256(calendar_in(row.raw)))
            known.needed |= copy.needed
    taken_in = select(letter_in.c.id, letter_in.c.raw, letter_in.c.sha256)
    for received in connection.execute(taken_in.order_by(letter_in.c.id)):
        if _sha256(received.raw) != received.sha256:
            yield f"The received letter {received.id} was altered. {RESTORE}"
    yield from _untrue_copies(folder / "letters", copies)
    yield from _untrue_copies(folder / "calendar", objects)


@dataclass(slots=True, kw_only=True)
class _Copy:
    """What a file may be, and whether it has to be there."""

    digests: set[str]
    needed: bool


def _untrue_copies(folder: Path, wanted: dict[str, _Copy]) -> Iterator[str]:
    if not folder.is_dir():
        return
    found = {path.name: path for path in sorted(folder.iterdir())}
    for name, path in found.items():
        if name not in wanted:
            yield f"The file {path} belongs to no letter. Move it elsewhere."
        elif _sha256(path.read_bytes()) not in wanted[name].digests:
            yield f"The file {path} was altered. Restore it from a backup."
    for name, copy in wanted.items():
        if copy.needed and name not in found:
            yield f"The file {folder / name} is gone. Restore it from a backup."


def untrue_archive(connection: Connection, root: Path) -> Iterator[str]:
    """Listed files that are gone or altered, files that nobody listed, papers without a file."""
    files = connection.execute(select(archive_file.c.sha256, archive_file.c.bytes))
    listed = {row.sha256: row.bytes for row in files}
    # What a crash left behind half written begins with a dot: it never was a file of the archive.
    found = {path.name: path for path in root.glob("sha256/??/??/[!.]*")}
    for digest in sorted(listed):
        path = found.get(digest)
        if path is None:
            yield f"The archived file {digest} is gone. Restore it from a backup."
    for digest in sorted(found):
        path = found[digest]
        if _sha256(path.read_bytes()) != digest:
            yield f"The archived file {path} was altered. Restore it from a backup."
        elif digest not in listed:
            yield f"The file {path} is in the archive, but nothing lists it. Move it elsewhere."
        elif path.stat().st_size != listed[digest]:
            yield f"The list says {listed[digest]} bytes for the file {path}. {RESTORE}"
    papers = connection.execute(select(paper.c.id, paper.c.title, paper.c.file_sha256))
    for row in papers:
        if row.file_sha256 not in listed:
            yield f"The paper “{row.title}” ({row.id}) has no file in the archive's list. {RESTORE}"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
