"""A real Chromium at the real application: serving a site, signing in, axe, what a page must keep.

The server runs in a thread of the test; the clock stands where the test puts it.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from cast import AT, Cast
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from visitor import site_at

from meetings.app import create_app
from meetings.clock import MovableClock
from meetings.identity import sessions
from meetings.web.site import Site

PHONE: ViewportSize = {"width": 320, "height": 720}
DESK: ViewportSize = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@dataclass(slots=True, kw_only=True)
class Served:
    """One running site and one browser; each `person` is a window of their own."""

    cast: Cast
    site: Site
    clock: MovableClock
    url: str
    browser: Browser
    #: What any page asked from elsewhere, or complained about on the console.
    complaints: list[str] = field(default_factory=list)
    #: Windows that are kept for `look`, by their options.
    windows: dict[str, Page] = field(default_factory=dict)

    def person(
        self, name: str = "", kind: str = "family", *, method: str = "demo", **options: Any
    ) -> Page:
        """A window, signed in as that person without a letter; no name is nobody.

        `options` are the browser's: viewport, color_scheme, locale, java_script_enabled.
        """
        context = self.browser.new_context(base_url=self.url, **options)
        if name:
            arrival = sessions.Arrival(person_id=self.cast.id(name), kind=kind, method=method)
            self.sign_in(context, arrival)
        page = context.new_page()
        page.on("request", lambda request: self._note(request.url))
        page.on("console", lambda said: self._complain(said.type, said.text))
        return page

    def look(
        self, name: str, kind: str, path: str, *, method: str = "demo", **options: Any
    ) -> tuple[Page, int]:
        """The page at `path` as that person sees it, and its status.

        One window for all who look with the same options: opening one takes longer than a page.
        Whoever looked before is signed out; cookies of the browser are gone.
        """
        page = self.windows.get(repr(options))
        if page is None:
            page = self.windows[repr(options)] = self.person(**options)
        page.context.clear_cookies()
        if name:
            arrival = sessions.Arrival(person_id=self.cast.id(name), kind=kind, method=method)
            self.sign_in(page.context, arrival)
        answer = page.goto(path)
        assert answer is not None
        return page, answer.status

    def sign_in(self, context: BrowserContext, arrival: sessions.Arrival) -> None:
        at = self.clock.now()
        token = self.site.store.write(
            lambda session: sessions.begin(session, arrival, self.site.lifetimes, at)
        )
        context.add_cookies([{"name": "alp", "value": token, "url": self.url}])

    def _note(self, url: str) -> None:
        if url.startswith("http") and not url.startswith(self.url):
            self.complaints.append(f"asked {url}")

    def _complain(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:
            self.complaints.append(f"console: {text}")


@contextmanager
def served(cast: Cast, at: datetime = AT) -> Iterator[Served]:
    clock = MovableClock(at=at)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    site = site_at(cast, clock, f"http://127.0.0.1:{port}")
    server = uvicorn.Server(
        uvicorn.Config(create_app(site), port=port, log_level="error", lifespan="off")
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"]
            )
            yield Served(
                cast=cast,
                site=site,
                clock=clock,
                url=f"http://127.0.0.1:{port}",
                browser=browser,
            )
            browser.close()
    finally:
        server.should_exit = True
        thread.join(timeout=5)


def faults_of(page: Page) -> list[str]:
    """What axe finds, and whether the page scrolls sideways at its width; [] is good."""
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    told = [f"{each['id']}: {node['html'][:120]}" for each in found for node in each["nodes"]]
    wider = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return told + (["it scrolls sideways"] if wider else [])
