"""Each page of the staff opens at each stage of a plan, full and empty, and changes nothing."""

from pathlib import Path

import cast
import pytest
from cast import AT, Cast
from sqlalchemy import func, select
from visitor import Visitor

from meetings.store import Store, tables

PAGES = (
    "/",
    "/caseload",
    "/caseload?need=late&stands=drafting&words=maya",
    "/caseload?ended=yes",
    "/proposals",
    "/caseload/week",
    "/caseload/bookings",
    "/settings/planning",
    "/me/calendars",
    "/me/times",
    "/reviews",
    "/outbox",
    "/outbox?stands=captured&words=plan",
    "/outbox/print",
    "/inbox",
    "/archive",
    "/archive?kind=original",
    "/roster",
    "/people",
    "/people?kind=guardian&words=cruz",
    "/settings",
)
OF_A_PLAN = (
    "/plans/{id}",
    "/plans/{id}/edit",
    "/plans/{id}/history",
    "/plans/{id}/times",
    "/plans/{id}/review",
    "/plans/{id}/acts/record_attempt",
    "/plans/{id}/acts/change_party",
    "/plans/{id}/acts/call_conference",
    "/disagreements/{id}",
)
OF_A_CONFERENCE = (
    "/conferences/{id}/1",
    "/conferences/{id}/1/room",
    "/conferences/{id}/1/move",
    "/plans/{id}/acts/drop?no=1",
    "/plans/{id}/acts/offer?no=1",
    "/plans/{id}/acts/book_interpreter?no=1",
)
OF_AN_AGREEMENT = ("/signing/{id}/1", "/signing/{id}/1/table", "/signing/{id}/1/paper")
STAGES = (
    "begun",
    "drafting",
    "ready",
    "offered",
    "scheduled",
    "minuted",
    "out_for_signature",
    "in_effect",
    "midyear",
)


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return cast.small_school(tmp_path)


def rosa(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Rosa Alvarez", "staff")


def history_length(store: Store) -> int:
    with store.read() as connection:
        return int(
            connection.execute(select(func.count()).select_from(tables.history)).scalar_one()
        )


@pytest.mark.parametrize("stage", STAGES)
def test_every_page_opens_at_this_stage_and_changes_nothing(school: Cast, stage: str) -> None:
    if stage != "begun":
        getattr(cast, stage)(school, "Maya Cruz")
    case = school.plan("Maya Cruz")
    before = history_length(school.store)
    visitor = rosa(school)

    paths = [*PAGES, *OF_A_PLAN, f"/students/{school.id('Maya Cruz')}"]
    paths += OF_A_CONFERENCE if case.conferences else ()
    paths += OF_AN_AGREEMENT if case.agreements else ()
    found = {path: visitor.open(path.format(id=case.id)).status for path in paths}

    assert found == dict.fromkeys(paths, 200)
    assert history_length(school.store) == before


def test_an_empty_school_says_on_each_page_what_to_do_first(tmp_path: Path) -> None:
    school = cast.small_school(tmp_path)
    helen = Visitor(school).sign_in("Helen Park", "staff")
    store = school.store
    store.write(lambda session: session.connection.execute(tables.cases.delete()))

    texts = {
        path: helen.open(path) for path in ("/", "/caseload", "/archive", "/outbox", "/reviews")
    }

    assert all(page.status == 200 for page in texts.values())
    assert "Import a roster" in texts["/"].text
    assert "Students come with the roster" in texts["/caseload"].text
    assert "Nothing is archived yet" in texts["/archive"].text
    assert "No letter was written yet" in texts["/outbox"].text
    assert "No review is open" in texts["/reviews"].text


def test_what_is_not_there_and_what_is_for_others_looks_the_same(school: Cast) -> None:
    case_id = school.plans["Maya Cruz"]
    paths = (
        "/plans/999",
        "/plans/999/edit",
        f"/conferences/{case_id}/7",
        f"/signing/{case_id}/7/table",
    )
    visitor = rosa(school)

    assert [visitor.open(path).status for path in paths] == [404] * 4
    assert visitor.open(f"/plans/{case_id}/acts/no_such_word").status == 404
    assert visitor.open(f"/plans/{case_id}/acts/file_minutes").status == 404


@pytest.mark.parametrize("path", ["/caseload", "/plans/1", "/outbox", "/archive", "/settings"])
def test_families_and_teachers_do_not_get_into_the_office(school: Cast, path: str) -> None:
    ana = Visitor(school).sign_in("Ana Cruz", "family", "link")
    osei = Visitor(school).sign_in("Daniel Osei", "staff")
    nobody = Visitor(school)

    assert ana.open(path).status == 403
    assert osei.open(path).status == 403
    assert nobody.open(path).url.startswith("/signin")
    assert rosa(school).open(path).status == 200


def test_the_caseload_says_state_next_act_days_left_and_what_is_missing(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    cast.scheduled(school, "Leo Brandt")

    page = rosa(school).open("/caseload")

    for words in (
        "Maya Cruz",
        "Drafting",
        "Write the plan",
        "no text yet",
        "no input of Ana Cruz",
    ):
        assert words in page.text
    for words in ("Leo Brandt", "Wait for ", "4 of 4 plans"):
        assert words in page.text
    only = rosa(school).open("/caseload?need=complete")
    assert "Maya Cruz" in only.text
    assert "Leo Brandt" not in only.text


def test_what_needs_me_counts_and_leads_to_the_list(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    visitor = rosa(school)

    page = visitor.open("/")

    assert 'href="/caseload?need=begin"><b>3</b>' in page.text
    assert 'href="/caseload?need=complete"><b>1</b>' in page.text
    assert visitor.at == AT
