"""The demo served: a made-up school in a folder of its own, its pages on this machine alone.

What the school is stands in world.py, how its year goes in year.py, the pages in meetings/web/demo.
"""

import signal
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
import msgspec
import uvicorn
from litestar import Litestar

from meetings.app import create_app, prepare_threads
from meetings.demo import world
from meetings.demo.playing import play_of
from meetings.demo.world import World
from meetings.identity.sessions import Lifetimes
from meetings.planner import Hand
from meetings.printing import workers_for_this_machine
from meetings.web.demo import Demo
from meetings.web.site import Site

HOST = "127.0.0.1"
#: Where the demo is found when nobody says otherwise.
PORT = 8086
#: The clock jumps by months, and it stands still between two presses.
LIFETIMES = Lifetimes(
    staff_idle=timedelta(days=1000),
    staff_whole=timedelta(days=1000),
    family=timedelta(days=1000),
    code=timedelta(days=1000),
    pause=timedelta(0),
)


class PortTaken(OSError):  # noqa: N818  named for what was found
    """Another program listens there; the sentence says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A demo ready to be served."""

    world: World
    demo: Demo
    app: Litestar
    planning: Hand

    def start(self) -> None:
        self.demo.mover.start()
        self.planning.start()

    def close(self) -> None:
        self.planning.close()
        self.demo.mover.close()
        self.world.close()


def serve(folder: Path | None, seed: int, port: int | None, *, open_browser: bool) -> None:
    """Serves until it is stopped. Without a folder the school is gone afterwards.

    Raises PortTaken for a port that was asked for, FileExistsError for a used folder.
    """
    prepare_threads()
    # Whoever ends the process politely has the temporary folder cleared as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        listening = stack.enter_context(_listening(port))
        url = f"http://{HOST}:{listening.getsockname()[1]}"
        home = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="alp-demo-")))
        served = ready(home, seed, url)
        stack.callback(served.close)
        served.start()
        config = uvicorn.Config(served.app, log_config=None, access_log=False)
        with suppress(KeyboardInterrupt):
            _Server(config, url, open_browser=open_browser).run(sockets=[listening])


def ready(folder: Path, seed: int, url: str) -> Served:
    """The school and its pages; nothing runs yet. Raises FileExistsError for a used folder."""
    return pages_of(world.build(folder, seed, printers=workers_for_this_machine()), url)


def pages_of(made: World, url: str) -> Served:
    """`url` is where the pages will be: the links in letters begin with it."""
    made.office.settings = msgspec.structs.replace(made.office.settings, public_url=url)
    demo = Demo(play_of(made))
    planning = Hand(made.store, made.clock.now)

    def poke() -> None:
        demo.mover.poke()
        planning.poke()

    site = Site(
        store=made.store,
        clock=made.clock,
        settings=made.office.settings,
        archive=made.office.archive,
        poke=poke,
        lifetimes=LIFETIMES,
        demo=demo,
    )
    return Served(world=made, demo=demo, app=create_app(site), planning=planning)


@contextmanager
def _listening(port: int | None) -> Iterator[socket.socket]:
    """The usual port, or any free one when that is taken and nobody asked for it."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        try:
            listening.bind((HOST, PORT if port is None else port))
        except OSError as wrong:
            if port is not None:
                raise PortTaken(
                    f"Another program listens on port {port}. Choose another with --port, "
                    "or leave it out."
                ) from wrong
            listening.bind((HOST, 0))
        yield listening
    finally:
        listening.close()


class _Server(uvicorn.Server):
    """Says where the pages are once they are there."""

    def __init__(self, config: uvicorn.Config, url: str, *, open_browser: bool) -> None:
        super().__init__(config)
        self._url = url
        self._open_browser = open_browser

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        click.echo(f"A made-up school is at {self._url}/demo")
        click.echo("Its people do not exist, and nothing leaves this machine. Ctrl-C ends it.")
        if self._open_browser:
            webbrowser.open(f"{self._url}/demo")
