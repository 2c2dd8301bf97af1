"""The demo's switch of persons: whose page opens, and what the bar says on each of them."""

import pytest

from meetings.demo.served import Served
from meetings.store.tables import auth_session
from tests.meetings.web_demo.guest import Guest, path

SPECIALIST, TEACHER = "T01", "T11"


def sign_ins(lived: Served) -> list[tuple[int, str, bool]]:
    """Whose, how, and whether it has ended."""
    with lived.world.store.read() as connection:
        rows = connection.execute(auth_session.select().order_by(auth_session.c.id)).all()
    return [(row.person_id, row.method, row.revoked_at is not None) for row in rows]


@pytest.mark.parametrize(
    ("number", "home"),
    [
        (SPECIALIST, "/"),
        (TEACHER, "/teacher"),
        ("P001", "/student"),
        ("G001A", "/family"),
        ("I1", "/family"),
    ],
)
def test_whoever_is_become_stands_on_the_page_that_is_theirs(
    lived: Served, number: str, home: str
) -> None:
    answer = Guest(lived).become(number)

    assert (answer.status_code, path(answer)) == (200, home)
    assert "Made-up people. Nothing leaves this machine." in answer.text


def test_becoming_another_ends_the_sign_in_before(lived: Served) -> None:
    guest = Guest(lived)

    guest.become(SPECIALIST)
    guest.become("G001A")

    assert sign_ins(lived)[-2:] == [
        (guest.id(SPECIALIST), "demo", True),
        (guest.id("G001A"), "demo", False),
    ]


def test_nobody_becomes_who_is_not_there(lived: Served) -> None:
    guest, before = Guest(lived), sign_ins(lived)

    assert guest.press("/demo/become/99999").status_code == 404
    assert sign_ins(lived) == before


def test_looking_at_a_person_becomes_nobody(lived: Served) -> None:
    guest, before = Guest(lived), sign_ins(lived)

    answer = guest.open(f"/demo/become/{guest.id(SPECIALIST)}")

    assert answer.status_code in (404, 405)
    assert sign_ins(lived) == before


def test_the_first_page_offers_the_specialist_then_families_with_a_story(lived: Served) -> None:
    text = Guest(lived).open("/demo").text.partition("<main")[2]

    titles = [
        "Begin here", "Margit Halloran", "Families with a story", "An ordinary family",
        "Another time, please", "Two homes", "In Spanish", "Without e-mail", "Two children",
        "They disagree", "Grown up in October", "people, the first 30",
    ]  # fmt: skip
    places = [text.index(title) for title in titles]
    assert places == sorted(places)


def test_a_search_finds_a_parent_by_the_name_of_the_child(lived: Served) -> None:
    guest = Guest(lived)
    student = next(s for s in lived.world.made.roster.students if s.source_id == "P020")

    text = guest.open(f"/demo?words={student.family_name}&kind=guardian").text

    assert f"family of {student.given_name} {student.family_name}" in text
    assert "student, grade" not in text.split('id="everybody"')[1]
    assert "Nobody here has this name." in guest.open("/demo?words=xyzzy").text
