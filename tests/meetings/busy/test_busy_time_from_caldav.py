"""Busy time from a real CalDAV server: one calendar, a whole account, and what goes wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from meetings.busy.dav import NO_CALENDAR, NOT_SPOKEN, WRONG_NAME, Door, Login, texts
from meetings.busy.guard import NO_CALDAV, NotReached, Reach
from meetings.busy.reading import Failed, Found, Task, outcome
from meetings.busy.wire import Limits
from meetings.planning.busy import Block, Certainty, Owner, read
from tests.meetings.busy.dav_server import DavServer, dav_server
from tests.meetings.busy.ics_text import calendar, hour
from tests.meetings.busy.web_server import Handler, web_server

SPAN = (datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC))
ANA = Owner(zone="America/Denver", ours=frozenset({"ours"}))
WEEKLY = calendar(hour("20260901", uid="weekly", more=("RRULE:FREQ=WEEKLY",)))
#: Across the day on which the clocks go back.
TUESDAYS = (datetime(2026, 10, 27, 15, tzinfo=UTC), datetime(2026, 11, 3, 16, tzinfo=UTC))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DavServer]:
    with dav_server(tmp_path_factory.mktemp("dav")) as running:
        yield running


def starts(found: tuple[str, ...]) -> list[datetime]:
    return [block.starts_at for block in read(found, SPAN, ANA).blocks]


def test_one_calendar_gives_the_entries_of_the_span(server: DavServer) -> None:
    ours = calendar(hour("20261028", uid="ours"))
    later = calendar(hour("20261230", uid="later"))
    url = server.calendar("work", WEEKLY, ours, later)

    found = server.texts(url, SPAN)

    assert starts(found) == list(TUESDAYS)
    assert not any("later" in text for text in found)


def test_the_address_of_an_account_gives_all_its_calendars(server: DavServer) -> None:
    server.calendar("one", calendar(hour("20261029", uid="one")), who="ben")
    server.calendar("two", calendar(hour("20261030", uid="two")), who="ben")

    for url in (server.url, f"{server.url}ben/"):
        assert starts(texts(url, SPAN, server.door("ben"))) == [
            datetime(2026, 10, 29, 15, tzinfo=UTC),
            datetime(2026, 10, 30, 15, tzinfo=UTC),
        ]


@pytest.mark.parametrize(
    ("path", "password", "why"),
    [("ana/nothing/", "", NO_CALENDAR), ("ana/", "wrong", WRONG_NAME)],
)
def test_what_goes_wrong_is_told_with_a_remedy(
    server: DavServer, path: str, password: str, why: str
) -> None:
    with pytest.raises(NotReached) as refused:
        texts(server.url + path, SPAN, server.door("ana", password))

    assert str(refused.value) == why


def test_a_server_that_is_not_on_the_operators_list_gets_no_password() -> None:
    with web_server() as other:
        login = Login(username="ana", password="secret")  # noqa: S106  nobody's
        door = Door(login, other.reach, Limits())
        with pytest.raises(NotReached) as refused:
            texts(other.url("/"), SPAN, door)

        assert (str(refused.value), other.asked) == (NO_CALDAV, [])


HOME = """<?xml version="1.0"?>
<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/</href>
<propstat><prop><resourcetype><collection/></resourcetype>
<current-user-principal><href>{to}</href></current-user-principal>
<C:calendar-home-set><href>{to}</href></C:calendar-home-set></prop>
<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"""


def test_a_server_that_sends_us_inward_is_not_followed() -> None:
    """Its answers name another port of this machine as the home of the calendars."""

    def answer(handler: Handler) -> None:
        handler.give(HOME.format(to=inner.url("/secret/")), 207, Content_Type="text/xml")

    with web_server() as inner, web_server() as server:
        server.does("/", answer)
        reach = Reach(inside=server.reach.inside, caldav=frozenset({"127.0.0.1"}))
        with pytest.raises(NotReached):
            texts(server.url("/"), SPAN, Door(Login(username="", password=""), reach, Limits()))

        assert server.asked != []
        assert inner.asked == []


def test_an_answer_that_is_no_caldav_is_told_so() -> None:
    with web_server() as server:
        server.says("/", "<<<", 207, Content_Type="text/xml")
        reach = Reach(inside=server.reach.inside, caldav=frozenset({"127.0.0.1"}))
        with pytest.raises(NotReached) as refused:
            texts(server.url("/"), SPAN, Door(Login(username="", password=""), reach, Limits()))

    assert str(refused.value) == NOT_SPOKEN


FREE_BUSY = calendar(
    "BEGIN:VFREEBUSY\nUID:f\nFREEBUSY:20261027T150000Z/20261027T160000Z\nEND:VFREEBUSY"
)
KIND = """<?xml version="1.0"?>
<multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><response><href>/cal/</href>
<propstat><prop><resourcetype><collection/><C:calendar/></resourcetype></prop>
<status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"""


def test_a_calendar_that_is_shared_as_busy_times_alone_gives_those() -> None:
    def answer(handler: Handler) -> None:
        size = int(handler.headers.get("Content-Length", "0"))
        asked = handler.rfile.read(size)
        if b"free-busy-query" in asked:
            handler.give(FREE_BUSY, Content_Type="text/calendar")
        elif b"calendar-query" in asked:
            handler.give("", 403)
        else:
            handler.give(KIND, 207, Content_Type="text/xml")

    with web_server() as server:
        server.does("/cal/", answer)
        reach = Reach(inside=server.reach.inside, caldav=frozenset({"127.0.0.1"}))
        found = texts(
            server.url("/cal/"), SPAN, Door(Login(username="", password=""), reach, Limits())
        )

    assert starts(found) == [TUESDAYS[0]]


def test_a_whole_reading_ends_in_blocks_or_in_a_sentence(server: DavServer) -> None:
    url = server.calendar("whole", WEEKLY)
    task = Task(
        kind="caldav",
        url=url,
        username="ana",
        password="ana",  # noqa: S106  the test server's
        owner=ANA,
        span=SPAN,
        reach=server.reach,
    )
    hours = [(at, at.replace(hour=at.hour + 1)) for at in TUESDAYS]

    assert outcome(task) == Found(
        blocks=tuple(
            Block(starts_at=starts_at, ends_at=ends_at, certainty=Certainty.BUSY)
            for starts_at, ends_at in hours
        )
    )
    unlisted = Task(kind="caldav", url=url, owner=ANA, span=SPAN, reach=Reach())
    assert isinstance(outcome(unlisted), Failed)
