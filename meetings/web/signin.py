"""Coming in and going out: staff by password, everybody else by the links in their letters.

Opening a link shows whose it is and does nothing; a press signs this device in for that person.
"""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from meetings.identity import accounts, buckets, faces, links, sessions
from meetings.store import cases, people
from meetings.store.engines import Session
from meetings.web import told
from meetings.web.answers import AnyRequest, Frame, after, go, page
from meetings.web.doorkeeper import gone_cookie, sign_in_cookie
from meetings.web.forms import EMPTY, Form
from meetings.web.site import Site
from workflow.refusals import Refused

TOO_MANY = Refused(
    code="limit",
    why="There were many tries to sign in from here.",
    remedy="Wait an hour, or ask the operator for a sign-in link.",
)
WRONG = "This address and password do not fit together."


@get("/signin", sync_to_thread=True)
def show_sign_in(request: AnyRequest, frame: NamedDependency[Frame]) -> Response[str] | Redirect:
    """`?next=` is where the sign-in leads."""
    if frame.viewer is not None:
        return go(frame.home)
    return page(
        frame,
        "signin/signin.html",
        {"form": EMPTY, "next": own_path(request.query_params.get("next", ""))},
    )


@post("/signin", sync_to_thread=True)
def sign_in(
    request: AnyRequest,
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    email = form.line("email", "Please type your address.")
    password = form.typed("password")
    to = own_path(form.line("next"))
    if not _may_try(site, (_client(request), email), at):
        return after(frame, TOO_MANY, "/signin")
    with site.store.read() as connection:
        account = accounts.check(connection, email, password)
    if account is None:
        form.fault("email", WRONG)
        return page(frame, "signin/signin.html", {"form": form, "next": to}, 422)
    arrival = sessions.Arrival(
        person_id=account.person_id,
        kind="staff",
        method="password",
        browser=request.headers.get("user-agent", ""),
    )
    return come_in(site, arrival, at, to or "/")


def come_in(site: Site, arrival: sessions.Arrival, at: datetime, to: str) -> Redirect:
    token = site.store.write(lambda session: sessions.begin(session, arrival, site.lifetimes, at))
    answer = go(to)
    answer.cookies.append(sign_in_cookie(site, token))
    return answer


def _may_try(site: Site, who: tuple[str, str], at: datetime) -> bool:
    """Counts this try for the client and, apart, for the account."""
    client, email = who

    def count(session: Session) -> bool:
        first = buckets.take(session, buckets.SIGN_INS, client, at)
        return buckets.take(session, buckets.PASSWORDS, email, at) and first

    return site.store.write(count)


def _client(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


def own_path(text: str) -> str:
    """A path of ours, or "": a sign-in never sends anybody elsewhere."""
    inside = text.startswith("/") and not text.startswith(("//", "/\\", "/m/", "/welcome/"))
    return text if inside else ""


@post("/signout", sync_to_thread=True)
def sign_out(
    site: NamedDependency[Site], frame: NamedDependency[Frame], at: NamedDependency[datetime]
) -> Redirect:
    viewer = frame.viewer
    if viewer is not None:
        site.store.write(lambda session: sessions.end(session, viewer.session_id, at))
    answer = go("/signin?said=signed_out")
    answer.cookies.append(gone_cookie(site))
    return answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a link shows before anybody says that it is theirs."""

    #: open, expired, revoked, or unknown.
    state: str
    person: str = ""
    child: str = ""
    when: str = ""
    room: str = ""
    reply: str = ""
    purpose: str = ""


@get("/m/{token:str}", sync_to_thread=True)
def open_link(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    token: FromPath[str],
    answer: FromQuery[str] = "",
    goal: FromQuery[str] = "",
    starts_at: FromQuery[str] = "",
) -> Response[str]:
    """What the letter's link says is carried along and preselected later; nothing is done."""
    opened = _opened(site, frame, token, at)
    values = {
        "opened": opened,
        "token": token,
        "answer": (answer or starts_at)[:60],
        "goal": goal[:40],
    }
    return page(frame, "signin/link.html", values, 200 if opened.state == "open" else 410)


@post("/m/{token:str}", sync_to_thread=True)
def use_link(
    request: AnyRequest,
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    token: FromPath[str],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        link = links.find(connection, token, at)
        person = people.person(connection, link.door.person_id) if link else None
    if link is None or person is None or link.state != "open":
        opened = _opened(site, frame, token, at)
        values = {"opened": opened, "token": token, "answer": "", "goal": ""}
        return page(frame, "signin/link.html", values, 410)
    kind = faces.viewer_kind(person)
    if kind == "staff":
        return go(f"/signin?next={links.place(link.door, kind)}")
    arrival = sessions.Arrival(
        person_id=link.door.person_id,
        kind=kind,
        method="link",
        link_id=link.id,
        browser=request.headers.get("user-agent", ""),
    )
    answer, goal = form.line("answer"), form.line("goal")
    query = urlencode({name: said for name, said in (("answer", answer), ("goal", goal)) if said})
    place = links.place(link.door, kind)
    return come_in(site, arrival, at, f"{place}?{query}" if query else place)


@post("/m/{token:str}/new", sync_to_thread=True)
def ask_for_new_link(
    request: AnyRequest,
    site: NamedDependency[Site],
    at: NamedDependency[datetime],
    token: FromPath[str],
) -> Redirect:
    """A new link goes to the mailbox that the old one was made for; the page never says whose."""

    def promise(session: Session) -> None:
        link = links.find(session.connection, token, at)
        allowed = buckets.take(session, buckets.MAILED, _client(request), at)
        if link is not None and link.state != "open" and allowed:
            links.promise_new(session, link, at)

    site.store.write(promise)
    site.poke()
    return go(f"/m/{token}?said=link_sent")


def _opened(site: Site, frame: Frame, token: str, at: datetime) -> Opened:
    with site.store.read() as connection:
        link = links.find(connection, token, at)
        if link is None:
            return Opened(state="unknown")
        if link.state != "open":
            return Opened(state=link.state)
        case = cases.load(connection, link.door.case_id)
        shown = people.people_named(
            connection, (link.door.person_id, case.student_id if case else 0)
        )
    conference = told.newest_conference(case, link.door.person_id) if case else None
    slot = conference.slot if conference else None
    mine = told.answer_of(conference, link.door.person_id) if conference else None
    return Opened(
        state="open",
        person=shown[link.door.person_id].name if link.door.person_id in shown else "",
        child=shown[case.student_id].called if case and case.student_id in shown else "",
        when=told.span(frame, slot) if slot and link.door.purpose == "reply" else "",
        room=slot.room if slot else "",
        reply=told.REPLIES.get(mine.partstat, "") if mine else "",
        purpose=link.door.purpose,
    )


@post("/not-me", sync_to_thread=True)
def not_me(
    site: NamedDependency[Site], frame: NamedDependency[Frame], at: NamedDependency[datetime]
) -> Redirect:
    """Ends the link and every sign-in through it, and asks the specialist to look."""
    viewer = frame.viewer
    if viewer is not None and viewer.link_id is not None:
        link_id = viewer.link_id
        site.store.write(
            lambda session: links.report_stranger(session, link_id, viewer.person_id, at)
        )
        site.poke()
    answer = go("/signin?said=signed_out")
    answer.cookies.append(gone_cookie(site))
    return answer


routers = [
    Router(
        "/",
        route_handlers=[
            show_sign_in,
            sign_in,
            sign_out,
            open_link,
            use_link,
            ask_for_new_link,
            not_me,
        ],
    )
]
