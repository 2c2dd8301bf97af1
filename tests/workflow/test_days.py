"""How days are counted: calendar, school and business days; what a date says of itself."""

from datetime import UTC, date, datetime

from workflow.chart import Law
from workflow.deadlines import SchoolCalendar, due, later, rings
from workflow.jurisdiction import Span, span
from workflow.rules import read_rule

ENTERED = datetime(2026, 9, 1, 18, tzinfo=UTC)


def test_the_first_day_is_not_counted(school: SchoolCalendar) -> None:
    friday = date(2026, 9, 4)

    assert school.moved(friday, 1, "days") == date(2026, 9, 5)
    assert school.moved(friday, 1, "school days") == date(2026, 9, 8)
    assert school.moved(friday, 1, "business days") == date(2026, 9, 7)
    assert school.moved(date(2026, 9, 8), -1, "school days") == friday


def test_school_days_skip_the_holidays_of_the_school(school: SchoolCalendar) -> None:
    assert school.moved(date(2026, 12, 18), 1, "school days") == date(2027, 1, 4)
    assert school.moved(date(2026, 12, 25), 1, "school days") == date(2027, 1, 4)
    assert school.moved(date(2026, 12, 25), -1, "school days") == date(2026, 12, 18)


def test_business_days_skip_the_holidays_of_everybody() -> None:
    school = SchoolCalendar(
        school_year="2026-27", zone="America/Denver", holidays=frozenset({date(2026, 11, 26)})
    )

    assert school.moved(date(2026, 11, 25), 1, "business days") == date(2026, 11, 27)


def test_beyond_the_calendar_monday_to_friday_is_assumed_and_said(
    law: Law, school: SchoolCalendar
) -> None:
    rule = read_rule("10 school days after plan_due_on", law.profile)

    found = due(rule, ENTERED, {"plan_due_on": date(2027, 5, 24)}, school)

    assert found is not None
    assert found.at == datetime(2027, 6, 7, 13, tzinfo=UTC)
    assert found.provisional
    assert found.because == (
        "10 school days after 24 May 2027 (plan due), "
        "Monday to Friday assumed where the school calendar is not known"
    )


def test_a_day_rule_rings_at_seven_in_the_morning_in_summer_and_in_winter(
    law: Law, school: SchoolCalendar
) -> None:
    rule = read_rule("5 days before plan_due_on", law.profile)

    summer = due(rule, ENTERED, {"plan_due_on": date(2026, 9, 30)}, school)
    winter = due(rule, ENTERED, {"plan_due_on": date(2026, 12, 16)}, school)

    assert summer is not None
    assert winter is not None
    assert summer.at == datetime(2026, 9, 25, 13, tzinfo=UTC)
    assert winter.at == datetime(2026, 12, 11, 14, tzinfo=UTC)


def test_hours_are_counted_exactly(law: Law, school: SchoolCalendar) -> None:
    found = due(read_rule("after 48 hours", law.profile), ENTERED, {}, school)

    assert found is not None
    assert found.at == datetime(2026, 9, 3, 18, tzinfo=UTC)


def test_a_term_that_closes_something_rings_when_its_last_day_is_over(
    law: Law, school: SchoolCalendar
) -> None:
    rule = read_rule("after 1 school day", law.profile, closes=True)

    found = due(rule, ENTERED, {}, school)

    assert found is not None
    assert found.at == datetime(2026, 9, 3, 6, tzinfo=UTC)


def test_a_missing_date_arms_nothing(law: Law, school: SchoolCalendar) -> None:
    rule = read_rule("5 days before inform_due_on", law.profile)

    assert due(rule, ENTERED, {}, school) is None


def test_reminders_that_come_too_late_are_left_out(law: Law, school: SchoolCalendar) -> None:
    rule = read_rule("{conference_reminders} before starts_at", law.profile)
    starts_at = datetime(2026, 9, 4, 20, tzinfo=UTC)

    found = rings(rule, ENTERED, {"starts_at": starts_at}, school)

    assert [ring.at for ring in found] == [
        datetime(2026, 9, 2, 13, tzinfo=UTC),
        datetime(2026, 9, 4, 13, tzinfo=UTC),
    ]


def test_before_an_early_conference_the_reminder_comes_the_evening_before(
    law: Law, school: SchoolCalendar
) -> None:
    rule = read_rule("{conference_reminders} before starts_at", law.profile)
    starts_at = datetime(2026, 9, 24, 14, tzinfo=UTC)

    found = rings(rule, ENTERED, {"starts_at": starts_at}, school)

    assert found[-1].at == datetime(2026, 9, 24, 0, tzinfo=UTC)


def test_the_mid_year_review_opens_within_its_bounds(law: Law, school: SchoolCalendar) -> None:
    words = "on {midyear_opens}, not before 30 school days, not after {midyear_closes}"
    rule = read_rule(words, law.profile)

    early = due(rule, ENTERED, {}, school)
    late = due(rule, datetime(2027, 1, 20, 18, tzinfo=UTC), {}, school)
    latest = due(rule, datetime(2027, 3, 1, 18, tzinfo=UTC), {}, school)

    assert [one.at.date() for one in (early, late, latest) if one] == [
        date(2027, 1, 15),
        date(2027, 3, 3),
        date(2027, 3, 15),
    ]


def test_a_repeating_timer_counts_from_now(school: SchoolCalendar) -> None:
    friday = datetime(2026, 9, 4, 18, tzinfo=UTC)

    assert later(span("2 school days"), friday, school).at == datetime(2026, 9, 9, 13, tzinfo=UTC)
    assert later(span("1 hour"), friday, school).at == datetime(2026, 9, 4, 19, tzinfo=UTC)


def test_an_unknown_last_day_is_guessed() -> None:
    school = SchoolCalendar(school_year="2026-27", zone="America/Denver")

    assert school.last_school_day() == date(2027, 5, 31)


def test_lengths_of_time_are_said_as_they_are_read() -> None:
    assert [str(span(words)) for words in ("1 school day", "45 school days", "72 hours")] == [
        "1 school day",
        "45 school days",
        "72 hours",
    ]
    assert span("1 day") == Span(count=1, unit="days")
