"""Signing at the table one after another, and taking in a signature on paper with its scan.

Nobody signs for another: at the table the person types the name while a member of staff stands by
as witness.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.web import consent
from meetings.web.answers import Frame, after, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff.choices import MEANINGS, PLAN_PARTS, STUDENT_MEANINGS
from meetings.web.staff.filled import scan_of
from meetings.web.staff.saying import MOST_BYTES, asking_of, with_said
from meetings.web.staff.signing import Pen, pen_of
from workflow.commands import Actor, Command, FileSignedPaper, Sign
from workflow.plan import Signer


@get("/signing/{case_id:int}/{no:int}/table", sync_to_thread=True)
def show_table(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
    person: FromQuery[int] = 0,
) -> Response[str]:
    return _sign_page(frame, pen_of(site, frame, case_id, no), Sheet(person=person))


@post("/signing/{case_id:int}/{no:int}/table", sync_to_thread=True)
def send_table(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    pen = pen_of(site, frame, case_id, no)
    signer = _chosen(pen, form)
    command = _at_the_table(pen, form, signer)
    if command is None:
        sheet = Sheet(person=signer.person_id if signer else 0, form=form, status=422)
        return _sign_page(frame, pen, sheet)
    outcome = ask(site, case_id, command, at)
    left = [one for one in pen.missing if signer and one.person_id != signer.person_id]
    url = f"{pen.url}/table?person={left[0].person_id}" if left else pen.url
    return after(frame, outcome, with_said(url, "thanks"), {"Comment": form.text("comment")})


@get("/signing/{case_id:int}/{no:int}/paper", sync_to_thread=True)
def show_paper(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
    person: FromQuery[int] = 0,
) -> Response[str]:
    return _sign_page(frame, pen_of(site, frame, case_id, no), Sheet(person=person, paper=True))


@post(
    "/signing/{case_id:int}/{no:int}/paper", sync_to_thread=True, request_max_body_size=MOST_BYTES
)
def send_paper(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    pen = pen_of(site, frame, case_id, no)
    signer = _chosen(pen, form)
    command = _on_paper(site, pen, form, signer)
    if command is None:
        sheet = Sheet(person=signer.person_id if signer else 0, form=form, status=422, paper=True)
        return _sign_page(frame, pen, sheet)
    outcome = ask(site, case_id, command, at)
    return after(frame, outcome, with_said(pen.url, "done"), {"Comment": form.text("comment")})


def _chosen(pen: Pen, form: Form) -> Signer | None:
    person = form.whole("person", "Choose who signs.")
    found = next((one for one in pen.agreement.signers if one.person_id == person), None)
    if person is not None and found is None:
        form.fault("person", "This person is not asked to sign. Choose one of the list.")
    return found


def _meaning(form: Form) -> str:
    meaning = form.chosen("meaning", dict(MEANINGS), "Choose what the signature means.")
    if meaning == "disagree" and not form.text("comment"):
        form.fault("comment", "Please write in a sentence what is not agreed to.")
    return meaning


def _at_the_table(pen: Pen, form: Form, signer: Signer | None) -> Command | None:
    """The person signs in their own name; whoever is signed in stands by as witness."""
    meaning = _meaning(form)
    name = form.line("name", "Type the name in full.")
    form.ticked("consent", "Please tick that the plan was read.")
    told = consent.told(form)
    if signer is None or form.faults:
        return None
    by = Actor(person_id=signer.person_id, role=signer.role, identified_by="table")
    return Sign(
        by=by,
        key=form.key,
        seen=form.seen,
        no=pen.agreement.no,
        meaning=meaning,
        shown_sha256=form.line("shown"),
        name=name,
        method="table",
        comment=form.text("comment"),
        parts=form.picked("parts", dict(PLAN_PARTS)),
        consent_version=told,
        witness_id=pen.scene.viewer.person_id,
    )


def _on_paper(site: Site, pen: Pen, form: Form, signer: Signer | None) -> Command | None:
    meaning = _meaning(form)
    dated_on = form.on("dated_on", "Say which day is written on the paper.")
    asking = asking_of(site, pen.scene, form, pen.agreement.no)
    scan = scan_of(form, "scan", "A signature on paper counts with its scan. Add the file.", asking)
    if signer is None or dated_on is None or form.faults:
        return None
    return FileSignedPaper(
        by=pen.scene.actor("specialist"),
        key=form.key,
        seen=form.seen,
        no=pen.agreement.no,
        person_id=signer.person_id,
        meaning=meaning,
        shown_sha256=form.line("shown"),
        scan_sha256=scan,
        dated_on=dated_on,
        witness_id=pen.scene.viewer.person_id,
        comment=form.text("comment"),
        parts=form.picked("parts", dict(PLAN_PARTS)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Which of the two forms, for whom, and what was typed."""

    person: int
    paper: bool = False
    form: Form = EMPTY
    status: int = 200


def _sign_page(frame: Frame, pen: Pen, sheet: Sheet) -> Response[str]:
    role = next((o.role for o in pen.agreement.signers if o.person_id == sheet.person), "")
    values = {
        "pen": pen,
        "scene": pen.scene,
        "agreement": pen.agreement,
        "is_out": pen.subject.state == "out",
        "form": sheet.form,
        "person": sheet.person,
        "people": [
            (str(one.person_id), pen.scene.names.get(one.person_id, "")) for one in pen.missing
        ],
        "meanings": STUDENT_MEANINGS if role == "student" else MEANINGS,
        "parts": PLAN_PARTS,
        "told": consent.NEWEST,
        "sentences": consent.SENTENCES,
        "today": pen.scene.on.isoformat(),
    }
    template = "staff/sign_paper.html" if sheet.paper else "staff/sign_table.html"
    return page(frame, template, values, sheet.status)
