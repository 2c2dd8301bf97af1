"""Starts that the specialist weighs for one family, and those that families may take themselves.

Ms. Alvarez chairs all four conferences; at most three are held on one day.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from meetings import planner
from meetings.planner import suiting
from meetings.planner.building import Window, build
from meetings.planning.solve import Budget, solve
from meetings.store import bookings, locks
from meetings.store.availability import Stretch
from tests.cast import AT, Cast, ready, scheduled, small_school
from tests.meetings.planner.school_days import MONDAY, TUESDAY, Days, local

STUDENTS = ("Maya Cruz", "Leo Brandt", "Ida Novak", "Sam Okafor")
PARENTS = ("Ana Cruz", "Karin Brandt", "Jonas Brandt", "Petra Novak")
WEDNESDAY = date(2026, 9, 16)


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    cast = small_school(tmp_path)
    for student in STUDENTS:
        ready(cast, student)
    yield Days(cast=cast)
    cast.store.close()


def on(day: date, hours: tuple[int, int], kind: str = "possible") -> Stretch:
    return Stretch(on_date=day, from_wall=time(hours[0]), to_wall=time(hours[1]), kind=kind)


def best(cast: Cast, student: str) -> suiting.Starts:
    with cast.store.read() as connection:
        return suiting.best(cast.store, connection, cast.plan(student), AT)


def safe(cast: Cast, student: str, **said: Any) -> suiting.Starts:
    """In a booking of these two days for all four families."""
    wanted: dict[str, Any] = {
        "case_ids": tuple(cast.plans.values()),
        "first_on": MONDAY,
        "last_on": TUESDAY,
        "closes_at": AT + timedelta(days=5),
        "by": 1,
    }
    made = bookings.Wanted(**(wanted | said))
    number = cast.store.write(lambda s: bookings.open_booking(s.connection, made, AT))
    with cast.store.read() as connection:
        booking = bookings.of_id(connection, int(number))
        assert booking is not None
        return suiting.safe(cast.store, connection, cast.plan(student), (booking, AT))


def starts(found: suiting.Starts) -> list[str]:
    return [f"{one.slot.starts_at:%a %H:%M}" for one in found.starts]


def test_the_best_starts_lie_on_different_days_with_how_they_suit_each_person(days: Days) -> None:
    days.says(
        "Ana Cruz",
        on(MONDAY, (8, 9), "if_needed"),
        on(TUESDAY, (8, 9), "preferred"),
        on(WEDNESDAY, (8, 9)),
    )
    days.works("Daniel Osei", "1", "class")

    found = best(days.cast, "Maya Cruz")

    ids = {name: days.cast.id(name) for name in ("Ana Cruz", "Daniel Osei", "Rosa Alvarez")}
    first = {f"{one.slot.starts_at:%a}": one for one in found.starts[:3]}
    assert list(first) == ["Tue", "Wed", "Mon"]
    assert {day: one.standings[ids["Ana Cruz"]] for day, one in first.items()} == {
        "Tue": "preferred",
        "Wed": "possible",
        "Mon": "if_needed",
    }
    assert {one.standings[ids["Daniel Osei"]] for one in found.starts} == {"in_class"}
    assert {one.standings[ids["Rosa Alvarez"]] for one in found.starts} == {"possible"}
    assert all(one.slot.interpreter_id == days.cast.id("Lucía Prieto") for one in found.starts)


def test_a_parent_who_need_not_come_is_shown_as_busy(days: Days) -> None:
    """Either of Leo's parents is enough, once they live together."""
    days.cast.store.write(
        lambda s: s.connection.exec_driver_sql("UPDATE tie SET household = 'home'")
    )
    days.says("Karin Brandt", on(MONDAY, (8, 9)))
    days.says("Jonas Brandt", on(TUESDAY, (8, 9)))

    found = best(days.cast, "Leo Brandt")

    karin, jonas = days.cast.id("Karin Brandt"), days.cast.id("Jonas Brandt")
    assert {
        (f"{one.slot.starts_at:%a}", one.standings[karin], one.standings[jonas])
        for one in found.starts
    } == {("Mon", "possible", "busy"), ("Tue", "busy", "possible")}


def test_a_start_that_takes_the_last_one_of_another_family_comes_last(days: Days) -> None:
    days.says("Ana Cruz", on(MONDAY, (8, 9)), on(TUESDAY, (8, 9)))
    days.says("Petra Novak", Stretch(on_date=MONDAY, from_wall=time(8), to_wall=time(8, 30)))

    found = best(days.cast, "Maya Cruz")

    ida = days.cast.plans["Ida Novak"]
    harmful = [f"{one.slot.starts_at:%a %H:%M}" for one in found.starts if ida in one.harms]
    assert starts(found)[0].startswith("Tue")
    assert "Mon 08:00" in harmful
    assert all(start.startswith("Mon") for start in harmful)


def test_where_no_time_is_common_the_reason_and_the_remedy_are_said(days: Days) -> None:
    days.says("Ana Cruz", Stretch(weekday="sun", from_wall=time(9), to_wall=time(12)))

    found = best(days.cast, "Maya Cruz")

    assert found.starts == ()
    assert found.sentence
    assert found.remedy


def test_a_family_is_shown_what_leaves_room_for_the_others_and_the_rest_is_withheld(
    days: Days,
) -> None:
    """Ida's mother can come on Monday at seven alone; Maya's on Monday and on Tuesday."""
    days.says("Petra Novak", Stretch(on_date=MONDAY, from_wall=time(7), to_wall=time(7, 30)))
    days.says("Ana Cruz", on(MONDAY, (7, 8)), on(TUESDAY, (7, 8)))

    found = safe(days.cast, "Maya Cruz")

    shown = [f"{o.slot.starts_at:%a %H:%M}" for o in found.starts if not o.withheld]
    withheld = [f"{o.slot.starts_at:%a %H:%M}" for o in found.starts if o.withheld]
    assert shown == ["Tue 07:00", "Tue 07:15", "Tue 07:30"]
    assert withheld == ["Mon 07:00", "Mon 07:15", "Mon 07:30"]


def test_without_a_guard_every_lawful_start_is_shown(days: Days) -> None:
    days.says("Petra Novak", Stretch(on_date=MONDAY, from_wall=time(8), to_wall=time(8, 30)))
    days.says("Ana Cruz", on(MONDAY, (8, 9)))

    found = safe(days.cast, "Maya Cruz", guard="off")

    assert starts(found) == ["Mon 08:00", "Mon 08:15", "Mon 08:30"]
    assert not any(one.withheld for one in found.starts)


def test_what_another_family_holds_is_not_shown_until_its_offer_lapses(days: Days) -> None:
    days.says("Ana Cruz", on(MONDAY, (8, 9)))
    days.holds(f"p{days.cast.id('Rosa Alvarez')}", local(MONDAY, 8), until=AT + timedelta(days=1))
    held = starts(safe(days.cast, "Maya Cruz", guard="off", case_ids=(1,)))
    with days.cast.store.read() as connection:
        (booking,) = bookings.everything(connection)
        later = suiting.safe(
            days.cast.store,
            connection,
            days.cast.plan("Maya Cruz"),
            (booking, AT + timedelta(days=1)),
        )

    assert held == ["Mon 08:30"]
    assert starts(later) == ["Mon 08:00", "Mon 08:15", "Mon 08:30"]


def test_a_booking_without_a_start_says_what_the_family_can_do_and_names_nobody(
    days: Days,
) -> None:
    days.says("Ana Cruz", on(WEDNESDAY, (8, 9)))

    found = safe(days.cast, "Maya Cruz")

    assert found.starts == ()
    assert found.remedy.startswith("Tell the school further hours")
    assert not any(name.split()[1] in found.sentence + found.remedy for name in days.cast.ids)


def test_a_conference_that_is_moved_is_not_offered_its_own_time(tmp_path: Path) -> None:
    """Of the same day the other hours are."""
    cast = small_school(tmp_path / "moved")
    scheduled(cast, "Leo Brandt", local(MONDAY, 9))
    for parent in ("Karin Brandt", "Jonas Brandt"):
        Days(cast=cast).says(parent, on(MONDAY, (8, 10)))

    with cast.store.read() as connection:
        found = planner.choices(cast.store, connection, cast.plan("Leo Brandt"), AT)
    cast.store.close()

    assert sorted(f"{one.slot.starts_at:%a %H:%M}" for one in found) == [
        "Mon 08:00",
        "Mon 08:15",
        "Mon 08:30",
        "Mon 08:45",
        "Mon 09:15",
        "Mon 09:30",
    ]


def test_a_locked_time_is_kept_by_a_run_and_its_people_are_busy_for_the_others(days: Days) -> None:
    one = locks.Lock(
        case_id=days.cast.plans["Maya Cruz"],
        kind=locks.HERE,
        starts_at=local(TUESDAY, 9),
        by=1,
        at=AT,
    )
    days.cast.store.write(lambda s: locks.put(s.connection, one))
    window = Window(first_on=MONDAY, last_on=TUESDAY, at=AT)
    with days.cast.store.read() as connection:
        wanted = [days.cast.plan(student) for student in STUDENTS]
        built = build(connection, days.cast.store.law, wanted, window)
    assert built is not None

    found = solve(built.problem, Budget(counted=0.3, points=0.1, narrowed=0.05, rounds=1))

    placed = {one.conference: one for one in found.placements}
    grid = built.problem.grid
    maya = placed["c000001"]
    assert maya.start == grid.per_day + 24
    assert set(maya.team) == {
        f"p{days.cast.id(name):06}"
        for name in ("Ana Cruz", "Maya Cruz", "Daniel Osei", "Rosa Alvarez")
    }
    assert (maya.room is not None, len(placed)) == (True, 4)
    others = [one.start for key, one in placed.items() if key != "c000001"]
    assert all(abs(start - maya.start) >= 7 for start in others)


def test_the_planner_finds_times_beside_a_lock(days: Days) -> None:
    one = locks.Lock(
        case_id=days.cast.plans["Leo Brandt"],
        kind=locks.NOT_THIS_DAY,
        on=MONDAY,
        by=1,
        at=AT,
    )
    days.cast.store.write(lambda s: locks.put(s.connection, one))

    with days.cast.store.read() as connection:
        found = planner.choices(days.cast.store, connection, days.cast.plan("Leo Brandt"), AT)

    assert found
    assert MONDAY not in {choice.slot.starts_at.date() for choice in found}
