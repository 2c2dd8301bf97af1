"""Foreign writes, headers of every answer, error pages with a sentence, and who may open what."""

import pytest
from cast import PASSWORD, Cast
from visitor import OWN, Visitor

from meetings.identity import accounts, tokens

WRONG = "x"


@pytest.fixture
def visitor(school: Cast) -> Visitor:
    return Visitor(school)


def test_a_write_without_the_forms_token_is_refused_with_a_sentence(visitor: Visitor) -> None:
    visitor.open("/signin")

    bare = visitor.send("/signin", {"email": ["rosa@juniper.example.org"], "password": ["x"]})

    assert bare.status == 403
    assert "<h1>" in bare.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 422),
        ({"sec-fetch-site": "none"}, 422),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": OWN}, 422),
        ({"origin": "http://elsewhere.test"}, 403),
        ({"origin": "null"}, 403),
        ({}, 403),
    ],
)
def test_a_press_must_come_from_our_own_pages(
    visitor: Visitor, headers: dict[str, str], status: int
) -> None:
    page = visitor.open("/signin")
    fields = {**page.form("/signin").fields, "email": ["a@b.org"], "password": ["x"]}
    del visitor.client.headers["sec-fetch-site"]

    answer = visitor.browser.post("/signin", data=fields, headers=headers)

    assert answer.status_code == status


@pytest.mark.parametrize("path", ["/signin", "/nothing", "/help", "/api/v1/plans", "/m/unknown"])
def test_every_answer_carries_the_headers(visitor: Visitor, path: str) -> None:
    headers = visitor.open(path).headers

    assert "unsafe" not in headers["content-security-policy"]
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_style_and_modules_are_kept_for_ever_under_their_digest(visitor: Visitor) -> None:
    page = visitor.open("/signin").text
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]

    answer = visitor.open(sheet)

    assert answer.status == 200
    assert "immutable" in answer.headers["cache-control"]
    assert len(answer.content) < 40_000


def test_what_is_not_there_is_a_page_for_people_and_a_problem_for_programs(
    visitor: Visitor,
) -> None:
    page, problem = visitor.open("/nowhere"), visitor.open("/api/v1/nowhere")

    assert page.status == problem.status == 404
    assert "<h1>Nothing here</h1>" in page.text
    assert problem.headers["content-type"].startswith("application/problem+json")


def test_a_sign_in_with_a_password_leads_where_one_wanted_to_go(
    school: Cast, visitor: Visitor
) -> None:
    school.store.write(
        lambda session: accounts.set_password(
            session, school.id("Daniel Osei"), PASSWORD, visitor.at
        )
    )
    asked = visitor.open("/teacher")
    assert asked.url == "/signin?next=/teacher"

    wrong = visitor.press(asked, "/signin", email="daniel@juniper.example.org", password=WRONG)
    right = visitor.press(wrong, "/signin", email="DANIEL@juniper.example.org", password=PASSWORD)

    assert wrong.status == 422
    assert right.url == "/teacher"
    visitor.press(visitor.open("/account"), "/signout")
    assert visitor.open("/teacher").url.startswith("/signin")


def test_after_twenty_tries_the_door_stays_shut_for_a_while(visitor: Visitor) -> None:
    page = visitor.open("/signin")
    for number in range(20):
        visitor.press(page, "/signin", email=f"a{number}@b.org", password=WRONG)

    assert visitor.press(page, "/signin", email="z@b.org", password=WRONG).status == 409
    visitor.later(hours=1)
    assert visitor.press(page, "/signin", email="z@b.org", password=WRONG).status == 422


def test_a_sign_in_never_leads_to_another_site(visitor: Visitor) -> None:
    page = visitor.open("/signin?next=//elsewhere.test")

    assert page.form("/signin").fields["next"] == [""]


def test_the_first_administrator_comes_by_a_link_that_works_once(
    school: Cast, visitor: Visitor
) -> None:
    path = school.store.write(lambda session: accounts.begin_url(session, None, visitor.at))
    words = {"given_name": "Nora", "family_name": "Vale", "email": "nora@juniper.example.org"}

    short = visitor.press(visitor.open(path), path, **words, new="too short")
    done = visitor.press(short, path, **words, new=PASSWORD)

    assert short.status == 422
    assert done.status == 200
    assert visitor.open("/account").text.count("Nora Vale") >= 1
    assert Visitor(school).open(path).status == 410


def test_an_ended_sign_in_is_over_at_once(school: Cast, visitor: Visitor) -> None:
    visitor.sign_in("Daniel Osei", "staff")
    other = Visitor(school).sign_in("Daniel Osei", "staff")
    account = other.open("/account")
    first = next(
        form.action for form in reversed(account.forms) if form.action.startswith("/account/end/")
    )

    other.press(account, first)

    assert visitor.open("/teacher").url.startswith("/signin")
    assert other.open("/teacher").url == "/teacher"


@pytest.mark.parametrize("hours", [9, 13])
def test_staff_who_are_away_for_long_sign_in_again(visitor: Visitor, hours: int) -> None:
    visitor.sign_in("Daniel Osei", "staff")
    assert visitor.open("/teacher").status == 200

    visitor.later(hours=hours)

    assert visitor.open("/teacher").url.startswith("/signin")


def test_a_family_is_not_let_into_the_office_nor_a_teacher_into_the_caseload(
    school: Cast, visitor: Visitor
) -> None:
    visitor.sign_in("Ana Cruz", "family", "link_code")
    teacher = Visitor(school).sign_in("Daniel Osei", "staff")

    assert visitor.open("/").url == "/family"
    assert visitor.open("/caseload").status == 403
    assert teacher.open("/").url == "/teacher"
    assert teacher.open("/caseload").status == 403
    assert Visitor(school).sign_in("Rosa Alvarez", "staff").open("/caseload").status == 200


def test_a_health_check_needs_no_sign_in(visitor: Visitor) -> None:
    assert visitor.open("/health/live").status == 200
    assert visitor.open("/health/ready").status == 200


def test_secrets_are_not_in_the_database(school: Cast, visitor: Visitor) -> None:
    token = school.store.write(
        lambda session: tokens.make(session, school.id("Rosa Alvarez"), "test", visitor.at)
    )
    link = visitor.link("Ana Cruz", "home", "Maya Cruz")
    visitor.sign_in("Ana Cruz", "family")
    cookie = visitor.client.cookies["alp"]

    with school.store.read() as connection:
        dump = "\n".join(connection.connection.driver_connection.iterdump())

    assert "capability_link" in dump
    for secret in (token, link.removeprefix("/m/"), cookie):
        assert secret not in dump
