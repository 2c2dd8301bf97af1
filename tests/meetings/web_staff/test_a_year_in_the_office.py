"""The specialist brings a plan through its year, by the buttons and forms of the pages alone."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import cast
import pytest
from cast import AT, Cast
from visitor import Page, Visitor

from meetings import desk
from meetings.archive import Archive
from meetings.store import cases, orders
from workflow.content import MinutesContent, PlanContent
from workflow.opening import Opening
from workflow.plan import Case

PNG = b"\x89PNG\r\n\x1a\n a scan"


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return cast.small_school(tmp_path)


def rosa(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Rosa Alvarez", "staff")


def text_of(school: Cast, student: str) -> PlanContent:
    case = school.plan(student)
    assert case.draft is not None
    with school.store.read() as connection:
        found = cases.passage_of(connection, case.draft.digest, PlanContent)
    assert found is not None
    return found


def state(school: Cast, student: str) -> tuple[str, str, str]:
    """Of the plan, its running conference and its running agreement; "" where none runs."""
    case = school.plan(student)
    conference, agreement = case.running("conference"), case.running("agreement")
    return (
        case.plan().state,
        conference.state if conference else "",
        agreement.state if agreement else "",
    )


def press_act(visitor: Visitor, page: Page, word: str, **fields: str) -> Page:
    action = next(form.action for form in page.forms if form.action.endswith(f"/acts/{word}"))
    return visitor.press(page, action, **fields)


def test_a_draft_is_begun_written_and_finished(school: Cast) -> None:
    visitor, case_id = rosa(school), school.plans["Maya Cruz"]

    press_act(visitor, visitor.open(f"/plans/{case_id}"), "begin_draft")
    page = visitor.open(f"/plans/{case_id}/edit")
    first = visitor.press(page, f"/plans/{case_id}/edit", interests="chess\nrivers")

    assert first.status == 200
    assert text_of(school, "Maya Cruz").profile.interests == ("chess", "rivers")
    assert text_of(school, "Maya Cruz").profile.areas[0].area == "math"
    assert "An achievement goal" not in first.text
    assert "Achievement goal (0 of 1)" in first.text
    assert "ECEA 12.02(2)(f)(ii)" in first.text
    assert state(school, "Maya Cruz")[0] == "drafting"
    plan = visitor.open(f"/plans/{case_id}")
    assert "The plan is not complete: an achievement goal is missing" in plan.text
    assert not [form for form in plan.forms if form.action.endswith("/finish_draft")]


def test_a_goal_is_added_without_losing_what_was_typed(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    visitor, case_id = rosa(school), school.plans["Maya Cruz"]
    url = f"/plans/{case_id}/edit"

    added = visitor.press(visitor.open(url), url, add="achievement", strengths="Sees patterns.")
    goal = {
        "goals-0-statement": "I prove it.",
        "goals-0-area": "math",
        "goals-0-due_on": "2027-05-01",
    }
    saved = visitor.press(
        added, url, **{name.replace("-", "__"): said for name, said in goal.items()}
    )

    assert added.status == 200
    assert "A goal was added" in added.text
    assert saved.status == 200
    text = text_of(school, "Maya Cruz")
    assert text.profile.strengths == "Sees patterns."
    assert [(one.key, one.kind, one.statement, one.area) for one in text.goals] == [
        ("a1", "achievement", "I prove it.", "math")
    ]


def test_a_wrong_date_is_shown_at_its_field_and_everything_typed_is_still_there(
    school: Cast,
) -> None:
    cast.ready(school, "Maya Cruz")
    visitor, case_id = rosa(school), school.plans["Maya Cruz"]
    url = f"/plans/{case_id}/edit"

    page = visitor.press(visitor.open(url), url, goals__0__due_on="soon", strengths="New words.")

    assert page.status == 422
    assert 'href="#goals-0-due_on"' in page.text
    assert "Please give a date, like 2026-10-09." in page.text
    assert "New words." in page.text


def test_two_people_write_at_once_and_nobody_loses_a_word(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    case_id, url = school.plans["Maya Cruz"], f"/plans/{school.plans['Maya Cruz']}/edit"
    first, second = rosa(school), rosa(school)
    mine, other = first.open(url), second.open(url)

    second.press(other, url, strengths="Hers.")
    conflict = first.press(mine, url, strengths="Mine.")

    assert conflict.status == 409
    assert "Somebody saved this text while you were writing." in conflict.text
    assert "<del>Hers.</del> <ins>Mine.</ins>" in conflict.text
    assert text_of(school, "Maya Cruz").profile.strengths == "Hers."
    again = first.press(conflict, url)
    assert again.status == 200
    assert text_of(school, "Maya Cruz").profile.strengths == "Mine."
    assert case_id == school.plan("Maya Cruz").id


def test_a_press_that_comes_twice_counts_once(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    visitor, url = rosa(school), f"/plans/{school.plans['Maya Cruz']}/edit"
    page = visitor.open(url)

    visitor.press(page, url, strengths="Once.")
    version = school.plan("Maya Cruz").version
    again = visitor.press(page, url, strengths="Once.")

    assert again.status == 200
    assert school.plan("Maya Cruz").version == version


def test_a_conference_is_called_set_moved_and_called_off(school: Cast) -> None:
    cast.ready(school, "Leo Brandt")
    visitor, case_id = rosa(school), school.plans["Leo Brandt"]
    room = f"/conferences/{case_id}/1"

    call = visitor.open(f"/plans/{case_id}/acts/call_conference")
    press_act(visitor, call, "call_conference", length_minutes="45")
    move = visitor.open(f"{room}/move")
    visitor.press(
        move, f"{room}/move", slot="2026-09-24T09:00", slot__room="Library", slot__minutes="45"
    )
    first = school.plan("Leo Brandt").conferences[0]
    moved = visitor.press(
        visitor.open(f"{room}/move"), f"{room}/move", slot="2026-09-25T10:00", reason="A trip."
    )

    assert first.slot is not None
    assert (first.slot.room, first.sequence) == ("Library", 0)
    assert first.slot.ends_at - first.slot.starts_at == timedelta(minutes=45)
    assert moved.url == f"{room}?said=sent"
    second = school.plan("Leo Brandt").conferences[0]
    assert second.sequence == 1
    press_act(
        visitor, visitor.open(f"/plans/{case_id}/acts/drop?no=1"), "drop", reason="Not needed."
    )
    assert state(school, "Leo Brandt") == ("ready", "", "")


def test_a_time_without_notice_is_refused_with_a_way_out_and_the_reason_is_kept(
    school: Cast,
) -> None:
    cast.scheduled(school, "Leo Brandt")
    visitor, case_id = rosa(school), school.plans["Leo Brandt"]
    url = f"/conferences/{case_id}/1/move"

    page = visitor.press(visitor.open(url), url, slot="2026-09-02T09:00", reason="Earlier, please.")

    assert page.status == 409
    assert "ask a parent to waive the notice" in page.text
    assert "Earlier, please." in page.text


def test_a_conference_is_held_minuted_and_frozen_in_the_room(school: Cast) -> None:
    case = cast.scheduled(school, "Leo Brandt")
    visitor, case_id = at_the_time(school, case), case.id
    room = f"/conferences/{case_id}/1/room"

    page = visitor.open(room)
    everybody = [str(one.person_id) for one in case.conferences[0].answers]
    visitor.press(page, f"{room}/begin", present=everybody)
    assert state(school, "Leo Brandt")[1] == "under_way"
    visitor.press(
        visitor.open(room), f"{room}/attendance", **{f"mode__{school.id('Jonas Brandt')}": "phone"}
    )
    visitor.press(
        visitor.open(room),
        f"{room}/minutes",
        decisions="The plan is adopted.",
        talks__0__why="Because it is mine.",
        items__0__text="Order the book",
        items__0__owner="Ms. Alvarez",
        items__0__due_on="2026-10-01",
        home_commitments="We ask each Friday.",
    )
    visitor.press(visitor.open(room), f"{room}/into-plan")
    read_back = visitor.open(room)
    press_act(visitor, read_back, "close")
    press_act(visitor, visitor.open(room), "settle_minutes")
    press_act(visitor, visitor.open(room), "freeze")

    case = school.plan("Leo Brandt")
    modes = {one.person_id: one.mode for one in case.conferences[0].attendance}
    assert modes[school.id("Jonas Brandt")] == "phone"
    with school.store.read() as connection:
        minutes = cases.passage_of(connection, case.conferences[0].minutes_digest, MinutesContent)
    assert minutes is not None
    assert minutes.action_items[0].owner == "Ms. Alvarez"
    assert text_of(school, "Leo Brandt").goals[0].why == "Because it is mine."
    assert "<ins>Because it is mine.</ins>" in read_back.text
    assert state(school, "Leo Brandt") == ("signing", "", "frozen")


def test_a_conference_without_the_parent_says_what_is_missing(school: Cast) -> None:
    case = cast.scheduled(school, "Ida Novak")
    visitor = at_the_time(school, case)
    room = f"/conferences/{case.id}/1/room"
    without = [
        str(p)
        for p in (school.id("Rosa Alvarez"), school.id("Daniel Osei"), school.id("Ida Novak"))
    ]

    page = visitor.press(visitor.open(room), f"{room}/begin", present=without)

    assert page.status == 409
    assert "a parent" in page.text
    attempt = visitor.open(f"/plans/{case.id}/acts/record_attempt")
    done = press_act(
        visitor, attempt, "record_attempt", person_id=str(school.id("Petra Novak")),
        channel="phone", tried_at="2026-08-31T10:00", result="no_answer",
    )  # fmt: skip
    assert "phone, no answer" in visitor.open(f"/conferences/{case.id}/1").text
    assert done.status == 200


def at_the_time(school: Cast, case: Case, hours: int = 0) -> Visitor:
    """Rosa, so many hours after the conference was to begin."""
    slot = case.conferences[0].slot
    assert slot is not None
    at = slot.starts_at + timedelta(hours=hours)
    return Visitor(school, at).sign_in("Rosa Alvarez", "staff")


def signing_at(school: Cast, student: str) -> Visitor:
    """Rosa, two hours after the conference, when the paper is out."""
    return at_the_time(school, cast.out_for_signature(school, student), hours=3)


def test_they_sign_at_the_table_one_after_another_and_one_on_paper(school: Cast) -> None:
    visitor, case_id = signing_at(school, "Ida Novak"), school.plans["Ida Novak"]
    table, paper = f"/signing/{case_id}/1/table", f"/signing/{case_id}/1/paper"
    signers = school.plan("Ida Novak").agreements[0].signers
    petra = school.id("Petra Novak")

    for signer in signers:
        if signer.person_id != petra:
            visitor.press(
                visitor.open(f"{table}?person={signer.person_id}"),
                table, person=str(signer.person_id), meaning="agree", name="A name", consent="yes",
            )  # fmt: skip
    page = visitor.open(f"{paper}?person={petra}")
    fields = {name: said[0] for name, said in page.form(paper).fields.items()}
    fields |= {"person": str(petra), "meaning": "agree", "dated_on": "2026-09-16"}
    answer = visitor.browser.post(
        paper, data=fields, files={"scan": ("page.png", PNG, "image/png")}
    )

    assert answer.status_code == 200
    marks = {one.person_id: one for one in school.plan("Ida Novak").agreements[0].signatures}
    assert marks[petra].method == "paper"
    assert marks[petra].scan_sha256 == sha256(PNG).hexdigest()
    assert Archive(school.store.folder / "archive").get(marks[petra].scan_sha256) == PNG
    assert marks[school.id("Ida Novak")].witness_id == school.id("Rosa Alvarez")
    assert state(school, "Ida Novak") == ("in_effect", "", "settled")
    assert "on paper" in visitor.open(f"/signing/{case_id}/1").text


def test_a_signature_needs_a_meaning_a_name_and_the_reading_and_paper_its_scan(
    school: Cast,
) -> None:
    visitor, case_id = signing_at(school, "Ida Novak"), school.plans["Ida Novak"]
    table, paper = f"/signing/{case_id}/1/table", f"/signing/{case_id}/1/paper"

    page = visitor.press(visitor.open(table), table)
    scanless = visitor.press(visitor.open(paper), paper, meaning="agree")
    changed = visitor.press(
        visitor.open(table), table, meaning="agree", name="Ida", consent="yes", shown="0" * 64
    )

    assert page.status == 422
    for words in ("what the signature means", "the name in full", "that the plan was read"):
        assert words in page.text
    assert scanless.status == 422
    assert "counts with its scan" in scanless.text
    assert changed.status == 409
    assert "Read them again, then sign" in changed.text


def test_reminding_promises_one_letter_to_each_who_has_not_signed(school: Cast) -> None:
    visitor, case_id = signing_at(school, "Ida Novak"), school.plans["Ida Novak"]
    url = f"/signing/{case_id}/1"
    page = visitor.open(url)

    visitor.press(page, f"{url}/remind")
    visitor.press(page, f"{url}/remind")

    with school.store.read() as connection:
        owed = [row for row in orders.of_case(connection, case_id) if row.kind == "remind_unsigned"]
    assert len(owed) == len(school.plan("Ida Novak").agreements[0].signers)


def test_each_goal_is_reviewed_and_the_review_is_closed(school: Cast) -> None:
    case = cast.midyear(school, "Leo Brandt")
    at = case.plan().entered_at + timedelta(hours=1)
    visitor = Visitor(school, at).sign_in("Rosa Alvarez", "staff")
    url = f"/plans/{case.id}/review"

    nothing = visitor.press(visitor.open(url), url)
    one = visitor.press(
        visitor.open(url), url, goals__0__outcome="adjust", goals__0__evidence="Log."
    )
    visitor.press(visitor.open(url), url, goals__1__outcome="on_track")

    assert nothing.status == 422
    assert one.status == 200
    assert "2 / 2" in visitor.open("/reviews").text
    reviews = school.plan("Leo Brandt").reviews
    assert {(r.goal_key, r.outcome) for r in reviews} >= {("a1", "adjust"), ("f1", "on_track")}


def test_last_year_fills_the_form_and_a_goal_goes_on_only_with_a_reason(school: Cast) -> None:
    cast.ready(school, "Maya Cruz")
    case_id, student_id = 9, school.id("Maya Cruz")
    parties = school.plan("Maya Cruz").parties
    later = Opening(case_id=case_id, student_id=student_id, school_year="2027-28", parties=parties)
    school.store.write(lambda session: desk.open_case(session, later, AT))
    visitor, url = rosa(school), f"/plans/{case_id}/edit"
    press_act(visitor, visitor.open(f"/plans/{case_id}"), "begin_draft")

    empty = visitor.open(url)
    filled = visitor.open(f"{url}?begin=last_year&a1=It+is+not+done.")
    visitor.press(filled, url)

    assert "I ask for help before I give up." in empty.text
    with school.store.read() as connection:
        case = cases.load(connection, case_id)
        assert case is not None
        assert case.draft is not None
        text = cases.passage_of(connection, case.draft.digest, PlanContent)
    assert text is not None
    assert [(goal.key, goal.continued_because) for goal in text.goals] == [
        ("a1", "It is not done.")
    ]
    assert text.profile.strengths == "Asks the next question."


def test_an_act_that_was_overtaken_says_so(school: Cast) -> None:
    cast.drafting(school, "Maya Cruz")
    visitor, case_id = rosa(school), school.plans["Maya Cruz"]
    page = visitor.open(f"/plans/{case_id}")

    done = press_act(visitor, page, "inform_family")
    wrong = visitor.send(
        f"/plans/{case_id}/acts/reopen_draft",
        {**page.form(f"/plans/{case_id}/acts/inform_family").fields, "key": ["another"]},
    )

    assert done.status == 200
    assert wrong.status == 409
    assert "is not possible now" in wrong.text
