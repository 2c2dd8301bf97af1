"""Pages of families, students, teachers in a browser: axe, phone, keyboard, without scripts."""

import io
from collections.abc import Iterator

import cast
import pytest
import weasyprint
from browsing import DESK, PHONE, Served, faults_of, served
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

NOW = cast.AT.replace(day=20)
#: Who opens what.
PAGES = (
    ("", "", "/signin"),
    ("", "", "/verify"),
    ("", "", "/nothing"),
    ("Ana Cruz", "family", "/family"),
    ("Ana Cruz", "family", "/family/reply/1/1"),
    ("Ana Cruz", "family", "/family/plan/1"),
    ("Ana Cruz", "family", "/family/more/1"),
    ("Karin Brandt", "family", "/family/sign/2/1"),
    ("Karin Brandt", "family", "/family/code/2/1"),
    ("Petra Novak", "family", "/family/progress/3"),
    ("Grace Okafor", "family", "/family/questions/4"),
    ("Ida Novak", "student", "/student"),
    ("Ida Novak", "student", "/student/check-in/3"),
    ("Daniel Osei", "staff", "/teacher"),
    ("Daniel Osei", "staff", "/teacher/plans/3"),
    ("Daniel Osei", "staff", "/account"),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    school = cast.small_school(tmp_path_factory.mktemp("family"))
    cast.offered(school, "Maya Cruz")
    cast.out_for_signature(school, "Leo Brandt", a_paper())
    cast.in_effect(school, "Ida Novak")
    cast.drafting(school, "Sam Okafor")
    with served(school, NOW) as running:
        yield running
    school.store.close()


def a_paper() -> bytes:
    page = io.BytesIO()
    weasyprint.HTML(string="<h1>Plan and minutes</h1>").write_pdf(page)
    return page.getvalue()


@pytest.mark.parametrize(("name", "kind", "path"), PAGES)
def test_a_page_is_accessible_on_a_phone_and_at_a_desk(
    site: Served, name: str, kind: str, path: str
) -> None:
    for size, colours, language in (
        (PHONE, "light", "es-MX"),
        (PHONE, "dark", "en-US"),
        (DESK, "light", "en-US"),
    ):
        page, _ = site.look(name, kind, path, viewport=size, color_scheme=colours, locale=language)
        assert (path, colours, faults_of(page)) == (path, colours, [])
    assert site.complaints == []


def test_text_at_twice_its_size_still_fits_a_phone(site: Served) -> None:
    page = site.person("Karin Brandt", viewport=PHONE)
    for path in ("/family", "/family/sign/2/1", "/signin"):
        page.goto(path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, PHONE["width"])


def test_a_guardian_chooses_a_time_with_the_keyboard_alone_and_without_scripts(
    site: Served,
) -> None:
    page = site.person("Ana Cruz", viewport=PHONE, java_script_enabled=False, locale="en-US")
    page.context.add_cookies([{"name": "alp_language", "value": "en", "url": site.url}])
    second = site.cast.plan("Maya Cruz").conferences[-1].offered[1]
    page.goto("/family/reply/1/1")

    page.locator("input[name=answer]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.get_by_role("button", name="Send", exact=True).focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert site.cast.plan("Maya Cruz").conferences[-1].slot == second


def test_a_guardian_signs_on_a_phone_without_scripts(site: Served) -> None:
    page = site.person("Jonas Brandt", viewport=PHONE, java_script_enabled=False)
    page.goto("/family/sign/2/1")

    assert not page.locator("[data-mark-place]").is_visible()
    page.get_by_label("I agree with this plan").check()
    page.get_by_label("Your full name").fill("Jonas Brandt")
    page.get_by_label("I have read this paper").check()
    page.get_by_role("button", name="Sign", exact=True).click()

    expect(page.get_by_text("I agree with this plan")).to_be_visible()
    mark = site.cast.plan("Leo Brandt").agreements[-1].signatures[-1]
    assert (mark.person_id, mark.method) == (site.cast.id("Jonas Brandt"), "typed")


def test_a_name_is_drawn_with_a_finger_and_taken_back_stroke_by_stroke(site: Served) -> None:
    page = site.person("Karin Brandt", viewport=PHONE)
    page.goto("/family/sign/2/1")
    pad = page.locator("svg.mark-pad")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None

    for row in (0.3, 0.7):
        page.mouse.move(box["x"] + 20, box["y"] + box["height"] * row)
        page.mouse.down()
        page.mouse.move(box["x"] + 120, box["y"] + box["height"] * (1 - row), steps=8)
        page.mouse.up()
    assert pad.locator("path").count() == 2
    page.get_by_role("button", name="Undo").click()
    assert pad.locator("path").count() == 1

    page.get_by_label("I agree with this plan").check()
    page.get_by_label("Your full name").fill("Karin Brandt")
    page.get_by_label("I have read this paper").check()
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("I agree with this plan")).to_be_visible()
    assert site.cast.plan("Leo Brandt").agreements[-1].signatures[-1].method == "drawn"
    assert site.complaints == []


def test_the_paper_opens_inside_the_page(site: Served) -> None:
    page = site.person("Leo Brandt", "student", viewport=DESK)
    answers: list[tuple[int, str]] = []
    page.on("response", lambda answer: answers.append((answer.status, answer.url)))

    page.goto("/family/sign/2/1", wait_until="networkidle")

    assert [status for status, url in answers if "/papers/" in url][:1] == [200]
    assert site.complaints == []


def test_a_page_is_light_enough_for_a_slow_phone(site: Served) -> None:
    page = site.person("Ana Cruz", viewport=PHONE)
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(answer.body())))

    page.goto("/family", wait_until="networkidle")

    assert len(sizes) <= 5
    assert sum(sizes) < 60_000
