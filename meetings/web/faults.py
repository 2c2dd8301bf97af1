"""Faults: every error is a page with a sentence, or a problem document for the JSON API.

Here: what HTTP errors and crashes look like. A refusal of the law is no fault: `answers.refusal`.
The API's form is RFC 9457 (application/problem+json).
"""

import logging
import secrets
from dataclasses import dataclass
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect
from sqlalchemy.exc import OperationalError

from meetings.web.answers import (
    AnyRequest,
    SignInFirstError,
    ToldError,
    frame_of,
    go,
    home_of,
    page,
)
from workflow.refusals import Refused

LOG = logging.getLogger("alp.web")
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTold:
    """An error in words."""

    status: int
    title: str
    why: str
    remedy: str = ""
    reference: str = ""


#: What each status says where nobody said more.
TOLD = {
    400: ("This could not be read", "What arrived here is not what this page expects."),
    401: ("Please sign in", "This page needs a sign-in."),
    403: ("Not for you", "This page is for other people's work."),
    404: ("Nothing here", "This page is not here, or not for you."),
    405: ("Not possible here", "This address does not take what was sent to it."),
    413: ("Too large", "What was sent is larger than this page takes."),
    429: ("Too many tries", "There were too many tries in a short time. Nothing was done."),
    503: ("Busy", "Nothing was saved. Please go back and press once more."),
    500: ("Something went wrong", "The fault is ours. Nothing was saved."),
}
REMEDIES = {
    400: "Go back, load the page again, and try once more.",
    401: "Sign in, or open the newest letter that we sent you.",
    403: "Open your own start page.",
    404: "Check the address, or open the newest letter that we sent you.",
    413: "Send a smaller file.",
    429: "Wait a while, then try again.",
    503: "If it happens again, tell the school.",
    500: "Please tell the school the reference below.",
}


def on_http_error(request: AnyRequest, error: HTTPException) -> Response[object] | Redirect:
    if isinstance(error, SignInFirstError) and not _wants_json(request):
        return go(f"/signin?next={quote(request.url.path, safe='/')}")
    if request.url.path == "/" and error.status_code == 403:  # noqa: PLR2004  HTTP: forbidden
        return go(home_of(request.scope.get("user")))
    title, why = TOLD.get(error.status_code, TOLD[400 if error.status_code < 500 else 500])  # noqa: PLR2004  HTTP classes
    own_words = error.detail if isinstance(error, ToldError) else ""
    told = FaultTold(
        status=error.status_code,
        title=title,
        why=own_words or why,
        remedy=REMEDIES.get(error.status_code, ""),
    )
    return _answer(request, told, dict(error.headers or {}))


def on_busy(request: AnyRequest, error: OperationalError) -> Response[object]:
    """The database did not take it in time: nothing is saved, the browser has the text."""
    LOG.warning("busy: %s", error.orig)
    title, why = TOLD[503]
    told = FaultTold(status=503, title=title, why=why, remedy=REMEDIES[503])
    return _answer(request, told, {"Retry-After": "2"})


def on_crash(request: AnyRequest, error: Exception) -> Response[object]:
    reference = secrets.token_hex(4)
    LOG.error("fault %s", reference, exc_info=error)
    title, why = TOLD[500]
    told = FaultTold(status=500, title=title, why=why, remedy=REMEDIES[500], reference=reference)
    return _answer(request, told, {})


def _answer(request: AnyRequest, told: FaultTold, headers: dict[str, str]) -> Response[object]:
    if _wants_json(request):
        return problem(told, headers)
    answer = page(frame_of(request), "errors/fault.html", {"fault": told}, told.status)
    return Response(
        answer.content, status_code=told.status, media_type=answer.media_type, headers=headers
    )


def problem(told: FaultTold, headers: dict[str, str] | None = None) -> Response[object]:
    content = {
        "type": f"urn:alp:fault:{told.status}",
        "title": told.title,
        "status": told.status,
        "detail": told.why,
        "remedy": told.remedy,
    }
    if told.reference:
        content["reference"] = told.reference
    return Response(content, status_code=told.status, media_type=PROBLEM, headers=headers or {})


def refused_problem(refused: Refused, status: int = 409) -> Response[object]:
    """A refusal of the law, for a program: the same sentences as on the page."""
    content = {
        "type": f"urn:alp:refusal:{refused.code}",
        "title": "Refused",
        "status": status,
        "detail": refused.why,
        "remedy": refused.remedy,
    }
    return Response(content, status_code=status, media_type=PROBLEM)


def _wants_json(request: AnyRequest) -> bool:
    return request.url.path.startswith("/api/")
