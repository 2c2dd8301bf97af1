"""A person at the pages without a browser: opens addresses, presses buttons, keeps cookies.

It fills forms as they came, hidden fields and all, and sends what a browser would send of where a
press comes from. The real application runs behind it, on a real store.
"""

import atexit
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from cast import AT, SECRET, Cast
from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient

from meetings.app import create_app
from meetings.archive import Archive
from meetings.clock import MovableClock
from meetings.identity import links, sessions
from meetings.settings import Settings
from meetings.store import Store
from meetings.web.site import Site

OWN = "http://school.test"


@dataclass(slots=True)
class Page:
    """An answer, with its forms as they can be filled in."""

    status: int
    url: str
    text: str
    headers: dict[str, str]
    content: bytes
    forms: list["PageForm"] = field(default_factory=list)

    def form(self, action: str) -> "PageForm":
        found = [form for form in self.forms if form.action == action]
        assert found, f"no form to {action}; there are {[form.action for form in self.forms]}"
        return found[0]


@dataclass(slots=True)
class PageForm:
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    #: Named buttons: (name, value).
    buttons: list[tuple[str, str]] = field(default_factory=list)


def site_at(cast: Cast, clock: MovableClock, own: str = OWN) -> Site:
    return Site(
        store=cast.store,
        clock=clock,
        settings=Settings(public_url=own),
        archive=Archive(Path(cast.store.folder) / "archive"),
        poke=lambda: None,
    )


@cache
def application() -> Litestar:
    """Building it takes longer than a test; the site behind it is the one of who asks."""
    folder = Path(tempfile.mkdtemp(prefix="site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    nobody = Cast(store=Store.open(folder, secret=SECRET), ids={}, plans={})
    return create_app(site_at(nobody, MovableClock(at=AT)))


class Visitor:
    """One browser. `at` is what the school's clock says; `later` moves it."""

    def __init__(self, cast: Cast, at: datetime = AT) -> None:
        self.cast = cast
        self.clock = MovableClock(at=at)
        self.site = site_at(cast, self.clock)
        self.client = TestClient(application(), base_url=OWN, raise_server_exceptions=True)
        self.client.headers["sec-fetch-site"] = "same-origin"

    @property
    def at(self) -> datetime:
        return self.clock.now()

    def later(self, **passed: float) -> None:
        self.clock.move_to(self.at + timedelta(**passed))

    def open(self, path: str, **headers: str) -> Page:
        return self._page(self.browser.get(path, headers=headers))

    @property
    def browser(self) -> TestClient[Litestar]:
        """The bare client, at this visitor's site."""
        application().state.site = self.site
        return self.client

    def press(self, page: Page, action: str, **fields: str | list[str]) -> Page:
        """Sends that form of the page; `fields` replace what stands in it."""
        sent = {**page.form(action).fields}
        for name, value in fields.items():
            sent[name.replace("__", "-")] = value if isinstance(value, list) else [value]
        return self.send(action, sent)

    def send(self, action: str, fields: dict[str, list[str]]) -> Page:
        return self._page(self.browser.post(action, data=fields))

    def sign_in(self, name: str, kind: str, method: str = "password") -> "Visitor":
        """As if the person had just come in, without the page of signing in."""
        arrival = sessions.Arrival(person_id=self.cast.id(name), kind=kind, method=method)
        token = self.site.store.write(
            lambda session: sessions.begin(session, arrival, self.site.lifetimes, self.at)
        )
        self.client.cookies.set("alp", token)
        return self

    def link(self, name: str, purpose: str, student: str, no: int = 0) -> str:
        """The path of the link that a letter to this person would have."""
        door = links.Door(
            person_id=self.cast.id(name),
            purpose=purpose,
            case_id=self.cast.plans[student],
            no=no,
        )
        return self.site.store.write(lambda session: links.make(session, door, self.at))

    def _page(self, answer: Response) -> Page:
        kind = answer.headers.get("content-type", "")
        readable = kind.startswith(("text/", "application/json", "application/problem"))
        text = answer.text if readable else ""
        reader = _Forms()
        if "html" in kind:
            reader.feed(text)
        return Page(
            status=answer.status_code,
            url=str(answer.url).removeprefix(OWN),
            text=text,
            headers=dict(answer.headers),
            content=answer.content,
            forms=reader.forms,
        )


class _Forms(HTMLParser):
    """The fields of each form as a browser without scripts would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[PageForm] = []
        self._open: PageForm | None = None
        self._text: tuple[str, list[str]] | None = None
        self._select: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = PageForm(action=said.get("action", ""))
            self.forms.append(self._open)
        if self._open is None:
            return
        name = said.get("name", "")
        match tag:
            case "input" if name and said.get("type") in ("radio", "checkbox"):
                if "checked" in said:
                    self._open.fields.setdefault(name, []).append(said.get("value", "on"))
            case "input" if name and said.get("type") != "file":
                self._open.fields.setdefault(name, []).append(said.get("value", ""))
            case "textarea" if name:
                self._text = (name, [])
            case "select":
                self._select = name
            case "option" if self._select and (
                "selected" in said or self._select not in self._open.fields
            ):
                self._open.fields[self._select] = [said.get("value", "")]
            case "button" if name:
                self._open.buttons.append((name, said.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "select":
            self._select = ""
        if tag == "textarea" and self._text and self._open is not None:
            name, parts = self._text
            self._open.fields.setdefault(name, []).append("".join(parts).removeprefix("\n"))
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text[1].append(data)
