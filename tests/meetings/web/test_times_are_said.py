"""When somebody can come: painted on the page, told in words, kept exactly, and never lost."""

from datetime import date, time

import cast
import pytest
from cast import AT, Cast
from sqlalchemy import select
from visitor import Page, Visitor

from meetings.store import availability
from meetings.store.availability import Said, Stretch, Word
from meetings.store.tables import outbox

FAMILY = "/family/times"


def family(school: Cast, name: str = "Karin Brandt") -> Visitor:
    return Visitor(school).sign_in(name, "family", "demo")


def kept(school: Cast, name: str = "Karin Brandt") -> tuple[Said, ...]:
    with school.store.read() as connection:
        return availability.of_person(connection, school.id(name))


def stretches(school: Cast, name: str = "Karin Brandt") -> set[Stretch]:
    return {one.stretch for one in kept(school, name)}


def say(school: Cast, name: str, *said: Stretch, source: str = "page") -> None:
    word = Word(person_id=school.id(name), source=source, by=school.id(name), at=AT)
    assert school.store.write(lambda s: availability.say(s.connection, word, said)) == ()


def boxes(*painted: tuple[str, str]) -> dict[str, str]:
    """Boxes by the name that the form gives them."""
    return {name.replace("-", "__"): code for name, code in painted}


def painted(visitor: Visitor, url: str = FAMILY, **fields: str | list[str]) -> Page:
    return visitor.press(visitor.open(url), url.partition("?")[0], **fields)


def test_a_painted_week_is_kept_and_told_in_words(school: Cast) -> None:
    karin = family(school)

    done = painted(
        karin, **boxes(("c0-0800", "b"), ("c0-0830", "b"), ("c2-0800", "b"), ("c2-0830", "b"))
    )

    assert (done.status, done.url) == (200, "/family/times/done")
    assert "Monday, Wednesday" in done.text
    assert "8:00 AM – 9:00 AM: best" in done.text
    assert "Mountain Time" in done.text
    (first, second) = kept(school)
    assert (first.source, first.by, first.at) == ("page", school.id("Karin Brandt"), AT)
    assert [one.stretch.weekday for one in (first, second)] == ["mon", "wed"]
    shown = karin.open(FAMILY).form(FAMILY)
    assert (shown.fields["c0-0830"], shown.fields["c0-0900"]) == (["b"], [""])


def test_the_page_begins_with_what_the_roster_told(school: Cast) -> None:
    roster = Stretch(weekday="tue", from_wall=time(8), to_wall=time(9))
    one = Said(person_id=school.id("Karin Brandt"), stretch=roster, source="roster")
    school.store.write(lambda s: availability.add(s.connection, (one,)))

    shown = family(school).open(FAMILY).form(FAMILY)

    assert [shown.fields[name] for name in ("c1-0800", "c1-0830", "c1-0900")] == [
        ["g"],
        ["g"],
        [""],
    ]


def test_the_same_press_twice_counts_once(school: Cast) -> None:
    karin = family(school)
    page = karin.open(FAMILY)

    first = karin.press(page, FAMILY, c0__0800="b")
    second = karin.press(page, FAMILY, c0__0800="b")

    assert (first.url, second.url) == ("/family/times/done", "/family/times/done")
    assert len(kept(school)) == 1


def test_whoever_saves_an_older_page_is_asked_to_look_again_and_loses_nothing(
    school: Cast,
) -> None:
    karin = family(school)
    old = karin.open(FAMILY)
    say(school, "Karin Brandt", Stretch(weekday="fri", from_wall=time(8), to_wall=time(9)))

    again = karin.press(old, FAMILY, c0__0800="b")

    assert again.status == 409
    assert "changed meanwhile" in again.text
    assert again.form(FAMILY).fields["c0-0800"] == ["b"]
    done = karin.press(again, FAMILY)
    assert done.url == "/family/times/done"
    assert [one.stretch.weekday for one in kept(school)] == ["mon"]


def test_one_week_can_be_of_its_own_and_a_day_without_school_says_why(school: Cast) -> None:
    say(school, "Karin Brandt", Stretch(weekday="mon", from_wall=time(8), to_wall=time(9)))
    karin = family(school)

    week = karin.open(f"{FAMILY}?week=2026-09-07")
    fields = week.form(FAMILY).fields
    done = karin.press(week, FAMILY, c1__1600="b")

    assert "holiday" in week.text or "no school" in week.text
    assert "c0-0800" not in fields
    assert (fields["holds"], fields["week"]) == (["week"], ["2026-09-07"])
    assert done.url == "/family/times/done"
    assert stretches(school) == {
        Stretch(weekday="mon", from_wall=time(8), to_wall=time(9)),
        Stretch(
            on_date=date(2026, 9, 8), from_wall=time(16), to_wall=time(16, 30), kind="preferred"
        ),
    }


def test_a_day_that_is_different_is_said_beside_the_week_and_forgotten_later(school: Cast) -> None:
    karin = family(school)
    done = painted(karin, c0__0800="b", day__0__on="2026-09-14", day__0__what="none")

    assert "Monday, September 14, 2026" in done.text
    assert "not at all" in done.text
    assert len(stretches(school)) == 2

    done = painted(karin, forget=["2026-09-14"])
    assert "September 14" not in done.text
    assert len(stretches(school)) == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day__0__on": "2026-08-03"}, "This day is over."),
        ({"day__0__from": "08:00"}, "Please say which day it is about."),
        (
            {
                "day__0__on": "2026-09-14",
                "day__0__what": "busy",
                "day__0__from": "10:00",
                "day__0__to": "09:00",
            },
            "The end comes before the beginning.",
        ),
        ({"day__0__on": "2026-09-14", "day__0__what": "busy"}, "Please give a time, like 15:30."),
        ({"holds": "week", "week": "2020-01-06"}, "Please choose one of the weeks."),
    ],
)
def test_a_fault_is_told_and_the_boxes_stay_as_they_were_painted(
    school: Cast, fields: dict[str, str], sentence: str
) -> None:
    again = painted(family(school), c3__1500="n", **fields)

    assert again.status == 422
    assert sentence in again.text
    assert again.form(FAMILY).fields["c3-1500"] == ["n"]
    assert kept(school) == ()


def test_nothing_painted_is_asked_for_again(school: Cast) -> None:
    again = painted(family(school))

    assert again.status == 422
    assert "Nothing is painted yet." in again.text


def test_a_family_whom_no_time_suits_asks_to_be_called(school: Cast) -> None:
    cast.ready(school, "Leo Brandt")

    done = painted(family(school), call="yes")

    assert "The school will call you." in done.text
    with school.store.read() as connection:
        told = connection.execute(
            select(outbox.c.kind, outbox.c.recipient_id, outbox.c.case_id).where(
                outbox.c.id.like("call.%")
            )
        ).all()
    assert [tuple(row) for row in told] == [
        ("nudge", school.id("Rosa Alvarez"), school.plans["Leo Brandt"])
    ]
    assert kept(school) == ()


def test_hours_can_be_by_video_only_and_in_another_zone(school: Cast) -> None:
    karin = family(school)
    done = painted(karin, c0__0800="g", how="remote", zone="America/New_York")

    assert stretches(school) == {
        Stretch(
            weekday="mon",
            from_wall=time(8),
            to_wall=time(8, 30),
            modality="remote",
            zone="America/New_York",
        )
    }
    assert "by video or phone only (Eastern Time)" in done.text
    fields = karin.open(FAMILY).form(FAMILY).fields
    assert (fields["how"], fields["zone"]) == (["remote"], ["America/New_York"])


def test_a_machine_that_presses_at_once_says_nothing(school: Cast) -> None:
    machine = Visitor(school)
    link = machine.link("Karin Brandt", "times", "Leo Brandt")
    page = machine.press(machine.open(link), link)
    assert page.url == FAMILY

    for _ in range(3):
        page = machine.press(page, FAMILY, c0__0800="b")
        assert "once more" in page.text
    assert kept(school) == ()

    machine.later(seconds=8)
    assert machine.press(page, FAMILY).url == "/family/times/done"
    assert len(kept(school)) == 1


def test_a_teacher_and_the_specialist_say_their_own_times(school: Cast) -> None:
    for name, url in (("Daniel Osei", "/teacher/times"), ("Rosa Alvarez", "/me/times")):
        staff = Visitor(school).sign_in(name, "staff")

        done = painted(staff, url, c4__1300="n")

        assert done.url == f"{url}/done"
        assert [one.source for one in kept(school, name)] == ["page"]


def test_the_office_enters_what_a_family_told_by_phone(school: Cast) -> None:
    office = Visitor(school).sign_in("Rosa Alvarez", "staff")
    number = school.id("Karin Brandt")

    done = painted(office, f"/people/{number}/times", c4__1300="g")

    assert done.url == f"/people/{number}/times/done"
    (said,) = kept(school)
    assert (said.source, said.by) == ("staff", school.id("Rosa Alvarez"))
    assert office.open("/people/9999/times").status == 404


def test_only_the_office_enters_times_for_somebody_else(school: Cast) -> None:
    number = school.id("Karin Brandt")
    teacher = Visitor(school).sign_in("Daniel Osei", "staff")

    assert teacher.open(f"/people/{number}/times").status == 403
    assert family(school, "Ana Cruz").open(f"/people/{number}/times").status == 403


def test_opening_the_page_writes_nothing(school: Cast) -> None:
    karin = family(school)
    for path in (FAMILY, f"{FAMILY}?week=2026-09-14", f"{FAMILY}/done", f"{FAMILY}?week=nonsense"):
        assert karin.open(path).status == 200

    assert kept(school) == ()


def test_the_start_page_asks_for_hours_until_they_are_known(school: Cast) -> None:
    cast.ready(school, "Leo Brandt")
    karin = family(school)

    assert "Say when you can come" in karin.open("/family").text
    painted(karin, c0__0800="b")
    assert "Say when you can come" not in karin.open("/family").text


def test_a_page_of_painted_hours_stays_light(school: Cast) -> None:
    days = ("mon", "tue", "wed", "thu", "fri")
    full = [Stretch(weekday=one, from_wall=time(7), to_wall=time(19)) for one in days]
    say(school, "Karin Brandt", *full)

    assert len(family(school).open(FAMILY).content) < 40_000
