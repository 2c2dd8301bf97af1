"""Hours and days that cannot be, or that are not for the one who says them, are refused."""

from datetime import date, time
from pathlib import Path

import pytest
from cast import AT, Cast
from visitor import Page, Visitor

from meetings.identity import accounts
from meetings.planner import policy, suiting
from meetings.web.forms import Form
from meetings.web.languages import spoken
from meetings.web.painted_form import ROWS, Scope, painted_of
from meetings.web.painting import Hours, Painted
from meetings.web.staff.caseload_board import KEPT_FREE
from meetings.web.staff.changes import wall
from tests.meetings.web_staff.planned import planned, rosa

HOURS = Hours(opens=time(7), closes=time(19))
TODAY = date(2026, 9, 1)
WEEK, MEND = "/caseload/week", "/caseload/mending"


@pytest.fixture
def school(tmp_path: Path) -> Cast:
    return planned(tmp_path)


def form_of(**said: str) -> Form:
    return Form(values={name.replace("__", "-"): (value,) for name, value in said.items()})


def read(form: Form) -> Painted:
    return painted_of(form, HOURS, ({}, TODAY), Scope())


def with_roles(school: Cast, name: str, *roles: str) -> Visitor:
    given = name.split(maxsplit=1)[0].lower()
    account = accounts.Account(
        person_id=school.id(name),
        email=f"{given}@juniper.example.org",
        password_hash="",
        roles=roles,
        disabled=False,
    )
    school.store.write(lambda session: accounts.put(session, account, AT))
    return Visitor(school).sign_in(name, "staff")


def closed(visitor: Visitor, on: str) -> Page:
    return visitor.press(visitor.open(WEEK), MEND, what="closed", on=on)


def blackout(school: Cast) -> tuple[date, ...]:
    with school.store.read() as connection:
        return policy.decided(connection).blackout


@pytest.mark.parametrize("on", ["0001-01-01", "2024-12-31", "2028-10-01", "9999-12-31"])
def test_a_single_day_that_is_years_away_is_refused(on: str) -> None:
    form = form_of(holds="weekly", how="room", day__0__on=on, day__0__what="none")

    assert read(form).days == ()
    assert form.wrong("day-0-on") == "Please give a date, like 2026-10-09."


def test_no_more_single_days_are_read_than_the_page_shows() -> None:
    sent = {f"day__{n}__on": f"2026-10-{n + 1:02}" for n in range(20)}
    whats = {f"day__{n}__what": "none" for n in range(20)}

    found = read(form_of(holds="weekly", how="room", **sent, **whats)).days

    assert [one.on.day for one in found] == [1, 2, 3]
    assert len(found) == ROWS


def test_a_number_of_thousands_of_digits_drops_nothing() -> None:
    form = Form(values={"drop": ("9" * 5000, "2"), "how": ("room",)})

    assert read(form).dropped == {2}


@pytest.mark.parametrize("text", ["10:00+01:00", "10:00Z", "soon"])
def test_a_time_with_an_offset_is_no_time_of_the_schools_clock(text: str) -> None:
    form = form_of(noon=text)

    assert wall(form, "noon") is None
    assert form.wrong("noon") == "Please give a time, like 15:30."
    assert wall(form_of(noon="10:00"), "noon") == time(10)


def test_times_are_entered_for_people_of_cases_that_one_sees(school: Cast) -> None:
    visitor = rosa(school)
    helen = Visitor(school).sign_in("Helen Park", "staff")

    seen = {
        name: visitor.open(f"/people/{school.id(name)}/times").status
        for name in ("Karin Brandt", "Leo Brandt", "Daniel Osei", "Rosa Alvarez", "Helen Park")
    }

    assert list(seen.values()) == [200, 200, 200, 200, 404]
    number = school.id("Helen Park")
    fields = visitor.open("/me/times").form("/me/times").fields
    assert visitor.send(f"/people/{number}/times", fields).status == 404
    assert visitor.open(f"/people/{number}/times/done").status == 404
    assert helen.open(f"/people/{school.id('Karin Brandt')}/times").status == 200


def test_an_operator_without_a_seat_enters_only_own_times(school: Cast) -> None:
    visitor = with_roles(school, "Helen Park", "operator")

    assert visitor.open(f"/people/{school.id('Karin Brandt')}/times").status == 404
    assert visitor.open(f"/people/{school.id('Helen Park')}/times").status == 200


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        ("2026-08-31", "This day is over."),
        ("2026-09-19", "There is no school on this day anyway."),
        ("9999-12-31", "This day is too far away."),
    ],
)
def test_only_a_school_day_that_comes_is_closed(school: Cast, on: str, sentence: str) -> None:
    page = closed(rosa(school), on)

    assert page.status == 422
    assert sentence in page.text
    assert blackout(school) == ()


def test_a_day_is_closed_by_whoever_may_change_the_settings_of_planning(school: Cast) -> None:
    page = closed(with_roles(school, "Helen Park", "scheduler"), "2026-11-03")

    assert page.status == 403
    assert blackout(school) == ()


def test_a_closed_day_on_which_nobody_met_is_said_to_be_kept_free(school: Cast) -> None:
    page = closed(rosa(school), "2026-11-03")

    assert KEPT_FREE in page.text
    assert blackout(school) == (date(2026, 11, 3),)


def test_what_a_family_reads_where_nothing_can_be_chosen_is_in_spanish_too() -> None:
    told = (suiting.NONE_LEFT, suiting.AT_HOME)

    assert {part for one in told for part in (one.reason, one.remedy)} <= spoken("es").keys()
