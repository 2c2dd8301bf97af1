"""Pages for everybody: language, help, privacy, accessibility; and whether the server lives."""

from datetime import datetime

from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect

from meetings.web.answers import LANGUAGE_COOKIE, Frame, go, page
from meetings.web.forms import Form
from meetings.web.languages import LANGUAGES
from meetings.web.signin import own_path
from meetings.web.site import Site


@post("/language", sync_to_thread=False)
def choose_language(site: NamedDependency[Site], form: NamedDependency[Form]) -> Redirect:
    answer = go(own_path(form.line("back")) or "/")
    chosen = form.chosen("language", LANGUAGES)
    if chosen:
        answer.cookies.append(
            Cookie(
                key=LANGUAGE_COOKIE,
                value=chosen,
                path="/",
                samesite="lax",
                httponly=True,
                secure=site.secure,
                max_age=31536000,
            )
        )
    return answer


@get("/help", sync_to_thread=True)
def show_help(frame: NamedDependency[Frame]) -> Response[str]:
    return page(frame, "plain/help.html", {})


@get("/privacy", sync_to_thread=True)
def show_privacy(frame: NamedDependency[Frame]) -> Response[str]:
    return page(frame, "plain/privacy.html", {})


@get("/accessibility", sync_to_thread=True)
def show_accessibility(frame: NamedDependency[Frame]) -> Response[str]:
    return page(frame, "plain/accessibility.html", {})


@get("/health/live", sync_to_thread=False)
def live() -> dict[str, str]:
    """Answers without the database."""
    return {"status": "live"}


@get("/health/ready", sync_to_thread=True)
def ready(site: NamedDependency[Site], at: NamedDependency[datetime]) -> dict[str, str]:
    """Answers when the database does."""
    with site.store.read() as connection:
        connection.exec_driver_sql("SELECT 1")
    return {"status": "ready", "at": at.isoformat()}


routers = [
    Router(
        "/",
        route_handlers=[
            choose_language,
            show_help,
            show_privacy,
            show_accessibility,
            live,
            ready,
        ],
    )
]
