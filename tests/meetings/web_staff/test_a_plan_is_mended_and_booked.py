"""What happens afterwards and beside: a day is closed, families book, the school decides anew."""

from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest
from cast import Cast
from sqlalchemy import select
from visitor import Page, Visitor

from meetings.planner import policy
from meetings.planning.problem import Weights
from meetings.store import bookings
from meetings.store.tables import outbox, room_closed
from tests.meetings.web_staff.planned import at, place, planned, rosa, run, worked

DAYS = {"first_on": ["2026-09-14"], "last_on": ["2026-09-18"], "closes_on": ["2026-09-08"]}
MEND, BOOK, SET = "/caseload/mending", "/caseload/bookings", "/settings/planning"


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return planned(tmp_path)


@pytest.fixture
def standing(school: Cast) -> Cast:
    """The proposal was accepted."""
    visitor = rosa(school)
    visitor.press(visitor.open("/proposals/1"), "/proposals/1/acceptance")
    return school


def decided(school: Cast) -> policy.Decided:
    with school.store.read() as connection:
        return policy.decided(connection)


def on(school: Cast, student: str) -> date:
    slot = school.plan(student).conferences[0].slot
    assert slot is not None
    return slot.starts_at.date()


def mend(visitor: Visitor, **said: str) -> Page:
    return visitor.press(visitor.open("/caseload/week"), MEND, **said)


def test_a_closed_day_is_mended_with_before_after_and_reason_and_then_accepted(
    standing: Cast,
) -> None:
    visitor, day = rosa(standing), on(standing, "Leo Brandt")

    asked = mend(visitor, what="closed", on=day.isoformat(), widest="1")
    assert at(asked) == "/proposals/2"
    assert worked(standing) == 2
    page = visitor.open("/proposals/2")

    assert "Mended plan" in page.text
    assert "The school is closed on" in page.text
    assert '<th scope="col">Before</th>' in page.text
    assert decided(standing).blackout == (day,)
    before = standing.plan("Leo Brandt").conferences[0].sequence
    visitor.press(page, "/proposals/2/acceptance")
    assert on(standing, "Leo Brandt") != day
    assert standing.plan("Leo Brandt").conferences[0].sequence == before + 1


def test_where_nobody_lost_a_time_nothing_is_queued(standing: Cast) -> None:
    page = mend(rosa(standing), what="closed", on="2026-11-03")

    assert "Nobody has lost a time by this" in page.text
    assert decided(standing).blackout == (date(2026, 11, 3),)


def test_somebody_ill_and_a_closed_room_are_mended(standing: Cast) -> None:
    visitor, day = rosa(standing), on(standing, "Leo Brandt").isoformat()
    leo = place(standing, 1, "Leo Brandt")
    assert leo is not None

    room = mend(visitor, what="room", on=day, room=leo.slot.room)
    ill = mend(visitor, what="ill", on=day, person=str(standing.id("Karin Brandt")), widest="0")

    assert at(room) == "/proposals/2"
    assert at(ill) == "/proposals/3"
    with standing.store.read() as connection:
        assert connection.execute(select(room_closed.c.room)).scalars().all() == [leo.slot.room]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"on": "2026-09-15"}, "Say what happened."),
        ({"what": "closed", "on": "soon"}, "Please give a date"),
        ({"what": "ill", "on": "2026-09-15"}, "Choose who is away."),
        ({"what": "room", "on": "2026-09-15", "room": "Moon"}, "Choose the room."),
    ],
)
def test_what_happened_is_asked_again_where_it_is_not_clear(
    standing: Cast, said: dict[str, str], sentence: str
) -> None:
    page = mend(rosa(standing), **said)

    assert page.status == 422
    assert sentence in page.text


def opened(school: Cast, visitor: Visitor, **said: str | list[str]) -> Page:
    usual: dict[str, str | list[str]] = {
        "first_on": "2026-09-14",
        "last_on": "2026-09-18",
        "closes_on": "2026-09-08",
        "case": [str(school.plans[one]) for one in ("Leo Brandt", "Ida Novak")],
    }
    return visitor.press(visitor.open(BOOK), BOOK, **(usual | said))


def test_self_booking_is_opened_watched_closed_and_the_rest_is_planned(school: Cast) -> None:
    visitor = rosa(school)

    page = opened(school, visitor)

    assert at(page) == f"{BOOK}/1"
    assert "Leo Brandt" in page.text
    assert "Close it and plan the 2 that are left" in page.text
    with school.store.read() as connection:
        one = bookings.of_id(connection, 1)
        told = set(
            connection.execute(
                select(outbox.c.recipient_id).where(outbox.c.kind == "booking_open")
            ).scalars()
        )
    assert one is not None
    assert one.guard == "withhold"
    assert told == {school.id(name) for name in ("Karin Brandt", "Jonas Brandt", "Petra Novak")}
    rest = visitor.press(page, f"{BOOK}/1/rest")
    assert at(rest) == "/proposals/2"
    assert set(run(school, 2).case_ids) == set(one.case_ids)
    closed = visitor.open(f"{BOOK}/1")
    assert "closed" in closed.text


def test_who_has_a_time_already_is_not_asked_to_book(standing: Cast) -> None:
    page = rosa(standing).open(BOOK)

    assert "No plan waits for a time." in page.text


def test_a_booking_without_days_or_families_is_not_opened(school: Cast) -> None:
    visitor = rosa(school)

    page = opened(school, visitor, case=[], first_on="", closes_on="")
    twice = opened(school, visitor)
    form = visitor.open("/proposals").form("/caseload/proposals").fields
    taken = visitor.send(BOOK, {**form, **DAYS, "guard": ["off"], "case": ["2"]})

    assert page.status == 422
    assert [
        sentence in page.text
        for sentence in (
            "Tick at least one plan that waits for a time.",
            "Say from which day.",
            "Say until when families may choose.",
        )
    ] == [True] * 3
    assert twice.status == 200
    assert taken.status == 422
    assert "Tick at least one plan" in taken.text or "another booking" in taken.text
    assert visitor.open(f"{BOOK}/9").status == 404


def test_closing_twice_leaves_it_closed(school: Cast) -> None:
    visitor = rosa(school)
    page = opened(school, visitor)

    first = visitor.press(page, f"{BOOK}/1/closing")
    again = visitor.press(page, f"{BOOK}/1/closing")

    assert (first.status, again.status) == (200, 200)
    with school.store.read() as connection:
        one = bookings.of_id(connection, 1)
    assert one is not None
    assert one.closed_at is not None


def test_settings_of_planning_are_kept_and_what_is_not_shown_stays(school: Cast) -> None:
    before = policy.Decided(cover={"S9": 2}, step_free=(4,))
    school.store.write(lambda session: policy.decide(session.connection, before))
    visitor = rosa(school)

    page = visitor.press(
        visitor.open(SET),
        SET,
        max_per_day="4",
        comfortable_per_day="",
        may_pull=[],
        video="yes",
        planning_periods="weekly",
        planning_a_week="2",
        cover="3",
        noon="12:30",
        quiet__0__from="11:45",
        quiet__0__to="12:30",
        blackout="2026-10-09\n2026-10-12",
        weight__pull="20",
    )

    assert page.url == f"{SET}?said=saved"
    assert decided(school) == policy.Decided(
        max_per_day=4,
        may_pull=False,
        video=True,
        planning_periods="weekly",
        planning_a_week=2,
        cover={"S9": 2, "": 3},
        step_free=(4,),
        noon=time(12, 30),
        quiet=((time(11, 45), time(12, 30)),),
        blackout=(date(2026, 10, 9), date(2026, 10, 12)),
        weights={"pull": 20},
    )
    assert 'value="20"' in visitor.open(SET).text


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"max_per_day": "30"}, "A chair holds 1 to 9 conferences a day."),
        ({"quiet-0-from": "12:00"}, "Quiet hours need a beginning and an end."),
        ({"quiet-0-from": "12:00", "quiet-0-to": "11:00"}, "Quiet hours end before they begin."),
        ({"blackout": "someday"}, "“someday” is no date."),
        ({"pulls_unharmed": ""}, "Please give a number."),
        ({"weight-pull": "lots"}, "Please give a whole number"),
    ],
)
def test_what_cannot_be_decided_is_said_and_nothing_is_kept(
    school: Cast, said: dict[str, str], sentence: str
) -> None:
    visitor = rosa(school)
    sent = visitor.open(SET).form(SET).fields | {name: [value] for name, value in said.items()}

    page = visitor.send(SET, sent)

    assert page.status == 422
    assert sentence in page.text
    assert decided(school) == policy.Decided()


def test_each_weight_has_its_slider(school: Cast) -> None:
    page = rosa(school).open(SET)

    assert [f'name="weight-{one.name}"' in page.text for one in fields(Weights)] == [True] * 13
