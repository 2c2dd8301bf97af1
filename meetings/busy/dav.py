"""A calendar on a CalDAV server: its entries of a span as texts, through the guard.

The library asks and understands; every request it makes goes through `wire.py`, so that no server
can lead it inward. Nothing is ever written there.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from caldav.collection import Calendar
from caldav.davclient import DAVClient
from caldav.elements import cdav, dav
from caldav.lib import error
from niquests.structures import CaseInsensitiveDict

from meetings.busy.guard import NotReached, Reach, demand_caldav
from meetings.busy.wire import Answer, Ask, Limits, ask
from meetings.planning.ics import Span

#: One account's calendars, and what they are asked altogether.
MOST_CALENDARS = 20
MOST_REQUESTS = 80
#: Servers compare whole days and floating times in their own zone.
MARGIN = timedelta(days=2)
UNAUTHORIZED = 401
FORBIDDEN = 403

WRONG_NAME = "The server does not accept this name and password. Type them anew."
NO_CALENDAR = "There is no calendar under this address. Copy the address of the calendar itself."
NOT_SPOKEN = "The server answers, but not as a CalDAV server does. Check the address."
TOO_MUCH = (
    "The server was asked too often without giving its calendars. Give one calendar's address."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    username: str
    password: str

    def __repr__(self) -> str:
        """Without the password."""
        return "Login(…)"

    @property
    def header(self) -> str:
        said = f"{self.username}:{self.password}".encode()
        return f"Basic {base64.b64encode(said).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer in the shape in which the library reads one."""

    status_code: int
    reason: str
    headers: Mapping[str, str]
    content: bytes
    url: str

    @property
    def text(self) -> str:
        return self.content.decode(errors="replace")


class Door:
    """Stands where the library has its own connections."""

    def __init__(self, login: Login, reach: Reach, limits: Limits) -> None:
        self.login = login
        self.reach = reach
        self.limits = limits
        self.asked = 0

    def request(self, method: str, url: str, **said: object) -> Given:
        """Asks only servers of the operator's list: hrefs come from the other side."""
        demand_caldav(url, self.reach)
        self.asked += 1
        if self.asked > MOST_REQUESTS:
            raise NotReached(TOO_MUCH)
        body, headers = said.get("data"), said.get("headers")
        question = Ask(
            url=url,
            method=method,
            headers=_texts(headers),
            body=body if isinstance(body, bytes) else str(body or "").encode(),
            credentials=self.login.header if self.login.username else "",
        )
        return _given(ask(question, self.reach, self.limits))

    def close(self) -> None:
        """Nothing stays open between two requests."""


def _texts(headers: object) -> dict[str, str]:
    if not isinstance(headers, Mapping):
        return {}
    return {str(name): str(value) for name, value in headers.items()}


def _given(answer: Answer) -> Given:
    if answer.status == UNAUTHORIZED:
        raise NotReached(WRONG_NAME)
    return Given(
        status_code=answer.status,
        reason=answer.reason,
        headers=CaseInsensitiveDict(answer.headers),
        content=answer.body,
        url=answer.url,
    )


def texts(url: str, span: Span, door: Door) -> tuple[str, ...]:
    """One text for each entry of the span. Raises NotReached."""
    client = DAVClient(url, enable_rfc6764=False)
    client.session = door  # type: ignore[assignment]  # all that the library calls is there
    try:
        return tuple(
            text for calendar in _calendars(client, url) for text in _entries(calendar, span)
        )
    except NotReached:
        raise
    except error.NotFoundError as wrong:
        raise NotReached(NO_CALENDAR) from wrong
    except Exception as wrong:  # a stranger's answers break a library in many ways
        raise NotReached(NOT_SPOKEN) from wrong


def _calendars(client: DAVClient, url: str) -> list[Calendar]:
    """The calendar of this address, else those of the account that it belongs to."""
    kind = client.propfind(url, props=[dav.ResourceType.tag], depth=0)
    if kind.tree is not None and kind.tree.find(f".//{cdav.Calendar.tag}") is not None:
        return [Calendar(client=client, url=url)]
    found = client.get_principal().get_calendars()
    if not isinstance(found, list) or not found:
        raise NotReached(NO_CALENDAR)
    return found[:MOST_CALENDARS]


def _entries(calendar: Calendar, span: Span) -> list[str]:
    first, last = span[0] - MARGIN, span[1] + MARGIN
    found: object
    try:
        found = calendar.search(event=True, start=first, end=last, expand=False, post_filter=False)
    except error.AuthorizationError:
        # Shared as busy times alone: then those.
        found = [calendar.freebusy_request(first, last)]
    return [str(one.data) for one in found] if isinstance(found, list) else []
