"""Who has signed what; signing at the table one after another; taking in a signature on paper.

Signing by link is family/signing.py. Nobody signs for another: at the table the person types the
name while a member of staff stands by as witness, and paper counts with its scan.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.store import papers
from meetings.web import told
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.forms import Form
from meetings.web.site import Site
from meetings.web.staff.choices import MEANINGS
from meetings.web.staff.reminding import remind_unsigned
from meetings.web.staff.saying import with_said
from meetings.web.staff.scene import Offered, Scene, of_chart, offered, scene_of, with_return
from workflow.plan import Agreement, Signature, Signer, Subject

METHODS = {"typed": "typed name", "drawn": "drawn", "table": "at the table", "paper": "on paper"}
TONES = {
    "agree": "good",
    "agree_with_comment": "good",
    "disagree": "bad",
    "decline_to_sign": "warn",
}


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


def _others(pen: Pen) -> tuple[Offered, ...]:
    """What the law offers besides the two that have links of their own beside each name."""
    found = of_chart(offered(pen.scene), "agreement", pen.agreement.no)
    return tuple(one for one in found if one.command not in ("sign", "file_signed_paper"))


def signed_of(frame: Frame, pen: Pen) -> tuple[Signed, ...]:
    marks = {mark.person_id: mark for mark in pen.agreement.standing_signatures()}
    return tuple(
        _signed(frame, pen, one, marks.get(one.person_id)) for one in pen.agreement.signers
    )


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
