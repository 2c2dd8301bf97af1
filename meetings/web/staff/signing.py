"""Who has signed what; signing at the table one after another; taking in a signature on paper.

Signing by link is family/signing.py. Nobody signs for another: at the table the person types the
name while a member of staff stands by as witness, and paper counts with its scan.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.store import papers
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, after, go, page
from meetings.web.asking import ask
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from meetings.web.staff.acts import MEANINGS, PLAN_PARTS
from meetings.web.staff.filled import scan_of
from meetings.web.staff.reminding import remind_unsigned
from meetings.web.staff.saying import MOST_BYTES, asking_of, with_said
from meetings.web.staff.scene import Scene, of_chart, offered, scene_of, with_return
from workflow.commands import Actor, Command, FileSignedPaper, Sign
from workflow.plan import Agreement, Signature, Signer, Subject

#: What a signature at the table names as the consent that was shown.
CONSENT = "table-1"
METHODS = {"typed": "typed name", "drawn": "drawn", "table": "at the table", "paper": "on paper"}
TONES = {"agree": "good", "agree_with_comment": "good", "disagree": "bad", "decline_to_sign": "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """One of those who are asked, and what they answered."""

    person_id: int
    name: str
    role: str
    required: bool
    meaning: str
    tone: str
    #: How and when, in words; "" before.
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """One agreement of an opened plan."""

    scene: Scene
    agreement: Agreement
    subject: Subject

    @property
    def url(self) -> str:
        return f"/signing/{self.scene.case.id}/{self.agreement.no}"

    @property
    def missing(self) -> tuple[Signer, ...]:
        answered = {mark.person_id for mark in self.agreement.standing_signatures()}
        return tuple(one for one in self.agreement.signers if one.person_id not in answered)


def pen_of(site: Site, frame: Frame, case_id: int, no: int) -> Pen:
    with site.store.read() as connection:
        scene = scene_of(site.store, connection, frame, case_id)
    agreement, subject = scene.case.agreement(no), scene.case.subject("agreement", no)
    if agreement is None or subject is None:
        raise NotSeenError
    return Pen(scene=scene, agreement=agreement, subject=subject)


@get("/signing/{case_id:int}/{no:int}", sync_to_thread=True)
def show_signing(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str]:
    pen = pen_of(site, frame, case_id, no)
    with site.store.read() as connection:
        filed = [one for one in papers.of_case(connection, case_id) if one.no in (0, no)]
    values = {
        "pen": pen,
        "scene": pen.scene,
        "agreement": pen.agreement,
        "says": pen.scene.law.charts["agreement"].states[pen.subject.state].says,
        "signed": signed_of(frame, pen),
        "options": with_return(_others(pen), pen.url),
        "papers": filed,
        "is_out": pen.subject.state == "out",
        "replaced": len(pen.agreement.signatures) - len(pen.agreement.standing_signatures()),
    }
    return page(frame, "staff/signing.html", values)


def _others(pen: Pen) -> tuple[object, ...]:
    """What the law offers besides the two that have links of their own beside each name."""
    found = of_chart(offered(pen.scene), "agreement", pen.agreement.no)
    return tuple(one for one in found if one.command not in ("sign", "file_signed_paper"))


def signed_of(frame: Frame, pen: Pen) -> tuple[Signed, ...]:
    marks = {mark.person_id: mark for mark in pen.agreement.standing_signatures()}
    return tuple(_signed(frame, pen, one, marks.get(one.person_id)) for one in pen.agreement.signers)


def _signed(frame: Frame, pen: Pen, signer: Signer, mark: Signature | None) -> Signed:
    how = ""
    if mark is not None:
        how = f"{METHODS.get(mark.method, mark.method)}, {told.moment(frame, mark.at)}"
        if mark.witness_id:
            how += f", witness {pen.scene.name(mark.witness_id)}"
    return Signed(
        person_id=signer.person_id,
        name=pen.scene.names.get(signer.person_id, ""),
        role=told.ROLES.get(signer.role, signer.role),
        required=signer.required,
        meaning=dict(MEANINGS).get(mark.meaning, mark.meaning) if mark else "",
        tone=TONES.get(mark.meaning, "act") if mark else "plain",
        how=how,
    )


@post("/signing/{case_id:int}/{no:int}/remind", sync_to_thread=True)
def remind(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Redirect:
    """A letter to each who has not answered; the same press again sends nothing more."""
    pen = pen_of(site, frame, case_id, no)
    if pen.subject.state == "out":
        people = tuple(one.person_id for one in pen.missing)
        remind_unsigned(site, (case_id, no), people, (form.key, at))
    return go(with_said(pen.url, "sent"))


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


@post("/signing/{case_id:int}/{no:int}/paper", sync_to_thread=True, request_max_body_size=MOST_BYTES)
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
        consent_version=CONSENT,
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
    meanings = MEANINGS
    if role == "student":
        meanings = (("agree", "I helped write this plan and commit to it"), *MEANINGS[3:])
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
        "meanings": meanings,
        "parts": PLAN_PARTS,
        "today": pen.scene.on.isoformat(),
    }
    template = "staff/sign_paper.html" if sheet.paper else "staff/sign_table.html"
    return page(frame, template, values, sheet.status)
