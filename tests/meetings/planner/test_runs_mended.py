"""Something happens after the times are set: a run mends the plan and moves as few as it can.

The people are those of cast.py; Mr. Osei teaches all four students.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, update

from meetings import planner
from meetings.checking import check
from meetings.planner.replanning import (
    Away,
    DayClosed,
    Declined,
    Happened,
    Mend,
    Newcomer,
    RoomClosed,
    keep_rest,
    replan,
)
from meetings.planning.reseat import Ring
from meetings.store.tables import school_day, window
from tests.meetings.planner.four_plans import (
    MONDAY,
    ROSA,
    STUDENTS,
    four_ready,
    proposed,
    run,
)
from tests.playbook import stands
from tests.scenarios.book import Book
from workflow.plan import Slot

DENVER = ZoneInfo("America/Denver")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """All four conferences are set in the week of 14 September."""
    with four_ready(tmp_path) as one:
        yield one


def accepted(book: Book, number: int) -> None:
    by = book.of("Maya Cruz").actor(ROSA)
    assert planner.accept_all(book.store, number, by, book.at) == ()
    book.work()


def mended(book: Book, happened: Happened, widest: Ring = Ring.PROPOSED) -> planner.Run:
    mend = Mend(happened=happened, by=book.cast.id("Rosa Alvarez"), widest=widest)
    number = replan(book.store, mend, book.at)
    assert number is not None
    assert planner.work_once(book.store, book.at) == number
    return run(book, number)


def slots(book: Book) -> dict[str, Slot]:
    found = {student: book.of(student).conference.slot for student in STUDENTS}
    return {student: slot for student, slot in found.items() if slot is not None}


def moved(book: Book, one: planner.Run) -> dict[str, str]:
    """By student: why they move."""
    names = {number: name for name, number in book.cast.plans.items()}
    return {names[p.case_id]: p.why for p in one.placed if p.moved_from is not None}


def on(slot: Slot) -> date:
    return slot.starts_at.astimezone(DENVER).date()


def test_where_the_teacher_is_ill_those_of_that_day_move_and_nobody_else(book: Book) -> None:
    accepted(book, proposed(book).id)
    before = slots(book)
    day = on(before["Ida Novak"])
    there = {student for student, slot in before.items() if on(slot) == day}

    one = mended(book, Away(person_id=book.cast.id("Daniel Osei"), on=day))

    assert set(moved(book, one)) == there
    assert all(f"is away on {day}" in why for why in moved(book, one).values())
    accepted(book, one.id)
    after = slots(book)
    assert {s: slot for s, slot in after.items() if s not in there} == {
        s: slot for s, slot in before.items() if s not in there
    }
    assert all(on(after[student]) != day for student in there)
    assert check(book.store, book.office.archive) == ()


def test_where_the_school_is_closed_those_of_that_day_move(book: Book) -> None:
    accepted(book, proposed(book).id)
    before = slots(book)
    day = on(before["Ida Novak"])
    there = {student for student, slot in before.items() if on(slot) == day}
    shut = update(school_day).where(school_day.c.on_date == day).values(kind="no_school")
    book.store.write(lambda session: session.connection.execute(shut))

    one = mended(book, DayClosed(on=day))

    placed = {p.case_id: p.slot for p in one.placed}
    for student in STUDENTS:
        slot, stood = placed[book.cast.plans[student]], before[student]
        stays = (slot.starts_at, slot.room) == (stood.starts_at, stood.room)
        assert stays == (student not in there)
        assert on(slot) != day


def test_where_a_parent_declines_only_that_conference_moves(book: Book) -> None:
    accepted(book, proposed(book).id)
    ida = book.cast.plans["Ida Novak"]

    one = mended(book, Declined(case_id=ida, person_id=book.cast.id("Petra Novak")))

    assert list(moved(book, one)) == ["Ida Novak"]
    assert one.placed[0].sitting
    accepted(book, one.id)
    for student in STUDENTS:
        assert book.of(student) << stands(conference="scheduled")


def test_where_a_room_is_closed_its_conferences_get_another(book: Book) -> None:
    accepted(book, proposed(book).id)
    before = slots(book)
    room = before["Ida Novak"].room

    one = mended(book, RoomClosed(room=room))

    assert room not in {p.slot.room for p in one.placed}


def test_a_newcomer_is_placed_and_the_others_stay(book: Book) -> None:
    accepted(book, proposed(book, "Maya Cruz", "Leo Brandt", "Ida Novak").id)

    one = mended(book, Newcomer(case_id=book.cast.plans["Sam Okafor"]))

    assert moved(book, one) == {}
    assert len(one.placed) == 4
    accepted(book, one.id)
    assert book.of("Sam Okafor") << stands(conference="scheduled")


def test_where_nobody_lost_a_time_there_is_nothing_to_mend(book: Book) -> None:
    accepted(book, proposed(book).id)
    mend = Mend(happened=DayClosed(on=date(2026, 12, 1)), by=book.cast.id("Rosa Alvarez"))

    assert replan(book.store, mend, book.at) is None


def test_a_proposal_that_is_partly_too_old_is_planned_again_and_keeps_the_rest(
    book: Book,
) -> None:
    one = proposed(book)
    later = {
        "person_id": book.cast.id("Petra Novak"),
        "source": "cast",
        "said": "page",
        "weekday": "thu",
        "from_wall": time(16),
        "to_wall": time(18),
    }
    book.store.write(lambda session: session.connection.execute(insert(window), [later]))

    number = keep_rest(book.store, one.id, book.cast.id("Rosa Alvarez"), book.at)
    assert number is not None
    assert planner.work_once(book.store, book.at) == number

    again = {p.case_id: p.slot for p in run(book, number).placed}
    ida = book.cast.plans["Ida Novak"]
    assert {c: s for c, s in again.items() if c != ida} == {
        p.case_id: p.slot for p in one.placed if p.case_id != ida
    }
    assert on(again[ida]) == MONDAY + timedelta(days=3)
    accepted(book, number)
