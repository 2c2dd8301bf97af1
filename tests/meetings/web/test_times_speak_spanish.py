"""Every sentence about times that a family may read is there in Spanish, letters included."""

import re
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import cast
from babel.messages.extract import extract
from cast import AT, Cast
from sqlalchemy import select
from visitor import Visitor

from meetings.archive import Archive
from meetings.courier.office import Office
from meetings.courier.round import work
from meetings.keys import make_authority
from meetings.planner import announcing, booked, finding, suiting
from meetings.settings import Settings
from meetings.store import bookings
from meetings.store.polls import Asked, Option, open_poll
from meetings.store.tables import letter
from meetings.web import hours, painted_form, times_kept
from meetings.web.family import booking, polls
from meetings.web.languages import spoken

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_every_sentence_that_comes_as_a_value_is_in_the_catalogue() -> None:
    wanted = {
        *hours.KINDS.values(),
        *hours.BRUSHES.values(),
        *(words for _, words in hours.WHATS),
        *hours.CLOSED.values(),
        *(hours.HOLIDAY, hours.OVER, hours.AGAIN, hours.NOTHING, hours.NOT_AT_ALL),
        *(hours.REMOTELY, hours.AS_A_RULE, "the time at school"),
        *(painted_form.WEEK, times_kept.CHANGED, polls.EACH, booking.CHOOSE),
        *(words for _, words in polls.ANSWERS),
        *(*booking.HINTS.values(), booking.LEAVES_FEWER),
        *(booked.CLOSED.why, booked.CLOSED.remedy, booked.TOO_LATE.why, booked.TOO_LATE.remedy),
        *(finding.NO_DAYS.reason, finding.NO_DAYS.remedy, suiting.NOT_ASKED, suiting.MEET),
        "Say when you can come",
        "Vote on times",
        "Choose your time",
    }

    assert wanted - spoken("es").keys() == set()


def test_every_sentence_of_the_shared_part_is_in_the_catalogue() -> None:
    with (TEMPLATES / "parts/times.html").open("rb") as stream:
        found = {str(text) for _, text, _, _ in extract("jinja2.ext:babel_extract", stream)}

    assert len(found) > 5
    assert found - spoken("es").keys() == set()


def test_a_familys_pages_about_times_are_in_its_language(school: Cast) -> None:
    cast.ready(school, "Maya Cruz")
    ana = Visitor(school).sign_in("Ana Cruz", "family", "demo")

    page = ana.open("/family/times")
    fault = ana.press(page, "/family/times")
    done = ana.press(fault, "/family/times", c0__0800="b")

    assert "¿Cuándo puede venir?" in page.text
    assert fault.text.count("Todavía no hay nada pintado.") == 1
    assert "lunes" in done.text
    assert "8:00 – 8:30: lo mejor" in done.text


def with_a_poll(school: Cast, student: str) -> int:
    cast.ready(school, student)
    starts_at = AT + timedelta(days=14)
    asked = Asked(
        case_id=school.plans[student],
        conference_no=1,
        options=(Option(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30)),),
        closes_at=AT + timedelta(days=4),
        by=school.id("Rosa Alvarez"),
    )
    return int(school.store.write(lambda s: open_poll(s.connection, asked, AT)))


def test_the_letters_reach_their_people_with_a_link_that_leads_there(school: Cast) -> None:
    cast.ready(school, "Maya Cruz")
    cast.ready(school, "Leo Brandt")
    poll_id = with_a_poll(school, "Ida Novak")
    numbers = (school.plans["Maya Cruz"], school.plans["Leo Brandt"])
    wanted = bookings.Wanted(
        case_ids=numbers,
        first_on=AT.date() + timedelta(days=13),
        last_on=AT.date() + timedelta(days=20),
        closes_at=AT + timedelta(days=5),
        by=school.id("Rosa Alvarez"),
    )
    made = school.store.write(lambda s: bookings.open_booking(s.connection, wanted, AT))
    people = (school.id("Ana Cruz"), school.id("Daniel Osei"))
    school.store.write(lambda s: announcing.announce_booking(s, int(made), AT))
    school.store.write(lambda s: announcing.announce_poll(s, poll_id, AT))
    school.store.write(lambda s: announcing.ask_times(s, numbers[0], people, AT))
    office = Office(
        store=school.store,
        archive=Archive(school.store.folder / "archive"),
        keys=make_authority("Juniper", AT).keys,
        settings=Settings(public_url="http://school.test"),
    )

    work(office, AT)

    with school.store.read() as connection:
        rows = connection.execute(
            select(letter)
            .where(letter.c.name.in_(("ask_times", "booking_open", "poll")))
            .order_by(letter.c.name, letter.c.recipient_id)
        ).all()
    names = {number: name for name, number in school.ids.items()}
    assert {(row.name, names[row.recipient_id]): (row.subject, row.state) for row in rows} == {
        ("ask_times", "Ana Cruz"): ("Reunión ALP: ¿cuándo puede venir?", "captured"),
        ("ask_times", "Daniel Osei"): ("ALP conference: when can you come?", "captured"),
        ("booking_open", "Ana Cruz"): ("Reunión ALP: elija su hora", "captured"),
        ("booking_open", "Karin Brandt"): ("ALP conference: choose your time", "captured"),
        ("booking_open", "Jonas Brandt"): ("ALP conference: choose your time", "captured"),
        ("poll", "Petra Novak"): ("ALP conference: which times would suit you?", "to_print"),
        ("poll", "Ida Novak"): ("ALP conference: which times would suit you?", "captured"),
        ("poll", "Daniel Osei"): ("ALP conference: which times would suit you?", "captured"),
    }
    raw = {(row.name, names[row.recipient_id]): row.raw for row in rows}
    assert "http://school.test/teacher/times" in text_of(raw["ask_times", "Daniel Osei"])
    assert "http://school.test/teacher/poll/1" in text_of(raw["poll", "Daniel Osei"])
    assert "domingo, 6 de septiembre de 2026" in text_of(raw["booking_open", "Ana Cruz"])
    assert led(school, raw["booking_open", "Ana Cruz"]) == "/family/booking/1"
    assert led(school, raw["ask_times", "Ana Cruz"]) == "/family/times"
    assert led(school, raw["poll", "Ida Novak"]) == "/family/poll/1"


def text_of(raw: bytes) -> str:
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def led(school: Cast, raw: bytes) -> str:
    """Where a press on the letter's one link leads to."""
    link = re.search(r"http://school\.test(/m/\w+)", text_of(raw))
    assert link is not None
    visitor = Visitor(school)
    return visitor.press(visitor.open(link[1]), link[1]).url
