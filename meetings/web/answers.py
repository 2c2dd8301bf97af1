"""Answers: a page, a redirect after a write, a refusal as a page with why and remedy.

Here: the frame around each page and the ways a handler answers. Not here: faults and what may not
be seen (`refusals.py`), and what stands in a form (`forms.py`).
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self, runtime_checkable

from babel import Locale
from litestar import Request, Response
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from litestar.template.base import csrf_token

from documents import press
from meetings.web.assets import ASSETS
from meetings.web.languages import LANGUAGES, spoken
from meetings.web.site import Site, Viewer
from workflow.refusals import Refused

AnyRequest = Request[Viewer | None, None, State]

LANGUAGE_COOKIE = "alp_language"

#: What `?said=…` shows above a page after a write; nothing else is ever shown from an address.
SAID = {
    "saved": "Saved.",
    "sent": "Sent.",
    "done": "Done.",
    "thanks": "Thank you. We wrote it down.",
    "code_sent": "We sent you a new code.",
    "signed_out": "You are signed out.",
    "link_sent": "If we know this link, a new one is on its way to the mailbox it was made for.",
    "queued": "It will be done in a moment. Load this page again to see it.",
}

STAFF_MENU = (
    ("/", "What needs me"),
    ("/caseload", "Caseload"),
    ("/proposals", "Planning"),
    ("/reviews", "Reviews"),
    ("/outbox", "Outbox"),
    ("/inbox", "Inbox"),
    ("/archive", "Archive"),
    ("/roster", "Roster"),
    ("/people", "People"),
    ("/settings", "Settings"),
)
TEACHER_MENU = (("/teacher", "My students"),)
FAMILY_MENU = (
    ("/family", "Overview"),
    ("/family/plan", "The plan"),
    ("/family/progress", "Progress"),
)
STUDENT_MENU = (("/student", "My goals"), ("/student/check-in", "Check in"))
HOMES = {"family": "/family", "student": "/student", "guest": "/family"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What the doorkeeper read with the sign-in: the same for every page of the school."""

    school_name: str
    #: An IANA zone: all times on pages are the school's.
    zone: str
    capture: bool


#: Before the doorkeeper has looked: only faults of the outermost layers are answered with it.
ELSEWHERE = Surroundings(school_name="ALP", zone="UTC", capture=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of the menu."""

    url: str
    label: str
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What surrounds every page. Handlers take it by the name `frame` and hand it to `page`."""

    viewer: Viewer | None
    locale: str
    direction: str
    #: Token against forgery, for hidden fields (parts/fields.html: hidden).
    csrf: str
    #: A fresh value for each rendering: a form pressed twice counts once.
    key: str
    assets: str
    path: str
    home: str
    menu: tuple[Place, ...]
    school_name: str
    zone: str
    capture: bool
    #: What the bar of a demo shows (web/demo: Bar); None where this is no demo.
    demo: object | None
    #: A sentence about what was just done, or "".
    said: str
    at: datetime

    def say(self, text: str) -> str:
        """One of our sentences in the viewer's language; unknown ones stay as they are.

        Templates translate what stands in them with `_`; what comes as a value goes through here,
        because `_` would take it for trusted HTML.
        """
        return spoken(self.locale).get(text, text)

    @property
    def kind(self) -> str:
        """staff, family, student, guest, or "nobody": the class of the page's body."""
        return self.viewer.kind if self.viewer else "nobody"


@runtime_checkable
class HasFaults(Protocol):
    """A form: its sentences are translated as late as the page is made."""

    def in_words(self, say: Callable[[str], str]) -> Self: ...


def frame_of(request: AnyRequest) -> Frame:
    """Reads nothing but what the doorkeeper left on the request."""
    site: Site = request.app.state.site
    viewer = request.scope.get("user")
    state = request.scope["state"]
    around: Surroundings = state.get("surroundings", ELSEWHERE)
    locale = language_of(request, viewer)
    return Frame(
        viewer=viewer,
        locale=locale,
        direction=Locale.parse(locale).text_direction,
        csrf=csrf_token({"request": request}),
        key=secrets.token_urlsafe(9),
        assets=ASSETS,
        path=request.url.path,
        home=home_of(viewer),
        menu=menu_of(viewer, request.url.path),
        school_name=around.school_name,
        zone=around.zone,
        capture=around.capture,
        demo=site.demo.bar(viewer) if site.demo else None,
        said=SAID.get(request.query_params.get("said", ""), ""),
        at=state.get("at") or site.clock.now(),
    )


def language_of(request: AnyRequest, viewer: Viewer | None) -> str:
    """The one chosen, the person's, or the first of the browser's that we speak."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    accepted = request.headers.get("accept-language", "").split(",")
    wishes = [chosen, viewer.language if viewer else "", *(each.split(";")[0] for each in accepted)]
    spoken = (wish.strip().lower()[:2] for wish in wishes)
    return next((wish for wish in spoken if wish in LANGUAGES), LANGUAGES[0])


def home_of(viewer: Viewer | None) -> str:
    if viewer is None:
        return "/signin"
    if viewer.kind == "staff" and not is_office(viewer):
        return "/teacher"
    return HOMES.get(viewer.kind, "/")


def is_office(viewer: Viewer) -> bool:
    """Who works with the whole caseload, not only with their own classes."""
    offices = ("specialist", "coordinator", "administrator", "operator", "authority", "scheduler")
    return viewer.kind == "staff" and viewer.has_role(*offices)


def menu_of(viewer: Viewer | None, path: str) -> tuple[Place, ...]:
    if viewer is None:
        return ()
    menus = {"family": FAMILY_MENU, "student": STUDENT_MENU}
    staff = STAFF_MENU + TEACHER_MENU if is_office(viewer) else TEACHER_MENU
    places = menus.get(viewer.kind, staff if viewer.kind == "staff" else ())
    here = max((url for url, _ in places if _leads_to(url, path)), key=len, default="")
    return tuple(Place(url=url, label=label, here=url == here) for url, label in places)


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(f"{url}/"))


def page(
    frame: Frame, template: str, values: Mapping[str, object], status: int = 200
) -> Response[str]:
    """The template under templates/pages, in the viewer's language, with `frame` added."""
    said = {**values, "frame": frame}
    form = values.get("form")
    if isinstance(form, HasFaults):
        said["form"] = form.in_words(frame.say)
    text = press.render(f"pages/{template}", said, frame.locale)
    return Response(text, status_code=status, media_type="text/html; charset=utf-8")


def go(url: str) -> Redirect:
    """303: the browser fetches the next page, and a reload does not write again."""
    return Redirect(url, status_code=303)


def after(
    frame: Frame, outcome: object, url: str, typed: Mapping[str, str] | None = None
) -> Response[str] | Redirect:
    """What follows a write: on to `url`, or 409 with the refusal's words and the typed text."""
    if isinstance(outcome, Refused):
        return refusal(frame, outcome, typed)
    return go(url)


def refusal(
    frame: Frame, refused: Refused, typed: Mapping[str, str] | None = None
) -> Response[str]:
    """409: why, what to do instead, and whatever was typed, so that nothing is lost."""
    kept = {label: text for label, text in (typed or {}).items() if text}
    values = {"refused": refused, "typed": kept, "back": frame.path}
    return page(frame, "errors/refused.html", values, 409)


class ToldError(HTTPException):
    """An HTTP error whose detail is a sentence of ours; that of others is not shown to people."""


class NotSeenError(ToldError):
    """404: it is not there, or not for this person; which of the two is not told."""

    status_code = 404
    detail = "This page is not here, or not for you."


class NotYoursError(ToldError):
    """403: signed in, but with another task."""

    status_code = 403
    detail = "This page is for other people's work."


class SignInFirstError(ToldError):
    """401: pages lead to the sign-in instead."""

    status_code = 401
    detail = "Please sign in first."
