"""Importing a roster: files in, what would change, and only then the change, by its digest.

An upload waits a day in the database and is then taken away. Reading files is meetings.roster;
writing the accepted difference is meetings.store.rosters.
"""

import base64
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection, insert, select, update

from meetings import enrolment, importing
from meetings.roster.describe import bad_rows, counted
from meetings.roster.difference import Change, Difference, compare
from meetings.roster.faults import Severity
from meetings.roster.gifted import Hints
from meetings.roster.naming import name_of
from meetings.roster.people import Kind
from meetings.roster.reading import Reading, read
from meetings.store import Session, rosters, tables
from meetings.web.answers import Frame, NotSeenError, after, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from workflow.refusals import Refused

MOST_BYTES = 12_000_000
KEPT_FOR = timedelta(hours=24)
#: More of one kind than these are counted and not listed.
LISTED = 50
CHANGED_SINCE = Refused(
    code="changed",
    why="The roster in the database, or what is shown here, changed since you looked.",
    remedy="Open the preview again, look at the difference, then accept that one.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One stored upload, read again: the preview and the change come of the same bytes."""

    id: int
    made_at: datetime
    accepted_at: datetime | None
    reading: Reading
    difference: Difference
    #: Why none of it can be taken in; None where it can.
    refused: Refused | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Changes of one kind of record, in words."""

    title: str
    lines: tuple[tuple[str, tuple[str, ...]], ...]
    more: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastImport:
    id: int
    made_at: datetime
    source: str
    accepted_at: datetime | None
    summary: str
    waits: bool


@get("/roster", sync_to_thread=True)
def show_rosters(site: NamedDependency[Site], frame: NamedDependency[Frame]) -> Response[str]:
    return _list_page(site, frame, EMPTY)


@post("/roster", sync_to_thread=True, request_max_body_size=MOST_BYTES)
def upload(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    files = {one.name: one.data for one in form.uploads.get("files", ())}
    if not files:
        form.fault("files", "Choose the files of the roster, or one zip with all of them.")
        return _list_page(site, frame, form, 422)
    said = {"day_first": form.typed("day_first"), "gifted_column": form.line("gifted_column")}
    number = site.store.write(lambda session: _keep(session, viewer, (files, said), at))
    return go(f"/roster/{number}")


def _list_page(site: Site, frame: Frame, form: Form, status: int = 200) -> Response[str]:
    with site.store.read() as connection:
        past = _past(connection)
    return page(frame, "staff/rosters.html", {"past": past, "form": form}, status)


def _past(connection: Connection) -> tuple[PastImport, ...]:
    table = tables.roster_import
    rows = connection.execute(select(table).order_by(table.c.id.desc()).limit(50))
    return tuple(
        PastImport(
            id=row.id,
            made_at=row.made_at,
            source=row.source,
            accepted_at=row.accepted_at,
            summary=row.summary,
            waits=row.files is not None and row.accepted_at is None,
        )
        for row in rows
    )


def _keep(
    session: Session, viewer: Viewer, sent: tuple[Mapping[str, bytes], dict[str, str]], at: datetime
) -> int:
    """Stores the upload and forgets those that waited longer than a day."""
    files, hints = sent
    table = tables.roster_import
    session.connection.execute(
        update(table).where(table.c.made_at < at - KEPT_FOR).values(files=None)
    )
    packed = {name: base64.b64encode(data).decode() for name, data in files.items()}
    reading = read(files, given=_hints(hints))
    made = session.connection.execute(
        insert(table)
        .values(
            made_at=at,
            by_person=viewer.person_id,
            source=reading.source[:80],
            digest="",
            summary="",
            files=json.dumps({"files": packed, "hints": hints}),
        )
        .returning(table.c.id)
    )
    return int(made.scalar_one())


def _hints(said: Mapping[str, str]) -> Hints:
    day_first = {"day": True, "month": False}.get(said.get("day_first", ""))
    return Hints(day_first=day_first, gifted_column=said.get("gifted_column", ""))


def upload_of(connection: Connection, number: int) -> Upload:
    """Read anew from the stored bytes; NotSeenError when they are gone."""
    table = tables.roster_import
    row = connection.execute(select(table).where(table.c.id == number)).one_or_none()
    if row is None or row.files is None:
        raise NotSeenError
    stored = json.loads(row.files)
    files = {name: base64.b64decode(text) for name, text in stored["files"].items()}
    reading = read(files, given=_hints(stored["hints"]))
    difference = compare(rosters.stored_roster(connection), reading)
    return Upload(
        id=row.id,
        made_at=row.made_at,
        accepted_at=row.accepted_at,
        reading=reading,
        difference=difference,
        refused=importing.why_not(reading, difference),
    )


@get("/roster/{number:int}", sync_to_thread=True)
def show_preview(
    site: NamedDependency[Site], frame: NamedDependency[Frame], number: FromPath[int]
) -> Response[str]:
    with site.store.read() as connection:
        found = upload_of(connection, number)
    return _preview(frame, found, EMPTY)


@post("/roster/{number:int}", sync_to_thread=True)
def accept(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    number: FromPath[int],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        found = upload_of(connection, number)
    if found.difference.must_type and form.whole("gone") != found.difference.must_type:
        form.fault(
            "gone", f"Type {found.difference.must_type}, the number of students who are gone."
        )
        return _preview(frame, found, form, 422)
    seen = Seen(number=number, digest=form.line("digest"), opens_plans=form.ticked("open_plans"))
    outcome = site.store.write(lambda session: _accept(session, seen, at))
    site.poke()
    return after(frame, outcome, "/roster?said=done")


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What the person saw and wants."""

    number: int
    digest: str
    #: A plan of this school year for each gifted student who has none.
    opens_plans: bool


def _accept(session: Session, seen: Seen, at: datetime) -> Refused | None:
    """Only the difference that was shown is written, with what follows, or nothing."""
    found = upload_of(session.connection, seen.number)
    if found.refused is not None:
        return found.refused
    if found.accepted_at is not None or found.difference.digest_sha256 != seen.digest:
        return CHANGED_SINCE
    rosters.accept(session, found.difference, at)
    if seen.opens_plans:
        enrolment.take_up(session, at)
    else:
        enrolment.follow_roster(session, at)
    _note(session, seen, importing.summary(found.difference), at)
    return None


def _note(session: Session, seen: Seen, summary: str, at: datetime) -> None:
    """The files are let go: what they said is in the tables now."""
    table = tables.roster_import
    session.connection.execute(
        update(table)
        .where(table.c.id == seen.number)
        .values(accepted_at=at, digest=seen.digest, summary=summary, files=None)
    )


def _preview(frame: Frame, found: Upload, form: Form, status: int = 200) -> Response[str]:
    reading, difference = found.reading, found.difference
    content = {
        "upload": found,
        "reading": reading,
        "difference": difference,
        "read": [
            counted(kind, len(reading.roster.of(kind))) for kind in Kind if reading.roster.of(kind)
        ],
        "left_out": [f"{who}: {count}" for who, count in reading.left_out.items() if count],
        "parts": (
            ("New", groups(difference.new)),
            ("Changed", groups(difference.changed)),
            ("Gone", groups(difference.gone)),
        ),
        "refused": [one for one in reading.faults if one.severity is Severity.REFUSED],
        "warnings": [one for one in reading.faults if one.severity is not Severity.REFUSED],
        "has_bad_rows": bool(reading.refused_rows),
        "school_year": enrolment.school_year_of(today(frame.at, frame.zone)),
        "form": form,
    }
    return page(frame, "staff/roster_preview.html", content, status)


def groups(changes: tuple[Change, ...]) -> tuple[Group, ...]:
    found = []
    for kind in Kind:
        some = [change for change in changes if change.kind is kind]
        if some:
            lines = tuple(_line(change) for change in some[:LISTED])
            more = len(some) - len(lines)
            found.append(Group(title=counted(kind, len(some)), lines=lines, more=more))
    return tuple(found)


def _line(change: Change) -> tuple[str, tuple[str, ...]]:
    record = change.after or change.before
    fields = (f"{f.field}: {f.before or 'empty'} → {f.after or 'empty'}" for f in change.fields)
    return (name_of(record) if record else "", tuple(fields))


@get("/roster/{number:int}/refused.zip", sync_to_thread=True)
def refused_rows(site: NamedDependency[Site], number: FromPath[int]) -> Response[bytes]:
    """The rows that were refused, as files to repair and hand in again."""
    with site.store.read() as connection:
        found = upload_of(connection, number)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as parcel:
        for name, text in bad_rows(found.reading).items():
            parcel.writestr(zipfile.ZipInfo(name), text)
    headers = {"Content-Disposition": 'attachment; filename="refused-rows.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)
