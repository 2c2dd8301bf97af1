"""The week board in a real browser, used: dragged, moved by keys, asked without a script."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import browsing
import pytest
from browsing import DESK, Served
from cast import AT
from playwright.sync_api import Page, ViewportSize

from meetings import planner
from tests.meetings.web_staff.planned import place, planned, run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE: ViewportSize = {"width": 360, "height": 740}
#: The whole board without scrolling: a drag by hand does not scroll.
TALL: ViewportSize = {"width": 1280, "height": 2600}
MAYA = 1


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Served]:
    """Proposal 1 lets Ida wait."""
    with browsing.served(planned(tmp_path, short=True)) as served:
        yield served


def opened(office: Served, path: str, **how: object) -> Page:
    page, status = office.look("Rosa Alvarez", "staff", path, method="password", **how)
    assert status == 200, path
    return page


def test_the_page_of_a_search_comes_again_by_itself_until_it_is_over(office: Served) -> None:
    school, page = office.cast, opened(office, "/proposals/1/what-if", java_script_enabled=False)
    page.fill("#per_day", "4")
    page.get_by_role("button", name="Plan it that way and compare").click()
    assert page.get_by_text("It is the next in line").is_visible()

    planner.work_once(school.store, AT)

    page.get_by_text("This is a question, not a plan").wait_for(timeout=15_000)
    page.get_by_role("link", name="Compare with 1").click()
    assert page.locator("h1").inner_text() == "Proposal 1 and what if 2"


def test_a_card_is_dragged_to_an_hour_that_lights_up(office: Served) -> None:
    page = opened(office, "/proposals/1", viewport=TALL)
    before = place(office.cast, 1, "Maya Cruz")
    page.locator(f"table a[data-case='{MAYA}']").hover()
    target = page.locator("td[data-on='2026-09-16'][data-hour='15']")
    page.mouse.down()
    target.hover()
    target.hover()
    page.locator("td.may").first.wait_for()
    assert "may" in (target.get_attribute("class") or "")
    page.mouse.up()

    page.wait_for_url("**/proposals/2?*")
    moved = place(office.cast, 2, "Maya Cruz")
    assert before is not None
    assert moved is not None
    assert moved.slot.starts_at.date().isoformat() == "2026-09-16"
    assert page.get_by_role("button", name="Take the last step back").is_visible()
    page.get_by_role("button", name="Take the last step back").click()
    page.wait_for_url("**/proposals/1?*")
    assert run(office.cast, 1).status == "proposed"


def test_a_card_dropped_where_it_cannot_be_says_why_and_stays(office: Served) -> None:
    leo = place(office.cast, 1, "Leo Brandt")
    maya = place(office.cast, 1, "Maya Cruz")
    assert leo is not None
    assert maya is not None
    page = opened(office, "/proposals/1", viewport=DESK)
    cell = f"td[data-on='{maya.slot.starts_at:%Y-%m-%d}'][data-hour='12']"
    page.route("**/starts", lambda route: route.fulfill(json={"starts": []}))

    page.drag_and_drop(f"table a[data-case='{MAYA}']", cell)

    said = page.locator(".drag-verdict")
    said.wait_for()
    assert "12:00 PM" in said.inner_text()
    assert run(office.cast, 1).status == "proposed"


@pytest.mark.parametrize("script", [True, False])
def test_by_keys_alone_a_conference_is_moved_and_locked(office: Served, script: bool) -> None:  # noqa: FBT001  with and without
    page = opened(office, "/proposals/1", viewport=DESK, java_script_enabled=script)
    page.locator(f"table a.card[href$='/conferences/{MAYA}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/conferences/*")
    first = page.locator("button[name=start]").first
    wanted = first.get_attribute("value") or ""
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/proposals/2?*")

    moved = place(office.cast, 2, "Maya Cruz")
    assert moved is not None
    assert moved.slot.starts_at == datetime.fromisoformat(wanted)
    page.locator(f"table a.card[href$='/conferences/{MAYA}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/conferences/*")
    page.get_by_role("button", name="Lock at this time").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Release").wait_for()
    assert page.get_by_text("locked at").first.is_visible()


def test_why_somebody_has_no_time_is_read_and_a_remedy_tried_without_a_script(
    office: Served,
) -> None:
    page = opened(office, "/proposals/1", viewport=PHONE, java_script_enabled=False)

    one = page.locator("li.missing")
    assert "Ida Novak" in one.inner_text()
    one.locator("summary").click()
    assert one.get_by_text("How that was checked:").is_visible()
    one.get_by_role("button", name="Try:").first.click()
    assert page.get_by_text("It is the next in line").is_visible()
    assert run(office.cast, 2).mode == "what_if"
