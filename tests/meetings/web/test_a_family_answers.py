"""A guardian answers an invitation by the link in the letter: two presses, no account."""

from datetime import timedelta

import cast
from cast import Cast
from visitor import Page, Visitor

from workflow.commands import Drop


def opened_by_link(school: Cast, name: str, answer: str = "") -> tuple[Visitor, Page]:
    visitor = Visitor(school)
    link = visitor.link(name, "reply", "Maya Cruz", 1)
    page = visitor.open(f"{link}?answer={answer}" if answer else link)
    return visitor, visitor.press(page, link)


def answer_of(school: Cast, name: str) -> str:
    conference = school.plan("Maya Cruz").conferences[-1]
    return next(a.partstat for a in conference.answers if a.person_id == school.id(name))


def test_a_mother_says_yes_with_two_presses_from_the_letter(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")

    visitor, page = opened_by_link(school, "Ana Cruz", "yes")
    visitor.later(seconds=20)
    done = visitor.press(page, "/family/reply/1/1")

    assert (done.status, done.url) == (200, "/family/reply/1/1/done")
    assert answer_of(school, "Ana Cruz") == "accepted"


def test_opening_the_link_answers_nothing(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor = Visitor(school)
    link = visitor.link("Ana Cruz", "reply", "Maya Cruz", 1)

    for _ in range(3):
        assert visitor.open(f"{link}?answer=yes").status == 200

    assert answer_of(school, "Ana Cruz") == "needs_action"
    assert "alp" not in visitor.client.cookies


def test_a_machine_that_presses_every_button_at_once_answers_nothing(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")

    machine, page = opened_by_link(school, "Ana Cruz", "yes")
    for _ in range(4):
        page = machine.press(page, "/family/reply/1/1")
        assert "once more" in page.text or "otra vez" in page.text

    assert answer_of(school, "Ana Cruz") == "needs_action"

    person, page = opened_by_link(school, "Ana Cruz", "yes")
    person.later(seconds=8)
    person.press(page, "/family/reply/1/1")
    assert answer_of(school, "Ana Cruz") == "accepted"


def test_a_press_twice_counts_once(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor, page = opened_by_link(school, "Ana Cruz", "yes")
    visitor.later(seconds=20)

    first = visitor.press(page, "/family/reply/1/1")
    version = school.plan("Maya Cruz").version
    second = visitor.press(page, "/family/reply/1/1")

    assert (first.url, second.url) == ("/family/reply/1/1/done", "/family/reply/1/1/done")
    assert school.plan("Maya Cruz").version == version


def test_a_family_chooses_one_of_the_times_that_are_held(school: Cast) -> None:
    case = cast.offered(school, "Maya Cruz")
    second = case.conferences[-1].offered[1]
    visitor = Visitor(school)
    link = visitor.link("Ana Cruz", "reply", "Maya Cruz", 1)
    page = visitor.press(visitor.open(f"{link}?starts_at={second.starts_at:%Y%m%dT%H%M%SZ}"), link)
    visitor.later(seconds=20)

    done = visitor.press(page, "/family/reply/1/1")

    assert done.status == 200
    assert school.plan("Maya Cruz").conferences[-1].slot == second


def test_another_time_is_proposed_and_a_time_that_is_over_is_asked_for_again(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor, page = opened_by_link(school, "Ana Cruz")
    visitor.later(seconds=20)

    past = visitor.press(page, "/family/reply/1/1", answer="other", other="2026-08-03T09:00")
    assert past.status == 422
    assert "2026-08-03T09:00" in past.text
    wanted = visitor.press(past, "/family/reply/1/1", answer="other", other="2026-09-24T15:00")

    assert wanted.url == "/family/reply/1/1/done"
    proposed = school.plan("Maya Cruz").conferences[-1].proposals[-1]
    assert proposed.starts_at.isoformat() == "2026-09-24T21:00:00+00:00"
    assert proposed.ends_at - proposed.starts_at == timedelta(minutes=30)


def test_no_answer_chosen_is_asked_for_with_the_note_kept(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor, page = opened_by_link(school, "Ana Cruz")

    again = visitor.press(page, "/family/reply/1/1", comment="We are away on Monday.")

    assert again.status == 422
    assert "We are away on Monday." in again.text


def test_a_link_that_is_too_old_offers_a_new_one_by_letter(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor = Visitor(school)
    link = visitor.link("Ana Cruz", "reply", "Maya Cruz", 1)
    visitor.later(days=200)

    page = visitor.open(link)
    assert page.status == 410
    asked = visitor.press(page, f"{link}/new")

    assert asked.url == f"{link}?said=link_sent"
    with school.store.read() as connection:
        kinds = connection.exec_driver_sql(
            "SELECT kind FROM outbox WHERE id LIKE 'link.%'"
        ).scalars()
        assert list(kinds) == ["invite_again"]


def test_this_is_not_me_ends_the_link_and_tells_the_specialist(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor, _ = opened_by_link(school, "Ana Cruz")
    link = visitor.link("Ana Cruz", "reply", "Maya Cruz", 1)

    visitor.press(visitor.open("/family"), "/not-me")

    assert visitor.open("/family").url.startswith("/signin")
    assert visitor.open(link).status == 410
    with school.store.read() as connection:
        told = connection.exec_driver_sql(
            "SELECT recipient_id FROM outbox WHERE id LIKE 'stranger.%'"
        ).scalars()
        assert list(told) == [school.id("Rosa Alvarez")]
    assert visitor.link("Ana Cruz", "reply", "Maya Cruz", 1) != link


def test_what_is_not_for_a_family_looks_as_if_it_were_not_there(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    cast.scheduled(school, "Leo Brandt")
    visitor, _ = opened_by_link(school, "Ana Cruz")

    assert visitor.open("/family/reply/1/1").status == 200
    assert visitor.open("/family/reply/2/1").status == 404
    assert visitor.open("/family/plan/2").status == 404
    assert visitor.open("/family/plan/99").status == 404


def test_a_family_whose_plan_moved_on_is_told_why_and_keeps_its_words(school: Cast) -> None:
    cast.scheduled(school, "Maya Cruz")
    visitor, page = opened_by_link(school, "Ana Cruz", "yes")
    visitor.later(seconds=20)

    school.say("Maya Cruz", Drop(by=school.actor("Rosa Alvarez", "specialist"), key="off"))
    refused = visitor.press(page, "/family/reply/1/1", comment="We bring cake.")

    assert refused.status == 409
    assert "We bring cake." in refused.text
