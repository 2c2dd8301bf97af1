"""`alp serve`: the pages; beside them the clock, the courier, calendars and planning."""

import socket
import threading
from dataclasses import dataclass

import click
import msgspec
import structlog
import uvicorn

from meetings import inbox
from meetings.app import create_app, prepare_threads
from meetings.busy.guard import reach_of
from meetings.busy.refreshing import refresh
from meetings.clock import Clock, tick
from meetings.console.installation import office_at
from meetings.courier import round as courier
from meetings.courier.office import Office
from meetings.identity import accounts
from meetings.planner import Hand
from meetings.web.site import Site

log = structlog.get_logger()
#: Between two looks when nothing wakes the courier.
SECONDS = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    where: str
    host: str
    port: int
    #: False where `alp work` runs in a process of its own.
    works: bool


class PortTaken(OSError):  # noqa: N818  named for what was found
    """Another program listens there; the sentence says what to do."""


def serve(place: Place, clock: Clock) -> None:
    """Serves until it is stopped; the first start prints an address for the first administrator.

    Raises PortTaken before anything is written.
    """
    _refuse_taken(place)
    office = office_at(place.where, clock.now())
    _at_this_address(office, place)
    prepare_threads()
    wake, over = threading.Event(), threading.Event()
    reach = reach_of(office.settings)
    planning = Hand(office.store, clock.now, lambda at: refresh(office.store, at, reach))

    def poke() -> None:
        wake.set()
        planning.poke()

    site = Site(
        store=office.store,
        clock=clock,
        settings=office.settings,
        archive=office.archive,
        poke=poke,
    )
    _greet(office, clock)
    hand = threading.Thread(target=_work, args=(office, clock, wake, over), daemon=True)
    if place.works:
        hand.start()
        planning.start()
    uvicorn.run(
        create_app(site), host=place.host, port=place.port, log_config=None, access_log=False
    )
    over.set()
    wake.set()
    if place.works:
        hand.join()
        planning.close()
    office.printer.close()
    office.store.close()


def _refuse_taken(place: Place) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError as taken:
            raise PortTaken(
                f"Port {place.port} of {place.host} cannot be used: {taken.strerror}. "
                "Stop what listens there, or choose another with --port."
            ) from taken


def _at_this_address(office: Office, place: Place) -> None:
    """Without a public address in the settings, links lead to where it is served."""
    said = office.settings
    if said.public_url == type(said)().public_url:
        url = f"http://{place.host}:{place.port}"
        office.settings = msgspec.structs.replace(said, public_url=url)


def _greet(office: Office, clock: Clock) -> None:
    click.echo(f"Pages: {office.settings.public_url}")
    with office.store.read() as connection:
        first = accounts.is_empty(connection)
    if first:
        path = office.store.write(lambda session: accounts.begin_url(session, None, clock.now()))
        click.echo(
            f"Nobody can sign in yet. Set up here, within 30 minutes: "
            f"{office.settings.public_url}{path}"
        )


def _work(office: Office, clock: Clock, wake: threading.Event, over: threading.Event) -> None:
    while not over.is_set():
        try:
            at = clock.now()
            tick(office.store, at)
            courier.work(office, at)
            inbox.work_all(office.store, at, office.settings.mail_exchanger)
        except Exception:
            # The pages must outlive one bad round; what is owed stays owed and visible.
            log.exception("a round of the courier failed")
        wake.wait(SECONDS)
        wake.clear()
