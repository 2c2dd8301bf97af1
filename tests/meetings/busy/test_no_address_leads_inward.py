"""The guard: what may be typed, where it may lead, and that nothing inside is connected to."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from meetings.busy.guard import (
    INWARD,
    NAMES_INSIDE,
    NO_ADDRESS,
    NO_CALDAV,
    NOT_SAFE,
    ODD_PORT,
    UNKNOWN_NAME,
    NotReached,
    Reach,
    Target,
    demand_caldav,
    is_outside,
    reach_of,
    target,
    wellformed,
)
from meetings.busy.wire import Ask, Limits, ask
from meetings.settings import Settings
from tests.meetings.busy.web_server import Said, web_server

INSIDE = (
    "127.0.0.1", "127.8.9.10", "0.0.0.0", "10.1.2.3",  # noqa: S104  nothing is bound
    "172.16.0.1", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16", "192.0.0.192",
    "192.0.2.7", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.88.99.1",
    "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "2002:a00:1::",
    "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1", "2001:db8::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "no address",
)  # fmt: skip
OUTSIDE = (
    "93.184.215.14", "8.8.8.8", "2606:2800:21f:cb07::1", "::ffff:8.8.8.8", "64:ff9b::808:808",
    "2002:808:808::1",
)  # fmt: skip


@pytest.mark.rule("BUSY-2")
@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_known_in_every_disguise(address: str) -> None:
    assert not is_outside(address)


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_of_the_open_internet_is_outside(address: str) -> None:
    assert is_outside(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", NO_ADDRESS),
        ("calendar.example/ana.ics", NO_ADDRESS),
        ("file:///etc/passwd", NO_ADDRESS),
        ("ftp://calendar.example/", NO_ADDRESS),
        ("gopher://calendar.example:25/_HELO", NO_ADDRESS),
        ("https://", NO_ADDRESS),
        ("https://[::1", NO_ADDRESS),
        ("https://calendar.example:port/", NO_ADDRESS),
        ("https://calendar.example/a b", NO_ADDRESS),
        ("https://calendar.example/\r\nHost: inside", NO_ADDRESS),
        ("http://calendar.example/ana.ics", NOT_SAFE),
        ("https://ana:pass@calendar.example/", NAMES_INSIDE),
        ("https://calendar.example:22/", ODD_PORT),
    ],
)
def test_what_may_not_be_typed_is_refused_with_a_sentence(url: str, why: str) -> None:
    with pytest.raises(NotReached) as refused:
        wellformed(url, Reach())

    assert str(refused.value) == why


@pytest.mark.parametrize("scheme", ["https", "HTTPS", "webcal", "webcals"])
def test_the_schemes_of_calendars_are_all_https(scheme: str) -> None:
    assert wellformed(f" {scheme}://Calendar.Example./a.ics?k=1#x ", Reach()) == Target(
        tls=True, host="calendar.example", port=443, path="/a.ics?k=1", addresses=()
    )


def answering(*addresses: str) -> tuple[Reach, list[str]]:
    """A reach whose names lead to these addresses, and the names that were looked up."""
    asked: list[str] = []

    def resolve(host: str, _: int) -> Sequence[str]:
        asked.append(host)
        return addresses

    return Reach(resolve=resolve), asked


@pytest.mark.rule("BUSY-2")
@pytest.mark.parametrize(
    "addresses", [("127.0.0.1",), ("8.8.8.8", "10.0.0.1"), ("2606:2800:21f:cb07::1", "::1")]
)
def test_a_name_that_leads_inward_is_not_opened(addresses: tuple[str, ...]) -> None:
    reach, _ = answering(*addresses)

    with pytest.raises(NotReached) as refused:
        target("https://calendar.example/", reach)

    assert str(refused.value) == INWARD


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/", "https://2130706433/", "https://0x7f.1/", "https://127.1/",
        "https://[::ffff:127.0.0.1]/", "https://localhost/", "https://[::1]/",
        "https://169.254.169.254/latest/meta-data/",
    ],
)  # fmt: skip
def test_an_address_spelt_as_a_number_is_looked_at_like_any_other(url: str) -> None:
    with pytest.raises(NotReached) as refused:
        target(url, Reach())

    assert str(refused.value) == INWARD


def test_a_name_that_nobody_knows_is_told_so() -> None:
    reach, _ = answering()

    with pytest.raises(NotReached) as refused:
        target("https://calendar.example/", reach)

    assert str(refused.value) == UNKNOWN_NAME


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine that notes who connects."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        came: list[str] = []

        def wait() -> None:
            try:
                while True:
                    connection, _ = server.accept()
                    came.append("somebody")
                    connection.close()
            except OSError:
                return

        threading.Thread(target=wait, daemon=True).start()
        yield server.getsockname()[1], came
        server.shutdown(socket.SHUT_RDWR)


@pytest.mark.rule("BUSY-2")
def test_a_name_is_resolved_once_so_that_its_second_answer_leads_nowhere() -> None:
    """The second answer would be this machine; the first is a documentation network."""
    answers = [("203.0.113.9",), ("127.0.0.1",)]
    with listener() as (port, came):

        def resolve(_: str, __: int) -> Sequence[str]:
            return answers.pop(0)

        reach = Reach(inside=frozenset({f"calendar.example:{port}"}), resolve=resolve)
        with pytest.raises(NotReached):
            ask(Ask(url=f"http://calendar.example:{port}/"), reach, Limits(seconds=0.5))

        assert (answers, came) == ([("127.0.0.1",)], [])


@pytest.mark.rule("BUSY-2")
@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("http://169.254.169.254/latest/meta-data/", NOT_SAFE),
        ("https://169.254.169.254/latest/meta-data/", INWARD),
        ("https://localhost/", INWARD),
        ("https://[64:ff9b::a9fe:a9fe]/", INWARD),
        ("//10.0.0.1/", NOT_SAFE),
        ("file:///etc/passwd", NO_ADDRESS),
    ],
)
def test_a_redirect_inward_is_not_followed(location: str, why: str) -> None:
    with web_server() as server:
        url = server.says("/a.ics", "", 302, Location=location)
        with pytest.raises(NotReached) as refused:
            ask(Ask(url=url), server.reach)

    assert str(refused.value) == why


def test_a_redirect_to_another_port_of_this_machine_connects_to_nobody() -> None:
    with web_server() as server, listener() as (port, came):
        url = server.says("/a.ics", "", 302, Location=f"http://127.0.0.1:{port}/")
        with pytest.raises(NotReached):
            ask(Ask(url=url), server.reach)

        assert came == []
        # The listener hears those who may come.
        both = Reach(inside=frozenset({"127.0.0.1"}))
        with pytest.raises(NotReached):
            ask(Ask(url=url), both)
        assert came == ["somebody"]


def test_a_password_goes_to_no_other_server() -> None:
    with web_server() as one, web_server() as other:
        last = other.says("/b.ics", "there")
        first = one.says("/a.ics", "", 302, Location=last)
        both = Reach(inside=one.reach.inside | other.reach.inside)

        answer = ask(Ask(url=first, credentials="Basic c2VjcmV0"), both)

        assert answer.body == b"there"
        assert authorization(one) == ["Basic c2VjcmV0"]
        assert authorization(other) == [None]


def authorization(server: Said) -> list[str | None]:
    return [headers.get("Authorization") for _, headers in server.asked]


def test_caldav_speaks_only_to_servers_that_the_operator_named() -> None:
    named = Reach(caldav=frozenset({"dav.district.example"}))

    demand_caldav("https://dav.district.example/ana/", named)
    demand_caldav("https://p12.dav.district.example/ana/", named)
    for other in ("https://district.example/", "https://evildav.district.example/"):
        with pytest.raises(NotReached) as refused:
            demand_caldav(other, named)
        assert str(refused.value) == NO_CALDAV


def test_nothing_inside_is_permitted_unless_the_operator_says_so() -> None:
    assert reach_of(Settings()) == Reach()
