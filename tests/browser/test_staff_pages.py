"""The staff's pages in a real browser: axe finds nothing, nothing overflows, no script is needed.

Pictures are written to the folder that ALP_PICTURES names, for a person to look at.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import browsing
import cast
import pytest
from browsing import DESK, PHONE, Served, faults_of
from cast import Cast
from playwright.sync_api import Page

from meetings import planner
from meetings.store import Session, letters
from workflow.commands import WritePlan

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOW = datetime(2026, 9, 16, 15, 5, tzinfo=UTC)
PAGES = (
    "/",
    "/caseload",
    "/plans/1",
    "/plans/1/edit",
    "/plans/2/history",
    "/plans/2/acts/record_attempt",
    "/proposals",
    "/proposals/1",
    "/conferences/2/1",
    "/conferences/2/1/move",
    "/conferences/2/1/room",
    "/signing/4/1",
    "/signing/4/1/table",
    "/signing/4/1/paper",
    "/plans/4/review",
    "/reviews",
    "/disagreements/1",
    "/outbox",
    "/outbox/2.5.0.1",
    "/inbox",
    "/archive",
    "/roster",
    "/people",
    "/settings",
)


def at_several_stages(folder: Path) -> Cast:
    """Maya is being drafted, Leo meets now, Ida waits for a time, Sam is being signed."""
    school = cast.small_school(folder)
    cast.drafting(school, "Maya Cruz")
    rosa = school.actor("Rosa Alvarez", "specialist")
    text = cast.plan_text("Maya Cruz")
    school.say("Maya Cruz", WritePlan(by=rosa, key="w1", content=text))
    cast.scheduled(school, "Leo Brandt", NOW - timedelta(minutes=5))
    cast.ready(school, "Ida Novak")
    cast.out_for_signature(school, "Sam Okafor")
    school.store.write(lambda session: _letter(session, school))
    ready = tuple(school.plans[name] for name in ("Ida Novak",))
    wanted = planner.Wanted(case_ids=ready, by=school.id("Rosa Alvarez"))
    planner.propose(school.store, wanted, NOW)
    return school


def _letter(session: Session, school: Cast) -> None:
    raw = (
        b"From: ALP office <alp@juniper.example.org>\r\nTo: karin@example.org\r\n"
        b"Subject: A time for your conference\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
        b"Dear Karin Brandt,\r\n\r\nplease choose a time:\r\n"
        b"https://school.test/m/abcdefghijklmnopqrstuvwx\r\n"
    )
    one = letters.Letter(
        id="2.5.0.1",
        case_id=2,
        recipient_id=school.id("Karin Brandt"),
        name="invite",
        subject="A time for your conference",
        channel="email",
        to_address="karin@example.org",
        env_from="alp@juniper.example.org",
        message_id="<1@school.test>",
        dated_at=NOW,
        not_before=NOW,
        state="captured",
    )
    letters.put(session, one, raw)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    school = at_several_stages(tmp_path_factory.mktemp("staff"))
    with browsing.served(school, NOW) as served:
        yield served


def opened(office: Served, path: str, **how: object) -> Page:
    """The page as Rosa sees it; `how` are options of a browser's window."""
    page, status = office.look("Rosa Alvarez", "staff", path, method="password", **how)
    assert status == 200, path
    return page


def picture(page: Page, path: str, size: str) -> None:
    folder = os.environ.get("ALP_PICTURES")
    if folder:
        name = path.strip("/").replace("/", "-").replace(".", "-") or "start"
        page.screenshot(path=f"{folder}/{name}-{size}.png", full_page=True)


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_a_desk_and_on_a_phone(office: Served, path: str) -> None:
    desk = opened(office, path, viewport=DESK)
    picture(desk, path, "desk")
    found = faults_of(desk)
    phone = opened(office, path, viewport=PHONE, color_scheme="dark", java_script_enabled=True)
    picture(phone, path, "phone")
    found += [f"phone {fault}" for fault in faults_of(phone)]

    assert found == []
    assert office.complaints == []
