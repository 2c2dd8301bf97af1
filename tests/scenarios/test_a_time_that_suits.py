"""Stories of a time: a parent cannot come, nobody comes, nobody can be reached, a teacher is away.

Each is told with the playbook: `>>` is what somebody asks, `<<` what must follow.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from documents.letters import calendar_in
from meetings.identity import links
from tests.cast import ready
from tests.playbook import (
    among_letters,
    answered,
    answers_by_mail,
    comes_the_time,
    letters,
    passes,
    refused,
    says,
    stands,
    tries,
)
from tests.scenarios.book import Book, Page, local, opened
from workflow.plan import Slot

MAYAS_PEOPLE = "Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path) as one:
        yield one


def with_a_ready_plan(book: Book, student: str) -> Page:
    ready(book.cast, student)
    book.work()
    return book.of(student)


def half_past_nine(on: date, room: str = "Room 112") -> Slot:
    starts_at = local(on, "09:30")
    return Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room=room)


def invited(book: Book, student: str) -> Page:
    """Ms. Alvarez calls a conference for 16 September, half past nine, and everybody is asked."""
    page = with_a_ready_plan(book, student)
    slot = half_past_nine(date(2026, 9, 16))
    return (
        page
        >> says("Rosa Alvarez, specialist", "call_conference")
        >> says("Rosa Alvarez, specialist", "convene", slot=slot, modalities={})
    )


def event_for(book: Book, page: Page, name: str) -> dict[str, str]:
    """What stands in that person's calendar after the newest letter that bears an event."""
    newest = [
        one
        for one in book.letters()
        if one.calendar_method
        and (one.case_id, one.recipient_id) == (page.case.id, book.cast.id(name))
    ][-1]
    event = Calendar.from_ical(calendar_in(book.raw(newest.id))).walk("VEVENT")[0]
    return {
        "method": newest.calendar_method,
        "uid": str(event["UID"]),
        "sequence": str(event["SEQUENCE"]),
        "starts": f"{event.decoded('DTSTART'):%d %B %H:%M}",
    }


def test_a_parent_who_declines_by_mail_gets_a_new_time_as_a_change_of_the_same_invitation(
    book: Book,
) -> None:
    maya = invited(book, "Maya Cruz")
    first = event_for(book, maya, "Ana Cruz")

    assert (
        maya
        << letters(invite=MAYAS_PEOPLE)
        >> passes(days=1)
        >> answers_by_mail("Daniel Osei", "ACCEPTED", "outlook")
        << answered(daniel="accepted", ana="needs_action")
        >> answers_by_mail("Ana Cruz", "DECLINED", comment="I have to work then.")
        << letters(moved=MAYAS_PEOPLE)
        << stands(conference="scheduled")
        << answered(ana="needs_action", daniel="needs_action", rosa="needs_action")
    )

    second = event_for(book, maya, "Ana Cruz")
    assert (first["method"], first["starts"]) == ("REQUEST", "16 September 09:30")
    assert (second["method"], second["uid"]) == ("REQUEST", first["uid"])
    assert int(second["sequence"]) > int(first["sequence"])
    assert second["starts"] != first["starts"]


def test_an_answer_to_the_old_time_counts_no_more_after_the_time_was_changed(book: Book) -> None:
    maya = invited(book, "Maya Cruz")

    assert (
        maya
        >> answers_by_mail("Ana Cruz", "DECLINED")
        << among_letters(moved=MAYAS_PEOPLE)
        >> tries("Maya Cruz, student", "reply", partstat="accepted", sequence=0, stamp=book.at)
        << refused(
            "This answers an older invitation; the time has changed since. "
            "Open the newest invitation and answer that one."
        )
        << answered(maya="needs_action")
    )


def test_a_conference_that_is_called_off_and_called_again_has_an_invitation_of_its_own(
    book: Book,
) -> None:
    maya = invited(book, "Maya Cruz")
    first = event_for(book, maya, "Ana Cruz")

    assert (
        maya
        >> says("Rosa Alvarez, specialist", "drop", reason="The building is closed.")
        << letters(cancelled=MAYAS_PEOPLE)
        << stands(conference="cancelled", plan="ready")
    )
    off = event_for(book, maya, "Ana Cruz")
    assert (
        maya
        >> says("Rosa Alvarez, specialist", "call_conference")
        >> says(
            "Rosa Alvarez, specialist",
            "convene",
            slot=half_past_nine(date(2026, 9, 17)),
            modalities={},
        )
        << letters(invite=MAYAS_PEOPLE)
    )
    again = event_for(book, maya, "Ana Cruz")

    assert (off["method"], off["uid"]) == ("CANCEL", first["uid"])
    assert again["method"] == "REQUEST"
    assert again["uid"] != first["uid"]


def test_nobody_comes_and_after_one_school_day_a_new_time_is_set(book: Book) -> None:
    leo = invited(book, "Leo Brandt")

    assert (
        leo
        >> comes_the_time
        >> tries("Rosa Alvarez, chair", "no_show")
        << refused(
            "It is too early to say that somebody did not come. Wait and call; then record it."
        )
        >> passes(minutes=15)
        >> says("Rosa Alvarez, chair", "no_show")
        << letters(tell_family="Jonas Brandt, Karin Brandt, Leo Brandt")
        << stands(conference="missed")
        >> passes(date(2026, 9, 18))
        << among_letters(moved="Daniel Osei, Jonas Brandt, Karin Brandt, Leo Brandt, Rosa Alvarez")
        << stands(conference="scheduled")
    )
    assert leo.conference.re_offers == 1


def test_a_conference_is_held_without_a_parent_only_after_documented_attempts(book: Book) -> None:
    leo = invited(book, "Leo Brandt")
    here = tuple(book.cast.id(name) for name in ("Leo Brandt", "Daniel Osei", "Rosa Alvarez"))
    karin = book.cast.id("Karin Brandt")

    def tried(channel: str) -> dict[str, object]:
        said = {"channel": channel, "tried_at": book.at, "person_id": karin}
        return said | {"result": "no_answer"}

    leo >>= says("Rosa Alvarez, specialist", "record_attempt", **tried("phone"))
    leo >>= passes(date(2026, 9, 4))
    leo >>= says("Rosa Alvarez, specialist", "record_attempt", **tried("letter"))
    assert (
        leo
        >> tries("Rosa Alvarez, chair", "waive_parent")
        << refused(
            "2 of 3 attempts to reach the family are recorded, by 2 of 2 channels, over at least "
            "5 school days. Try again by another way and record each attempt with its day and "
            "result."
        )
        >> passes(date(2026, 9, 10))
        >> says("Rosa Alvarez, specialist", "record_attempt", **tried("phone"))
        >> says("Rosa Alvarez, chair", "waive_parent")
        >> comes_the_time
        >> says("Rosa Alvarez, chair", "begin", present=here)
        << stands(conference="under_way")
    )


def test_without_attempts_a_conference_does_not_begin_without_a_parent(book: Book) -> None:
    leo = invited(book, "Leo Brandt")
    here = tuple(book.cast.id(name) for name in ("Leo Brandt", "Daniel Osei", "Rosa Alvarez"))

    assert (
        leo
        >> comes_the_time
        >> tries("Rosa Alvarez, chair", "begin", present=here)
        << refused(
            "Needed and not here: a parent. "
            "Wait and call them, or record that they did not come and set a new time."
        )
        << stands(conference="scheduled")
    )


def test_a_teacher_is_excused_when_he_writes_what_he_would_have_said_and_a_parent_agrees(
    book: Book,
) -> None:
    maya = invited(book, "Maya Cruz")
    daniel = book.cast.id("Daniel Osei")
    here = tuple(book.cast.id(name) for name in ("Maya Cruz", "Ana Cruz", "Rosa Alvarez"))

    def excusal(written: str) -> dict[str, object]:
        return {"person_id": daniel, "kind": "with_input", "written_input": written}

    assert (
        maya
        >> tries("Daniel Osei, teacher", "ask_excusal", **excusal(""))
        << refused(
            "Your area will be discussed, so your written input is needed before. "
            "Write what you would have said, then ask again."
        )
        >> says("Daniel Osei, teacher", "ask_excusal", **excusal("She sees the idea first."))
        << letters(ask_consent="Ana Cruz")
        >> says("Ana Cruz, parent", "grant_excusal", person_id=daniel)
        << letters(nudge="Rosa Alvarez")
        >> comes_the_time
        >> says("Rosa Alvarez, chair", "begin", present=here)
        << stands(conference="under_way")
    )


def test_a_family_takes_one_of_three_times_and_a_second_tap_changes_nothing(book: Book) -> None:
    maya = with_a_ready_plan(book, "Maya Cruz")
    slots = tuple(half_past_nine(date(2026, 9, day)) for day in (15, 16, 17))
    pick = {"starts_at": slots[1].starts_at, "key": "the tap on the telephone"}

    assert (
        maya
        >> says("Rosa Alvarez, specialist", "call_conference")
        >> says("Rosa Alvarez, specialist", "offer", slots=slots)
        << letters(send_offer="Ana Cruz")
        << stands(conference="proposed")
        >> says("Ana Cruz, parent", "pick", **pick)
        << letters(invite=MAYAS_PEOPLE)
        << stands(conference="scheduled")
    )
    before = maya.case.version
    assert maya >> says("Ana Cruz, parent", "pick", **pick) << letters()
    assert maya.case.version == before


def test_a_link_that_is_too_old_says_so_and_a_new_one_comes_by_letter(book: Book) -> None:
    maya = invited(book, "Maya Cruz")
    door = links.Door(
        person_id=book.cast.id("Ana Cruz"),
        purpose="reply",
        case_id=maya.case.id,
        no=maya.conference.no,
    )
    path = book.store.write(lambda session: links.make(session, door, book.at))
    much_later = book.at + timedelta(days=91)
    with book.store.read() as connection:
        good = links.find(connection, path.removeprefix("/m/"), book.at)
        old = links.find(connection, path.removeprefix("/m/"), much_later)

    assert good is not None
    assert old is not None
    assert (good.state, old.state) == ("open", "expired")
    assert (
        maya
        >> (lambda _: book.store.write(lambda session: links.promise_new(session, old, book.at)))
        << letters(invite_again="Ana Cruz")
    )
