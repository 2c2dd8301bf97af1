"""The doorkeeper: finds out who comes, once for each request, before any guard asks.

It reads the sign-in behind the cookie and what all pages show of the school. It decides nothing:
guards (guards.py) and the law do.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar.concurrency import sync_to_thread
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie, State
from litestar.handlers.base import BaseRouteHandler
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from sqlalchemy import Connection

from meetings.identity import accounts, sessions, tokens
from meetings.store import people, values
from meetings.web.answers import Surroundings
from meetings.web.site import Site, Viewer

Comer = ASGIConnection[BaseRouteHandler, Viewer | None, None, State]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    viewer: Viewer | None
    surroundings: Surroundings


class Doorkeeper(AbstractAuthenticationMiddleware):
    """Leaves `user`, `surroundings` and `at` on the request."""

    async def authenticate_request(self, connection: Comer) -> AuthenticationResult:
        site: Site = connection.app.state.site
        at = site.clock.now()
        token = connection.cookies.get(cookie_name(secure=site.secure), "")
        bearer = connection.headers.get("authorization", "")
        look = await sync_to_thread(look_up, site, (token, bearer), at)
        connection.scope["state"]["surroundings"] = look.surroundings
        connection.scope["state"]["at"] = at
        return AuthenticationResult(user=look.viewer, auth=None)


def look_up(site: Site, shown: tuple[str, str], at: datetime) -> Look:
    """One short reading; a staff sign-in that was idle for five minutes is also noted as seen.

    `shown` is the cookie's token and the Authorization header; a bearer token wins.
    """
    token, bearer = shown
    with site.store.read() as connection:
        found = sessions.current(connection, token, at) if token and not bearer else None
        viewer = viewer_of(connection, found) if found else None
        if bearer.lower().startswith("bearer "):
            viewer = program_of(connection, bearer[7:].strip(), at)
        around = Surroundings(
            school_name=values.school_name(connection),
            zone=values.zone(connection),
            capture=values.capture(connection),
        )
    if found and viewer and viewer.kind == "staff" and at - found.seen_at > sessions.SEEN_EVERY:
        site.store.write(lambda session: sessions.seen(session, found, site.lifetimes, at))
    return Look(viewer=viewer, surroundings=around)


def viewer_of(connection: Connection, sign_in: sessions.SignIn) -> Viewer | None:
    """None when the person or the account is gone."""
    person = people.person(connection, sign_in.person_id)
    if person is None:
        return None
    roles: tuple[str, ...] = ()
    if sign_in.kind == "staff":
        account = accounts.of_person(connection, sign_in.person_id)
        if account is None or account.disabled:
            return None
        roles = account.roles
    return Viewer(
        person_id=sign_in.person_id,
        name=person.name,
        kind=sign_in.kind,
        roles=roles,
        session_id=sign_in.id,
        since=sign_in.created_at,
        method=sign_in.method,
        code_passed_at=sign_in.code_passed_at,
        language=person.language or "en",
        link_id=sign_in.link_id,
    )


def program_of(connection: Connection, token: str, at: datetime) -> Viewer | None:
    """A program acts as the person who made its token, within the token's scopes."""
    found = tokens.find(connection, token, at)
    account = accounts.of_person(connection, found.person_id) if found else None
    person = people.person(connection, found.person_id) if found else None
    if found is None or account is None or account.disabled or person is None:
        return None
    return Viewer(
        person_id=found.person_id,
        name=person.name,
        kind="staff",
        roles=account.roles,
        session_id=0,
        since=found.made_at,
        method="machine",
        scopes=found.scopes,
    )


def cookie_name(*, secure: bool) -> str:
    """The prefix makes browsers demand TLS, one host and no path of its own."""
    return "__Host-alp" if secure else "alp"


def sign_in_cookie(site: Site, token: str) -> Cookie:
    return Cookie(
        key=cookie_name(secure=site.secure),
        value=token,
        path="/",
        secure=site.secure,
        httponly=True,
        samesite="lax",
        max_age=int(site.lifetimes.family.total_seconds()),
    )


def gone_cookie(site: Site) -> Cookie:
    return Cookie(
        key=cookie_name(secure=site.secure),
        value="",
        path="/",
        secure=site.secure,
        httponly=True,
        samesite="lax",
        max_age=0,
    )
