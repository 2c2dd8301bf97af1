"""A calendar file over a real connection: in time, whole, not too large, and only if changed."""

import gzip
import ssl
import threading
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from meetings.busy.feed import NOT_NOW, REMEDIES, Fetched, Marks, fetch
from meetings.busy.guard import NotReached, Reach
from meetings.busy.wire import (
    BROKEN_OFF,
    NOT_TRUSTED,
    PACKED,
    ROUND_AND_ROUND,
    SILENT,
    SLOW,
    TOO_BIG,
    Ask,
    Limits,
)
from tests.meetings.busy.web_server import CalendarServer, Handler, Said, web_server

QUICK = Limits(seconds=0.6)


def fetched(server: Said, url: str, limits: Limits | None = None) -> Fetched:
    return fetch(Ask(url=url), Marks(), server.reach, limits)


def refusal(server: Said, url: str, limits: Limits | None = None) -> str:
    with pytest.raises(NotReached) as refused:
        fetched(server, url, limits)
    return str(refused.value)


def test_a_file_is_fetched_and_not_again_until_it_changes() -> None:
    with web_server() as server:
        body = ["first"]
        marks = Marks(etag='"1"', last_modified="Tue, 01 Sep 2026 15:00:00 GMT")

        def answer(handler: Handler) -> None:
            seen = handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")
            if seen == (marks.etag, marks.last_modified) and body == ["first"]:
                handler.give("", 304)
            else:
                handler.give(body[0], ETag=marks.etag, Last_Modified=marks.last_modified)

        url = server.does("/ana.ics", answer)

        assert fetched(server, url) == Fetched(text="first", marks=marks)
        assert fetch(Ask(url=url), marks, server.reach) == Fetched(text=None, marks=marks)
        body[0] = "second"
        assert fetch(Ask(url=url), marks, server.reach).text == "second"


def test_a_server_that_says_unchanged_without_being_asked_is_not_believed() -> None:
    with web_server() as server:
        assert refusal(server, server.says("/a.ics", "", 304)) == NOT_NOW


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_every_refusal_has_a_sentence_with_a_remedy(status: int) -> None:
    with web_server() as server:
        said = refusal(server, server.says("/a.ics", "secret words of the server", status))

    assert said == REMEDIES.get(status, NOT_NOW)


def test_three_redirects_are_followed_and_no_more() -> None:
    with web_server() as server:
        server.says("/0", "there")
        for step in range(1, 5):
            server.says(f"/{step}", "", 302, Location=f"/{step - 1}")

        assert fetched(server, server.url("/3")).text == "there"
        assert refusal(server, server.url("/4")) == ROUND_AND_ROUND


@pytest.mark.parametrize("text", ["Fußball", "\ufeffFußball"])
def test_text_is_read_in_unicode_and_in_what_came_before_it(text: str) -> None:
    with web_server() as server:
        assert fetched(server, server.says("/a", text.encode())).text == "Fußball"
        assert fetched(server, server.says("/b", "Fußball".encode("latin-1"))).text == "Fußball"


def test_a_file_that_is_too_large_is_left() -> None:
    small = Limits(bytes=1000)
    with web_server() as server:
        exactly = server.says("/exactly", b"x" * 1000)
        more = server.says("/more", b"x" * 1001)

        assert fetched(server, exactly, small).text == "x" * 1000
        assert refusal(server, more, small) == TOO_BIG
        assert refusal(server, server.does("/endless", endless)) == TOO_BIG


def endless(handler: Handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def test_a_packed_file_is_unpacked_up_to_the_limit() -> None:
    small = Limits(bytes=100_000)
    good, bomb = gzip.compress(b"hello"), gzip.compress(b"0" * 10_000_000)
    with web_server() as server:
        packed = server.says("/good", good, Content_Encoding="gzip")
        cut = server.says("/cut", good[:-6], Content_Encoding="gzip")
        huge = server.says("/bomb", bomb, Content_Encoding="gzip")
        odd = server.says("/odd", good, Content_Encoding="br")

        assert fetched(server, packed, small).text == "hello"
        assert len(bomb) < 100_000
        assert refusal(server, cut, small) == BROKEN_OFF
        tracemalloc.start()
        assert refusal(server, huge, small) == TOO_BIG
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
        tracemalloc.stop()
        assert refusal(server, odd, small) == PACKED


def test_an_answer_that_breaks_off_is_not_taken_for_whole() -> None:
    with web_server() as server:
        assert refusal(server, server.says("/a", "half", Content_Length="8")) == BROKEN_OFF


def silent(_: Handler) -> None:
    time.sleep(3)


def drip_head(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(60):
        handler.wfile.write(f"X-{number}: x\r\n".encode())
        time.sleep(0.05)


def drip_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "1000000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("way", [silent, drip_head, drip_body])
def test_a_slow_server_is_left_when_the_time_is_up_however_busy_it_keeps_us(
    way: object,
) -> None:
    assert callable(way)
    with web_server() as server:
        began = time.monotonic()
        assert refusal(server, server.does("/slow", way), QUICK) == SLOW
        assert time.monotonic() - began < 2.5


def test_a_server_that_is_not_there_is_told_so() -> None:
    with web_server() as server:
        reach, url = server.reach, server.url("/a")

    with pytest.raises(NotReached) as refused:
        fetch(Ask(url=url), Marks(), reach)

    assert str(refused.value) == SILENT


def test_what_is_no_http_is_told_as_silence() -> None:
    def rude(handler: Handler) -> None:
        handler.wfile.write(b"220 smtp.example ESMTP\r\n")

    with web_server() as server:
        assert refusal(server, server.does("/a", rude)) == SILENT


def test_the_checked_address_is_connected_to_and_the_name_is_proved(tmp_path: Path) -> None:
    """The name leads nowhere in the real world; the certificate is for the name."""
    certificate, key = certified(tmp_path, "calendar.example")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    names: list[str | None] = []
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    said = Said()
    server = CalendarServer(said)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    said.says("/ana.ics", "there")
    hosts = frozenset({f"calendar.example:{said.port}", f"other.example:{said.port}"})
    reach = Reach(
        inside=hosts, authorities=str(certificate), resolve=lambda _host, _port: ("127.0.0.1",)
    )
    url = f"https://calendar.example:{said.port}/ana.ics"

    assert fetch(Ask(url=url), Marks(), reach).text == "there"
    assert names == ["calendar.example"]
    assert said.asked[0][1]["Host"] == f"calendar.example:{said.port}"
    with pytest.raises(NotReached) as refused:
        fetch(Ask(url=url.replace("calendar.", "other.")), Marks(), reach)
    assert str(refused.value) == NOT_TRUSTED
    stranger = Reach(inside=hosts, resolve=reach.resolve)
    with pytest.raises(NotReached) as refused:
        fetch(Ask(url=url), Marks(), stranger)
    assert str(refused.value) == NOT_TRUSTED
    server.shutdown()
    server.server_close()


def certified(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.DNSName(host), x509.IPAddress(ip_address("203.0.113.9"))]
            ),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(Encoding.PEM))
    paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return paths


def test_an_address_and_a_password_stand_in_no_representation() -> None:
    assert "hidden" not in repr(Ask(url="https://x.example/hidden", credentials="hidden"))
