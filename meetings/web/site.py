"""What every page is given: the site it belongs to and who is looking at it.

Values and two small protocols; nothing is read or written here. `app.py` puts them together.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from litestar import Router
from litestar.handlers import HTTPRouteHandler

from meetings.archive import Archive
from meetings.identity.sessions import Lifetimes
from meetings.settings import Settings
from meetings.store.engines import Store


class AsksTheTime(Protocol):
    """meetings.clock.Clock, or the demo's movable one."""

    def now(self) -> datetime: ...


class DemoControls(Protocol):
    """What only a demo has: its pages (clock, mailbox, become), given as routers."""

    @property
    def routers(self) -> Sequence[Router | HTTPRouteHandler]: ...

    def bar(self, viewer: "Viewer | None") -> object:
        """What the bar on top of each page shows; made without asking the database."""


class Site:
    """One installation behind its pages.

    An ordinary class: the framework looks into the parts of a dataclass, and a store has none that
    it could check.
    """

    __slots__ = ("archive", "clock", "demo", "lifetimes", "poke", "settings", "store")

    def __init__(
        self,
        *,
        store: Store,
        clock: AsksTheTime,
        settings: Settings,
        archive: Archive,
        poke: Callable[[], None],
        lifetimes: Lifetimes | None = None,
        demo: DemoControls | None = None,
    ) -> None:
        """`poke` wakes the courier after something was promised; it must return at once."""
        self.store = store
        self.clock = clock
        self.settings = settings
        self.archive = archive
        self.poke = poke
        self.lifetimes = lifetimes or Lifetimes()
        self.demo = demo

    @property
    def secure(self) -> bool:
        """True behind TLS: cookies are then never sent in the clear."""
        return self.settings.public_url.startswith("https://")


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks at a page, as their sign-in says. Rights in a case come from the case."""

    person_id: int
    name: str
    #: staff, family, student or guest.
    kind: str
    #: Of a staff account: specialist, teacher, coordinator, administrator, operator, authority.
    roles: tuple[str, ...] = ()
    session_id: int
    #: When this sign-in began.
    since: datetime
    #: password, link, link_code, demo.
    method: str
    #: When a mailed code was last entered on this device.
    code_passed_at: datetime | None = None
    language: str = "en"
    #: Of an API token: read, write.
    scopes: tuple[str, ...] = ()
    link_id: int | None = None

    def has_role(self, *roles: str) -> bool:
        return any(role in self.roles for role in roles)
