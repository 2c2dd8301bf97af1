"""From what was handed in to plain CSV files: archives are opened, everything else is named.

What stands in a file is `grid.py`.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from meetings.roster.faults import FaultList

#: A roster of 100,000 students is under 100 MB.
UNPACKED_LIMIT_BYTES = 200_000_000
_MEMBER_LIMIT = 1_000
_ZIP_MARK = b"PK\x03\x04"
#: What damaged or hostile archives make the zip reader raise.
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
)


def unpacked(files: Mapping[str, bytes], faults: FaultList) -> dict[str, bytes]:
    """CSV files by plain name, in the order of their names."""
    found: dict[str, bytes] = {}
    for name, content in sorted(files.items()):
        if content.startswith(_ZIP_MARK):
            for member, inside in _members(name, content, faults):
                _keep(found, member, inside, faults)
        else:
            _keep(found, name.replace("\\", "/").rsplit("/", 1)[-1], content, faults)
    return found


def _keep(found: dict[str, bytes], name: str, content: bytes, faults: FaultList) -> None:
    if not name.casefold().endswith((".csv", ".txt")):
        faults.warn_file(name, "This is no CSV file; it was not read.", "Leave it out.")
    elif name.casefold() in {other.casefold() for other in found}:
        faults.refuse_file(name, "There are two files of this name.", "Hand in one of them.")
    elif sum(map(len, found.values())) + len(content) > UNPACKED_LIMIT_BYTES:
        faults.refuse_file(name, "All files together are over 200 MB.", "Export one school alone.")
    else:
        found[name] = content


def _members(name: str, content: bytes, faults: FaultList) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _lawful(name, archive, faults)
    except _BROKEN:
        faults.refuse_file(name, "The archive is damaged or locked.", "Pack it again, unlocked.")


def _lawful(name: str, archive: zipfile.ZipFile, faults: FaultList) -> Iterator[tuple[str, bytes]]:
    members = [info for info in archive.infolist() if not info.is_dir()]
    if len(members) > _MEMBER_LIMIT:
        faults.refuse_file(name, "The archive holds over 1,000 files.", "Pack the roster alone.")
        return
    left = UNPACKED_LIMIT_BYTES
    for info in members:
        if "/" in info.filename or "\\" in info.filename:
            if not info.filename.startswith("__MACOSX/"):
                what = f"{info.filename!r} stands in a folder of the archive."
                faults.refuse_file(name, what, "Pack the files themselves, without a folder.")
            continue
        # Declared sizes can lie: read at most one byte more than is allowed.
        with archive.open(info) as member:
            inside = member.read(left + 1)
        left -= len(inside)
        if left < 0:
            faults.refuse_file(name, "Unpacked it is over 200 MB.", "Export one school alone.")
            return
        yield info.filename, inside
