"""One question over HTTP to an address that the guard has looked at, with limits on everything.

The standard library's client, because it lets us open the socket ourselves: the connection goes to
the checked address, while TLS and Host use the name. Proxies of the environment are not used.
"""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from meetings.busy.guard import HTTPS, NotReached, Reach, Target, onward, target

FIVE_MEBIBYTES = 5 * 1024 * 1024
CHUNK = 64 * 1024
MOVED = (301, 302, 303, 307, 308)
SEE_OTHER = 303
#: Of one name; the others are not tried.
MOST_ADDRESSES = 4
#: To zlib: gzip or plain zlib, told apart by the first bytes.
EITHER = 47

SLOW = "The server did not answer in time. It will be asked again."
SILENT = "The server could not be reached. It will be asked again."
NOT_TRUSTED = "The server could not prove who it is, so nothing was read from it."
TOO_BIG = "The calendar is larger than 5 MB. Share one that holds this school year alone."
BROKEN_OFF = "The answer broke off on the way. It will be asked for again."
ROUND_AND_ROUND = "The address leads on to another one too many times."
PACKED = "The server packs its answer in a way that we do not know."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    seconds: float = 10.0
    bytes: int = FIVE_MEBIBYTES
    redirects: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    #: The Authorization header; it never goes to another origin than this address's.
    credentials: str = ""

    def __repr__(self) -> str:
        """Without the address, which may be a secret, and the password."""
        return f"Ask({self.method})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    status: int
    reason: str
    #: Names in lower case.
    headers: Mapping[str, str]
    body: bytes
    #: Where it came from, after redirects.
    url: str


def ask(question: Ask, reach: Reach, limits: Limits | None = None) -> Answer:
    """The final answer, whatever its status. Raises NotReached, with a sentence."""
    bounds = limits or Limits()
    until = time.monotonic() + bounds.seconds
    where = target(question.url, reach)
    home = where.origin
    for _ in range(bounds.redirects + 1):
        known = question if where.origin == home else replace(question, credentials="")
        left = until - time.monotonic()
        if left <= 0:
            raise NotReached(SLOW)
        answer = _once(known, where, reach, replace(bounds, seconds=left))
        location = answer.headers.get("location", "")
        if answer.status not in MOVED or not location:
            return answer
        where = onward(where, location, reach)
        if answer.status == SEE_OTHER:
            question = replace(question, method="GET", body=b"")
    raise NotReached(ROUND_AND_ROUND)


def _once(question: Ask, where: Target, reach: Reach, limits: Limits) -> Answer:
    connection = Pinned(where, reach, limits.seconds)
    try:
        with connection.in_time():
            return _exchange(connection, question, where, limits)
    except ssl.SSLError as wrong:
        raise NotReached(SLOW if connection.late else NOT_TRUSTED) from wrong
    except NotReached as told:
        raise (NotReached(SLOW) if connection.late else told) from told.__cause__
    except (OSError, http.client.HTTPException, ValueError) as wrong:
        late = connection.late or isinstance(wrong, TimeoutError)
        raise NotReached(SLOW if late else SILENT) from wrong
    finally:
        connection.close()


def _exchange(connection: "Pinned", question: Ask, where: Target, limits: Limits) -> Answer:
    headers = {"User-Agent": "alp-meetings", "Accept-Encoding": "gzip", **question.headers}
    if question.credentials:
        headers["Authorization"] = question.credentials
    connection.request(question.method, where.path, question.body or None, headers)
    response = connection.getresponse()
    said = {name.lower(): value for name, value in response.getheaders()}
    body = b"" if response.status in MOVED else _body(response, limits.bytes)
    if connection.late:
        raise NotReached(SLOW)
    return Answer(
        status=response.status,
        reason=response.reason,
        headers=said,
        body=_unpacked(body, said.get("content-encoding", ""), limits.bytes),
        url=where.url,
    )


def _body(response: http.client.HTTPResponse, most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        while part := response.read(CHUNK):
            size += len(part)
            if size > most:
                raise NotReached(TOO_BIG)
            parts.append(part)
    except http.client.IncompleteRead as wrong:
        raise NotReached(BROKEN_OFF) from wrong
    if response.length:
        raise NotReached(BROKEN_OFF)
    return b"".join(parts)


def _unpacked(body: bytes, encoding: str, most: int) -> bytes:
    if encoding.lower() in ("", "identity") or not body:
        return body
    if encoding.lower() not in ("gzip", "x-gzip", "deflate"):
        raise NotReached(PACKED)
    opener = zlib.decompressobj(EITHER)
    try:
        text = opener.decompress(body, most + 1)
    except zlib.error as wrong:
        raise NotReached(PACKED) from wrong
    if len(text) > most:
        raise NotReached(TOO_BIG)
    if not opener.eof:
        raise NotReached(BROKEN_OFF)
    return text


class Pinned(http.client.HTTPConnection):
    """A connection to the addresses of the target, and to no others."""

    def __init__(self, where: Target, reach: Reach, seconds: float) -> None:
        super().__init__(where.host, where.port, timeout=seconds)
        if where.tls:
            self.default_port = HTTPS
        self.where = where
        self.authorities = reach.authorities
        self.seconds = seconds
        #: Kept here too: the client lets go of its own before the body is read.
        self.line: socket.socket | None = None
        #: The time was up before the answer was whole.
        self.late = False

    def connect(self) -> None:
        self.line = self._first_that_answers()
        if self.where.tls:
            context = ssl.create_default_context()
            if self.authorities:
                context.load_verify_locations(self.authorities)
            secured = context.wrap_socket(
                self.line, server_hostname=self.where.host, do_handshake_on_connect=False
            )
            # Before the greeting, so that the alarm can reach it.
            self.line = secured
            secured.do_handshake()
        self.sock = self.line

    def _first_that_answers(self) -> socket.socket:
        wrong: OSError | None = None
        tried = self.where.addresses[:MOST_ADDRESSES]
        for address in tried:
            try:
                return socket.create_connection(
                    (address, self.where.port), self.seconds / len(tried)
                )
            except OSError as failed:
                wrong = failed
        raise wrong or NotReached(SILENT)

    @contextmanager
    def in_time(self) -> Iterator[None]:
        """The socket is cut when the time is up, however busy the other side keeps it."""
        alarm = threading.Timer(self.seconds, self._cut)
        alarm.daemon = True
        alarm.start()
        try:
            yield
        finally:
            alarm.cancel()

    def _cut(self) -> None:
        self.late = True
        if self.line is not None:
            with suppress(OSError):
                socket.socket.shutdown(self.line, socket.SHUT_RDWR)
