"""A proposal on its way to conferences: changed by hand, asked, accepted, or refused as too old.

The people are those of cast.py; Ms. Alvarez looks at the proposal and decides.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from meetings import planner
from meetings.planner.editing import InRoom, LeaveOut, Lock, MoveTo, Release
from meetings.planner.questions import WhatIf, compare, what_if, why_not
from meetings.planning.whatif import PerDay
from meetings.store.tables import planning_lock, window
from tests.meetings.planner.four_plans import (
    MONDAY,
    ROSA,
    STUDENTS,
    four_ready,
    proposed,
    run,
)
from tests.playbook import says, stands
from tests.scenarios.book import Book, local
from workflow.plan import Slot
from workflow.refusals import Refused


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with four_ready(tmp_path) as one:
        yield one


def accepted(book: Book, number: int) -> tuple[tuple[int, Refused], ...]:
    by = book.of("Maya Cruz").actor(ROSA)
    refused = planner.accept_all(book.store, number, by, book.at)
    book.work()
    return refused


def edited(book: Book, number: int, step: planner.Edit) -> int | Refused:
    by = book.cast.id("Rosa Alvarez")
    return book.store.write(lambda session: planner.edit(session, number, step, (by, book.at)))


def place(book: Book, number: int, student: str) -> planner.Placed:
    return next(one for one in run(book, number).placed if one.case_id == book.cast.plans[student])


def test_what_is_accepted_is_set_and_the_other_proposals_are_out_of_date(book: Book) -> None:
    other = proposed(book, "Ida Novak")
    one = proposed(book)

    assert accepted(book, one.id) == ()

    assert [run(book, n).status for n in (one.id, other.id)] == ["accepted", "outdated"]
    assert {why.code for _, why in accepted(book, other.id)} == {"not_yet"}
    for student in STUDENTS:
        assert book.of(student) << stands(conference="scheduled")
        assert book.of(student).conference.slot == place(book, one.id, student).slot
    assert accepted(book, one.id) == ()


def test_where_a_parent_took_back_their_hour_nothing_is_set_and_the_reason_is_said(
    book: Book,
) -> None:
    one = proposed(book)
    later = {
        "person_id": book.cast.id("Petra Novak"),
        "source": "cast",
        "said": "page",
        "weekday": "sun",
        "from_wall": time(9),
        "to_wall": time(12),
    }
    book.store.write(lambda session: session.connection.execute(insert(window), [later]))

    refused = accepted(book, one.id)

    ida = book.cast.plans["Ida Novak"]
    assert [(case, why.code) for case, why in refused] == [(ida, "changed")]
    assert refused[0][1].why.startswith("1 conference")
    assert run(book, one.id).status == "proposed"
    assert book.of("Maya Cruz").case.running("conference") is None


def test_where_one_was_set_by_hand_since_then_the_proposal_is_too_old(book: Book) -> None:
    one = proposed(book)
    ida = place(book, one.id, "Ida Novak")
    called(book, "Ida Novak", replace(ida.slot, room="Library"), timedelta(days=7))

    refused = accepted(book, one.id)

    assert [(case, why.code) for case, why in refused] == [(ida.case_id, "changed")]
    assert [one.case.running("conference") for one in (book.of("Maya Cruz"),)] == [None]


def called(book: Book, student: str, slot: Slot, later: timedelta) -> None:
    """Ms. Alvarez sets a time by hand."""
    page = book.of(student)
    there = replace(slot, starts_at=slot.starts_at + later, ends_at=slot.ends_at + later)
    assert page >> says(ROSA, "call_conference") >> says(ROSA, "convene", slot=there, modalities={})
    assert page << stands(conference="scheduled")


def test_a_conference_that_stands_elsewhere_is_moved_with_the_reason(book: Book) -> None:
    assert accepted(book, proposed(book, "Leo Brandt").id) == ()
    before = book.of("Leo Brandt").conference.slot
    again = proposed(book, "Leo Brandt")
    assert before is not None
    other = before.starts_at + timedelta(days=1 if before.starts_at.weekday() < 4 else -1)
    moved = edited(book, again.id, MoveTo(case_id=book.cast.plans["Leo Brandt"], starts_at=other))
    assert isinstance(moved, int)

    assert accepted(book, moved) == ()

    leo = book.of("Leo Brandt")
    assert leo << stands(conference="scheduled")
    assert leo.conference.slot == place(book, moved, "Leo Brandt").slot
    assert leo.conference.slot.starts_at == other


def test_a_conference_is_moved_by_hand_and_the_step_is_taken_back(book: Book) -> None:
    one = proposed(book)
    ida = place(book, one.id, "Ida Novak")
    with book.store.read() as connection:
        choices = planner.choices_in(connection, one.id, ida.case_id)
    there = next(c.slot.starts_at for c in choices if c.slot.starts_at != ida.slot.starts_at)

    step = edited(book, one.id, MoveTo(case_id=ida.case_id, starts_at=there))

    assert isinstance(step, int)
    assert place(book, step, "Ida Novak").slot.starts_at == there
    others = [s for s in STUDENTS if s != "Ida Novak"]
    assert [place(book, step, s).slot for s in others] == [
        place(book, one.id, s).slot for s in others
    ]
    assert [run(book, n).status for n in (one.id, step)] == ["outdated", "proposed"]
    assert book.store.write(lambda session: planner.undo(session, step)) == one.id
    assert [run(book, n).status for n in (one.id, step)] == ["proposed", "outdated"]


def test_a_start_that_breaks_a_rule_is_refused_with_its_sentence(book: Book) -> None:
    one = proposed(book)
    ida, maya = place(book, one.id, "Ida Novak"), place(book, one.id, "Maya Cruz")

    taken = edited(book, one.id, MoveTo(case_id=ida.case_id, starts_at=maya.slot.starts_at))
    night = edited(book, one.id, MoveTo(case_id=ida.case_id, starts_at=local(MONDAY, "22:00")))
    room = edited(book, one.id, InRoom(case_id=ida.case_id, room="The moon"))

    assert isinstance(taken, Refused)
    assert isinstance(night, Refused)
    assert isinstance(room, Refused)
    assert run(book, one.id).status == "proposed"


def test_a_conference_gets_another_room_or_is_left_out(book: Book) -> None:
    one = proposed(book)
    ida = place(book, one.id, "Ida Novak")
    other = next(r for r in ("Library", "Room 112") if r != ida.slot.room)

    step = edited(book, one.id, InRoom(case_id=ida.case_id, room=other))
    assert isinstance(step, int)
    last = edited(book, step, LeaveOut(case_id=ida.case_id))
    assert isinstance(last, int)

    assert place(book, step, "Ida Novak").slot.room == other
    left = run(book, last)
    assert [u.case_id for u in left.unplaced] == [ida.case_id]
    assert left.unplaced[0].remedy
    assert len(left.placed) == 3
    assert isinstance(edited(book, one.id, LeaveOut(case_id=ida.case_id)), Refused)


def test_what_is_locked_stays_in_the_next_plan(book: Book) -> None:
    one = proposed(book)
    ida = place(book, one.id, "Ida Novak")
    there = ida.slot.starts_at + timedelta(minutes=0)

    assert edited(book, one.id, Lock(case_id=ida.case_id, reason="The hall is booked.")) == one.id

    with book.store.read() as connection:
        kept = connection.execute(select(planning_lock)).all()
    assert [(row.case_id, row.kind, row.starts_at) for row in kept] == [
        (ida.case_id, "here", there)
    ]
    again = proposed(book, "Ida Novak", "Maya Cruz")
    assert place(book, again.id, "Ida Novak").locked
    assert place(book, again.id, "Ida Novak").slot.starts_at == there
    assert edited(book, again.id, Release(case_id=ida.case_id)) == again.id
    with book.store.read() as connection:
        assert connection.execute(select(planning_lock)).all() == []


def test_a_run_says_why_not_there_what_if_and_what_differs(book: Book) -> None:
    one = proposed(book)
    ida, maya = place(book, one.id, "Ida Novak"), place(book, one.id, "Maya Cruz")

    with book.store.read() as connection:
        said = why_not(connection, one.id, ida.case_id, maya.slot.starts_at)
    asked = WhatIf(
        run_id=one.id,
        change=PerDay(most=1),
        words="One conference a day.",
        by=book.cast.id("Rosa Alvarez"),
    )
    number = what_if(book.store, asked, book.at)
    assert planner.work_once(book.store, book.at) == number
    assert number is not None
    with book.store.read() as connection:
        found = compare(connection, one.id, number)

    assert said is not None
    assert said.sentence
    assert found is not None
    assert len({p.slot.starts_at.date() for p in run(book, number).placed}) == 4
    assert run(book, number).words == "One conference a day."
    assert [run(book, n).status for n in (one.id, number)] == ["proposed", "proposed"]
