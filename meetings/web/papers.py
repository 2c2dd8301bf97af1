"""Papers as PDF by their SHA-256: for those of the case, families after a code on this device.

Guardians get what they may hold: the original, the record, and what else is addressed to all;
the scan of a signature is for the staff.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.archive import Altered
from meetings.store import papers
from meetings.store.papers import Paper
from meetings.web.answers import Frame, NotSeenError, after, go
from meetings.web.codes import code_url, may_read
from meetings.web.guards import case_seen, signed_in, today
from meetings.web.site import Site, Viewer
from workflow.refusals import Refused

#: Kinds that stay in the office.
OFFICE = ("scan", "package", "evidence")
#: What a paper is, as families read it; the title on the paper itself is in the school's language.
NAMES = {
    "original": "The paper for signing",
    "record": "The signed and sealed plan",
    "minutes": "The minutes",
    "review": "The review",
    "year_end": "The review at the year's end",
    "year_record": "The sealed record of the year",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperShown:
    url: str
    words: str
    made_at: datetime


def papers_of(connection: Connection, case_id: int) -> tuple[Paper, ...]:
    """What a family may hold, the newest first."""
    return tuple(one for one in papers.of_case(connection, case_id) if one.kind not in OFFICE)


def papers_shown(connection: Connection, frame: Frame, case_id: int) -> tuple[PaperShown, ...]:
    """The same for a page, in the viewer's language."""
    return tuple(
        PaperShown(
            url=f"/papers/{one.file_sha256}",
            words=frame.say(NAMES.get(one.kind, one.title)),
            made_at=one.made_at,
        )
        for one in papers_of(connection, case_id)
    )


@get("/papers/{sha256:str}", sync_to_thread=True)
def show_paper(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    sha256: FromPath[str],
) -> Response[bytes] | Response[str] | Redirect:
    with site.store.read() as connection:
        paper = _mine(connection, viewer, frame, sha256)
    if not may_read(site, viewer, at):
        no = paper.no if paper.kind == "original" else 0
        return go(code_url(paper.case_id, no, frame.path))
    try:
        data = site.archive.get(sha256)
    except Altered as fault:
        why, _, remedy = str(fault).partition(". ")
        return after(frame, Refused(code="not_yet", why=f"{why}.", remedy=remedy), frame.home)
    return Response(
        data,
        media_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{paper.kind}-{sha256[:8]}.pdf"'},
    )


def _mine(connection: Connection, viewer: Viewer, frame: Frame, sha256: str) -> Paper:
    for paper in papers.with_file(connection, sha256):
        if viewer.kind != "staff" and paper.kind in OFFICE:
            continue
        try:
            case_seen(connection, viewer, paper.case_id, today(frame.at, frame.zone))
        except NotSeenError:
            continue
        return paper
    raise NotSeenError


routers = [Router("/", route_handlers=[show_paper], guards=[signed_in])]
