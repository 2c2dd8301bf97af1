"""The shield: headers of every answer, and the second guard against forged writes.

The first guard is the token in each form (litestar's CSRFConfig, set in `app.py`). This one asks
where a write comes from: browsers say it in Sec-Fetch-Site, older ones in Origin. The JSON API is
exempt where it is called with a bearer token, which no foreign page can send.
"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable

from litestar.config.csrf import CSRFConfig
from litestar.datastructures import Headers, MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from meetings.web.answers import ToldError

CONTENT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-src 'self'; "
    "frame-ancestors {ancestors}; object-src 'none'"
)
HEADERS = (
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Robots-Tag", "noindex"),
)
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignWriteError(ToldError):
    """403: the write did not come from one of our own pages."""

    status_code = 403
    detail = "This came from another site, so nothing was done. Open our page and try again there."


class Shield(ASGIMiddleware):
    """Refuses writes that come from elsewhere."""

    scopes = (ScopeType.HTTP,)

    def __init__(self, own: str) -> None:
        """`own` is this site's address, "https://alp.example.org"."""
        self._own = own.rstrip("/")

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if scope["type"] == ScopeType.HTTP and scope["method"] not in SAFE:
            headers = Headers.from_scope(scope)
            if not is_own_write(headers, self._own) and not _has_bearer(scope, headers):
                raise ForeignWriteError
        await next_app(scope, receive, send)


def armour(own: str) -> Callable[[Message, Scope], Awaitable[None]]:
    """Puts the headers on whatever is sent, faults and unknown addresses too; TLS demands HSTS."""

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        headers = MutableScopeHeaders.from_message(message)
        for name, value in HEADERS:
            headers.setdefault(name, value)
        ancestors = "'self'" if scope["path"].startswith("/papers/") else "'none'"
        headers.setdefault("Content-Security-Policy", CONTENT.format(ancestors=ancestors))
        if not scope["path"].startswith("/assets/"):
            headers.setdefault("Cache-Control", "no-store")
        if own.startswith("https://"):
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")

    return add


def is_own_write(headers: Headers, own: str) -> bool:
    """Sec-Fetch-Site decides where it is sent; else Origin must be our own or the asked host."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin", "")
    return bool(origin) and origin in (own, f"http://{headers.get('host', '')}")


def _has_bearer(scope: Scope, headers: Headers) -> bool:
    given = headers.get("authorization", "").lower().startswith("bearer ")
    return scope["path"].startswith("/api/") and given


def csrf_config(secret: bytes, *, secure: bool) -> CSRFConfig:
    """The cookie is named after the secret: one older than the secret would lock people out."""
    derived = hmac.new(secret, b"csrf", hashlib.sha256).hexdigest()
    name = f"csrf_{hashlib.sha256(derived.encode()).hexdigest()[:6]}"
    return CSRFConfig(
        secret=derived,
        cookie_name=name,
        cookie_secure=secure,
        cookie_httponly=True,
        cookie_samesite="lax",
        exclude_from_csrf_key="bearer_only",
    )
