"""Signing on the web: the exact paper, the meaning, the name; bound to what was shown.

Guardians and students sign at /family/sign with a fresh code, teachers at /teacher/sign by their
own sign-in. The form carries the SHA-256 of the paper that it shows; the law compares it with the
filed one. Signing at the table and on paper are pages of the staff.
"""

import json
from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlalchemy import Connection

from documents.marks import Mark, MarkRefused, drawn, typed
from meetings.identity import codes
from meetings.store import people
from meetings.web import consent
from meetings.web.answers import AnyRequest, Frame, NotSeenError, after, go, page
from meetings.web.asking import ask
from meetings.web.codes import code_url, may_read
from meetings.web.family.plan import PlanShown, plan_shown
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import actor, case_seen, today
from meetings.web.site import Site, Viewer
from workflow.commands import Sign
from workflow.plan import Agreement, Case, Signature, Subject

MEANINGS = (
    ("agree", "I agree with this plan"),
    ("agree_with_comment", "I agree, and I have a comment"),
    ("received_copy", "I got a copy of this plan"),
    ("attended", "I was at the conference"),
    ("disagree", "I do not agree"),
    ("decline_to_sign", "I prefer not to sign"),
)
#: What a student's agreement says: a commitment, no consent.
STUDENT_MEANINGS = (
    ("agree", "I helped write this plan and I commit to it"),
    ("agree_with_comment", "I helped write this plan, I commit to it, and I have a comment"),
    *MEANINGS[2:],
)
PARTS = (
    ("goals", "The goals"),
    ("programming", "What the school offers"),
    ("accommodations", "Accommodations"),
    ("commitments", "What we promise each other"),
    ("profile", "The profile or the identification"),
    ("minutes", "The minutes"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """One agreement as one of those who are asked sees it."""

    case: Case
    subject: Subject
    agreement: Agreement
    child: str
    role: str
    root: str
    shown: PlanShown
    #: How we know who signs; "" until a fresh code was entered.
    proof: str

    @property
    def url(self) -> str:
        return f"{self.root}/{self.case.id}/{self.agreement.no}"

    @property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        return STUDENT_MEANINGS if self.role == "student" else MEANINGS

    def purpose(self, viewer: Viewer) -> codes.Purpose:
        return _purpose(viewer.person_id, self.case, self.agreement)

    def mine(self, person_id: int) -> Signature | None:
        marks = self.agreement.standing_signatures()
        return next((mark for mark in marks if mark.person_id == person_id), None)


@get("/family/sign/{case_id:int}/{no:int}", sync_to_thread=True)
def show_sign(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    signing = signing_of(site, viewer, frame, (case_id, no))
    if signing.subject.state != "out" or signing.mine(viewer.person_id):
        return page(frame, "family/sign_state.html", _state_values(frame, signing))
    if not may_read(site, viewer, at):
        return go(code_url(case_id, no, frame.path))
    return sign_page(frame, signing, EMPTY)


@post("/family/sign/{case_id:int}/{no:int}", sync_to_thread=True)
def send_sign(
    request: AnyRequest,
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    signing = signing_of(site, viewer, frame, (case_id, no))
    proof = signing.proof or _typed_code(site, form, signing.purpose(viewer), frame.at)
    mark = _mark(form)
    meant = _meant(form, signing)
    told = consent.told(form)
    if form.faults or mark is None or not proof:
        return sign_page(frame, signing, form)
    command = Sign(
        by=actor(viewer, signing.case, today(frame.at, frame.zone), signing.role),
        key=form.key,
        seen=form.seen,
        no=no,
        meaning=meant.meaning,
        shown_sha256=form.line("shown"),
        name=mark.name,
        method=mark.method,
        comment=meant.comment,
        mark=json.dumps(mark.strokes) if mark.strokes else "",
        parts=meant.parts,
        consent_version=told,
        proof=_evidence(request, proof),
    )
    outcome = ask(site, case_id, command, frame.at)
    return after(frame, outcome, f"{signing.url}/done", {"Your comment": meant.comment})


def _evidence(request: AnyRequest, proof: str) -> str:
    """What is kept of how we know: the code's number or the sign-in, the address, the browser."""
    said = {
        "code": proof,
        "ip": request.client.host if request.client else "",
        "browser": request.headers.get("user-agent", "")[:200],
    }
    return json.dumps(said, sort_keys=True)


@get("/family/sign/{case_id:int}/{no:int}/done", sync_to_thread=True)
def sign_done(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str]:
    signing = signing_of(site, viewer, frame, (case_id, no))
    return page(frame, "family/sign_state.html", _state_values(frame, signing))


def signing_of(site: Site, viewer: Viewer, frame: Frame, place: tuple[int, int]) -> Signing:
    """NotSeenError for whoever is not asked to sign this agreement."""
    case_id, no = place
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
        subject, agreement = case.subject("agreement", no), case.agreement(no)
        if subject is None or agreement is None:
            raise NotSeenError
        signers = (one for one in agreement.signers if one.person_id == viewer.person_id)
        signer = next(signers, None)
        if signer is None:
            raise NotSeenError
        return Signing(
            case=case,
            subject=subject,
            agreement=agreement,
            child=people.names(connection, (case.student_id,)).get(case.student_id, ""),
            role=signer.role,
            root="/teacher/sign" if viewer.kind == "staff" else "/family/sign",
            shown=plan_shown(connection, frame, case, agreement.text_digest),
            proof=_proof(connection, viewer, _purpose(viewer.person_id, case, agreement), frame.at),
        )


def _purpose(person_id: int, case: Case, agreement: Agreement) -> codes.Purpose:
    """The code that stands for a signature is bound to the paper's digest."""
    return codes.Purpose(
        person_id=person_id, what="sign", subject=agreement.original_sha256, case_id=case.id
    )


def sign_page(frame: Frame, signing: Signing, form: Form) -> Response[str]:
    values = {
        "signing": signing,
        "agreement": signing.agreement,
        "shown": signing.shown,
        "form": form,
        "parts": PARTS,
        "needs_code": not signing.proof,
        "code_url": code_url(signing.case.id, signing.agreement.no, signing.url),
        "others": len(signing.agreement.signers) - 1,
        "told": consent.NEWEST,
        "consent": consent.SENTENCES,
    }
    return page(frame, "family/sign.html", values, 422 if form.faults else 200)


def _state_values(frame: Frame, signing: Signing) -> dict[str, object]:
    assert frame.viewer is not None  # noqa: S101  the router's guard demands a sign-in
    mine = signing.mine(frame.viewer.person_id)
    meaning = dict(signing.meanings).get(mine.meaning, "") if mine else ""
    waiting = len(signing.agreement.signers) - len(signing.agreement.standing_signatures())
    return {
        "signing": signing,
        "state": signing.subject.state,
        "mine": mine,
        "meaning": meaning,
        "waiting": max(0, waiting),
        "agreement": signing.agreement,
    }


def _proof(connection: Connection, viewer: Viewer, purpose: codes.Purpose, at: datetime) -> str:
    """By what we know who signs: the staff sign-in or a fresh code's number; "" asks for a code."""
    if viewer.kind == "staff":
        return "staff_session"
    if viewer.method == "demo":
        return "demo"
    if viewer.code_passed_at is None:
        return ""
    passed = codes.passed(connection, purpose, viewer.code_passed_at, at)
    return str(passed) if passed is not None else ""


def _typed_code(site: Site, form: Form, purpose: codes.Purpose, at: datetime) -> str:
    """The code that stands in the form itself, when the one before is too old; "" with a fault."""
    sent = form.line("code", "Please type the six digits of the newest letter.")
    if not sent:
        return ""
    used = site.store.write(lambda session: codes.use(session, purpose, sent, at))
    if used is None:
        form.fault("code", "This code does not fit, or it is too old. Ask for a new one.")
        return ""
    return str(used)


def _mark(form: Form) -> Mark | None:
    name, strokes = form.line("name"), form.typed("strokes")
    try:
        return drawn(name, strokes) if strokes else typed(name)
    except MarkRefused as reason:
        form.fault("name", str(reason))
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What the name is to mean."""

    meaning: str
    comment: str
    parts: tuple[str, ...]


def _meant(form: Form, signing: Signing) -> Meant:
    """Only of use when the form has no faults."""
    allowed = [word for word, _ in signing.meanings]
    meaning = form.chosen("meaning", allowed, "Please choose what your name means.")
    form.ticked("read", "Please tick that you have read the paper.")
    comment = form.text("comment")
    parts = form.picked("parts", [code for code, _ in PARTS]) if meaning == "disagree" else ()
    if meaning == "agree_with_comment" and not comment:
        form.fault("comment", "Please write your comment, or choose “I agree”.")
    if meaning == "disagree" and not comment:
        form.fault("comment", "Please say in a few words why you do not agree.")
    if meaning == "disagree" and not parts:
        form.fault("parts", "Please say which parts you do not agree with.")
    return Meant(meaning=meaning, comment=comment, parts=parts)


# The same pages under the teacher's address, behind the guard of staff.
show_teacher_sign = get("/teacher/sign/{case_id:int}/{no:int}", sync_to_thread=True)(show_sign.fn)
send_teacher_sign = post("/teacher/sign/{case_id:int}/{no:int}", sync_to_thread=True)(send_sign.fn)
teacher_sign_done = get("/teacher/sign/{case_id:int}/{no:int}/done", sync_to_thread=True)(
    sign_done.fn
)
