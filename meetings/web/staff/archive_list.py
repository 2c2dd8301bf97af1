"""The archive: sealed records and other papers by their digest; each can be checked again."""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from sqlalchemy import Connection, Select, func, or_, select

from documents.verify import Verdict
from meetings.archive import Altered
from meetings.store import tables
from meetings.web.answers import Frame, NotSeenError, page
from meetings.web.guards import OVERSEERS
from meetings.web.site import Site, Viewer
from meetings.web.verify import judged

KINDS = {
    "record": "Sealed record",
    "original": "Text for signing",
    "minutes": "Minutes",
    "review": "Review",
    "glance": "At a glance",
    "year_record": "Record of the year",
    "scan": "Scan of a paper",
    "package": "Package for a transfer",
}
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    case_id: int
    student: str
    school_year: str
    kind: str
    title: str
    sha256: str
    pages: int
    made_at: datetime
    sealed: bool


@get("/archive", sync_to_thread=True)
def show_archive(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    kind: FromQuery[str] = "",
    words: FromQuery[str] = "",
) -> Response[str]:
    with site.store.read() as connection:
        lines = papers_of(connection, viewer, kind, words[:80])
        counts = _counts(connection, viewer)
    values = {
        "lines": lines,
        "kinds": [(key, word, counts.get(key, 0)) for key, word in KINDS.items()],
        "kind": kind,
        "words": words,
        "all": sum(counts.values()),
        "most": MOST,
    }
    return page(frame, "staff/archive.html", values)


def papers_of(
    connection: Connection, viewer: Viewer, kind: str, words: str
) -> tuple[PaperLine, ...]:
    """The newest first; of the viewer's own cases, for overseers of all."""
    paper, cases, person = tables.paper, tables.cases, tables.person
    asked = (
        select(paper, cases.c.school_year, person.c.given_name, person.c.family_name)
        .join(cases, cases.c.id == paper.c.case_id)
        .join(person, person.c.id == cases.c.student_id)
        .order_by(paper.c.made_at.desc(), paper.c.id.desc())
        .limit(MOST)
    )
    if not viewer.has_role(*OVERSEERS):
        asked = asked.where(paper.c.case_id.in_(_mine(viewer)))
    if kind:
        asked = asked.where(paper.c.kind == kind)
    for word in words.lower().split()[:5]:
        asked = asked.where(
            or_(
                func.lower(person.c.given_name).like(f"%{word}%"),
                func.lower(person.c.family_name).like(f"%{word}%"),
                paper.c.file_sha256.like(f"{word}%"),
            )
        )
    return tuple(
        PaperLine(
            case_id=row.case_id,
            student=f"{row.given_name} {row.family_name}".strip(),
            school_year=row.school_year,
            kind=KINDS.get(row.kind, row.kind),
            title=row.title,
            sha256=row.file_sha256,
            pages=row.pages,
            made_at=row.made_at,
            sealed=row.kind in ("record", "year_record"),
        )
        for row in connection.execute(asked)
    )


def _mine(viewer: Viewer) -> Select[tuple[int]]:
    party = tables.party
    return select(party.c.case_id).where(party.c.person_id == viewer.person_id)


def _counts(connection: Connection, viewer: Viewer) -> dict[str, int]:
    paper = tables.paper
    asked = select(paper.c.kind, func.count()).group_by(paper.c.kind)
    if not viewer.has_role(*OVERSEERS):
        asked = asked.where(paper.c.case_id.in_(_mine(viewer)))
    return {row[0]: int(row[1]) for row in connection.execute(asked)}


@post("/archive/{sha256:str}/check", sync_to_thread=True)
def check_paper(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    sha256: FromPath[str],
) -> Response[str]:
    """Reads the file again and judges it as anybody outside would."""
    with site.store.read() as connection:
        lines = papers_of(connection, viewer, "", sha256)
        if not any(line.sha256 == sha256 for line in lines):
            raise NotSeenError
        verdict, fault = _judge(connection, site, sha256)
    values = {
        "line": next(line for line in lines if line.sha256 == sha256),
        "verdict": verdict,
        "fault": fault,
    }
    return page(frame, "staff/archive_check.html", values)


def _judge(connection: Connection, site: Site, sha256: str) -> tuple[Verdict | None, str]:
    try:
        data = site.archive.get(sha256)
    except Altered as altered:
        return None, str(altered)
    return judged(connection, site, data), ""
