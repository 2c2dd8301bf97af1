"""Sealed papers and other files by their SHA-256: written once, never changed, checked when read.

Which file belongs to whom is a table (store/papers.py); how long it is kept is policy.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class Altered(Exception):  # noqa: N818  named for what happened, as all our refusals are
    """A file's bytes are no longer those that its name promises, or it is gone."""


@dataclass(frozen=True, slots=True)
class Archive:
    """A folder `sha256/ab/cd/<digest>`; the same content has the same place."""

    folder: Path

    def put(self, data: bytes) -> str:
        """The digest. The file is on the disk, its folder too, when this returns."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.path(digest)
        if path.exists():
            self.get(digest)
            return digest
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_whole(path, data)
        return digest

    def get(self, digest: str) -> bytes:
        """The bytes; raises Altered when they are gone or do not hash to the digest."""
        path = self.path(digest)
        if not path.exists():
            raise Altered(f"The archive has no file {digest}. Restore it from a backup.")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            raise Altered(f"The archived file {digest} was altered. Restore it from a backup.")
        return data

    def path(self, digest: str) -> Path:
        return self.folder / "sha256" / digest[:2] / digest[2:4] / digest

    def digests(self) -> Iterator[str]:
        """Every digest that has a file, in order."""
        found = (path.name for path in self.folder.glob("sha256/??/??/[!.]*"))
        yield from sorted(found)


def _write_whole(path: Path, data: bytes) -> None:
    """All or nothing: a crash leaves a nameless temporary file, never a short one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o444)
    Path(name).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
