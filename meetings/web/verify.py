"""Checking a paper: by its file or by its SHA-256; open to everybody, and says nothing personal.

A file is judged offline (documents.verify), a digest by what the archive lists.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from sqlalchemy import Connection, select

from documents.verify import ArchiveLog, Trust, Verdict, check
from meetings import keys
from meetings.store.tables import paper
from meetings.web.answers import Frame, page
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site

TEN_MEGABYTES = 10_000_000
DIGEST_LETTERS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What the archive says of a digest."""

    #: current, superseded, kept (a paper that is no record) or unknown.
    standing: str
    made_at: datetime | None = None
    pages: int = 0


@get("/verify", sync_to_thread=True)
def show_verify(frame: NamedDependency[Frame]) -> Response[str]:
    return page(frame, "plain/verify.html", {"form": EMPTY, "verdict": None, "listed": None})


@post("/verify", sync_to_thread=True, request_max_body_size=TEN_MEGABYTES)
def send_verify(
    site: NamedDependency[Site], frame: NamedDependency[Frame], form: NamedDependency[Form]
) -> Response[str]:
    upload = form.upload("file")
    verdict, listed = None, None
    with site.store.read() as connection:
        if upload is not None:
            verdict = judged(connection, site, upload.data)
        elif digest := _digest(form):
            listed = listed_as(connection, digest)
    values = {"form": form, "verdict": verdict, "listed": listed}
    return page(frame, "plain/verify.html", values, 422 if form.faults else 200)


def _digest(form: Form) -> str:
    text = form.line("digest", "Choose a file, or type the 64 letters of its digest.").lower()
    if text and (len(text) != 64 or not set(text) <= DIGEST_LETTERS):  # noqa: PLR2004  SHA-256 in hex
        form.fault("digest", "A digest has 64 letters from 0 to 9 and a to f.")
    return "" if form.faults else text


def judged(connection: Connection, site: Site, data: bytes) -> Verdict:
    verdict = check(data, trust_of(site))
    standing = listed_as(connection, verdict.facts.sha256).standing
    if standing not in ("current", "superseded"):
        return verdict
    log = ArchiveLog(standing={verdict.facts.sha256: standing})
    return check(data, trust_of(site), log)


def trust_of(site: Site) -> Trust:
    """The district's own root; without keys no seal is known."""
    try:
        return Trust(roots=(keys.load_root(site.store.folder / "keys"),))
    except keys.KeyRefused:
        return Trust()


def listed_as(connection: Connection, sha256: str) -> Listed:
    """A record is current until the same case has a later one."""
    found = connection.execute(
        select(paper).where(paper.c.file_sha256 == sha256).order_by(paper.c.id)
    ).first()
    if found is None:
        return Listed(standing="unknown")
    if found.kind != "record":
        return Listed(standing="kept", made_at=found.made_at, pages=found.pages)
    newest = (
        connection.execute(
            select(paper.c.file_sha256)
            .where(paper.c.case_id == found.case_id)
            .where(paper.c.kind == "record")
            .order_by(paper.c.no.desc(), paper.c.id.desc())
        )
        .scalars()
        .first()
    )
    standing = "current" if newest == sha256 else "superseded"
    return Listed(standing=standing, made_at=found.made_at, pages=found.pages)


routers = [Router("/", route_handlers=[show_verify, send_verify])]
