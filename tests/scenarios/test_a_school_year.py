"""One school year of four families, from the roster to the sealed record of the year.

Maya's mother answers with her calendar program. Leo's parents answer by link, one for themselves
each. Ida's mother has no mailbox: everything is on paper. Sam turns 18 in September, and from then
on decides alone. `>>` is what somebody asks, `<<` what must follow; nothing here is pretended.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from documents.verify import State, Trust, check
from meetings import planner
from meetings.checking import check as check_all
from meetings.roster.export import write_oneroster
from meetings.store import cases, orders, papers
from tests.cast import minutes_text, plan_text, roster
from tests.playbook import (
    among_letters,
    answered,
    answers,
    answers_by_mail,
    comes_the_time,
    letters,
    passes,
    refused,
    says,
    scan_of,
    signs,
    stands,
    tries,
)
from tests.scenarios.book import Book, Page, imported, local, take_in
from workflow.content import GoalReview
from workflow.plan import Attendance
from workflow.refusals import Refused

ROSA, CHAIR, DANIEL = "Rosa Alvarez, specialist", "Rosa Alvarez, chair", "Daniel Osei, teacher"
#: Each student, and who decides at home in August.
FAMILIES = {
    "Maya Cruz": ("Ana Cruz, parent",),
    "Leo Brandt": ("Karin Brandt, parent", "Jonas Brandt, parent"),
    "Ida Novak": ("Petra Novak, parent",),
    "Sam Okafor": ("Grace Okafor, parent",),
}
SAM_IS_18_ON = date(2026, 9, 3)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with imported(tmp_path) as one:
        yield one


@pytest.mark.slow
def test_a_school_year(book: Book, tmp_path: Path) -> None:
    the_roster_opens_four_plans(book, tmp_path / "roster")
    the_plans_are_written_with_the_families(book)
    a_time_is_found_for_everybody(book)
    the_families_answer(book)
    the_conferences_are_held(book)
    everybody_reads_and_signs(book)
    the_plans_live(book)
    at_midyear_each_goal_is_looked_at(book)
    the_year_is_closed(book)
    nothing_was_lost(book)


def the_roster_opens_four_plans(book: Book, files: Path) -> None:
    assert sorted(book.cast.plans) == ["Ida Novak", "Leo Brandt", "Maya Cruz", "Sam Okafor"]
    assert {path.read_bytes() for path in files.iterdir()} == set(
        write_oneroster(roster(), "1.2").values()
    )
    assert "Nothing would change." in take_in(book, files)
    for student in FAMILIES:
        book.of(student) << stands(plan="identified")


def the_plans_are_written_with_the_families(book: Book) -> None:
    """Everybody is asked first. A plan without a goal for how a student feels is not finished."""
    for student, parents in FAMILIES.items():
        text = plan_text(student)
        half = replace(text, goals=text.goals_of("achievement"))
        page = book.of(student)
        assert (
            page
            >> says(ROSA, "inform_family")
            >> says(ROSA, "begin_draft")
            << among_letters(ask_inputs=names_asked(page))
            >> says(f"{student}, student", "give_input", answers={"proud_of": "The bridge."})
            >> says(parents[0], "give_input", answers={"goal_wish": "That she asks for help."})
            >> says(DANIEL, "give_input", answers={"comment": "Ready for more."})
            >> says(ROSA, "write_plan", content=half)
            >> tries(ROSA, "finish_draft")
            << stands(plan="drafting")
            >> says(ROSA, "write_plan", content=text)
            >> says(ROSA, "finish_draft")
            << among_letters(share_draft=names_of_family(page))
            << stands(plan="ready")
        )


def deciding(page: Page) -> tuple[str, ...]:
    """Who decides for this student now."""
    if page.student == "Sam Okafor" and page.book.today >= SAM_IS_18_ON:
        return ("Sam Okafor, parent",)
    return FAMILIES[page.student]


def names_of_family(page: Page) -> str:
    at_home = {who.split(", ", maxsplit=1)[0] for who in deciding(page)}
    return ", ".join(sorted({page.student, *at_home}))


def names_asked(page: Page) -> str:
    return ", ".join(sorted(("Daniel Osei", *names_of_family(page).split(", "))))


def a_time_is_found_for_everybody(book: Book) -> None:
    """One proposal for the whole caseload; accepting it sends all invitations."""
    wanted = planner.Wanted(
        case_ids=tuple(book.cast.plans.values()),
        by=book.cast.id("Rosa Alvarez"),
        last_on=date(2026, 9, 2),
    )
    number = planner.propose(book.store, wanted, book.at)
    with book.store.read() as connection:
        run = planner.run_of(connection, number)
    assert run is not None
    assert (len(run.placed), run.unplaced, run.bound) == (4, (), 4)

    leo = book.of("Leo Brandt")
    by = leo.actor(ROSA)
    before = len(book.letters())
    accepted: tuple[tuple[int, Refused], ...] = book.store.write(
        lambda session: planner.accept(session, number, by, book.at)
    )
    book.work()

    assert accepted == ()
    assert {one.name for one in book.letters()[before:]} >= {"invite"}
    for student in FAMILIES:
        book.of(student) << stands(plan="conferring", conference="scheduled")


def the_families_answer(book: Book) -> None:
    """By calendar program, by link, and on a sheet that a child brought to school."""
    maya, leo, ida = book.of("Maya Cruz"), book.of("Leo Brandt"), book.of("Ida Novak")
    assert maya >> answers_by_mail("Ana Cruz", "ACCEPTED", "google") << answered(ana="accepted")
    assert (
        leo
        >> answers("Karin Brandt, parent")
        >> answers("Jonas Brandt, parent", "tentative")
        << answered(karin="accepted", jonas="tentative")
    )
    assert ida >> answers("Petra Novak, parent", source="paper") << answered(petra="accepted")
    for student in FAMILIES:
        page = book.of(student)
        assert (
            page
            >> answers(DANIEL)
            >> answers(f"{student}, student")
            << answered(daniel="accepted", rosa="accepted")
        )
    to_petra = [one for one in book.letters() if book.name(one.recipient_id) == "Petra Novak"]
    assert {(one.channel, one.state) for one in to_petra} == {("paper", "to_print")}


def the_conferences_are_held(book: Book) -> None:
    """One after another at their times. The plan is changed at the table, then frozen."""
    pages = [book.of(student) for student in FAMILIES]
    for page in sorted(pages, key=lambda one: str(one.conference.slot)):
        assert (
            page
            >> comes_the_time
            >> says(CHAIR, "begin", present=everybody(page))
            >> says(CHAIR, "take_attendance", present=attendance(page))
            >> says(ROSA, "write_plan", content=with_words_of_home(page))
            >> says(CHAIR, "take_minutes", content=minutes_text())
            >> passes(minutes=30)
            >> says(CHAIR, "close")
            << stands(conference="held", plan="finalizing")
            >> says(CHAIR, "settle_minutes")
            << among_letters(send_minutes=names_invited(page))
            >> says(CHAIR, "freeze")
            << among_letters(ask_for_signature=names_invited(page))
            << stands(conference="minuted", agreement="out", plan="signing")
        )


def everybody(page: Page) -> tuple[int, ...]:
    return tuple(one.person_id for one in page.conference.answers)


def names_invited(page: Page) -> str:
    return ", ".join(sorted(page.book.name(one) for one in everybody(page)))


def attendance(page: Page) -> tuple[Attendance, ...]:
    seats = {party.person_id: party.role for party in page.case.parties}
    return tuple(Attendance(person_id=one, role=seats[one], mode="room") for one in everybody(page))


def with_words_of_home(page: Page) -> object:
    first, *rest = page.text.goals
    said = replace(first, help_at_home="We ask what was surprising, and write it down.")
    return replace(page.text, goals=(said, *rest))


def everybody_reads_and_signs(book: Book) -> None:
    """At home with their names by link, or on paper, taken in with its scan. The chair is last."""
    for student, parents in FAMILIES.items():
        page = book.of(student)
        page >>= signs(f"{student}, student")
        for parent in parents:
            page >>= on_paper if student == "Ida Novak" else signs(parent)
        assert (
            page
            >> signs(DANIEL)
            << stands(agreement="out", plan="signing")
            >> signs(CHAIR)
            << among_letters(
                announce=names_invited(page),
                send_copies=names_invited(page),
                receipt="Rosa Alvarez",
            )
            << stands(agreement="sealed", plan="in_effect")
        )


def on_paper(page: Page) -> None:
    """Petra signed the sheet at home; Ms. Alvarez takes it in."""
    says(
        ROSA,
        "file_signed_paper",
        person_id=page.book.cast.id("Petra Novak"),
        meaning="agree",
        shown_sha256=page.agreement.original_sha256,
        scan_sha256=scan_of(page, "Petra Novak"),
        dated_on=page.book.today,
        witness_id=page.book.cast.id("Rosa Alvarez"),
    )(page)


def the_plans_live(book: Book) -> None:
    """Students tap how it goes; at home they talk about it, and Mr. Osei writes what he sees."""
    maya = book.of("Maya Cruz")
    assert (
        maya
        >> passes(date(2026, 11, 16))
        << among_letters(
            # The eight of the four families; Sam's mother is not asked any more.
            ask_progress="Ana Cruz, Ida Novak, Jonas Brandt, Karin Brandt, Leo Brandt, Maya Cruz, "
            "Petra Novak, Sam Okafor"
        )
        >> says("Maya Cruz, student", "note_progress", goal_key="a1", rating=3)
        >> says("Ana Cruz, parent", "note_progress", goal_key="a1", rating=0)
        >> says(DANIEL, "note_progress", goal_key="f1", rating=2, note="She asked twice.")
        << letters()
    )
    assert [one.rating for one in maya.case.progress] == [3, 0, 2]


def at_midyear_each_goal_is_looked_at(book: Book) -> None:
    """On 15 January the reviews open by themselves; these four need no meeting."""
    book.live_until(local(date(2027, 1, 15), "09:00"))
    for student in FAMILIES:
        page = book.of(student)
        assert (
            page
            << stands(plan="midyear_due")
            >> says(f"{student}, student", "self_check", answers={"how_is_it": "Going well."})
            >> says(deciding(page)[0], "agree_without_meeting", what="review")
            >> says(ROSA, "review_goals", reviews=reviews("on_track"))
            >> says(ROSA, "close_review")
            << among_letters(send_review=names_of_family(page))
            << stands(plan="midyear_done")
        )


def reviews(outcome: str) -> tuple[GoalReview, ...]:
    return tuple(
        GoalReview(goal_key=key, outcome=outcome, evidence="The log shows it.")
        for key in ("a1", "f1")
    )


def the_year_is_closed(book: Book) -> None:
    """Ten school days before the end each goal is closed, and the record of the year is sealed."""
    book.live_until(local(date(2027, 5, 14), "09:00"))
    for student in FAMILIES:
        page = book.of(student)
        assert (
            page
            << stands(plan="year_end_due")
            >> tries(ROSA, "finish_year")
            << refused(
                "2 of 2 goals are not reviewed yet. "
                "Say for each goal how it stands, then close the review."
            )
            >> says(ROSA, "review_goals", reviews=reviews("met"))
            >> says(ROSA, "finish_year")
            << stands(plan="archived")
        )


def nothing_was_lost(book: Book) -> None:
    """Every sealed paper is what it was, every history can be told again, nothing is owed."""
    trust = Trust(roots=(book.office.keys.root,))
    with book.store.read() as connection:
        sealed = papers.of_kind(connection, "record", "year_record")
        years = sorted(case.school_year for case in cases.everything(connection))
        owed = orders.waiting(connection)
    verdicts = [
        (one.kind, check(book.office.archive.get(one.file_sha256), trust)) for one in sealed
    ]
    kept = {(one.channel, one.state) for one in book.letters()}

    assert sorted((kind, verdict.state.value) for kind, verdict in verdicts) == [
        *[("record", State.UNLISTED.value)] * 4,
        *[("year_record", State.UNLISTED.value)] * 4,
    ]
    assert years == ["2026-27"] * 4 + ["2027-28"] * 4
    assert owed == 0
    assert kept == {("email", "captured"), ("paper", "to_print")}
    assert check_all(book.store, book.office.archive) == ()
