"""One's own account: open sign-ins and how to end them; staff's password; the first sign-in."""

from datetime import datetime

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.identity import accounts, passwords, sessions
from meetings.store import people
from meetings.store.engines import Session
from meetings.web.answers import AnyRequest, Frame, NotSeenError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import signed_in
from meetings.web.signin import come_in
from meetings.web.site import Site, Viewer


@get("/account", sync_to_thread=True)
def show_account(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
) -> Response[str]:
    return _account_page(site, (viewer, frame, at), EMPTY)


def _account_page(
    site: Site, who: tuple[Viewer, Frame, datetime], form: Form, status: int = 200
) -> Response[str]:
    viewer, frame, at = who
    with site.store.read() as connection:
        sign_ins = sessions.of_person(connection, viewer.person_id, at)
    values = {"sign_ins": sign_ins, "viewer": viewer, "form": form}
    return page(frame, "signin/account.html", values, status)


@post("/account/end/{sign_in_id:int}", sync_to_thread=True)
def end_sign_in(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    at: NamedDependency[datetime],
    sign_in_id: FromPath[int],
) -> Redirect:
    def end(session: Session) -> None:
        mine = sessions.of_person(session.connection, viewer.person_id, at)
        if any(one.id == sign_in_id for one in mine):
            sessions.end(session, sign_in_id, at)

    site.store.write(end)
    return go("/account?said=done")


@post("/account/password", sync_to_thread=True)
def change_password(
    request: AnyRequest,
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Response[str] | Redirect:
    with site.store.read() as connection:
        account = accounts.of_person(connection, viewer.person_id)
    if account is None:
        raise NotSeenError
    if not passwords.matches(form.typed("old"), account.password_hash):
        form.fault("old", "This is not your password.")
        return _account_page(site, (viewer, frame, at), form, 422)
    fresh = _new_password(form)
    if fresh is None:
        return _account_page(site, (viewer, frame, at), form, 422)
    site.store.write(lambda session: accounts.set_password(session, viewer.person_id, fresh, at))
    arrival = _arrival(request, viewer.person_id)
    return come_in(site, arrival, at, "/account?said=saved")


def _new_password(form: Form) -> str | None:
    """Checked by the rules, so that the writing after it cannot be refused; None with a fault."""
    fresh = form.typed("new")
    try:
        passwords.demanded(fresh)
    except passwords.PasswordRefused as reason:
        form.fault("new", str(reason))
        return None
    return fresh


def _arrival(request: AnyRequest, person_id: int) -> sessions.Arrival:
    return sessions.Arrival(
        person_id=person_id,
        kind="staff",
        method="password",
        browser=request.headers.get("user-agent", ""),
    )


@get("/welcome/{token:str}", sync_to_thread=True)
def show_welcome(
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    at: NamedDependency[datetime],
    token: FromPath[str],
) -> Response[str]:
    return _welcome_page(site, (frame, token, at), EMPTY)


def _welcome_page(
    site: Site, where: tuple[Frame, str, datetime], form: Form, status: int = 200
) -> Response[str]:
    frame, token, at = where
    with site.store.read() as connection:
        welcome = accounts.welcome(connection, token, at)
        known = people.person(connection, welcome.person_id or 0) if welcome else None
    values = {"welcome": welcome, "name": known.name if known else "", "token": token, "form": form}
    return page(frame, "signin/welcome.html", values, status if welcome else 410)


@post("/welcome/{token:str}", sync_to_thread=True)
def accept_welcome(
    request: AnyRequest,
    site: NamedDependency[Site],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
    token: FromPath[str],
) -> Response[str] | Redirect:
    """Sets the password of the account, or makes the first administrator."""
    with site.store.read() as connection:
        welcome = accounts.welcome(connection, token, at)
    first = welcome is not None and welcome.person_id is None
    names = ("", "", "")
    if first:
        names = (
            form.line("given_name", "Please type your first name."),
            form.line("family_name", "Please type your last name."),
            form.line("email", "Please type your address."),
        )
    password = _new_password(form)
    if welcome is None or form.faults or password is None:
        return _welcome_page(site, (frame, token, at), form, 422)

    def accept(session: Session) -> int | None:
        if not accounts.use_welcome(session, token, at):
            return None
        person_id = welcome.person_id
        if person_id is None:
            person_id = accounts.make_first(session, names, at)
        accounts.set_password(session, person_id, password, at)
        return person_id

    person_id = site.store.write(accept)
    if person_id is None:
        return _welcome_page(site, (frame, token, at), form, 410)
    return come_in(site, _arrival(request, person_id), at, "/")


routers = [
    Router(
        "/",
        route_handlers=[show_account, end_sign_in, change_password],
        guards=[signed_in],
    ),
    Router("/", route_handlers=[show_welcome, accept_welcome]),
]
