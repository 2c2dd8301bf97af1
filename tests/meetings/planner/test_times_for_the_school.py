"""From the school's rows to proposed times: windows, classes, rooms, how many a day; kept by hand.

The people are those of cast.py: Ms. Alvarez chairs, Mr. Osei teaches all four students, and Maya's
mother is interpreted for. The week is that of 14 September.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import delete, insert

from meetings import planner
from meetings.planning.solve import Budget
from meetings.store import cases
from meetings.store.tables import hour, room, window
from tests.cast import ready
from tests.playbook import says, stands
from tests.scenarios.book import DENVER, Book, local, opened
from workflow.plan import Case, Slot

ROSA = "Rosa Alvarez, specialist"
STUDENTS = ("Maya Cruz", "Leo Brandt", "Ida Novak", "Sam Okafor")
PARENTS = ("Ana Cruz", "Karin Brandt", "Jonas Brandt", "Petra Novak", "Sam Okafor")
#: Enough for four conferences; what is looked for here is lawful, not the last point.
QUICK = Budget(counted=0.3, points=0.1, narrowed=0.05, rounds=1)
MONDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 18)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path) as one:
        for student in STUDENTS:
            ready(one.cast, student)
        one.work()
        yield one


def can_come(book: Book, name: str, weekday: str, hours: tuple[int, int]) -> None:
    """This person says when; whoever says nothing may be asked at any hour."""
    row = {
        "person_id": book.cast.id(name),
        "source": "cast",
        "said": "page",
        "weekday": weekday,
        "from_wall": time(hours[0]),
        "to_wall": time(hours[1]),
    }
    book.store.write(lambda session: session.connection.execute(insert(window), [row]))


def teaches(book: Book, name: str, *periods: str) -> None:
    rows = [
        {
            "staff_id": book.cast.id(name),
            "period": period,
            "cycle_days": "",
            "source": "cast",
            "activity": "class",
        }
        for period in periods
    ]
    book.store.write(lambda session: session.connection.execute(insert(hour), rows))


def proposed(book: Book, *students: str) -> planner.Run:
    wanted = planner.Wanted(
        case_ids=tuple(book.cast.plans[student] for student in students or STUDENTS),
        by=book.cast.id("Rosa Alvarez"),
        first_on=MONDAY,
        last_on=FRIDAY,
        budget=QUICK,
    )
    number = planner.propose(book.store, wanted, book.at)
    with book.store.read() as connection:
        run = planner.run_of(connection, number)
    assert run is not None
    return run


def accepted(book: Book, run: planner.Run) -> None:
    by = book.of("Maya Cruz").actor(ROSA)
    refused = book.store.write(lambda session: planner.accept(session, run.id, by, book.at))
    assert refused == ()
    book.work()


def wall(slot: Slot) -> tuple[str, time, time]:
    start, end = slot.starts_at.astimezone(DENVER), slot.ends_at.astimezone(DENVER)
    return f"{start:%a}", start.time(), end.time()


def times(book: Book, run: planner.Run) -> dict[str, tuple[str, time, time]]:
    """Weekday, start and end of each placed conference."""
    names = {number: name for name, number in book.cast.plans.items()}
    return {names[one.case_id]: wall(one.slot) for one in run.placed}


def standing(book: Book) -> dict[str, Slot | None]:
    return {student: book.of(student).conference.slot for student in STUDENTS}


def test_every_conference_lies_in_the_hours_that_its_family_named(book: Book) -> None:
    """Leo's parents live apart and are both needed: only Wednesday from ten to twelve is common."""
    can_come(book, "Ana Cruz", "tue", (15, 17))
    can_come(book, "Karin Brandt", "wed", (8, 12))
    can_come(book, "Jonas Brandt", "wed", (10, 17))
    can_come(book, "Petra Novak", "thu", (7, 9))

    found = times(book, proposed(book))

    assert sorted(found) == sorted(STUDENTS)
    assert (found["Maya Cruz"][0], found["Leo Brandt"][0], found["Ida Novak"][0]) == (
        "Tue",
        "Wed",
        "Thu",
    )
    assert time(15) <= found["Maya Cruz"][1] < found["Maya Cruz"][2] <= time(17)
    assert time(10) <= found["Leo Brandt"][1] < found["Leo Brandt"][2] <= time(12)
    assert time(7) <= found["Ida Novak"][1] < found["Ida Novak"][2] <= time(9)


def test_the_chair_is_never_called_out_of_her_own_class(book: Book) -> None:
    """She teaches in all periods but the third: from 9:50 to 11 is all that is left of the day."""
    teaches(book, "Rosa Alvarez", "1", "2", "4", "5", "6", "7")
    can_come(book, "Ana Cruz", "mon", (8, 15))

    found = times(book, proposed(book, "Maya Cruz"))

    day, start, end = found["Maya Cruz"]
    assert day == "Mon"
    assert time(9, 50) <= start < end <= time(11)


def test_at_most_three_conferences_are_held_on_one_day_and_the_fourth_has_a_reason(
    book: Book,
) -> None:
    for name in PARENTS:
        can_come(book, name, "mon", (7, 17))
    can_come(book, "Grace Okafor", "mon", (7, 17))

    run = proposed(book)

    assert {day for day, _, _ in times(book, run).values()} == {"Mon"}
    assert (len(run.placed), len(run.unplaced), run.bound) == (3, 1, 3)
    assert run.unplaced[0].reason
    assert run.unplaced[0].remedy


def test_a_family_that_can_never_come_is_left_out_with_the_reason(book: Book) -> None:
    can_come(book, "Ana Cruz", "sun", (9, 12))

    run = proposed(book, "Maya Cruz", "Ida Novak")

    assert [one.case_id for one in run.placed] == [book.cast.plans["Ida Novak"]]
    assert [one.case_id for one in run.unplaced] == [book.cast.plans["Maya Cruz"]]
    assert run.unplaced[0].remedy


def test_a_conference_has_a_room_and_where_it_is_needed_an_interpreter(book: Book) -> None:
    book.store.write(
        lambda session: session.connection.execute(delete(room).where(room.c.name == "Library"))
    )

    run = proposed(book)

    said = {one.case_id: (one.slot.room, one.slot.interpreter_id) for one in run.placed}
    lucia = book.cast.id("Lucía Prieto")
    assert said == {
        number: ("Room 112", lucia if student == "Maya Cruz" else None)
        for student, number in book.cast.plans.items()
    }


def test_with_the_times_the_interpreter_is_asked_for_and_booked(book: Book) -> None:
    accepted(book, proposed(book))

    with book.store.read() as connection:
        found = cases.everything(connection)
    lucia, maya = book.cast.id("Lucía Prieto"), book.cast.plans["Maya Cruz"]
    assert {
        case.id: (case.conferences[-1].interpreter_language, case.conferences[-1].interpreter_id)
        for case in found
    } == {case.id: ("es", lucia) if case.id == maya else ("", None) for case in found}


def test_nobody_is_in_two_conferences_at_once(book: Book) -> None:
    """Ms. Alvarez and Mr. Osei sit in all of them: between two there are five minutes at least."""
    for name in PARENTS:
        can_come(book, name, "mon", (8, 10))
        can_come(book, name, "tue", (8, 10))

    run = proposed(book)

    slots = sorted((one.slot.starts_at, one.slot.ends_at) for one in run.placed)
    assert len(slots) == 4
    for (_, end), (start, _) in pairwise(slots):
        assert start - end >= timedelta(minutes=5)


def test_an_accepted_proposal_invites_everybody_and_a_second_click_changes_nothing(
    book: Book,
) -> None:
    run = proposed(book)
    accepted(book, run)
    before, versions = standing(book), [book.of(student).case.version for student in STUDENTS]

    accepted(book, run)

    slots = {one.case_id: one.slot for one in run.placed}
    assert before == {student: slots[book.cast.plans[student]] for student in STUDENTS}
    assert standing(book) == before
    assert [book.of(student).case.version for student in STUDENTS] == versions
    for student in STUDENTS:
        assert book.of(student) << stands(conference="scheduled")


def test_a_conference_that_is_moved_by_hand_moves_alone(book: Book) -> None:
    accepted(book, proposed(book))
    before = standing(book)
    leo = book.of("Leo Brandt")
    starts_at = local(date(2026, 9, 24), "16:00")
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room="Library")

    assert leo >> says(ROSA, "move", slot=slot, reason="The hall is taken.")

    assert standing(book) == before | {"Leo Brandt": slot}


def test_a_new_time_is_found_where_all_others_stay(book: Book) -> None:
    accepted(book, proposed(book))
    before = standing(book)

    with book.store.read() as connection:
        found = planner.find(book.store, connection, case_of(book, "Leo Brandt"), book.at)
        choices = planner.choices(book.store, connection, case_of(book, "Leo Brandt"), book.at)

    assert isinstance(found, Slot)
    others = [slot for student, slot in before.items() if student != "Leo Brandt" and slot]
    for slot in (found, *(one.slot for one in choices)):
        assert all(slot.ends_at <= one.starts_at or one.ends_at <= slot.starts_at for one in others)
    assert standing(book) == before


def test_an_older_proposal_is_outdated_once_a_newer_one_is_made(book: Book) -> None:
    first = proposed(book, "Ida Novak")
    second = proposed(book, "Ida Novak", "Sam Okafor")

    with book.store.read() as connection:
        states = [planner.run_of(connection, run.id) for run in (first, second)]
        newest = planner.latest(connection)

    assert [one.status for one in states if one] == ["outdated", "proposed"]
    assert newest == states[1]


def case_of(book: Book, student: str) -> Case:
    return book.cast.plan(student)
