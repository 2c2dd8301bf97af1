"""Stories of a text: it is signed, changed, disputed, amended, declined; a student comes of age.

Each is told with the playbook: `>>` is what somebody asks, `<<` what must follow.
"""

import json
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest

from documents.verify import Trust, check
from meetings.checking import check as check_all
from meetings.store import papers
from tests.cast import minuted, plan_text
from tests.playbook import (
    among_letters,
    letters,
    passes,
    refused,
    says,
    signs,
    stands,
    tries,
)
from tests.scenarios.book import Book, Page, opened
from workflow.content import GoalReview, PlanContent
from workflow.plan import Party

CHANGED = "The minutes changed after you opened them. Read them again, then sign."


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path) as one:
        yield one


def after_the_conference(book: Book, student: str) -> Page:
    """The conference was held on a day in September, and its minutes are settled."""
    case = minuted(book.cast, student)
    settled_at = case.conferences[-1].minutes_settled_at
    assert settled_at is not None
    book.at = settled_at
    book.work()
    return book.of(student)


def out_for_signature(book: Book, student: str) -> Page:
    page = after_the_conference(book, student)
    return page >> says("Rosa Alvarez, chair", "freeze")


def sealed(book: Book, student: str) -> Page:
    """Everybody who is asked has agreed, and the record is sealed."""
    page = out_for_signature(book, student)
    for signer in page.agreement.signers:
        page >>= signs(f"{book.name(signer.person_id)}, {signer.role}")
    return page


def harder(text: PlanContent) -> PlanContent:
    first, *rest = text.goals
    return replace(text, goals=(replace(first, target="twenty by May"), *rest))


def verified(book: Book, digest: str) -> tuple[bool, dict[str, str]]:
    """Whether the sealed file is unaltered, and who says what in it."""
    verdict = check(book.office.archive.get(digest), Trust(roots=(book.office.keys.root,)))
    return verdict.unaltered, {one.name: one.meaning for one in verdict.facts.signers}


def printed(book: Book, digest: str) -> str:
    """What the paper says, as any reader of PDF files reads it."""
    data = book.office.archive.get(digest)
    done = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def faults(book: Book) -> tuple[str, ...]:
    return check_all(book.store, book.office.archive)


def test_the_last_signature_seals_the_record_and_everybody_gets_a_copy(book: Book) -> None:
    maya = out_for_signature(book, "Maya Cruz")

    assert (
        maya
        << letters(ask_for_signature="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez")
        >> signs("Maya Cruz, student")
        << letters(receipt="Maya Cruz")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        << stands(agreement="out")
        >> signs("Ana Cruz, parent", "agree_with_comment", comment="Keep the Friday problem.")
        << among_letters(
            receipt="Ana Cruz",
            announce="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez",
            send_copies="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez",
        )
        << stands(agreement="sealed", plan="in_effect")
    )
    assert verified(book, maya.agreement.sealed_sha256) == (
        True,
        {
            "Maya Cruz": "helped write this plan and commits to it",
            "Ana Cruz": "agrees with this plan, with a comment",
            "Rosa Alvarez": "agrees with this plan",
            "Daniel Osei": "agrees with this plan",
        },
    )
    assert faults(book) == ()


def test_a_signature_on_a_text_that_changed_meanwhile_is_refused(book: Book) -> None:
    maya = out_for_signature(book, "Maya Cruz")
    as_opened = maya.agreement.original_sha256

    maya = (
        maya
        >> says("Rosa Alvarez, chair", "reopen", reason="A name is wrong.")
        << among_letters(tell_void="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez")
        << stands(agreement="void", plan="finalizing")
        >> says("Rosa Alvarez, specialist", "write_plan", content=harder(maya.text))
        >> says("Rosa Alvarez, chair", "freeze")
        << stands(agreement="out")
    )

    signature = {"meaning": "agree", "name": "Ana Cruz", "shown_sha256": as_opened}
    assert maya >> tries("Ana Cruz, parent", "sign", **signature) << refused(CHANGED) << letters()
    assert maya.agreement.original_sha256 != as_opened
    assert maya >> signs("Ana Cruz, parent") << letters(receipt="Ana Cruz")


def test_the_last_signer_presses_twice_and_it_counts_once(book: Book) -> None:
    maya = out_for_signature(book, "Maya Cruz")
    press = {
        "meaning": "agree",
        "name": "Ana Cruz",
        "shown_sha256": maya.agreement.original_sha256,
        "consent_version": "2026-1",
        "key": "the button under the paper",
    }

    assert (
        maya
        >> signs("Maya Cruz, student")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        >> says("Ana Cruz, parent", "sign", **press)
        << stands(agreement="sealed", plan="in_effect")
        >> says("Ana Cruz, parent", "sign", **press)
        << letters()
        << stands(agreement="sealed", plan="in_effect")
    )
    assert [one.person_id for one in maya.agreement.signatures].count(book.cast.id("Ana Cruz")) == 1


def test_a_disagreement_holds_the_disputed_part_alone_until_it_is_revised(book: Book) -> None:
    maya = out_for_signature(book, "Maya Cruz")
    helen = book.cast.id("Helen Park")
    seat = Party(person_id=helen, role="authority", required=False, since=date(2026, 9, 1))
    objection = {"parts": ("goals",), "comment": "She can do twenty."}

    assert (
        maya
        >> says("Rosa Alvarez, specialist", "change_party", party=seat)
        >> signs("Maya Cruz, student")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        >> signs("Ana Cruz, parent", "disagree", **objection)
        << among_letters(tell_authority="Helen Park", receipt="Ana Cruz")
        << stands(agreement="sealed", plan="in_effect")
    )
    assert maya.case.dispute is not None
    assert maya.case.dispute.parts == ("goals",)
    assert maya.case.plan().facts["hold"] == "asked"
    assert maya.case.plan().facts["force"] == "current"

    assert (
        maya
        >> tries("Helen Park, authority", "revise", decision="Harder.")
        << refused("The family was not heard yet. Hold the hearing and record it, then decide.")
        >> passes(days=3)
        >> says("Helen Park, authority", "hear", on=date(2026, 9, 18))
        >> says("Helen Park, authority", "revise", decision="The goal is to be harder.")
        << among_letters(tell_decision="Ana Cruz, Maya Cruz, Rosa Alvarez")
        >> passes(days=14)
    )
    assert maya.case.plan().facts["hold"] == "ordered"

    assert (
        maya
        >> says("Rosa Alvarez, specialist", "write_plan", content=harder(maya.text))
        >> says("Rosa Alvarez, chair", "freeze")
        >> signs("Maya Cruz, student")
        >> signs("Daniel Osei, teacher")
        >> signs("Rosa Alvarez, chair")
        >> signs("Ana Cruz, parent")
        << stands(agreement="sealed", plan="in_effect")
    )
    assert maya.case.plan().facts["hold"] == "none"
    assert faults(book) == ()


def test_a_goal_adjusted_at_midyear_becomes_an_amendment_that_shows_its_changes(book: Book) -> None:
    maya = sealed(book, "Maya Cruz")
    first = maya.agreement

    assert (
        maya
        >> passes(date(2027, 1, 20))
        << stands(plan="midyear_due")
        >> says("Maya Cruz, student", "self_check", answers={"how_is_it": "Too easy."})
        >> says("Ana Cruz, parent", "agree_without_meeting", what="review")
        >> says(
            "Rosa Alvarez, specialist",
            "review_goals",
            reviews=(
                GoalReview(goal_key="a1", outcome="adjust", evidence="Seven in one month."),
                GoalReview(goal_key="f1", outcome="on_track", evidence="Asks first."),
            ),
        )
        >> says("Rosa Alvarez, specialist", "close_review")
        << among_letters(send_review="Ana Cruz, Maya Cruz")
        << stands(plan="midyear_done")
        >> says("Rosa Alvarez, specialist", "write_plan", content=harder(maya.text))
        >> tries("Rosa Alvarez, chair", "freeze")
        << refused(
            "The family has not agreed to amend the plan without a meeting. "
            "Hold a conference on the amendment, or ask a parent to agree in writing."
        )
        >> says("Ana Cruz, parent", "agree_without_meeting", what="amendment")
        >> says("Rosa Alvarez, chair", "freeze")
        << among_letters(ask_for_signature="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez")
    )
    for who in ("Maya Cruz, student", "Daniel Osei, teacher", "Rosa Alvarez, chair"):
        maya >>= signs(who)
    assert maya >> signs("Ana Cruz, parent") << stands(agreement="sealed", plan="midyear_done")

    second = maya.agreement
    assert (first.no, second.no) == (1, 2)
    assert second.sealed_sha256 != first.sealed_sha256
    assert verified(book, first.sealed_sha256)[0]
    assert verified(book, second.sealed_sha256)[0]
    shown = printed(book, second.original_sha256)
    assert "ten by May" in shown
    assert "twenty by May" in shown
    assert faults(book) == ()


def test_a_student_turns_18_and_decides_alone_from_then_on(book: Book) -> None:
    sam = book.of("Sam Okafor")

    assert (
        sam
        >> passes(date(2026, 9, 2))
        << among_letters(notify_rights="")
        >> passes(date(2026, 9, 3))
        << among_letters(notify_rights="Sam Okafor")
        >> says("Rosa Alvarez, specialist", "begin_draft")
        << letters(ask_inputs="Daniel Osei, Sam Okafor")
        >> tries("Grace Okafor, parent", "decline")
        # At 18 the rights of a parent are the student's own.
        >> says("Sam Okafor, parent", "decline")
        << stands(plan="declined_by_family")
    )


def test_a_student_moves_away_and_the_next_school_gets_all_sealed_papers(book: Book) -> None:
    leo = sealed(book, "Leo Brandt")

    assert (
        leo
        >> says("Rosa Alvarez, specialist", "transfer_out", to_school="Aspen Ridge School")
        << stands(plan="archived")
    )
    with book.store.read() as connection:
        filed = papers.of_case(connection, leo.case.id)
    bundle = next(paper for paper in filed if paper.kind == "package")
    with zipfile.ZipFile(BytesIO(book.office.archive.get(bundle.file_sha256))) as opened_bundle:
        index = json.loads(opened_bundle.read("index.json"))
    assert leo.agreement.sealed_sha256 in {one["sha256"] for one in index.values()}
    assert leo.case.record_sha256 in {one["sha256"] for one in index.values()}
    assert faults(book) == ()


def test_a_family_declines_the_plan_and_is_offered_it_again(book: Book) -> None:
    ida = book.of("Ida Novak")

    assert (
        ida
        >> says("Rosa Alvarez, specialist", "begin_draft")
        << letters(ask_inputs="Daniel Osei, Ida Novak, Petra Novak")
        >> says("Petra Novak, parent", "decline", reason="Not this year.")
        << letters(confirm="Petra Novak")
        << stands(plan="declined_by_family")
        >> says("Rosa Alvarez, specialist", "offer_again")
        << letters(ask_inputs="Daniel Osei, Ida Novak, Petra Novak")
        << stands(plan="drafting")
        >> says("Rosa Alvarez, specialist", "write_plan", content=plan_text("Ida Novak"))
        >> says("Rosa Alvarez, specialist", "finish_draft")
        << stands(plan="ready")
    )


def test_a_plan_without_a_goal_is_not_finished_and_says_what_is_missing(book: Book) -> None:
    maya = book.of("Maya Cruz")
    text = plan_text("Maya Cruz")
    without_feelings = replace(text, goals=text.goals_of("achievement"))

    assert (
        maya
        >> says("Rosa Alvarez, specialist", "begin_draft")
        >> says("Rosa Alvarez, specialist", "write_plan", content=without_feelings)
        >> tries("Rosa Alvarez, specialist", "finish_draft")
        << stands(plan="drafting")
    )
    assert "affective goal" in book.refusal
