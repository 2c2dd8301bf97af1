"""Keeping what is handed in: a scan goes to the archive and is listed there, then it has a name."""

from collections.abc import Callable
from datetime import datetime

from meetings.store import Session, papers
from meetings.web.site import Site

#: By the first bytes of a file; a scan is a picture or a PDF.
MEDIA = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


def media_of(data: bytes) -> str:
    """The kind of a scan; "" for anything that is none."""
    return next((media for start, media in MEDIA if data.startswith(start)), "")


def keeper(site: Site, case_id: int, at: datetime) -> Callable[[bytes], str]:
    """What keeps one file and gives its SHA-256. The file is on the disk before it is listed."""

    def keep(data: bytes) -> str:
        digest = site.archive.put(data)
        media = media_of(data) or "application/octet-stream"
        listed = papers.ArchiveFile(sha256=digest, size=len(data), media=media, kind="scan")
        paper = papers.NewPaper(
            case_id=case_id, kind="scan", title="Scan of a paper", file_sha256=digest, pages=1
        )

        def list_it(session: Session) -> None:
            papers.list_file(session, listed, at)
            papers.put(session, paper, at)

        site.store.write(list_it)
        return digest

    return keep
