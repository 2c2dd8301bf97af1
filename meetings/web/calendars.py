"""One's own calendars: let the planning read them, see how that went, ask again, take them away.

The page fetches nothing: it writes down what is wanted, and the worker reads it in a moment. An
address or a password is never shown again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from meetings.busy import sources
from meetings.busy.guard import NotReached, Reach, reach_of
from meetings.busy.sources import Wish
from meetings.store import Session, busy
from meetings.web.answers import Frame, NotSeenError, go, page
from meetings.web.forms import EMPTY, Form
from meetings.web.guards import staff_only
from meetings.web.site import Site, Viewer

HERE = "/me/calendars"
#: So much of the future is counted on the page.
AHEAD = timedelta(days=28)
KINDS = (
    ("ics", "The address of a calendar", "Your calendar program gives it; it often ends in .ics."),
    ("caldav", "A CalDAV server", "With your name and password there."),
)
LABEL_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One calendar as the page shows it."""

    id: int
    label: str
    #: The server alone: the address may be a secret.
    server: str
    #: When it was read last without fault.
    good_at: datetime | None
    checked_at: datetime | None
    #: How many taken times the next four weeks have, as last read.
    taken: int
    #: Why its free time is not known; "" where it is.
    unknown: str


@get(HERE, sync_to_thread=True)
def show_calendars(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
) -> Response[str]:
    return _calendars_page(site, viewer, frame, EMPTY)


def _calendars_page(site: Site, viewer: Viewer, frame: Frame, form: Form) -> Response[str]:
    with site.store.read() as connection:
        mine = busy.of_person(connection, viewer.person_id)
        taken = busy.count_of(connection, viewer.person_id, (frame.at, frame.at + AHEAD))
    values = {
        "rows": [_row(source, taken.get(source.id, 0), frame.at) for source in mine],
        "kinds": kinds_offered(reach_of(site.settings), frame),
        "form": form,
    }
    return page(frame, "staff/calendars.html", values, 422 if form.faults else 200)


def _row(source: busy.Source, taken: int, at: datetime) -> Row:
    return Row(
        id=source.id,
        label=source.label,
        server=source.url,
        good_at=source.good_at,
        checked_at=source.checked_at,
        taken=taken,
        unknown=source.unknown(at),
    )


def kinds_offered(reach: Reach, frame: Frame) -> Sequence[tuple[str, str, str]]:
    """CalDAV only where the operator has named a server."""
    offered = KINDS if reach.caldav else KINDS[:1]
    return [(kind, frame.say(label), frame.say(hint)) for kind, label, hint in offered]


@post(HERE, sync_to_thread=True)
def add_calendar(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    frame: NamedDependency[Frame],
    form: NamedDependency[Form],
) -> Response[str] | Redirect:
    wish = wish_of(form)
    try:
        if not form.faults:
            host = sources.demand_possible(wish, reach_of(site.settings))
            site.store.write(lambda session: sources.add(session, viewer.person_id, wish, host))
    except NotReached as reason:
        form.fault("url", str(reason))
    if form.faults:
        return _calendars_page(site, viewer, frame, form)
    site.poke()
    return go(f"{HERE}?said=queued")


def wish_of(form: Form) -> Wish:
    """Read from the form; what is missing is a fault in it."""
    kind = "caldav" if form.line("kind") == "caldav" else "ics"
    wish = Wish(
        kind=kind,
        url=form.typed("url").strip(),
        username=form.line("username")[:254],
        password=form.typed("password"),
        label=form.line("label")[:LABEL_LENGTH],
    )
    if not wish.url:
        form.fault("url", "Please give the address of the calendar.")
    if kind == "caldav" and not wish.username:
        form.fault("username", "Please give your name on this server.")
    return wish


@post(f"{HERE}/{{source_id:int}}/again", sync_to_thread=True)
def read_again(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    at: NamedDependency[datetime],
    source_id: FromPath[int],
) -> Redirect:
    def ask(session: Session) -> bool:
        return sources.read_again(session, viewer.person_id, source_id, at)

    if not site.store.write(ask):
        raise NotSeenError
    site.poke()
    return go(f"{HERE}?said=queued")


@post(f"{HERE}/{{source_id:int}}/remove", sync_to_thread=True)
def remove_calendar(
    site: NamedDependency[Site],
    viewer: NamedDependency[Viewer],
    source_id: FromPath[int],
) -> Redirect:
    """Its times are gone with it."""

    def remove(session: Session) -> bool:
        return sources.remove(session, viewer.person_id, source_id)

    if not site.store.write(remove):
        raise NotSeenError
    return go(f"{HERE}?said=done")


routers = [
    Router(
        "/",
        route_handlers=[show_calendars, add_calendar, read_again, remove_calendar],
        guards=[staff_only],
    )
]
