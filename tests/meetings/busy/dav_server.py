"""A real CalDAV server on this machine: Radicale in a process of its own, with two people in it."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from caldav.collection import Calendar
from caldav.davclient import DAVClient

from meetings.busy.dav import Door, Login, texts
from meetings.busy.guard import Reach
from meetings.busy.wire import Limits
from meetings.planning.ics import Span

#: Their passwords are their names backwards.
PEOPLE = ("ana", "ben")


@dataclass(frozen=True, slots=True, kw_only=True)
class DavServer:
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def reach(self) -> Reach:
        return Reach(inside=frozenset({f"127.0.0.1:{self.port}"}), caldav=frozenset({"127.0.0.1"}))

    def door(self, who: str = "ana", password: str = "") -> Door:
        login = Login(username=who, password=password or who[::-1])
        return Door(login, self.reach, Limits())

    def texts(self, url: str, span: Span) -> tuple[str, ...]:
        return texts(url, span, self.door())

    def calendar(self, name: str, *entries: str, who: str = "ana") -> str:
        """A new calendar with these files in it; its address."""
        client = DAVClient(self.url, username=who, password=who[::-1], enable_rfc6764=False)
        made = client.get_principal().make_calendar(name=name)
        assert isinstance(made, Calendar)
        for entry in entries:
            made.add_event(entry)
        return str(made.url)


@contextmanager
def dav_server(folder: Path) -> Iterator[DavServer]:
    users = folder / "users"
    users.write_text("".join(f"{name}:{name[::-1]}\n" for name in PEOPLE))
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    options = {
        "--storage-filesystem-folder": str(folder / "collections"),
        "--auth-type": "htpasswd",
        "--auth-htpasswd-filename": str(users),
        "--auth-htpasswd-encryption": "plain",
        "--auth-delay": "0",
        "--server-hosts": f"127.0.0.1:{port}",
    }
    words = [word for pair in options.items() for word in pair]
    quiet = subprocess.DEVNULL
    running = subprocess.Popen(
        [sys.executable, "-m", "radicale", *words], stdout=quiet, stderr=quiet
    )
    try:
        _wait_for(port)
        yield DavServer(port=port)
    finally:
        running.terminate()
        running.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("Radicale did not start")
