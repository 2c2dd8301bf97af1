"""What reaches beyond one case: the next year's case, the prior plan, a bundle for a transfer."""

import io
import json
import zipfile
from datetime import date

from sqlalchemy import select

from meetings import desk
from meetings.courier.filing import Filing, put
from meetings.courier.office import COURIER, Office
from meetings.store import Session, cases
from meetings.store.orders import Owed
from meetings.store.tables import cases as case_rows
from meetings.store.tables import paper
from workflow.commands import Supersede
from workflow.opening import Opening
from workflow.plan import Party

ZIP = "application/zip"
#: The first moment that a zip file can bear: files inside have no time of their own.
NO_TIME = (1980, 1, 1, 0, 0, 0)
README = """This folder is the record of one student's Advanced Learning Plan.

Each PDF is sealed. To check one without the program that made it, open it with any reader that
verifies signatures (for instance `pdfsig`), or use `alp verify FILE.pdf`. `index.json` lists each
file with its SHA-256.
"""


class NotFiledYet(Exception):  # noqa: N818  named for what happened
    """The record of the year belongs into the bundle and is not sealed yet."""


def start_next(office: Office, owed: Owed) -> str:
    """Opens the case of the next school year with the same seats; drafting says the rest."""
    return office.store.write(lambda session: _start_next(session, owed))


def _start_next(session: Session, owed: Owed) -> str:
    case = cases.load(session.connection, owed.case_id)
    if case is None:
        return "There is no such case."
    year = next_year(case.school_year)
    known = session.connection.execute(
        select(case_rows.c.id)
        .where(case_rows.c.student_id == case.student_id)
        .where(case_rows.c.school_year == year)
    ).first()
    if known is not None:
        return "The next year is open already."
    since = date(int(year[:4]), 7, 1)
    opening = Opening(
        case_id=cases.next_id(session.connection),
        student_id=case.student_id,
        school_year=year,
        parties=tuple(
            _carried(party, since) for party in case.parties if party.holds_on(owed.given_at.date())
        ),
    )
    desk.open_case(session, opening, owed.given_at)
    return "The next year is open."


def next_year(school_year: str) -> str:
    """The year after: "2027-28" after "2026-27"."""
    first = int(school_year[:4]) + 1
    return f"{first}-{(first + 1) % 100:02}"


def _carried(party: Party, since: date) -> Party:
    return Party(
        person_id=party.person_id,
        role=party.role,
        required=party.required,
        since=since,
        education_rights=party.education_rights,
        may_contact=party.may_contact,
        receives_copy=party.receives_copy,
    )


def supersede_prior(office: Office, owed: Owed) -> str:
    """Ends an older case of the same student that is still open."""
    with office.store.read() as connection:
        case = cases.load(connection, owed.case_id)
        older = connection.execute(
            select(case_rows.c.id)
            .where(case_rows.c.student_id == (case.student_id if case else 0))
            .where(case_rows.c.id < owed.case_id)
            .where(case_rows.c.ended.is_(False))
        ).scalars()
        ids = list(older)
    for case_id in ids:
        office.say(case_id, Supersede(by=COURIER, key=f"superseded.{owed.case_id}"), owed.given_at)
    return f"{len(ids)} older plans ended."


def package(office: Office, owed: Owed) -> str:
    """A bundle of the student's papers for the next school; raises NotFiledYet."""
    with office.store.read() as connection:
        case = cases.load(connection, owed.case_id)
        if case is None or not case.record_sha256:
            raise NotFiledYet("The record of the year is sealed first; then the bundle is made.")
        rows = connection.execute(
            select(paper).where(paper.c.case_id == owed.case_id).order_by(paper.c.id)
        ).all()
    files = {f"{row.kind}-{row.no}-{row.id}.pdf": row for row in rows if row.pages}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as bundle:
        for name, row in files.items():
            bundle.writestr(zipfile.ZipInfo(name, NO_TIME), office.archive.get(row.file_sha256))
        index = {
            name: {"title": row.title, "sha256": row.file_sha256} for name, row in files.items()
        }
        bundle.writestr(
            zipfile.ZipInfo("index.json", NO_TIME), json.dumps(index, indent=2, ensure_ascii=False)
        )
        bundle.writestr(zipfile.ZipInfo("README.txt", NO_TIME), README)
    filing = Filing(
        case_id=owed.case_id,
        kind="package",
        no=0,
        title="Record for the next school",
        data=buffer.getvalue(),
        text_sha256="",
        media=ZIP,
    )
    put(office, filing, owed.given_at)
    return "The bundle is in the archive."
