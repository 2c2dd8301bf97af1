"""Separated parents: one table, two conferences one after the other, or a copy for one of them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from meetings.planner.homes import not_asked, waits
from meetings.planning.problem import Seat, SeatRule
from meetings.store import people
from tests.cast import minuted, small_school
from tests.meetings.planner.school_days import MONDAY, Days
from workflow.plan import Case


@pytest.fixture
def days(tmp_path: Path) -> Iterator[Days]:
    cast = small_school(tmp_path)
    yield Days(cast=cast)
    cast.store.close()


def say(days: Days, **ways: str) -> None:
    """By first name of Leo's parents."""
    leo = days.cast.id("Leo Brandt")
    told = {days.cast.id(f"{name} Brandt"): way for name, way in ways.items()}
    days.cast.store.write(lambda session: people.meet(session.connection, leo, told))


def asked(days: Days, case: Case) -> set[str]:
    """First names of the guardians that the next conference asks."""
    (wish,) = days.built(case).problem.conferences
    names = {f"p{days.cast.id(f'{name} Brandt'):06}": name for name in ("Karin", "Jonas")}
    return {names[one] for seat in wish.seats for one in seat.people if one in names}


def waiting(days: Days, case: Case) -> bool:
    with days.cast.store.read() as connection:
        return waits(connection, case, MONDAY)


def test_a_home_apart_is_asked_once_the_first_conference_was_held(days: Days) -> None:
    say(days, Jonas="apart")
    first = days.cast.plan("Leo Brandt")
    assert (asked(days, first), waiting(days, first)) == ({"Karin"}, False)

    after = minuted(days.cast, "Leo Brandt")
    (held,) = after.conferences
    jonas = days.cast.id("Jonas Brandt")
    after = replace(after, conferences=(replace(held, left_out=(jonas,)),))
    assert (asked(days, after), waiting(days, after)) == ({"Jonas"}, True)

    second = replace(held, no=2, left_out=(days.cast.id("Karin Brandt"),))
    done = replace(after, conferences=(*after.conferences, second))
    assert not waiting(days, done)


def test_who_is_sent_a_copy_is_asked_to_no_conference(days: Days) -> None:
    say(days, Jonas="copy")
    case = days.cast.plan("Leo Brandt")

    (wish,) = days.built(case).problem.conferences

    karin = (f"p{days.cast.id('Karin Brandt'):06}",)
    assert wish.seats[0] == Seat(group="guardian", rule=SeatRule.ALL, people=karin)
    assert not waiting(days, minuted(days.cast, "Leo Brandt"))


def test_where_nobody_would_be_left_everybody_is_asked(days: Days) -> None:
    say(days, Karin="apart", Jonas="copy")

    assert asked(days, days.cast.plan("Leo Brandt")) == {"Karin", "Jonas"}


def test_a_booking_asks_only_the_home_whose_turn_it_is(days: Days) -> None:
    say(days, Jonas="apart")
    case = days.cast.plan("Leo Brandt")

    with days.cast.store.read() as connection:
        first = not_asked(connection, case, MONDAY)

    assert first == (days.cast.id("Jonas Brandt"),)
