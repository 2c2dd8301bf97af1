"""A painted week and what a person said: each made from the other, and nothing lost on the way."""

from dataclasses import replace
from datetime import date, time
from typing import Any

from meetings.store.availability import Said, Stretch
from meetings.web.painting import (
    Day,
    Hours,
    Painted,
    Sheet,
    said_now,
    sheet_of,
    usual_cells,
    week_cells,
)

HOURS = Hours(opens=time(7), closes=time(19))
TODAY = date(2026, 9, 1)
MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)


def weekly(weekday: str, begins: time, ends: time, kind: str = "possible") -> Stretch:
    return Stretch(weekday=weekday, from_wall=begins, to_wall=ends, kind=kind)


def dated(on: date, begins: time, ends: time, kind: str = "possible") -> Stretch:
    return Stretch(on_date=on, from_wall=begins, to_wall=ends, kind=kind)


def sheet(*stretches: Stretch, source: str = "page") -> Sheet:
    said = [Said(person_id=1, stretch=one, source=source) for one in stretches]
    return sheet_of(said, TODAY)


def again(before: Sheet, **said: Any) -> tuple[Stretch, ...]:
    """The boxes as they are shown for every week, and this besides."""
    painted = replace(Painted(cells=usual_cells(before, HOURS)), **said)
    return said_now(before, painted, HOURS)


def test_half_hours_of_one_colour_become_one_stretch() -> None:
    cells = {(0, time(8)): "preferred", (0, time(8, 30)): "preferred", (0, time(9)): "if_needed"}

    said = said_now(Sheet(), Painted(cells=cells), HOURS)

    assert said == (
        weekly("mon", time(8), time(9), "preferred"),
        weekly("mon", time(9), time(9, 30), "if_needed"),
    )
    assert usual_cells(sheet(*said), HOURS) == cells


def test_a_day_that_is_not_touched_keeps_its_exact_minutes() -> None:
    before = sheet(weekly("mon", time(15, 10), time(16, 45)), weekly("tue", time(8), time(9)))
    cells = dict(usual_cells(before, HOURS))
    cells[1, time(10)] = "possible"

    assert [key for key in cells if key[0] == 0] == [
        (0, time(15)),
        (0, time(15, 30)),
        (0, time(16)),
        (0, time(16, 30)),
    ]
    assert again(before, cells=cells) == (
        weekly("mon", time(15, 10), time(16, 45)),
        weekly("tue", time(8), time(9)),
        weekly("tue", time(10), time(10, 30)),
    )


def test_one_week_of_its_own_leaves_the_others_as_they_were() -> None:
    before = sheet(weekly("mon", time(8), time(9)), weekly("tue", time(8), time(9)))
    cells = dict(week_cells(before, MONDAY, HOURS))
    del cells[1, time(8)], cells[1, time(8, 30)]
    cells[1, time(16)] = "preferred"

    said = again(before, cells=cells, monday=MONDAY)

    assert said == (
        weekly("mon", time(8), time(9)),
        replace(weekly("tue", time(8), time(9)), exdates=(TUESDAY,)),
        dated(TUESDAY, time(16), time(16, 30), "preferred"),
    )
    after = sheet(*said)
    assert after.special(TODAY) == (TUESDAY,)
    assert week_cells(after, MONDAY, HOURS) == cells
    assert usual_cells(after, HOURS) == usual_cells(before, HOURS)


def test_a_week_in_which_nothing_is_painted_is_a_week_without_hours() -> None:
    before = sheet(weekly("tue", time(8), time(9)))

    said = again(before, cells={}, monday=MONDAY)

    assert said == (replace(weekly("tue", time(8), time(9)), exdates=(TUESDAY,)),)
    assert week_cells(sheet(*said), MONDAY, HOURS) == {}
    assert again(sheet(*said), forgotten=frozenset({TUESDAY})) == before.everything


def test_the_usual_week_painted_anew_does_not_undo_a_week_of_its_own() -> None:
    before = sheet(
        replace(weekly("tue", time(8), time(9)), exdates=(TUESDAY,)),
        dated(TUESDAY, time(16), time(17)),
    )

    said = again(before, cells={(1, time(10)): "possible"})

    assert said == (
        replace(weekly("tue", time(10), time(10, 30)), exdates=(TUESDAY,)),
        dated(TUESDAY, time(16), time(17)),
    )


def test_hours_of_one_date_stay_alone_when_its_weekday_is_painted_later() -> None:
    before = sheet(dated(TUESDAY, time(16), time(17)))

    said = again(before, cells={(1, time(10)): "possible"})

    assert said == (
        replace(weekly("tue", time(10), time(10, 30)), exdates=(TUESDAY,)),
        dated(TUESDAY, time(16), time(17)),
    )


def test_a_day_on_which_nobody_can_come_is_taken_out() -> None:
    before = sheet(weekly("tue", time(8), time(9)))

    said = again(before, days=(Day(on=TUESDAY, kind="busy"),))

    assert said == (*before.everything, dated(TUESDAY, time(0), time(23, 59), "busy"))
    assert week_cells(sheet(*said), MONDAY, HOURS) == {}


def test_an_hour_more_on_one_day_comes_beside_the_usual_ones() -> None:
    before = sheet(weekly("tue", time(8), time(9)))
    more = Day(on=TUESDAY, kind="possible", walls=(time(12), time(13)))

    said = again(before, days=(more,))

    assert week_cells(sheet(*said), MONDAY, HOURS) == {
        (1, time(8)): "possible",
        (1, time(8, 30)): "possible",
        (1, time(12)): "possible",
        (1, time(12, 30)): "possible",
    }


def test_what_cannot_be_painted_is_kept_beside_the_week() -> None:
    rule = Stretch(
        from_wall=time(8), to_wall=time(9), rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", from_on=MONDAY
    )
    saturday = weekly("sat", time(9), time(12))
    before = sheet(weekly("mon", time(8), time(9)), rule, saturday)

    assert before.other == (rule, saturday)
    assert again(before) == before.everything
    assert again(before, dropped=frozenset({0})) == (*before.usual, saturday)


def test_what_is_over_is_forgotten_and_a_polls_yes_gives_no_hours() -> None:
    past = dated(date(2026, 8, 1), time(8), time(9), "busy")
    said = [
        Said(person_id=1, stretch=past, source="page"),
        Said(person_id=1, stretch=dated(TUESDAY, time(8), time(9)), source="poll"),
        Said(person_id=1, stretch=dated(TUESDAY, time(9), time(10), "busy"), source="poll"),
    ]

    assert sheet_of(said, TODAY) == Sheet(dated=(dated(TUESDAY, time(9), time(10), "busy"),))


def test_another_way_of_coming_is_said_of_the_whole_week() -> None:
    before = sheet(weekly("mon", time(8, 10), time(9, 40)), weekly("tue", time(8), time(9)))

    said = again(before, remote=True)

    assert said == (
        replace(weekly("mon", time(8), time(9, 30)), modality="remote"),
        replace(weekly("tue", time(8), time(9)), modality="remote"),
    )
