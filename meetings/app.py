"""The web application: routers, guards against forgery, limits and error pages put together.

Here is what holds for every page. What a page does is in `web/`; who starts the server is
`__main__.py`.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from litestar import Litestar, Router
from litestar.concurrency import set_asyncio_executor
from litestar.config.allowed_hosts import AllowedHostsConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.exceptions import HTTPException
from litestar.handlers import HTTPRouteHandler
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from sqlalchemy.exc import OperationalError

from meetings.web import (
    account,
    api,
    assets,
    calendars,
    family,
    papers,
    plain,
    signin,
    staff,
    student,
    teacher,
    verify,
)
from meetings.web.answers import AnyRequest, frame_of
from meetings.web.doorkeeper import Doorkeeper
from meetings.web.faults import on_busy, on_crash, on_http_error
from meetings.web.forms import sent_form
from meetings.web.guards import viewer_of
from meetings.web.shield import Shield, armour, csrf_config
from meetings.web.site import Site

ONE_MEGABYTE = 1_000_000
#: Handlers run in threads; the database answers faster than this many can ask.
THREADS = 16


def create_app(site: Site) -> Litestar:
    """The application object for one site; it holds no other state than `site`."""
    return Litestar(
        route_handlers=_routes(site),
        dependencies={
            "site": Provide(_site, sync_to_thread=False),
            "at": Provide(_at, sync_to_thread=False),
            "frame": Provide(frame_of, sync_to_thread=False),
            "viewer": Provide(viewer_of, sync_to_thread=False),
            "form": Provide(sent_form),
        },
        middleware=[
            Shield(site.settings.public_url),
            DefineMiddleware(Doorkeeper, exclude=["^/assets/"]),
        ],
        before_send=[armour(site.settings.public_url)],
        csrf_config=csrf_config(site.store.secret, secure=site.secure),
        exception_handlers={
            HTTPException: on_http_error,
            OperationalError: on_busy,
            Exception: on_crash,
        },
        allowed_hosts=_hosts(site),
        openapi_config=OpenAPIConfig(
            title="ALP conferences", version="1", path="/api", render_plugins=[JsonRenderPlugin()]
        ),
        request_max_body_size=ONE_MEGABYTE,
        state=State({"site": site}),
        include_in_schema=False,
        logging_config=None,
    )


def prepare_threads() -> None:
    """Before the server starts its loop: afterwards it is too late."""
    set_asyncio_executor(ThreadPoolExecutor(THREADS))


def _routes(site: Site) -> Sequence[Router | HTTPRouteHandler]:
    ours = (account, api, calendars, family, papers, plain, signin, student, teacher, verify, staff)
    routers = [router for module in ours for router in module.routers]
    demo = list(site.demo.routers) if site.demo else []
    return [assets.assets_router(), *routers, *demo]


def _site(state: State) -> Site:
    site: Site = state.site
    return site


def _at(request: AnyRequest) -> datetime:
    at: datetime = request.scope["state"]["at"]
    return at


def _hosts(site: Site) -> AllowedHostsConfig | None:
    """Behind a public name only that name is served; on a bare machine any."""
    host = site.settings.public_url.partition("://")[2].split("/")[0].split(":")[0]
    if not host or host in ("localhost", "127.0.0.1"):
        return None
    return AllowedHostsConfig(allowed_hosts=[host, "localhost", "127.0.0.1"])
