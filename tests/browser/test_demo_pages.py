"""A demo in a real browser: axe finds nothing, nothing overflows, a letter's link opens on top.

Pictures are written to the folder that ALP_PICTURES names, for a person to look at.
"""

import os
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from browsing import DESK, PHONE, faults_of
from playwright.sync_api import BrowserContext, Page, sync_playwright

from meetings.demo.served import Served, ready
from tests.meetings.web_demo.guest import Guest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PARENT = "G001A"
SIZES = {"desk": DESK, "phone": PHONE}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, str]]:
    """A day old, on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        served = ready(tmp_path_factory.mktemp("school"), 7, url)
        served.demo.mover.start()
        Guest(served, url).pass_time("day")
        server = uvicorn.Server(uvicorn.Config(served.app, log_config=None, lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield served, url
        server.should_exit = True
        thread.join(timeout=5)
        served.close()


@pytest.fixture(scope="module")
def window(demo: tuple[Served, str]) -> Iterator[BrowserContext]:
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser.new_context(base_url=demo[1])
        browser.close()


def pictured(page: Page, name: str) -> None:
    folder = os.environ.get("ALP_PICTURES", "")
    if folder:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(folder) / f"demo-{name}.png", full_page=True)


def newest_letter(demo: tuple[Served, str], number: str) -> str:
    return Guest(*demo).letters(number)[0]


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_overflows(
    demo: tuple[Served, str], window: BrowserContext, size: str
) -> None:
    page = window.new_page()
    page.set_viewport_size({**SIZES[size]})
    found: dict[str, list[str]] = {}
    pages = {
        "people": "/demo",
        "mail": "/demo/mail",
        "letter": newest_letter(demo, PARENT),
        "time": "/demo/time",
    }
    for name, url in pages.items():
        page.goto(url)
        found[name] = faults_of(page)
        pictured(page, f"{name}-{size}")
    page.goto("/demo")
    page.get_by_text("Become…").first.click()
    found["open bar"] = faults_of(page)
    pictured(page, f"bar-{size}")
    page.close()

    assert {name: told for name, told in found.items() if told} == {}


def test_a_link_in_the_framed_letter_opens_the_familys_page_on_top(
    demo: tuple[Served, str], window: BrowserContext
) -> None:
    page = window.new_page()
    page.goto(newest_letter(demo, PARENT))

    page.frame_locator("iframe").locator("a.act").click()
    page.wait_for_url("**/m/*")
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/family/**")

    assert page.get_by_label("Demo").get_by_text("Letters to").count() == 1
    page.close()


def test_the_clock_is_moved_from_the_bar_and_leads_back(
    window: BrowserContext,
) -> None:
    page = window.new_page()
    page.goto("/demo")
    page.get_by_role("button", name="Become Margit Halloran").first.click()
    before = page.get_by_label("Demo").locator(".demo-now").inner_text()

    page.get_by_role("button", name="+7 days").click()
    page.wait_for_url(re.compile(r"/demo/time\?back=/$"))
    page.goto("/demo/time?still=true")
    assert faults_of(page) == []
    pictured(page, "moving")
    page.goto("/demo/time?back=/caseload")
    page.wait_for_url(re.compile(r"^http://[^/]+/caseload$"), timeout=180_000)

    after = page.get_by_label("Demo").locator(".demo-now").inner_text()
    assert (before[:9], after[:9]) == ("Tuesday, ", "Tuesday, ")
    assert before != after
    pictured(page, "caseload")
    page.close()
