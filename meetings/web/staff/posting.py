"""Letters that go by post: as pages to print, the address on top, and the word that they left.

They are kept like every other letter; what is mailed by the program is the courier's.
"""

from dataclasses import dataclass
from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlalchemy import Connection

from meetings.store import Session, letters, people
from meetings.store.letters import Ending, Letter
from meetings.web import told
from meetings.web.answers import Frame, go, page
from meetings.web.forms import Form
from meetings.web.guards import today
from meetings.web.site import Site, Viewer
from meetings.web.staff import post_book
from meetings.web.staff.letter_shown import letter_text
from meetings.web.staff.saying import with_said

TO_PRINT = "to_print"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One letter on paper."""

    id: str
    name: str
    #: Line by line; () where the roster has none.
    address: tuple[str, ...]
    dated: str
    subject: str
    #: Paragraphs.
    text: tuple[str, ...]


@get("/outbox/print", sync_to_thread=True)
def show_printable(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    letter: FromQuery[str] = "",
) -> Response[str]:
    """One letter, or without a name those that wait; each begins on a new page."""
    with site.store.read() as connection:
        found = _waiting(connection, viewer, letter)
        sheets = _sheets(connection, frame, found)
    return page(frame, "staff/print.html", {"sheets": sheets, "letter": letter})


def _waiting(connection: Connection, viewer: Viewer, letter_id: str) -> tuple[Letter, ...]:
    """The named one if it waits; without a name the newest hundred."""
    mine = post_book.only_of(viewer)
    if not letter_id:
        wanted = post_book.Wanted(of_person=mine, state=TO_PRINT)
        return post_book.letters(connection, wanted)
    seen = post_book.is_for(connection, letter_id, mine)
    one = letters.one(connection, letter_id) if seen else None
    return (one,) if one and one.state == TO_PRINT else ()


def _sheets(connection: Connection, frame: Frame, found: tuple[Letter, ...]) -> tuple[Sheet, ...]:
    readers = people.people_named(connection, (one.recipient_id for one in found))
    sheets = []
    for one in found:
        reader = readers.get(one.recipient_id)
        raw = letters.raw(connection, one.id) or b""
        sheets.append(
            Sheet(
                id=one.id,
                name=reader.name if reader else "",
                address=tuple(reader.postal_address.splitlines()) if reader else (),
                dated=told.day(frame, today(one.dated_at, frame.zone)),
                subject=one.subject,
                text=tuple(filter(None, letter_text(raw, whole=True).text.split("\n\n"))),
            )
        )
    return tuple(sheets)


@post("/outbox/posted", sync_to_thread=True)
def posted(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    form: NamedDependency[Form],
    at: NamedDependency[datetime],
) -> Redirect:
    """The letters named by the printed page are on their way; nobody else's are touched."""
    named = tuple(filter(None, form.picked("letter")))

    def settle(session: Session) -> None:
        ending = Ending(state="sent", words=f"Posted by {viewer.name}.")
        waiting = (one for name in named for one in _waiting(session.connection, viewer, name))
        for one in waiting:
            letters.settle(session, one.id, ending, at)

    site.store.write(settle)
    return go(with_said("/outbox", "done"))
