"""Filing: a file goes into the archive by its digest, and its row beside it."""

from dataclasses import dataclass
from datetime import datetime

from documents.paper import Paper, page_count
from meetings.courier.contents import File
from meetings.courier.office import Office
from meetings.store import Session, papers
from meetings.store.papers import ArchiveFile, NewPaper

PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A file for the archive and its row."""

    case_id: int
    kind: str
    no: int
    title: str
    data: bytes
    text_sha256: str
    media: str = PDF


def filing(file: File, made: Paper, data: bytes, named: tuple[str, int]) -> Filing:
    """For a printed paper: its kind, and the number of its agreement or conference."""
    kind, no = named
    return Filing(
        case_id=file.case.id,
        kind=kind,
        no=no,
        title=made.title,
        data=data,
        text_sha256=made.text_digest,
    )


def put(office: Office, filing: Filing, at: datetime) -> str:
    """Archives and lists a file; the digest. The same file again changes nothing."""
    digest = office.archive.put(filing.data)
    office.store.write(lambda session: list_file(session, filing, digest, at))
    return digest


def list_file(session: Session, filing: Filing, digest: str, at: datetime) -> None:
    """The rows of a file that is on the disk."""
    listed = ArchiveFile(sha256=digest, size=len(filing.data), media=filing.media, kind=filing.kind)
    papers.list_file(session, listed, at)
    made = NewPaper(
        case_id=filing.case_id,
        kind=filing.kind,
        no=filing.no,
        title=filing.title,
        file_sha256=digest,
        text_sha256=filing.text_sha256,
        pages=page_count(filing.data) if filing.media == PDF else 0,
    )
    papers.put(session, made, at)
