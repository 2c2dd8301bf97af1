"""The courier's promises: an order twice changes nothing, a failure stays owed, nothing is sent.

The people are those of cast.py; the same order is given again by setting its row back, as after a
crash between the deed and the note that it was done.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from meetings import clock
from meetings.courier import round as courier
from meetings.settings import Settings
from meetings.store import Session, orders
from meetings.store.tables import letter, outbox, paper, window
from tests.cast import minuted, offered, scheduled
from tests.playbook import among_letters, answers, passes, says
from tests.scenarios.book import Book, local, opened
from workflow.plan import Slot


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with opened(tmp_path / "school") as one:
        yield one


def bytes_of(book: Book) -> dict[str, bytes]:
    """Every letter by its order, as it was frozen."""
    with book.store.read() as connection:
        rows = connection.execute(select(letter.c.id, letter.c.raw)).all()
    return {row.id: row.raw for row in rows}


def files_of(book: Book) -> dict[str, bytes]:
    """Every file of the installation that the courier lays down."""
    folder = Path(book.store.folder)
    found = [p for name in ("archive", "letters", "calendar") for p in (folder / name).rglob("*")]
    return {str(p.relative_to(folder)): p.read_bytes() for p in found if p.is_file()}


def order_again(book: Book, *kinds: str) -> int:
    """As if nobody had noted that they were done; how many."""
    rows = update(outbox).values(stage="owed", done_at=None, claimed_until=None)
    if kinds:
        rows = rows.where(outbox.c.kind.in_(kinds))
    return book.store.write(lambda session: session.connection.execute(rows).rowcount)


def stages(book: Book, *kinds: str) -> list[tuple[str, str, str]]:
    """Kind, stage and note of these orders."""
    with book.store.read() as connection:
        rows = connection.execute(
            select(outbox.c.kind, outbox.c.stage, outbox.c.note)
            .where(outbox.c.kind.in_(kinds))
            .order_by(outbox.c.id)
        )
        return [(row.kind, row.stage, row.note) for row in rows]


def test_every_order_given_a_second_time_writes_no_letter_and_no_file_anew(book: Book) -> None:
    scheduled(book.cast, "Maya Cruz")
    book.work()
    before, files = bytes_of(book), files_of(book)

    assert order_again(book) > 0
    book.work()

    assert len(before) == 4
    assert bytes_of(book) == before
    assert files_of(book) == files


def test_a_paper_that_is_printed_a_second_time_is_the_same_paper(book: Book) -> None:
    case = minuted(book.cast, "Maya Cruz")
    settled_at = case.conferences[-1].minutes_settled_at
    assert settled_at is not None
    book.at = settled_at
    maya = book.of("Maya Cruz") >> says("Rosa Alvarez, chair", "freeze")
    shown, files = maya.agreement.original_sha256, files_of(book)

    assert order_again(book, "print_original") == 1
    book.work()

    with book.store.read() as connection:
        filed = connection.execute(select(paper.c.file_sha256)).scalars().all()
    assert filed == [shown]
    assert maya.agreement.original_sha256 == shown
    assert files_of(book) == files


def test_the_same_story_told_in_two_schools_writes_the_same_bytes(tmp_path: Path) -> None:
    told = []
    for name in ("one", "other"):
        with opened(tmp_path / name) as book:
            scheduled(book.cast, "Leo Brandt")
            book.work()
            told.append((bytes_of(book), files_of(book)))

    assert len(told[0][0]) == 5
    assert told[0] == told[1]


def test_a_letter_that_cannot_be_written_stays_owed_with_the_reason(book: Book) -> None:
    wanted = orders.Promise(
        id="nobody.wrote.this",
        case_id=book.of("Maya Cruz").case.id,
        kind="a_letter_nobody_wrote",
        recipient=book.cast.id("Ana Cruz"),
    )
    book.store.write(lambda session: orders.promise(session, wanted, book.at))

    scheduled(book.cast, "Leo Brandt")
    done = courier.work(book.office, book.at)

    assert (done.letters, done.put_off) == (5, 1)
    with book.store.read() as connection:
        (owed,) = orders.by_stage(connection, "owed")
    assert (owed.kind, owed.attempts) == ("a_letter_nobody_wrote", 1)
    assert "a_letter_nobody_wrote" in owed.note
    assert owed.due_at == book.at + timedelta(minutes=1)


def test_a_letter_that_cannot_be_written_for_five_days_has_failed_and_can_be_tried_again(
    book: Book,
) -> None:
    wanted = orders.Promise(
        id="nobody.wrote.this",
        case_id=book.of("Maya Cruz").case.id,
        kind="a_letter_nobody_wrote",
        recipient=book.cast.id("Ana Cruz"),
    )
    book.store.write(lambda session: orders.promise(session, wanted, book.at))

    book.live_until(book.at + timedelta(days=7))

    assert [stage for _, stage, _ in stages(book, "a_letter_nobody_wrote")] == ["failed"]
    book.store.write(
        lambda session: orders.try_again(session.connection, "nobody.wrote.this", book.at)
    )
    assert [stage for _, stage, _ in stages(book, "a_letter_nobody_wrote")] == ["owed"]


def test_a_reminder_is_not_written_to_somebody_who_answered_meanwhile(book: Book) -> None:
    """The clock rings in the morning; Ana answers before the courier comes."""
    scheduled(book.cast, "Maya Cruz")
    book.work()
    maya = book.of("Maya Cruz")
    book.at = local(date(2026, 9, 9), "12:00")
    clock.tick(book.store, book.at)
    answers("Ana Cruz, parent")(maya)

    book.work()

    with book.store.read() as connection:
        rows = connection.execute(
            select(outbox.c.recipient_id, outbox.c.stage).where(outbox.c.kind == "remind_silent")
        ).all()
    assert {book.name(row.recipient_id): row.stage for row in rows} == {
        "Ana Cruz": "moot",
        "Daniel Osei": "done",
        "Maya Cruz": "done",
    }


def test_several_reminders_to_one_person_are_one_letter_a_day(book: Book) -> None:
    """Mr. Osei is invited for Maya and for Leo, and has answered neither."""
    scheduled(book.cast, "Maya Cruz")
    scheduled(book.cast, "Leo Brandt")
    book.work()

    _ = book.of("Maya Cruz") >> passes(date(2026, 9, 9), "12:00")

    to_daniel = [one for one in book.fresh() if book.name(one.recipient_id) == "Daniel Osei"]
    assert [(one.name, one.dated_at) for one in to_daniel] == [
        ("digest", local(date(2026, 9, 9), "07:00"))
    ]
    list_of_today = text_of(book, to_daniel[0].id)
    assert "- Maya: please answer the invitation" in list_of_today
    assert "- Leo: please answer the invitation" in list_of_today


def test_what_comes_up_after_the_list_of_the_day_stands_on_the_next_one(book: Book) -> None:
    nudge(book, "Maya Cruz", "Leo Brandt")
    book.work()
    book.at += timedelta(hours=3)
    nudge(book, "Ida Novak", "Sam Okafor")
    book.work()

    assert [one.name for one in book.letters()] == ["digest"]
    assert (
        stages(book, "nudge").count(
            ("nudge", "owed", "One list a day: this comes with the next one.")
        )
        == 2
    )
    book.live_until(book.at + timedelta(days=2))
    first, second = [text_of(book, one.id) for one in book.letters() if one.name == "digest"]
    everybody = ("M. C.", "L. B.", "I. N.", "S. O.")
    assert [one in first for one in everybody] == [True, True, False, False]
    assert [one in second for one in everybody] == [False, False, True, True]


def nudge(book: Book, *students: str) -> None:
    """Ms. Alvarez is to look at these plans."""
    for student in students:
        wanted = orders.Promise(
            id=f"look.at.{book.cast.plans[student]}",
            case_id=book.cast.plans[student],
            kind="nudge",
            recipient=book.cast.id("Rosa Alvarez"),
            body={"word": "not_me"},
        )
        book.store.write(lambda session, one=wanted: orders.promise(session, one, book.at))  # type: ignore[misc]


def text_of(book: Book, letter_id: str) -> str:
    message = message_from_bytes(book.raw(letter_id), policy=default)
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_nothing_leaves_the_house_until_a_test_letter_was_confirmed(book: Book) -> None:
    """A mail server is set, but nobody has confirmed it yet: the port is one that nobody hears."""
    book.office.settings = Settings(smtp_host="127.0.0.1", smtp_port=9)
    scheduled(book.cast, "Leo Brandt")
    book.work()

    assert {(one.state, one.attempts) for one in book.letters()} == {("captured", 0)}
    assert len(book.letters()) == 5


def test_who_gets_a_new_time_gets_no_cancellation_of_the_old_one(book: Book) -> None:
    scheduled(book.cast, "Maya Cruz")
    book.work()

    maya = book.of("Maya Cruz") >> answers("Ana Cruz, parent", "declined")

    assert maya << among_letters(moved="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez")
    assert [one.name for one in book.fresh()] == ["moved"] * 4
    assert (
        stages(book, "uninvite")
        == [("uninvite", "moot", "Another time was found: the new invitation says so.")] * 4
    )


def test_an_invitation_after_a_cancellation_is_a_new_one_for_every_calendar(book: Book) -> None:
    """No time is left when Ana declines: the old one is cancelled. Later one is set by hand."""
    scheduled(book.cast, "Maya Cruz")
    book.work()
    book.store.write(lambda session: only_on_sundays(session, book.cast.id("Ana Cruz")))

    maya = book.of("Maya Cruz") >> answers("Ana Cruz, parent", "declined")
    assert maya << among_letters(uninvite="Ana Cruz, Daniel Osei, Maya Cruz, Rosa Alvarez")
    starts_at = local(date(2026, 9, 18), "10:00")
    slot = Slot(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30), room="Library")
    assert maya >> says("Rosa Alvarez, specialist", "convene", slot=slot, modalities={})

    to_ana = [
        (one.calendar_method, one.uid)
        for one in book.letters()
        if one.calendar_method and book.name(one.recipient_id) == "Ana Cruz"
    ]
    first, second, third = [uid for _, uid in to_ana]
    assert [method for method, _ in to_ana] == ["REQUEST", "CANCEL", "REQUEST"]
    assert (first == second, second == third) == (True, False)


def only_on_sundays(session: Session, person_id: int) -> None:
    row = {"person_id": person_id, "source": "cast", "said": "page", "weekday": "sun"}
    hours = {"from_wall": time(9), "to_wall": time(12)}
    session.connection.execute(insert(window), [row | hours])


def test_a_reminder_to_choose_is_not_written_once_a_time_was_chosen(book: Book) -> None:
    case = offered(book.cast, "Maya Cruz")
    book.work()
    maya = book.of("Maya Cruz")
    book.at += timedelta(hours=49)
    clock.tick(book.store, book.at)
    says("Ana Cruz, parent", "pick", starts_at=case.conferences[-1].offered[0].starts_at)(maya)
    book.work()

    assert [stage for _, stage, _ in stages(book, "remind_parent")] == ["moot"]
    assert "remind_parent" not in {one.name for one in book.letters()}
