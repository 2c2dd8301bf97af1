"""A real server of calendar files on this machine, which can misbehave in every way we know."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from meetings.busy.guard import Reach


class Handler(BaseHTTPRequestHandler):
    """Answers each path as the test has said."""

    def do_GET(self) -> None:
        said = self.server.said  # type: ignore[attr-defined]  # CalendarServer's
        said.asked.append((self.path, dict(self.headers)))
        said.answers[self.path](self)

    do_PROPFIND = do_REPORT = do_GET  # noqa: N815  the library finds them by these names

    def log_message(self, *_: object) -> None:
        """Nothing: the tests look at `asked`."""

    def give(self, body: str | bytes, status: int = 200, **headers: str) -> None:
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@dataclass(slots=True, kw_only=True)
class Said:
    answers: dict[str, Callable[[Handler], None]] = field(default_factory=dict)
    #: Path and headers of every request.
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0

    @property
    def reach(self) -> Reach:
        """The operator has named this server."""
        return Reach(inside=frozenset({f"127.0.0.1:{self.port}"}))

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def says(self, path: str, body: str | bytes, status: int = 200, **headers: str) -> str:
        """Gives the address."""
        self.answers[path] = lambda handler: handler.give(body, status, **headers)
        return self.url(path)

    def does(self, path: str, what: Callable[[Handler], None]) -> str:
        self.answers[path] = what
        return self.url(path)


class CalendarServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, said: Said) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.said = said
        said.port = self.server_address[1]

    def handle_error(self, *_: object) -> None:
        """A client that leaves early is what some tests are about."""


@contextmanager
def web_server() -> Iterator[Said]:
    said = Said()
    server = CalendarServer(said)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield said
    server.shutdown()
    server.server_close()
    thread.join()
