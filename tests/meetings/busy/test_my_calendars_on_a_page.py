"""The page of one's own calendars: add, see how it went, ask again, remove; no secret shown."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from cast import AT, Cast, small_school
from visitor import Page, Visitor, application

from meetings.busy.apart import Hand
from meetings.busy.guard import INWARD, NO_CALDAV, NOT_SAFE
from meetings.busy.refreshing import refresh
from meetings.store import busy
from meetings.web import calendars
from tests.meetings.busy.ics_text import calendar, hour
from tests.meetings.busy.web_server import web_server

HERE = "/me/calendars"
ADDRESS = "https://calendar.example/private-1234/basic.ics"


@pytest.fixture(scope="module", autouse=True)
def _wired() -> None:
    """The page is there, whether the application already has it or not."""
    app = application()
    if not any(route.path == HERE for route in app.routes):
        for router in calendars.routers:
            app.register(router)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Cast]:
    cast = small_school(tmp_path)
    yield cast
    cast.store.close()


@pytest.fixture
def osei(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Daniel Osei", "staff")


def mine(visitor: Visitor) -> tuple[busy.Source, ...]:
    with visitor.site.store.read() as connection:
        return busy.of_person(connection, visitor.cast.id("Daniel Osei"))


def added(visitor: Visitor, url: str = ADDRESS, **fields: str) -> Page:
    typed = {"url": url, "label": "School mail", "password": "swordfish", "username": "osei"}
    return visitor.press(visitor.open(HERE), HERE, **{**typed, **fields})


def test_a_teacher_adds_a_calendar_and_neither_address_nor_password_is_shown(
    osei: Visitor,
) -> None:
    page = added(osei)

    assert page.url == f"{HERE}?said=queued"
    assert "School mail" in page.text
    assert "calendar.example" in page.text
    assert busy.NOT_YET in page.text
    assert "private-1234" not in page.text
    assert "swordfish" not in page.text
    assert [(s.kind, s.url, s.label) for s in mine(osei)] == [
        ("ics", "calendar.example", "School mail")
    ]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": ""}, "Please give the address of the calendar."),
        ({"url": "http://calendar.example/a.ics"}, NOT_SAFE),
        ({"kind": "caldav"}, NO_CALDAV),
        ({"kind": "caldav", "username": ""}, "Please give your name on this server."),
    ],
)
def test_what_cannot_be_read_is_refused_beside_its_field(
    osei: Visitor, fields: dict[str, str], why: str
) -> None:
    page = added(osei, **fields)

    assert page.status == 422
    assert why in unescape(page.text)
    assert "swordfish" not in page.text
    assert mine(osei) == ()


@pytest.mark.rule("PL-9")
def test_the_page_says_how_the_reading_went(osei: Visitor) -> None:
    """Good first; then the address leads inward, and the times of before are kept."""
    with web_server() as server, Hand() as hand:
        server.says("/a.ics", calendar(hour("20260907"), hour("20271207", uid="b")))
        # The operator of this school has named no server inside; the page refuses this one.
        assert NOT_SAFE in added(osei, server.url("/a.ics")).text
        added(osei, "https://127.0.0.1/a.ics")
        refresh(osei.site.store, AT, server.reach, hand)

    page = osei.open(HERE)

    assert "Free times not known" in page.text
    assert INWARD in page.text
    assert "Last tried" in page.text


def test_read_it_now_makes_it_due_and_forgets_what_it_knew(osei: Visitor) -> None:
    added(osei)
    (source,) = mine(osei)
    state = {"due_at": AT + timedelta(hours=6), "etag": '"1"', "failure": "", "good_at": AT}
    osei.site.store.write(lambda session: busy.settle(session.connection, source.id, state))
    assert "Free times not known" not in osei.open(HERE).text

    page = osei.press(osei.open(HERE), f"{HERE}/{source.id}/again")

    assert page.url == f"{HERE}?said=queued"
    assert [(s.due_at, s.etag) for s in mine(osei)] == [(osei.at, "")]


def test_a_calendar_is_removed(osei: Visitor) -> None:
    added(osei)
    (source,) = mine(osei)

    page = osei.press(osei.open(HERE), f"{HERE}/{source.id}/remove")

    assert mine(osei) == ()
    assert "No calendar is read yet" in page.text


def test_nobody_touches_the_calendar_of_another(osei: Visitor, school: Cast) -> None:
    added(osei)
    (source,) = mine(osei)
    rosa = Visitor(school).sign_in("Rosa Alvarez", "staff")
    token = rosa.open(HERE).form(HERE).fields["_csrf_token"]

    assert "School mail" not in rosa.open(HERE).text
    for act in ("again", "remove"):
        sent = rosa.send(f"{HERE}/{source.id}/{act}", {"_csrf_token": token})
        assert sent.status == 404
    assert len(mine(osei)) == 1


def test_the_page_is_for_staff_alone(school: Cast) -> None:
    family = Visitor(school).sign_in("Karin Brandt", "family", "link_code")

    assert family.open(HERE).status == 403
