"""A calendar file behind an address: fetched when it has changed, as text.

Which addresses may be opened is `guard.py`; what the text means is `planning/busy.py`.
"""

from dataclasses import dataclass

from meetings.busy.guard import NotReached, Reach
from meetings.busy.wire import Ask, Limits, ask

OK = 200
UNCHANGED = 304
REMEDIES = {
    401: "The calendar asks for a name and a password that fit. Type them anew.",
    403: "The calendar is not shared with this address. Share it in your calendar program.",
    404: "There is no calendar under this address any more. Copy the address anew.",
    410: "There is no calendar under this address any more. Copy the address anew.",
}
NOT_NOW = "The server cannot give the calendar at the moment. It will be asked again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """By what a server recognises the state that we have read."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    #: None: nothing has changed since the marks.
    text: str | None
    marks: Marks


def fetch(question: Ask, marks: Marks, reach: Reach, limits: Limits | None = None) -> Fetched:
    """The file, or that it is the same. Raises NotReached for every other answer."""
    conditions = {"If-None-Match": marks.etag, "If-Modified-Since": marks.last_modified}
    headers = {"Accept": "text/calendar", **{n: v for n, v in conditions.items() if v}}
    conditional = Ask(url=question.url, headers=headers, credentials=question.credentials)
    answer = ask(conditional, reach, limits)
    if answer.status == UNCHANGED and len(headers) > 1:
        return Fetched(text=None, marks=marks)
    if answer.status != OK:
        raise NotReached(REMEDIES.get(answer.status, NOT_NOW))
    fresh = Marks(
        etag=answer.headers.get("etag", "")[:300],
        last_modified=answer.headers.get("last-modified", "")[:80],
    )
    return Fetched(text=decoded(answer.body), marks=fresh)


def decoded(body: bytes) -> str:
    """Calendars are UTF-8 (RFC 5545 §3.1.4); some old ones are not, and no time depends on it."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("latin-1")
