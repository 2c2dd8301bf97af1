"""Papers and the archive's list: what was made for which case, and what its file must hash to.

The files themselves are `meetings.archive`. A row of the list is never changed or taken away.
"""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, Select, insert, select

from meetings.store.engines import Session
from meetings.store.tables import archive_file, paper

#: Kinds of papers that bear a seal: agreements, and the record of a year.
SEALED = ("record", "year_record")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPaper:
    case_id: int
    #: original, record, minutes, review, glance, year_record, scan, package.
    kind: str
    #: Of the agreement or conference; 0 for the plan.
    no: int = 0
    title: str
    file_sha256: str
    text_sha256: str = ""
    pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(NewPaper):
    id: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFile:
    """One file of the archive as it is listed."""

    sha256: str
    size: int
    media: str
    #: draft, original, sealed, scan, other: what retention counts by.
    kind: str


def of_case(connection: Connection, case_id: int) -> tuple[Paper, ...]:
    """The newest first."""
    return _papers(connection, select(paper).where(paper.c.case_id == case_id))


def with_file(connection: Connection, sha256: str) -> tuple[Paper, ...]:
    """The same file may be a paper of several cases: a glance at a class, an empty form."""
    return _papers(connection, select(paper).where(paper.c.file_sha256 == sha256))


def of_kind(connection: Connection, *kinds: str) -> tuple[Paper, ...]:
    """Of every case, the newest first."""
    return _papers(connection, select(paper).where(paper.c.kind.in_(kinds)))


def newest(connection: Connection, case_id: int, kind: str, no: int = 0) -> Paper | None:
    """The last one printed of its kind and number."""
    found = of_case(connection, case_id)
    return next((each for each in found if (each.kind, each.no) == (kind, no)), None)


def put(session: Session, wanted: NewPaper, at: datetime) -> int:
    """The id of the row. The same paper again is the row that stands."""
    known = session.connection.execute(
        select(paper.c.id)
        .where(paper.c.case_id == wanted.case_id)
        .where(paper.c.kind == wanted.kind)
        .where(paper.c.no == wanted.no)
        .where(paper.c.file_sha256 == wanted.file_sha256)
    ).scalar_one_or_none()
    if known is not None:
        return int(known)
    made = session.connection.execute(
        insert(paper).values(**asdict(wanted), made_at=at).returning(paper.c.id)
    )
    return int(made.scalar_one())


def list_file(session: Session, file: ArchiveFile, at: datetime) -> None:
    """After the file is on the disk. The same file again changes nothing, its class neither."""
    if listed(session.connection, file.sha256) is not None:
        return
    session.connection.execute(
        insert(archive_file).values(
            {
                "sha256": file.sha256,
                "bytes": file.size,
                "media": file.media,
                "class": file.kind,
                "made_at": at,
            }
        )
    )


def listed(connection: Connection, sha256: str) -> ArchiveFile | None:
    row = connection.execute(
        select(archive_file).where(archive_file.c.sha256 == sha256)
    ).one_or_none()
    return None if row is None else _file(row)


def every_file(connection: Connection) -> tuple[ArchiveFile, ...]:
    """The whole list, by digest."""
    rows = connection.execute(select(archive_file).order_by(archive_file.c.sha256))
    return tuple(_file(row) for row in rows)


def _papers(connection: Connection, wanted: Select[tuple[object, ...]]) -> tuple[Paper, ...]:
    rows = connection.execute(wanted.order_by(paper.c.made_at.desc(), paper.c.id.desc()))
    return tuple(Paper(**row) for row in rows.mappings())


def _file(row: Row[tuple[object, ...]]) -> ArchiveFile:
    known = row._mapping  # noqa: SLF001  the documented way to read a row by name
    return ArchiveFile(
        sha256=known["sha256"], size=known["bytes"], media=known["media"], kind=known["class"]
    )


def standing(connection: Connection) -> dict[str, str]:
    """Of every sealed file: current, or superseded by a later agreement of the same case."""
    rows = connection.execute(
        select(paper.c.case_id, paper.c.kind, paper.c.no, paper.c.file_sha256)
        .where(paper.c.kind.in_(SEALED))
        .order_by(paper.c.case_id, paper.c.kind, paper.c.no, paper.c.id)
    ).all()
    newest = {(row.case_id, row.kind): row.file_sha256 for row in rows}
    return {
        row.file_sha256: "current"
        if newest[row.case_id, row.kind] == row.file_sha256
        else "superseded"
        for row in rows
    }
