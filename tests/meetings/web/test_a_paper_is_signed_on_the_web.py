"""Reading needs a code, a signature a fresh one; it is bound to the paper that was shown."""

import html
import json
import re

import cast
import pytest
from cast import Cast
from visitor import Page, Visitor

from documents.consent import consent_text
from meetings.identity import codes
from workflow.commands import Reopen

SIGN = "/family/sign/2/1"
CODE = "/family/code/2/1"


@pytest.fixture
def karin(school: Cast) -> Visitor:
    """Leo's mother, with the paper before her but for the code."""
    cast.out_for_signature(school, "Leo Brandt")
    visitor = Visitor(school, cast.AT.replace(day=20))
    link = visitor.link("Karin Brandt", "sign", "Leo Brandt", 1)
    visitor.press(visitor.open(link), link)
    return visitor


def newest_code(visitor: Visitor) -> str:
    with visitor.cast.store.read() as connection:
        body = (
            connection.exec_driver_sql(
                "SELECT body FROM outbox WHERE kind = 'one_time_code' ORDER BY given_at DESC"
            )
            .scalars()
            .first()
        )
    assert body is not None
    return codes.digits(visitor.cast.store.secret, int(json.loads(body)["code_id"]))


def with_code(visitor: Visitor) -> Page:
    gate = visitor.open(SIGN)
    assert gate.url.startswith(CODE)
    sent = visitor.press(gate, f"{CODE}/send")
    return visitor.press(sent, CODE, code=newest_code(visitor))


def test_five_presses_and_a_name_sign_the_paper(karin: Visitor) -> None:
    page = with_code(karin)
    assert page.url == SIGN

    done = karin.press(page, SIGN, meaning="agree", name="Karin Brandt", read="yes")

    assert (done.status, done.url) == (200, f"{SIGN}/done")
    agreement = karin.cast.plan("Leo Brandt").agreements[-1]
    mark = agreement.standing_signatures()[-1]
    assert (mark.person_id, mark.meaning, mark.method, mark.shown_sha256, mark.identified_by) == (
        karin.cast.id("Karin Brandt"),
        "agree",
        "typed",
        agreement.original_sha256,
        "link_code",
    )


def test_the_signature_names_the_consent_that_its_page_showed(karin: Visitor) -> None:
    page = with_code(karin)

    karin.press(page, SIGN, meaning="agree", name="Karin Brandt", read="yes")

    mark = karin.cast.plan("Leo Brandt").agreements[-1].standing_signatures()[-1]
    sentences = consent_text(mark.consent_version).splitlines()
    assert len(sentences) == 4
    assert shown_in(page.text) == sentences


def shown_in(text: str) -> list[str]:
    """The sentences of the box above the button."""
    box = text.partition("Before you sign here")[2].partition("</ul>")[0]
    return [html.unescape(one) for one in re.findall(r"<li>(.*?)</li>", box)]


def test_a_consent_that_was_never_told_signs_nothing(karin: Visitor) -> None:
    page = with_code(karin)

    again = karin.press(page, SIGN, meaning="agree", name="Karin Brandt", read="yes", told="2019-9")

    assert again.status == 422
    assert "Please read again what is told before you sign" in again.text
    assert karin.cast.plan("Leo Brandt").agreements[-1].signatures == ()


def test_at_the_table_the_same_is_told(karin: Visitor) -> None:
    rosa = Visitor(karin.cast, karin.at).sign_in("Rosa Alvarez", "staff")
    path = "/signing/2/1/table"
    page = rosa.open(f"{path}?person={karin.cast.id('Karin Brandt')}")

    rosa.press(page, path, meaning="agree", name="Karin Brandt", consent="yes")

    mark = karin.cast.plan("Leo Brandt").agreements[-1].standing_signatures()[-1]
    assert mark.method == "table"
    assert shown_in(page.text) == consent_text(mark.consent_version).splitlines()


def test_nothing_is_preselected_and_each_missing_thing_is_named(karin: Visitor) -> None:
    page = with_code(karin)
    assert "meaning" not in page.form(SIGN).fields

    again = karin.press(page, SIGN)

    assert again.status == 422
    assert again.text.count('href="#meaning"') == 1
    assert again.text.count('href="#name"') == 1
    assert again.text.count('href="#read"') == 1
    assert karin.cast.plan("Leo Brandt").agreements[-1].signatures == ()


def test_a_wrong_code_opens_nothing_and_five_wrong_ones_end_it(karin: Visitor) -> None:
    gate = karin.open(SIGN)
    sent = karin.press(gate, f"{CODE}/send")
    right = newest_code(karin)
    wrong = "000000" if right != "000000" else "111111"

    for _ in range(5):
        assert karin.press(sent, CODE, code=wrong).status == 422

    assert karin.press(sent, CODE, code=right).status == 422
    assert karin.open(SIGN).url.startswith(CODE)


def test_a_code_that_is_older_than_ten_minutes_is_no_proof(karin: Visitor) -> None:
    page = with_code(karin)
    karin.later(minutes=11)

    late = karin.press(page, SIGN, meaning="agree", name="Karin Brandt", read="yes")
    assert late.status == 422
    assert 'name="code"' in late.text

    karin.press(karin.open(CODE + f"?back={SIGN}"), f"{CODE}/send")
    done = karin.press(
        late, SIGN, meaning="agree", name="Karin Brandt", read="yes", code=newest_code(karin)
    )
    assert done.url == f"{SIGN}/done"


def test_a_signature_on_a_paper_that_changed_is_refused_with_the_comment_kept(
    karin: Visitor,
) -> None:
    page = with_code(karin)
    other = "0" * 64

    refused = karin.press(
        page,
        SIGN,
        meaning="agree_with_comment",
        name="K B",
        read="yes",
        comment="Fine.",
        shown=other,
    )

    assert refused.status == 409
    assert "Fine." in refused.text
    assert karin.cast.plan("Leo Brandt").agreements[-1].signatures == ()


def test_a_paper_that_was_reopened_says_so(karin: Visitor) -> None:
    with_code(karin)
    chair = karin.cast.actor("Rosa Alvarez", "chair")
    karin.cast.say("Leo Brandt", Reopen(by=chair, key="reopen", reason="A typo."), karin.at)

    page = karin.open(SIGN)

    assert page.status == 200
    assert SIGN not in [form.action for form in page.forms]


def test_a_disagreement_needs_a_reason_and_parts_and_holds_only_those(karin: Visitor) -> None:
    page = with_code(karin)

    bare = karin.press(page, SIGN, meaning="disagree", name="Karin Brandt", read="yes")
    assert bare.status == 422
    done = karin.press(
        bare,
        SIGN,
        meaning="disagree",
        name="Karin Brandt",
        read="yes",
        comment="The goal is too small.",
        parts=["goals"],
    )

    assert done.url == f"{SIGN}/done"
    dispute = karin.cast.plan("Leo Brandt").dispute
    assert dispute is not None
    assert dispute.parts == ("goals",)


def test_a_drawn_name_is_kept_as_points(karin: Visitor) -> None:
    page = with_code(karin)

    far = karin.press(
        page, SIGN, meaning="agree", name="K B", read="yes", strokes="[[[0,0],[1001,5]]]"
    )
    assert far.status == 422
    done = karin.press(
        far, SIGN, meaning="agree", name="K B", read="yes", strokes="[[[10,20],[300,200]]]"
    )

    assert done.url == f"{SIGN}/done"
    assert karin.cast.plan("Leo Brandt").agreements[-1].signatures[-1].method == "drawn"


def test_the_paper_itself_needs_the_code_too_and_the_right(karin: Visitor) -> None:
    digest = karin.cast.plan("Leo Brandt").agreements[-1].original_sha256
    assert karin.open(f"/papers/{digest}").url.startswith(CODE)
    with_code(karin)

    paper = karin.open(f"/papers/{digest}")
    stranger = Visitor(karin.cast).sign_in("Ana Cruz", "family", "link_code")

    assert (paper.status, paper.content) == (200, b"%PDF-1.7 a paper")
    assert stranger.open(f"/papers/{digest}").status == 404


def test_a_teacher_signs_by_the_sign_in_alone(karin: Visitor) -> None:
    teacher = Visitor(karin.cast, karin.at).sign_in("Daniel Osei", "staff")
    page = teacher.open("/teacher/sign/2/1")

    done = teacher.press(page, "/teacher/sign/2/1", meaning="agree", name="Daniel Osei", read="yes")

    assert done.url == "/teacher/sign/2/1/done"
    assert karin.cast.plan("Leo Brandt").agreements[-1].signatures[-1].role == "teacher"


def test_a_student_commits_and_consents_to_nothing(karin: Visitor) -> None:
    leo = Visitor(karin.cast, karin.at)
    link = leo.link("Leo Brandt", "sign", "Leo Brandt", 1)
    leo.press(leo.open(link), link)

    page = with_code(leo)

    assert "I helped write this plan and I commit to it" in page.text
    assert "I agree with this plan" not in page.text
