"""Self-booking: a family takes a time, another one, or gives it back; a time is taken once.

Ms. Alvarez opened the booking for two days. Each family would be free at any hour.
"""

from datetime import UTC, date, time, timedelta
from typing import Any

import cast
import pytest
from cast import AT, Cast
from sqlalchemy import select
from visitor import Page, Visitor

from meetings.planner import announcing, booked
from meetings.planner.booked import Gone, Taking
from meetings.store import availability, bookings, orders
from meetings.store.availability import Stretch, Word
from meetings.store.tables import history
from workflow.plan import Case
from workflow.refusals import Refused

MONDAY, TUESDAY = date(2026, 9, 14), date(2026, 9, 15)
#: Of that Monday in Denver.
SEVEN, EIGHT, NINE = (f"20260914T{hour}0000Z" for hour in (13, 14, 15))
HERE = "/family/booking/2"


@pytest.fixture
def open_school(school: Cast) -> Cast:
    for student in ("Leo Brandt", "Ida Novak"):
        cast.ready(school, student)
    opened(school)
    return school


def opened(school: Cast, **said: Any) -> int:
    wanted: dict[str, Any] = {
        "case_ids": (school.plans["Leo Brandt"], school.plans["Ida Novak"]),
        "first_on": MONDAY,
        "last_on": TUESDAY,
        "closes_at": AT + timedelta(days=2),
        "by": school.id("Rosa Alvarez"),
    }
    made = bookings.Wanted(**(wanted | said))
    number = school.store.write(lambda s: bookings.open_booking(s.connection, made, AT))
    assert isinstance(number, int)
    return number


def family(school: Cast, name: str = "Karin Brandt") -> Visitor:
    return Visitor(school).sign_in(name, "family", "demo")


def slot_of(school: Cast, student: str = "Leo Brandt") -> str:
    slot = booked.standing_slot(school.plan(student))
    return f"{slot.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}" if slot else ""


def took(visitor: Visitor, start: str, here: str = HERE) -> Page:
    return visitor.press(visitor.open(here), here, start=start)


def words(school: Cast, student: str = "Leo Brandt") -> list[tuple[str, str]]:
    """What the history heard since the draft was finished, and from whom."""
    with school.store.read() as connection:
        rows = connection.execute(
            select(history.c.command, history.c.role)
            .where(history.c.case_id == school.plans[student])
            .order_by(history.c.seq)
        ).all()
    said = [(row.command, row.role) for row in rows]
    return said[said.index(("finish_draft", "specialist")) + 1 :]


def test_a_family_takes_a_time_and_everybody_is_invited(open_school: Cast) -> None:
    karin = family(open_school)

    done = took(karin, EIGHT)

    assert (done.status, done.url) == (200, f"{HERE}/done")
    assert "Monday, September 14, 2026, 8:00 AM MDT" in done.text
    assert slot_of(open_school) == EIGHT
    assert words(open_school) == [
        ("call_conference", "specialist"),
        ("offer", "courier"),
        ("pick", "parent"),
    ]
    running = open_school.plan("Leo Brandt").running("conference")
    assert running is not None
    assert running.state == "scheduled"


def test_the_same_press_twice_counts_once(open_school: Cast) -> None:
    karin = family(open_school)
    page = karin.open(HERE)

    first = karin.press(page, HERE, start=EIGHT)
    version = open_school.plan("Leo Brandt").version
    second = karin.press(page, HERE, start=EIGHT)

    assert (first.url, second.url) == (f"{HERE}/done", f"{HERE}/done")
    assert open_school.plan("Leo Brandt").version == version


def test_a_time_that_was_taken_meanwhile_is_not_taken_twice_and_three_others_are_near(
    open_school: Cast,
) -> None:
    karin, petra = family(open_school), family(open_school, "Petra Novak")
    page = petra.open("/family/booking/3")
    took(karin, EIGHT)

    gone = petra.press(page, "/family/booking/3", start=EIGHT)

    assert gone.status == 409
    assert "taken a moment ago" in gone.text
    assert "Brandt" not in gone.text
    assert "Alvarez" not in gone.text
    assert gone.text.count('name="start"') == 3
    assert open_school.plan("Ida Novak").conferences == ()
    first = gone.text.partition('name="start" value="')[2][:16]
    done = petra.press(gone, "/family/booking/3", start=first)
    assert done.url == "/family/booking/3/done"
    assert slot_of(open_school, "Ida Novak") == first


def test_a_family_takes_another_time_and_the_invitation_is_moved(open_school: Cast) -> None:
    karin = family(open_school)
    took(karin, EIGHT)

    page = karin.open(HERE)
    assert "8:00 AM MDT" in page.text
    done = karin.press(page, HERE, start=NINE)

    assert done.url == f"{HERE}/done"
    assert slot_of(open_school) == NINE
    conference = open_school.plan("Leo Brandt").conferences[-1]
    answers = {one.person_id: one.partstat for one in conference.answers}
    assert conference.sequence == 1
    assert answers[open_school.id("Karin Brandt")] == "accepted"
    assert answers[open_school.id("Daniel Osei")] == "needs_action"


def test_an_old_press_that_comes_again_does_not_take_the_old_time_back(
    open_school: Cast,
) -> None:
    karin = family(open_school)
    old = karin.open(HERE)
    karin.press(old, HERE, start=EIGHT)
    took(karin, NINE)

    karin.press(old, HERE, start=EIGHT)

    assert slot_of(open_school) == NINE


def test_a_time_that_is_given_back_is_free_and_nobody_seeks_another_one(
    open_school: Cast,
) -> None:
    petra = family(open_school, "Petra Novak")
    took(petra, EIGHT, "/family/booking/3")

    back = petra.open("/family/booking/3/back")
    done = petra.press(back, "/family/booking/3/back")

    assert done.url == "/family/booking/3/done"
    assert "You have no time now" in done.text
    assert slot_of(open_school, "Ida Novak") == ""
    with open_school.store.read() as connection:
        rows = orders.of_case(connection, open_school.plans["Ida Novak"])
    assert {row.stage for row in rows if row.kind == "find_times"} == {"moot"}
    assert took(family(open_school), EIGHT).url == f"{HERE}/done"
    assert took(petra, NINE, "/family/booking/3").url == "/family/booking/3/done"


def test_close_to_the_time_it_can_no_longer_be_changed_here(open_school: Cast) -> None:
    took(family(open_school), EIGHT)
    bookings_later = AT + timedelta(days=9)
    open_school.store.write(
        lambda s: s.connection.exec_driver_sql("UPDATE booking SET closes_at = '2026-09-20'")
    )
    late = Visitor(open_school, bookings_later).sign_in("Karin Brandt", "family", "demo")

    assert "can no longer be changed here" in late.open(HERE).text
    taking = Taking(
        case_id=open_school.plans["Leo Brandt"],
        by=open_school.actor("Karin Brandt", "parent"),
        key="late",
        at=bookings_later,
    )
    answer = booked.give_back(open_school.store, taking)
    assert isinstance(answer, Refused)
    assert slot_of(open_school) == EIGHT


def test_after_the_booking_is_closed_nothing_is_taken(open_school: Cast) -> None:
    karin = family(open_school)
    page = karin.open(HERE)
    open_school.store.write(lambda s: bookings.close(s.connection, 1, AT))

    refused = karin.press(page, HERE, start=EIGHT)

    assert refused.status == 409
    assert "Choosing a time here is over." in refused.text
    assert "is over" in karin.open(HERE).text
    assert open_school.plan("Leo Brandt").conferences == ()


def test_a_time_that_would_take_another_familys_last_place_is_not_given(school: Cast) -> None:
    for student in ("Leo Brandt", "Ida Novak"):
        cast.ready(school, student)
    opened(school)
    only = Stretch(on_date=MONDAY, from_wall=time(7), to_wall=time(7, 30))
    word = Word(
        person_id=school.id("Petra Novak"), source="page", by=school.id("Petra Novak"), at=AT
    )
    school.store.write(lambda s: availability.say(s.connection, word, (only,)))
    karin = family(school)

    page = karin.open(HERE)
    refused = karin.press(page, HERE, start=SEVEN)

    assert SEVEN not in page.text
    assert refused.status == 409
    assert school.plan("Leo Brandt").conferences == ()


def test_show_last_shows_such_a_time_at_the_end_with_a_word(school: Cast) -> None:
    for student in ("Leo Brandt", "Ida Novak"):
        cast.ready(school, student)
    opened(school, guard="show_last", last_on=MONDAY)
    only = Stretch(on_date=MONDAY, from_wall=time(7), to_wall=time(7, 30))
    word = Word(
        person_id=school.id("Petra Novak"), source="page", by=school.id("Petra Novak"), at=AT
    )
    school.store.write(lambda s: availability.say(s.connection, word, (only,)))

    page = family(school).open(HERE)

    assert page.text.count("leaves fewer times to others") >= 1
    assert page.text.rindex("leaves fewer times") > page.text.index('value="20260914T230000Z"')
    assert "Novak" not in page.text


def test_the_family_of_a_spanish_speaker_gets_an_interpreter_with_its_time(school: Cast) -> None:
    cast.ready(school, "Maya Cruz")
    opened(school, case_ids=(school.plans["Maya Cruz"],))
    ana = family(school, "Ana Cruz")

    done = took(ana, EIGHT, "/family/booking/1")

    assert "Habrá un intérprete." in done.text
    conference = school.plan("Maya Cruz").conferences[-1]
    assert conference.interpreter_id == school.id("Lucía Prieto")
    assert conference.interpreter_language == "es"


def test_no_choice_is_asked_for_again(open_school: Cast) -> None:
    karin = family(open_school)

    again = karin.press(karin.open(HERE), HERE)

    assert again.status == 422
    assert "Please choose one of the times." in again.text


def test_a_machine_that_presses_at_once_takes_and_gives_back_nothing(open_school: Cast) -> None:
    machine = Visitor(open_school)
    link = machine.link("Karin Brandt", "booking", "Leo Brandt")
    page = machine.press(machine.open(link), link)
    assert page.url == HERE

    page = machine.press(page, HERE, start=EIGHT)
    assert "once more" in page.text
    assert open_school.plan("Leo Brandt").conferences == ()

    machine.later(seconds=8)
    assert machine.press(page, HERE, start=EIGHT).url == f"{HERE}/done"
    second = Visitor(open_school, machine.at)
    second.press(second.open(link), link)
    back = second.press(second.open(f"{HERE}/back"), f"{HERE}/back")
    assert "once more" in back.text
    assert slot_of(open_school) == EIGHT


def test_nobody_but_a_parent_of_this_child_may_take_a_time(open_school: Cast) -> None:
    assert family(open_school, "Ana Cruz").open(HERE).status == 404
    leo = Visitor(open_school).sign_in("Leo Brandt", "student", "demo")
    assert leo.open(HERE).status == 404


def test_the_start_page_leads_to_the_times_and_opening_them_writes_nothing(
    open_school: Cast,
) -> None:
    karin = family(open_school)
    version = open_school.plan("Leo Brandt").version

    assert "Choose your time" in karin.open("/family").text
    for path in (HERE, f"{HERE}?on=2026-09-15", f"{HERE}?on=never", f"{HERE}/done", f"{HERE}/back"):
        assert karin.open(path).status == 200
    assert open_school.plan("Leo Brandt").version == version


def test_of_two_who_take_one_time_the_second_is_shown_the_nearest_ones(open_school: Cast) -> None:
    """What is free is asked again inside the transaction, not as a page remembers it."""

    def take(student: str, name: str, key: str) -> Case | Refused | Gone:
        taking = Taking(
            case_id=open_school.plans[student],
            by=open_school.actor(name, "parent"),
            key=key,
            at=AT,
            starts_at=AT + timedelta(days=13, hours=-1),
        )
        return booked.take(open_school.store, taking)

    first = take("Leo Brandt", "Karin Brandt", "one")
    second = take("Ida Novak", "Petra Novak", "two")

    assert isinstance(first, Case)
    assert isinstance(second, Gone)
    assert len(second.nearest) == 3


def test_every_parent_of_the_booking_is_written_to_once(open_school: Cast) -> None:
    for _ in range(2):
        open_school.store.write(lambda s: announcing.announce_booking(s, 1, AT))

    with open_school.store.read() as connection:
        told = [
            (row.recipient_id, row.body)
            for case_id in open_school.plans.values()
            for row in orders.of_case(connection, case_id)
            if row.kind == "booking_open"
        ]
    names = ("Karin Brandt", "Jonas Brandt", "Petra Novak")
    assert sorted(one for one, _ in told) == sorted(open_school.id(name) for name in names)
    assert {body for _, body in told} == {'{"due":"2026-09-03"}'}
