"""The mailed code: it opens plan text on this device, and a fresh one stands for a signature.

`no` is the agreement to be signed, or 0 for reading. The code goes to the address on record only.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.identity import codes, faces, sessions
from meetings.store import people
from meetings.store.engines import Session
from meetings.web.answers import Frame, NotSeenError, after, go, page
from meetings.web.doorkeeper import sign_in_cookie
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import case_seen, today
from meetings.web.site import Site, Viewer
from workflow.plan import Case
from workflow.refusals import Refused

TOO_MANY = Refused(
    code="limit",
    why="You asked for many codes today.",
    remedy="Use the newest one that we sent you, or call the school.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the code is asked for."""

    case: Case
    purpose: codes.Purpose
    back: str
    url: str
    #: Where the letter goes, masked; "" without a mailbox.
    masked: str


@get("/family/code/{case_id:int}/{no:int}", sync_to_thread=True)
def show_code(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    case_id: FromPath[int],
    no: FromPath[int],
    back: FromQuery[str] = "",
) -> Response[str]:
    return code_page(frame, wanted(site, viewer, frame, (case_id, no, back)), EMPTY)


@post("/family/code/{case_id:int}/{no:int}/send", sync_to_thread=True)
def send_code(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    want = wanted(site, viewer, frame, (case_id, no, form.line("back")))
    if not site.store.write(lambda session: codes.issue(session, want.purpose, at)):
        return after(frame, TOO_MANY, want.url)
    site.poke()
    return go(f"{want.url}?{urlencode({'back': want.back, 'said': 'code_sent'})}")


@post("/family/code/{case_id:int}/{no:int}", sync_to_thread=True)
def enter_code(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    case_id: FromPath[int],
    no: FromPath[int],
) -> Response[str] | Redirect:
    want = wanted(site, viewer, frame, (case_id, no, form.line("back")))
    typed = form.line("code", "Please type the six digits of the letter.")
    token = site.store.write(lambda session: _passed(session, want, typed, (site, viewer, at)))
    if token is None:
        if not form.faults:
            form.fault("code", "This code does not fit, or it is too old. Ask for a new one.")
        return code_page(frame, want, form)
    answer = go(want.back)
    answer.cookies.append(sign_in_cookie(site, token))
    return answer


def _passed(
    session: Session, want: Wanted, typed: str, who: tuple[Site, Viewer, datetime]
) -> str | None:
    """A new sign-in that may read; None when the code does not fit, and a try is gone then."""
    site, viewer, at = who
    if codes.use(session, want.purpose, typed, at) is None:
        return None
    old = sessions.by_id(session.connection, viewer.session_id)
    return sessions.raise_to(session, old, site.lifetimes, at)


def wanted(site: Site, viewer: Viewer, frame: Frame, place: tuple[int, int, str]) -> Wanted:
    case_id, no, back = place
    with site.store.read() as connection:
        case = case_seen(connection, viewer, case_id, today(frame.at, frame.zone))
        me = people.person(connection, viewer.person_id)
    agreement = case.agreement(no) if no else None
    if no and (agreement is None or not agreement.original_sha256):
        raise NotSeenError
    purpose = codes.Purpose(
        person_id=viewer.person_id,
        what="sign" if agreement else "read",
        subject=agreement.original_sha256 if agreement else "",
        case_id=case_id,
    )
    own = back if back.startswith("/") and not back.startswith(("//", "/\\")) else frame.home
    return Wanted(
        case=case,
        purpose=purpose,
        back=own,
        url=f"/family/code/{case_id}/{no}",
        masked=faces.masked(me),
    )


def code_page(frame: Frame, want: Wanted, form: Form) -> Response[str]:
    values = {"want": want, "form": form, "masked": want.masked}
    return page(frame, "family/code.html", values, 422 if form.faults else 200)


def may_read(site: Site, viewer: Viewer, at: datetime) -> bool:
    """Staff read by their own sign-in; families after a code on this device."""
    if viewer.kind == "staff" or viewer.method == "demo":
        return True
    passed = viewer.code_passed_at
    return passed is not None and at - passed < site.lifetimes.code


def code_url(case_id: int, no: int, back: str) -> str:
    return f"/family/code/{case_id}/{no}?{urlencode({'back': back}, safe='/')}"
