"""What people said, their calendars and their lessons, weighed for one run of two days.

Ana Cruz is Maya's mother, Mr. Osei her teacher, Ms. Alvarez the chair, Lucía Prieto interprets.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from meetings.store.availability import Stretch
from meetings.store.tables import busy_block, busy_source, window
from tests.cast import AT, small_school
from tests.meetings.planner.school_days import MONDAY, TUESDAY, Days, local, read

ALL_DAY = ["14 07:00-19:00", "15 07:00-19:00"]


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    cast = small_school(tmp_path)
    yield Days(cast=cast)
    cast.store.close()


def weekly(weekday: str, hours: tuple[int, int], kind: str = "possible") -> Stretch:
    return Stretch(weekday=weekday, from_wall=time(hours[0]), to_wall=time(hours[1]), kind=kind)


def calendar(days: Days, name: str, *, failure: str = "", good_at: datetime | None = AT) -> int:
    """One calendar of this person; its number."""
    row = {
        "person_id": days.cast.id(name),
        "kind": "ics",
        "url": "https://calendar.example/ana.ics",
        "failure": failure,
        "good_at": good_at,
    }
    made = days.cast.store.write(
        lambda s: s.connection.execute(insert(busy_source), [row]).lastrowid
    )
    return int(made)


def test_each_kind_of_time_keeps_its_meaning(days: Days) -> None:
    days.says(
        "Ana Cruz",
        weekly("mon", (8, 9), "preferred"),
        weekly("mon", (9, 12)),
        weekly("mon", (12, 14), "if_needed"),
        weekly("mon", (11, 13), "soft_busy"),
        Stretch(on_date=MONDAY, from_wall=time(10), to_wall=time(10, 30), kind="busy"),
    )

    problem = days.problem()
    ana = days.person("Ana Cruz")

    assert read(problem, ana.usable) == ["14 08:00-10:00", "14 10:30-14:00"]
    assert read(problem, ana.preferred) == ["14 08:00-09:00"]
    assert read(problem, ana.if_needed) == ["14 13:00-14:00"]
    assert read(problem, ana.soft_busy) == ["14 11:00-13:00"]


def test_free_time_counts_where_it_lies_wholly_inside_and_busy_time_wherever_it_touches(
    days: Days,
) -> None:
    days.says(
        "Ana Cruz",
        Stretch(weekday="mon", from_wall=time(8, 2), to_wall=time(9, 58)),
        Stretch(on_date=MONDAY, from_wall=time(8, 32), to_wall=time(8, 41), kind="busy"),
    )

    assert read(days.problem(), days.person("Ana Cruz").usable) == [
        "14 08:05-08:30",
        "14 08:45-09:55",
    ]


def test_a_weekday_holds_between_its_days_and_not_on_the_dates_taken_out(days: Days) -> None:
    later = Days(cast=days.cast, last_on=date(2026, 9, 29))
    limited = Stretch(
        weekday="tue",
        from_wall=time(8),
        to_wall=time(9),
        until_on=date(2026, 9, 22),
        exdates=(TUESDAY,),
    )
    later.says("Ana Cruz", limited, weekly("wed", (17, 18)))

    assert read(later.problem(), later.person("Ana Cruz").usable) == [
        "16 17:00-18:00",
        "22 08:00-09:00",
        "23 17:00-18:00",
    ]


def test_a_rule_repeats_from_its_first_day_and_skips_its_exceptions(days: Days) -> None:
    month = Days(cast=days.cast, last_on=date(2026, 10, 16))
    month.says(
        "Ana Cruz",
        Stretch(
            rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
            from_wall=time(8),
            to_wall=time(9),
            from_on=date(2026, 9, 1),
            exdates=(date(2026, 9, 29),),
            until_on=date(2026, 10, 20),
        ),
    )

    assert read(month.problem(), month.person("Ana Cruz").usable) == [
        "15 08:00-09:00",
        "13 08:00-09:00",
    ]


def test_hours_of_another_zone_are_those_of_its_clock(days: Days) -> None:
    days.says(
        "Ana Cruz",
        Stretch(weekday="mon", from_wall=time(10), to_wall=time(12), zone="America/New_York"),
        Stretch(
            rrule="FREQ=WEEKLY;BYDAY=TU",
            from_wall=time(18),
            to_wall=time(19),
            from_on=date(2026, 9, 1),
            zone="America/Los_Angeles",
        ),
    )

    assert read(days.problem(), days.person("Ana Cruz").usable) == ["14 08:00-10:00"]


def test_who_can_only_be_seen_or_heard_then_is_remote_then(days: Days) -> None:
    days.says(
        "Ana Cruz",
        weekly("mon", (8, 10)),
        Stretch(weekday="mon", from_wall=time(9), to_wall=time(12), modality="remote"),
    )
    problem, ana = days.problem(), days.person("Ana Cruz")

    assert read(problem, ana.usable) == ["14 08:00-12:00"]
    assert read(problem, ana.remote) == ["14 10:00-12:00"]


def test_a_family_that_said_nothing_is_asked_at_any_hour(days: Days) -> None:
    assert read(days.problem(), days.person("Ana Cruz").usable) == ALL_DAY


def test_a_no_in_a_poll_takes_that_time_alone(days: Days) -> None:
    days.puts(
        window,
        person_id=days.cast.id("Ana Cruz"),
        source="",
        said="poll",
        weekday="",
        on_date=MONDAY,
        from_wall=time(9),
        to_wall=time(10),
        kind="busy",
    )

    assert read(days.problem(), days.person("Ana Cruz").usable) == [
        "14 07:00-09:00",
        "14 10:00-19:00",
        "15 07:00-19:00",
    ]


def test_blocks_of_a_calendar_are_busy_and_tentative_ones_count_as_if_needed(days: Days) -> None:
    number = calendar(days, "Ana Cruz")
    for certainty, hours in (("busy", 8), ("tentative", 10)):
        begins = local(MONDAY, hours)
        days.puts(
            busy_block,
            source_id=number,
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            certainty=certainty,
        )
    overnight = local(MONDAY, 18)
    days.puts(
        busy_block,
        source_id=number,
        starts_at=overnight,
        ends_at=overnight + timedelta(hours=14),
        certainty="busy",
    )

    problem, ana = days.problem(), days.person("Ana Cruz")

    assert read(problem, ana.usable) == [
        "14 07:00-08:00",
        "14 09:00-18:00",
        "15 08:00-19:00",
    ]
    assert read(problem, ana.soft_busy) == ["14 10:00-11:00"]
    assert ana.unknown == 0


def test_a_calendar_that_failed_is_unknown_and_neither_free_nor_busy(days: Days) -> None:
    calendar(days, "Daniel Osei", failure="The server does not answer.")
    problem, osei = days.problem(), days.person("Daniel Osei")

    assert read(problem, osei.usable) == ALL_DAY
    assert read(problem, osei.unknown) == ALL_DAY


@pytest.mark.parametrize(("hours", "unknown"), [(12, []), (13, ALL_DAY)])
def test_a_calendar_that_was_read_too_long_ago_is_unknown(
    days: Days, hours: int, unknown: list[str]
) -> None:
    calendar(days, "Daniel Osei", good_at=AT - timedelta(hours=hours))

    assert read(days.problem(), days.person("Daniel Osei").unknown) == unknown


def test_what_a_person_says_after_the_calendar_was_lost_is_believed(days: Days) -> None:
    calendar(days, "Ana Cruz", failure="Gone.", good_at=AT - timedelta(days=2))
    days.says("Ana Cruz", weekly("mon", (8, 10), "preferred"), at=AT - timedelta(days=3))
    before = days.person("Ana Cruz")
    days.says("Ana Cruz", weekly("mon", (8, 10), "preferred"), at=AT - timedelta(days=1))
    after, problem = days.person("Ana Cruz"), days.problem()

    assert (before.usable, before.unknown, before.preferred) == (after.usable, after.usable, 0)
    assert read(problem, after.usable) == ["14 08:00-10:00"]
    assert (after.unknown, after.preferred) == (0, after.usable)


def test_who_only_says_when_they_cannot_leaves_the_rest_of_a_lost_calendar_unknown(
    days: Days,
) -> None:
    calendar(days, "Ana Cruz", failure="Gone.", good_at=AT - timedelta(days=2))
    days.says("Ana Cruz", weekly("mon", (7, 18), "busy"))

    ana = days.person("Ana Cruz")

    assert read(days.problem(), ana.unknown) == ["14 18:00-19:00", "15 07:00-19:00"]


def test_an_interpreter_without_hours_is_unknown_until_there_are_some(days: Days) -> None:
    (before,) = days.pool("interpreters-es").units
    days.says("Lucía Prieto", weekly("tue", (8, 12)))
    (after,) = days.pool("interpreters-es").units
    problem = days.problem()

    assert read(problem, before.unknown) == ALL_DAY
    assert read(problem, after.usable) == ["15 08:00-12:00"]
    assert after.unknown == 0


def test_a_planning_period_is_used_left_alone_or_counted_by_the_week(days: Days) -> None:
    days.works("Daniel Osei", "1", "planning")
    used = days.person("Daniel Osei")
    days.decides(planning_periods="leave")
    left, problem = days.person("Daniel Osei"), days.problem()
    days.decides(planning_periods="weekly", planning_a_week=2)
    counted = days.person("Daniel Osei")

    assert read(problem, used.usable) == ALL_DAY
    assert read(problem, left.usable) == [
        "14 07:00-08:00",
        "14 08:50-19:00",
        "15 07:00-08:00",
        "15 08:50-19:00",
    ]
    assert read(problem, counted.planning) == ["14 08:00-08:50", "15 08:00-08:50"]
    assert (problem.policy.planning_a_week, days.problem().policy.planning_a_week) == (None, 2)


def test_the_chairs_class_is_busy_and_a_teachers_can_be_covered(days: Days) -> None:
    days.works("Rosa Alvarez", "1", "class")
    days.works("Daniel Osei", "1", "class")
    problem = days.problem()

    assert read(problem, days.person("Rosa Alvarez").usable)[:2] == [
        "14 07:00-08:00",
        "14 08:50-19:00",
    ]
    osei = days.person("Daniel Osei")
    assert read(problem, osei.usable) == ALL_DAY
    assert read(problem, osei.in_class) == ["14 08:00-08:50", "15 08:00-08:50"]


def test_an_offer_that_others_hold_is_taken_until_it_lapses(days: Days) -> None:
    nine = local(MONDAY, 9)
    for name in ("Ana Cruz", "Rosa Alvarez"):
        days.holds(f"p{days.cast.id(name)}", nine, until=AT + timedelta(days=3))
    later = Days(cast=days.cast, at=AT + timedelta(days=3))
    problem = days.problem()

    for name in ("Ana Cruz", "Rosa Alvarez"):
        assert read(problem, days.person(name).usable)[:2] == ["14 07:00-09:00", "14 09:30-19:00"]
        assert read(problem, later.person(name).usable) == ALL_DAY


def test_how_often_a_family_or_a_teacher_comes_in_a_day_is_the_schools_to_decide(
    days: Days,
) -> None:
    days.decides(family_a_day=1, teacher_a_day=4)

    most = {
        name: days.person(name).max_per_day
        for name in ("Ana Cruz", "Daniel Osei", "Rosa Alvarez", "Maya Cruz")
    }
    assert most == {"Ana Cruz": 1, "Daniel Osei": 4, "Rosa Alvarez": None, "Maya Cruz": None}
