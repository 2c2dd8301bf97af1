"""Pages about times in a browser: painted by finger, mouse and keyboard, or without any script.

Pictures are written to the folder that ALP_PICTURES names, for a person to look at.
"""

import os
from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import cast
import pytest
from browsing import DESK, PHONE, Served, faults_of, served
from playwright.sync_api import Locator, Page, ViewportSize, expect

from meetings.store import availability, bookings, polls
from meetings.store.availability import Stretch, Word
from workflow.commands import CallConference

pytestmark = pytest.mark.browser

HAND: ViewportSize = {"width": 360, "height": 740}
#: Who opens what.
PAGES = (
    ("Karin Brandt", "family", "/family/times"),
    ("Karin Brandt", "family", "/family/times?week=2026-09-07"),
    ("Karin Brandt", "family", "/family/times/done"),
    ("Karin Brandt", "family", "/family/booking/2"),
    ("Petra Novak", "family", "/family/booking/3"),
    ("Ana Cruz", "family", "/family/poll/1"),
    ("Ana Cruz", "family", "/family/poll/1/done"),
    ("Ana Cruz", "family", "/family"),
    ("Daniel Osei", "staff", "/teacher/times"),
    ("Daniel Osei", "staff", "/teacher/poll/1"),
    ("Daniel Osei", "staff", "/teacher"),
    ("Rosa Alvarez", "staff", "/people/2/times"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    school = cast.small_school(tmp_path_factory.mktemp("times"))
    for student in ("Maya Cruz", "Leo Brandt", "Ida Novak"):
        cast.ready(school, student)
    rosa = school.actor("Rosa Alvarez", "specialist")
    school.say("Maya Cruz", CallConference(by=rosa, key=cast.key()))
    say(school)
    school.store.write(lambda s: bookings.open_booking(s.connection, wanted(school), cast.AT))
    school.store.write(lambda s: polls.open_poll(s.connection, asked(school), cast.AT))
    with served(school) as running:
        yield running
    school.store.close()


def say(school: cast.Cast) -> None:
    karin = school.id("Karin Brandt")
    word = Word(person_id=karin, source="page", by=karin, at=cast.AT)
    weekly = [
        Stretch(weekday=day, from_wall=time(begins), to_wall=time(ends), kind=kind)
        for day in ("mon", "wed")
        for begins, ends, kind in ((8, 10, "preferred"), (10, 12, "possible"))
    ]
    late = Stretch(weekday="thu", from_wall=time(15), to_wall=time(17), kind="if_needed")
    away = Stretch(on_date=date(2026, 9, 16), from_wall=time(0), to_wall=time(23, 59), kind="busy")
    said = (*weekly, late, away)
    assert school.store.write(lambda s: availability.say(s.connection, word, said)) == ()


def wanted(school: cast.Cast) -> bookings.Wanted:
    return bookings.Wanted(
        case_ids=(school.plans["Leo Brandt"], school.plans["Ida Novak"]),
        first_on=date(2026, 9, 14),
        last_on=date(2026, 9, 25),
        closes_at=cast.AT + timedelta(days=5),
        by=school.id("Rosa Alvarez"),
    )


def asked(school: cast.Cast) -> polls.Asked:
    starts = [cast.AT + timedelta(days=14 + n, hours=n) for n in range(3)]
    return polls.Asked(
        case_id=school.plans["Maya Cruz"],
        conference_no=1,
        options=tuple(
            polls.Option(starts_at=one, ends_at=one + timedelta(minutes=30)) for one in starts
        ),
        closes_at=cast.AT + timedelta(days=4),
        by=school.id("Rosa Alvarez"),
    )


def pictured(page: Page, path: str, size: str) -> None:
    folder = os.environ.get("ALP_PICTURES", "")
    if folder:
        name = path.strip("/").replace("/", "-").replace("?", "-")
        page.screenshot(path=Path(folder) / f"{name}-{size}.png", full_page=True)


@pytest.mark.parametrize(("name", "kind", "path"), PAGES)
def test_a_page_is_accessible_on_a_phone_and_at_a_desk(
    site: Served, name: str, kind: str, path: str
) -> None:
    for size, colours, language in (
        (PHONE, "light", "es-MX"),
        (PHONE, "dark", "en-US"),
        (DESK, "light", "en-US"),
    ):
        page, status = site.look(
            name, kind, path, viewport=size, color_scheme=colours, locale=language
        )
        assert (path, status, colours, faults_of(page)) == (path, 200, colours, [])
        pictured(page, path, f"{size['width']}-{colours}")
    assert site.complaints == []


def opened(site: Served, name: str, **options: Any) -> Page:
    page = site.person(name, locale="en-US", **options)
    page.context.add_cookies([{"name": "alp_language", "value": "en", "url": site.url}])
    page.goto("/family/times")
    return page


def box(page: Page, name: str) -> Locator:
    return page.locator(f"select[name={name}]")


def values(page: Page, *names: str) -> list[str]:
    return [box(page, name).input_value() for name in names]


def middle(page: Page, name: str) -> tuple[float, float]:
    """Where it is on the screen."""
    found = box(page, name).bounding_box()
    assert found is not None
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def test_a_drag_with_the_mouse_paints_a_rectangle_and_again_takes_it_away(site: Served) -> None:
    page = opened(site, "Petra Novak", viewport=DESK)
    page.get_by_role("radio", name="Best").check(force=True)
    corners = ("c1-0800", "c3-0900")

    for expected in ("b", ""):
        page.mouse.move(*middle(page, corners[0]))
        page.mouse.down()
        page.mouse.move(*middle(page, corners[1]), steps=6)
        page.mouse.up()

        inside = values(page, "c1-0800", "c2-0830", "c3-0900")
        assert inside == [expected] * 3
        assert values(page, "c0-0800", "c4-0830", "c1-0930") == [""] * 3


def test_one_click_paints_one_half_hour(site: Served) -> None:
    page = opened(site, "Petra Novak", viewport=DESK)

    page.mouse.click(*middle(page, "c2-0900"))

    assert values(page, "c2-0900", "c2-0930") == ["g", ""]
    expect(page.locator("[data-paint-said]")).to_have_text("Wednesday, 9:00 AM – 9:30 AM: Good")


class Finger:
    """Real touches, as the browser's own protocol sends them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.hand = page.context.new_cdp_session(page)

    def down(self, name: str) -> None:
        self._send("touchStart", [middle(self.page, name)])

    def drag(self, first: str, last: str) -> None:
        begins, ends = middle(self.page, first), middle(self.page, last)
        for n in range(1, 9):
            at = tuple(a + (b - a) * n / 8 for a, b in zip(begins, ends, strict=True))
            self._send("touchMove", [(at[0], at[1])])

    def up(self) -> None:
        self._send("touchEnd", [])

    def _send(self, kind: str, points: list[tuple[float, float]]) -> None:
        told = [{"x": x, "y": y} for x, y in points]
        self.hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": told})


def in_view(page: Page, name: str) -> None:
    box(page, name).evaluate("one => one.scrollIntoView({block: 'center'})")


def test_a_finger_that_holds_and_drags_paints_and_the_page_stands_still(site: Served) -> None:
    page = opened(site, "Ana Cruz", viewport=HAND, has_touch=True)
    in_view(page, "c1-1000")
    before = page.evaluate("scrollY")
    finger = Finger(page)

    finger.down("c1-0900")
    page.wait_for_timeout(350)
    finger.drag("c1-0900", "c2-1030")
    finger.up()

    assert values(page, "c1-0900", "c1-1000", "c2-1030", "c3-1000") == ["g", "g", "g", ""]
    assert page.evaluate("scrollY") == before
    page.get_by_role("button", name="Save").tap()
    expect(page.get_by_role("heading", name="This is what we understood")).to_be_visible()
    expect(page.get_by_text("Tuesday, Wednesday")).to_be_visible()
    expect(page.get_by_text("9:00 AM – 11:00 AM: good")).to_be_visible()


def test_a_tap_paints_one_box_and_a_swipe_scrolls(site: Served) -> None:
    page = opened(site, "Ana Cruz", viewport=HAND, has_touch=True)
    in_view(page, "c3-1200")
    before = page.evaluate("scrollY")

    page.touchscreen.tap(*middle(page, "c3-1200"))
    assert values(page, "c3-1200", "c3-1230") == ["g", ""]

    finger = Finger(page)
    finger.down("c0-1300")
    finger.drag("c0-1300", "c0-1030")
    finger.up()
    page.wait_for_timeout(400)
    assert page.evaluate("scrollY") > before + 40
    assert values(page, "c0-1300", "c0-1030") == ["", ""]


def test_a_week_is_painted_with_the_keyboard_alone(site: Served) -> None:
    page = opened(site, "Jonas Brandt", viewport=HAND)
    page.get_by_role("radio", name="Good").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    expect(box(page, "c0-0700")).to_be_focused()

    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")

    assert values(page, "c1-0730", "c1-0800", "c1-0830", "c1-0900") == ["n", "n", "n", ""]
    assert page.locator("table select[tabindex='0']").count() == 1
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("7:30 AM – 9:00 AM: if need be")).to_be_visible()


def test_a_box_says_its_day_its_time_and_how_it_is_painted(site: Served) -> None:
    page = opened(site, "Karin Brandt", viewport=HAND)

    found = page.get_by_role("combobox", name="Monday 8:00 AM – 8:30 AM", exact=True)

    expect(found).to_have_value("b")
    assert found.locator("option:checked").inner_text() == "Best"


def test_without_scripts_each_half_hour_is_a_list_of_its_own(site: Served) -> None:
    page = opened(site, "Grace Okafor", viewport=PHONE, java_script_enabled=False)
    assert not page.get_by_text("Paint with").is_visible()

    box(page, "c4-1600").select_option("b")
    page.get_by_label("No time suits me").check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("4:00 PM – 4:30 PM: best")).to_be_visible()
    expect(page.get_by_text("The school will call you.")).to_be_visible()


def test_a_poll_is_answered_on_a_phone_without_scripts(site: Served) -> None:
    page = site.person("Ana Cruz", viewport=PHONE, java_script_enabled=False)
    page.goto("/family/poll/1")

    for ballot in page.locator("fieldset.ballot").all():
        ballot.get_by_role("radio").nth(1).check()
    page.locator("main form button").click()

    expect(page.get_by_role("heading", name="Gracias")).to_be_visible()
    assert page.get_by_text("Si hace falta").count() == 3


def test_a_family_takes_a_time_in_four_presses_and_gives_it_back(site: Served) -> None:
    page = site.person("Petra Novak", viewport=HAND, java_script_enabled=False, locale="en-US")
    page.goto("/family")
    page.get_by_role("link", name="Choose your time").click()
    page.get_by_role("link", name="Thu, Sep 17").click()
    page.get_by_role("radio", name="10:00 AM").check()
    page.get_by_role("button", name="Take this time").click()

    expect(page.get_by_text("Thursday, September 17, 2026, 10:00 AM MDT")).to_be_visible()
    assert faults_of(site.look("Petra Novak", "family", "/family/booking/3/back")[0]) == []
    page.get_by_role("link", name="Give it back").click()
    page.get_by_role("button", name="Give it back").click()
    expect(page.get_by_role("heading", name="You have no time now")).to_be_visible()


def test_text_at_twice_its_size_still_fits_a_phone(site: Served) -> None:
    page = site.person("Karin Brandt", viewport=PHONE)
    for path in ("/family/times", "/family/booking/2", "/family/times/done"):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, PHONE["width"])


def test_the_page_is_light_enough_for_a_slow_phone(site: Served) -> None:
    page = site.person("Karin Brandt", viewport=PHONE)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))

    page.goto("/family/times", wait_until="networkidle")

    assert len(sizes) <= 5
    assert sum(sizes) < 80_000
