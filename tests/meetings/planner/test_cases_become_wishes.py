"""What a run is told of each conference: seats, length, days, rank, rooms, and what stands already.

Leo's parents live in one home here unless a test moves them; Ida is in grade 6, Sam is of age.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, update

from meetings.planner import policy
from meetings.planning.problem import Cover, Fixed, Present, Seat, SeatRule, Travel, Unit
from meetings.store import locks
from meetings.store.tables import cases as case_rows
from meetings.store.tables import person, room_closed, room_trait, tie
from meetings.store.writing import columns
from tests.cast import AT, in_effect, offered, scheduled, small_school
from tests.meetings.planner.school_days import MONDAY, TUESDAY, Days, local, read
from workflow.held import Answer, Excusal
from workflow.held import Conference as Held
from workflow.plan import Case, Party, Subject

ALL_DAY = ["14 07:00-19:00", "15 07:00-19:00"]


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    cast = small_school(tmp_path)
    yield Days(cast=cast)
    cast.store.close()


def key(days: Days, name: str) -> str:
    return f"p{days.cast.id(name):06}"


def changed(days: Days, table: Table, name: str, **values: object) -> None:
    column = table.c.guardian_id if table is tie else table.c.id
    wanted = update(table).where(column == days.cast.id(name)).values(values)
    days.cast.store.write(lambda s: s.connection.execute(wanted))


def called(case: Case, kind: str = "annual", **said: Any) -> Case:
    """With a conference that is called and has no time yet."""
    subject = Subject(
        chart="conference", no=1, state="draft", entered_seq=1, entered_at=AT, kind=kind
    )
    held = replace(Held(no=1), **said)
    return replace(case, subjects=(*case.subjects, subject), conferences=(held,))


def party(days: Days, name: str, role: str, *, required: bool = True) -> Party:
    return Party(person_id=days.cast.id(name), role=role, required=required, since=date(2026, 8, 1))


def lock(days: Days, student: str, kind: str, on: date = MONDAY) -> None:
    one = locks.Lock(
        case_id=days.cast.plans[student],
        kind=kind,
        starts_at=local(on, 9) if kind == locks.HERE else None,
        on=None if kind == locks.HERE else on,
        by=days.cast.id("Rosa Alvarez"),
        at=AT,
    )
    days.cast.store.write(lambda s: locks.put(s.connection, one))


# --- who has to come -----------------------------------------------------------------------------


def test_of_one_home_a_parent_is_enough_and_of_two_homes_both_are_needed(days: Days) -> None:
    changed(days, tie, "Karin Brandt", household="home")
    changed(days, tie, "Jonas Brandt", household="home")
    together = days.conference("Leo Brandt").seats
    changed(days, tie, "Jonas Brandt", household="other")
    apart = days.conference("Leo Brandt").seats

    parents = tuple(sorted((key(days, "Karin Brandt"), key(days, "Jonas Brandt"))))
    assert Seat(group="guardian", rule=SeatRule.ONE_OF, people=parents) in together
    assert Seat(group="guardian", rule=SeatRule.ALL, people=parents) in apart


def test_of_several_teachers_one_is_enough_and_the_counselor_is_welcome(days: Days) -> None:
    parties = days.cast.plan("Maya Cruz").parties
    more = (*parties, party(days, "Helen Park", "teacher"))
    teachers = days.conference("Maya Cruz", parties=more).seats
    welcome = (*parties, party(days, "Helen Park", "counselor"))
    counselor = days.conference("Maya Cruz", parties=welcome).seats

    both = tuple(sorted((key(days, "Daniel Osei"), key(days, "Helen Park"))))
    assert Seat(group="teacher", rule=SeatRule.ONE_OF, people=both) in teachers
    helen = (key(days, "Helen Park"),)
    assert Seat(group="counselor", rule=SeatRule.OPTIONAL, people=helen) in counselor


def test_who_is_excused_or_waived_is_not_waited_for(days: Days) -> None:
    osei = days.cast.id("Daniel Osei")
    excusal = Excusal(person_id=osei, kind="not_needed", asked_at=AT, granted_at=AT, granted_by=1)
    case = called(days.cast.plan("Maya Cruz"), excusals=(excusal,))
    (*subjects, running) = case.subjects
    waived = replace(running, facts={"parent": "waived"})
    without = replace(case, subjects=(*subjects, waived))

    (wish,) = days.built(without).problem.conferences

    assert wish.seats == (
        Seat(group="parent", rule=SeatRule.OPTIONAL, people=(key(days, "Ana Cruz"),)),
        Seat(group="student", rule=SeatRule.ALL, people=(key(days, "Maya Cruz"),)),
    )


def test_a_home_that_has_its_own_conference_is_not_asked(days: Days) -> None:
    jonas = days.cast.id("Jonas Brandt")
    case = called(days.cast.plan("Leo Brandt"), left_out=(jonas,))

    (wish,) = days.built(case).problem.conferences

    karin = (key(days, "Karin Brandt"),)
    assert Seat(group="guardian", rule=SeatRule.ALL, people=karin) in wish.seats
    assert key(days, "Jonas Brandt") not in {p for seat in wish.seats for p in seat.people}


def test_who_answered_to_come_by_phone_is_away_from_the_room(days: Days) -> None:
    ana = days.cast.id("Ana Cruz")
    by_phone = Answer(person_id=ana, partstat="accepted", asked_sequence=0, modality="phone")
    case = called(days.cast.plan("Maya Cruz"), answers=(by_phone,))

    problem = days.built(case).problem

    assert read(problem, problem.person[key(days, "Ana Cruz")].remote) == ALL_DAY
    assert problem.person[key(days, "Daniel Osei")].remote == 0


# --- how long, from when, by when, in which order ------------------------------------------------


def test_a_short_one_and_a_mid_year_review_take_fifteen_minutes_and_the_pause(days: Days) -> None:
    maya = days.cast.plan("Maya Cruz")
    found = [
        days.built(case).problem.conferences[0]
        for case in (
            maya,
            replace(maya, tier="short"),
            called(maya, kind="midyear"),
            called(maya, length_minutes=45),
        )
    ]

    assert [(one.length_minutes, one.buffer_minutes) for one in found] == [
        (30, 5),
        (15, 5),
        (15, 5),
        (45, 5),
    ]


def test_a_family_that_reads_at_home_needs_no_time_unless_it_asks_for_one(days: Days) -> None:
    home = replace(days.cast.plan("Maya Cruz"), tier="asynchronous")

    built = days.built(home, days.cast.plan("Ida Novak"))

    assert (list(built.cases), built.skipped) == (["c000003"], (home.id,))
    assert list(days.built(called(home)).cases) == ["c000001"]


def test_nothing_is_planned_inside_the_notice_unless_it_was_waived(days: Days) -> None:
    maya = days.cast.plan("Maya Cruz")
    waived = called(days.cast.plan("Ida Novak"), notice_waived_by=1)

    built = days.built(maya, waived, earliest_on=TUESDAY)

    assert [one.earliest_on for one in built.problem.conferences] == [TUESDAY, None]


def test_each_kind_of_conference_is_due_by_its_own_date(days: Days) -> None:
    maya = days.cast.plan("Maya Cruz")
    due = {
        kind: days.built(called(maya, kind=kind)).problem.conferences[0].due_on
        for kind in ("annual", "midyear", "year_end", "amendment")
    }

    assert due == {
        "annual": maya.dates["plan_due_on"],
        "midyear": date(2027, 3, 15),
        "year_end": maya.dates["last_school_day"],
        "amendment": None,
    }


def test_first_come_new_plans_then_new_schools_and_the_unsigned_then_the_rest(days: Days) -> None:
    in_effect(days.cast, "Leo Brandt")
    with days.cast.store.read() as connection:
        leo = days.cast.plan("Leo Brandt")
        assert connection.dialect.name == "sqlite"
    for case, number in ((days.cast.plan("Maya Cruz"), 91), (leo, 92)):
        old = replace(case, id=number, school_year="2025-26")
        row = {**columns(old), "id": number, "head": "", "ended": True}
        days.puts(case_rows, **row)

    ranks = {
        "initial": days.conference("Sam Okafor", kind="initial").rank,
        "grade 6": days.conference("Ida Novak").rank,
        "unsigned last year": days.conference("Maya Cruz").rank,
        "signed last year": days.conference("Leo Brandt").rank,
        "nothing known": days.conference("Sam Okafor").rank,
    }
    assert ranks == {
        "initial": 0,
        "grade 6": 1,
        "unsigned last year": 1,
        "signed last year": 2,
        "nothing known": 2,
    }


# --- what stands, and what was decided -----------------------------------------------------------


def test_what_stands_is_fixed_with_its_chair_and_all_others_are_busy_then(days: Days) -> None:
    scheduled(days.cast, "Leo Brandt", local(MONDAY, 9))
    problem = days.problem("Maya Cruz")
    leo = problem.conference["c000002"]
    rosa = key(days, "Rosa Alvarez")

    assert (leo.chair, leo.seats, leo.fixed) == (rosa, (), Fixed(start=24, team=(rosa,)))
    assert read(problem, problem.person[rosa].usable) == ALL_DAY
    assert read(problem, days.person("Daniel Osei").usable)[:2] == [
        "14 07:00-09:00",
        "14 09:30-19:00",
    ]
    (library, room) = problem.pool["rooms"].units
    assert read(problem, library.usable) == ALL_DAY
    assert read(problem, room.usable)[:2] == ["14 07:00-09:00", "14 09:35-19:00"]


def test_what_may_move_says_where_it_stands_and_how_many_would_have_to_hear_of_it(
    days: Days,
) -> None:
    scheduled(days.cast, "Leo Brandt", local(MONDAY, 9))
    invited = len(days.cast.plan("Leo Brandt").conferences[-1].answers)

    problem = days.problem("Leo Brandt")

    (leo,) = problem.conferences
    assert (leo.fixed, leo.now) == (None, Present(start=24, confirmed=True, told=invited))
    assert read(problem, days.person("Daniel Osei", "Leo Brandt").usable) == ALL_DAY


def test_times_that_a_family_may_choose_from_stand_without_being_agreed(days: Days) -> None:
    offered(days.cast, "Leo Brandt")
    first = days.cast.plan("Leo Brandt").conferences[-1].offered[0].starts_at
    there = Days(cast=days.cast, first_on=first.date(), last_on=first.date() + timedelta(days=3))

    (leo,) = there.problem("Leo Brandt").conferences

    assert leo.now is not None
    assert (leo.now.confirmed, leo.now.told) == (False, 2)


def test_a_time_is_locked_a_day_is_asked_for_and_others_are_ruled_out(days: Days) -> None:
    lock(days, "Maya Cruz", locks.HERE)
    lock(days, "Leo Brandt", locks.THIS_DAY, TUESDAY)
    lock(days, "Ida Novak", locks.NOT_THIS_DAY, MONDAY)

    maya, leo, ida = days.problem("Maya Cruz", "Leo Brandt", "Ida Novak").conferences

    assert maya.fixed == Fixed(start=24)
    assert (leo.only_on, ida.not_on) == (TUESDAY, (MONDAY,))


def test_a_brothers_conference_that_stands_is_one_to_be_next_to(days: Days) -> None:
    changed(days, tie, "Karin Brandt", student_id=days.cast.id("Ida Novak"))
    scheduled(days.cast, "Ida Novak", local(MONDAY, 9))
    days.puts(
        tie,
        student_id=days.cast.id("Leo Brandt"),
        guardian_id=days.cast.id("Karin Brandt"),
        source="cast",
        relation="mother",
        household="home",
    )

    assert days.problem("Leo Brandt", "Maya Cruz").pairs == (("c000002", "c000003"),)


# --- rooms, cover, schools, days -----------------------------------------------------------------


def test_a_room_has_its_size_its_steps_and_the_hours_at_which_it_is_closed(days: Days) -> None:
    days.puts(room_trait, room="Library", accessible=False)
    days.puts(
        room_closed,
        room="Library",
        starts_at=local(MONDAY, 8),
        ends_at=local(TUESDAY, 12),
        reason="Painters",
        by_person=1,
        said_at=AT,
    )
    days.decides(step_free=(days.cast.id("Ana Cruz"),))
    problem = days.problem("Maya Cruz", "Ida Novak")

    library, room = problem.pool["rooms"].units
    assert (library.size, library.accessible, room.size, room.accessible) == (20, False, 8, True)
    assert read(problem, library.usable) == ["14 07:00-08:00", "15 12:00-19:00"]
    assert [one.accessible for one in problem.conferences] == [True, False]
    assert [one.size for one in problem.conferences] == [5, 4]


def test_adults_who_take_a_class_are_counted_where_the_school_says_how_many(days: Days) -> None:
    nobody = days.problem()
    days.decides(cover={"S1": 2}, may_pull=False)
    counted = days.problem()

    whole = (1 << counted.grid.size) - 1
    assert (nobody.covers, nobody.conferences[0].cover, nobody.policy.may_pull) == (
        (),
        None,
        True,
    )
    assert counted.covers == (Cover(key="cover-S1", size=2, usable=whole),)
    assert (counted.conferences[0].cover, counted.policy.may_pull) == ("cover-S1", False)


def test_two_schools_have_their_own_rooms_and_minutes_between_them(days: Days) -> None:
    changed(days, person, "Leo Brandt", school_id="S2")
    days.puts(room_trait, room="Library", school_id="S2")
    usual = days.problem("Maya Cruz", "Leo Brandt")
    days.decides(ways=(policy.Way(one="S2", two="S1", minutes=35),))
    said = days.problem("Maya Cruz", "Leo Brandt")

    assert [(one.school, one.rooms) for one in usual.conferences] == [
        ("S1", "rooms-S1"),
        ("S2", "rooms-S2"),
    ]
    assert {pool.key: [unit.key for unit in pool.units] for pool in usual.pools} == {
        "interpreters-es": [key(days, "Lucía Prieto")],
        "rooms-S1": ["Room 112"],
        "rooms-S2": ["Library", "Room 112"],
    }
    assert usual.travel == (Travel(one="S1", two="S2", minutes=20),)
    assert said.travel == (Travel(one="S1", two="S2", minutes=35),)


def test_in_one_school_nobody_travels(days: Days) -> None:
    problem = days.problem()

    assert (problem.travel, problem.conferences[0].school) == ((), None)


def test_blackout_days_and_quiet_hours_are_closed(days: Days) -> None:
    days.decides(blackout=(MONDAY,), quiet=((time(18), time(19)),))
    problem = days.problem()

    assert problem.grid.dates == (TUESDAY,)
    assert read(problem, problem.grid.closed) == ["15 18:00-19:00"]


def test_a_school_that_told_of_no_room_has_its_office(days: Days) -> None:
    days.cast.store.write(lambda s: s.connection.exec_driver_sql("DELETE FROM room"))
    problem = days.problem()

    whole = (1 << problem.grid.size) - 1
    assert problem.pool["rooms"].units == (Unit(key="Office", usable=whole),)
    assert problem.conferences[0].size == 0


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (policy.Decided(planning_periods="never"), "Planning periods"),
        (policy.Decided(max_per_day=0), "1 to 9"),
        (policy.Decided(weights={"pulls": 3}), "No part of the cost is called pulls"),
        (policy.Decided(cover={"S1": -1}), "below nothing"),
        (
            policy.Decided(quiet=((time(7), time(7)),)),
            "Quiet hours",
        ),
    ],
)
def test_what_a_school_cannot_decide_is_said_in_a_sentence(said: policy.Decided, word: str) -> None:
    (sentence,) = policy.faults(said)

    assert word in sentence


def test_weights_and_numbers_reach_the_planning_room(days: Days) -> None:
    days.decides(max_per_day=5, comfortable_per_day=4, weights={"pull": 30}, unknown_blocks=True)
    found = days.problem().policy

    assert (found.max_per_day, found.comfortable, found.weights.pull) == (5, 4, 30)
    assert (found.unknown_blocks, found.weights.block) == (True, 3)
