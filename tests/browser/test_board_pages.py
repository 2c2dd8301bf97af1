"""The planning pages in a real browser: axe finds nothing at a desk and on a phone.

Pictures are written to the folder that ALP_PICTURES names, for a person to look at.
"""

import os
from collections.abc import Iterator

import browsing
import pytest
from browsing import DESK, Served, faults_of
from cast import AT
from playwright.sync_api import Page, ViewportSize

from meetings import planner
from meetings.planner.questions import WhatIf, what_if
from meetings.planning.whatif import PerDay
from meetings.store import Session, polls
from meetings.store.polls import Asked, Option
from tests.meetings.web_staff.planned import planned
from workflow.commands import Actor, CallConference

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: ViewportSize = {"width": 360, "height": 740}
MAYA, LEO, IDA = 1, 2, 3
PAGES = (
    "/proposals",
    "/proposals/1",
    "/proposals/1?show=rooms",
    "/proposals/1?show=people&names=initials",
    "/proposals/1/print",
    "/proposals/1/what-if",
    "/proposals/1/difference/2",
    "/proposals/2",
    "/proposals/3",
    f"/proposals/1/conferences/{MAYA}",
    f"/proposals/1/conferences/{MAYA}?start=2026-09-14T03:00&force=yes",
    f"/proposals/1/conferences/{IDA}",
    "/caseload/week",
    "/caseload/bookings",
    f"/plans/{IDA}/times",
    f"/plans/{LEO}/times",
    "/settings/planning",
)


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """For reading: 2 answers what if, 3 waits to be searched, Leo's conference is polled."""
    school = planned(tmp_path_factory.mktemp("board"), short=True)
    by = school.id("Rosa Alvarez")
    for most, work in ((4, True), (5, False)):
        change = PerDay(most=most)
        asked = WhatIf(run_id=1, change=change, words=f"What if there were {most} a day?", by=by)
        assert what_if(school.store, asked, AT) is not None
        if work:
            planner.work_once(school.store, AT)
    rosa = Actor(person_id=by, role="specialist", identified_by="password")
    school.say("Leo Brandt", CallConference(by=rosa, key="call"))
    school.store.write(lambda session: _poll(session, by))
    with browsing.served(school) as served:
        yield served


def _poll(session: Session, by: int) -> None:
    hours = (15, 16, 20)
    options = tuple(
        Option(
            starts_at=AT.replace(day=15, hour=hour),
            ends_at=AT.replace(day=15, hour=hour, minute=30),
            room="Library",
        )
        for hour in hours
    )
    asked = Asked(case_id=LEO, conference_no=1, options=options, closes_at=AT.replace(day=5), by=by)
    assert polls.open_poll(session.connection, asked, AT) == 1


def opened(office: Served, path: str, **how: object) -> Page:
    page, status = office.look("Rosa Alvarez", "staff", path, method="password", **how)
    assert status == 200, path
    return page


def picture(page: Page, name: str) -> None:
    folder = os.environ.get("ALP_PICTURES")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_desk_and_on_a_phone(read: Served, path: str) -> None:
    name = path.strip("/").translate(str.maketrans("/?&=:", "-----"))
    desk = opened(read, path, viewport=DESK)
    picture(desk, f"{name}-desk")
    found = faults_of(desk)
    phone = opened(read, path, viewport=PHONE, color_scheme="dark")
    picture(phone, f"{name}-phone")
    found += [f"phone {fault}" for fault in faults_of(phone)]

    assert found == []
    assert read.complaints == []


def test_on_a_phone_the_week_is_a_list_of_days(read: Served) -> None:
    page = opened(read, "/proposals/1", viewport=PHONE, color_scheme="dark")

    assert page.locator(".board-wide").is_hidden()
    assert page.locator(".day-list .card").count() == 3


def test_a_slider_and_its_number_go_together(read: Served) -> None:
    page = opened(read, "/settings/planning", viewport=DESK)
    rail = page.get_by_role("slider", name="A class is left by its teacher")

    rail.focus()
    rail.press("ArrowRight")

    assert page.locator("#weight-pull").input_value() == "11"
