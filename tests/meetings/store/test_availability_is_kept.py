"""What people say of their time is kept, replaced and counted; locks, polls and bookings likewise.

Ana Cruz is Maya's mother, Rosa Alvarez the specialist, Helen Park answers the office's telephone.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from meetings.store import availability, bookings, locks, polls
from meetings.store.availability import Said, Stretch, Word
from meetings.store.tables import planning_lock, poll_answer, window
from tests.cast import AT, Cast, small_school

T = TypeVar("T")
MONDAY = date(2026, 9, 14)
MORNING = Stretch(weekday="mon", from_wall=time(8), to_wall=time(10), kind="preferred")
AFTERNOON = Stretch(on_date=MONDAY, from_wall=time(15), to_wall=time(16), kind="busy")
#: Nine in the morning of that Monday in Denver.
NINE = datetime(2026, 9, 14, 15, tzinfo=UTC)


@pytest.fixture
def cast(tmp_path: Path) -> Iterator[Cast]:
    one = small_school(tmp_path)
    yield one
    one.store.close()


def ana(cast: Cast, source: str = "page", at: datetime = AT) -> Word:
    by = cast.id("Ana Cruz") if source == "page" else cast.id("Helen Park")
    return Word(person_id=cast.id("Ana Cruz"), source=source, by=by, at=at)


def said(cast: Cast, word: Word, *stretches: Stretch) -> tuple[str, ...]:
    return cast.store.write(lambda s: availability.say(s.connection, word, stretches))


def kept(cast: Cast) -> tuple[Said, ...]:
    with cast.store.read() as connection:
        return availability.of_person(connection, cast.id("Ana Cruz"))


def told_by_roster(cast: Cast) -> None:
    row = {
        "person_id": cast.id("Ana Cruz"),
        "source": "cast",
        "said": "roster",
        "weekday": "fri",
        "from_wall": time(7),
        "to_wall": time(9),
    }
    cast.store.write(lambda s: s.connection.execute(insert(window), [row]))


def test_what_was_said_is_read_as_it_was_said_with_who_and_when(cast: Cast) -> None:
    every_other = Stretch(
        rrule="FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        from_wall=time(17),
        to_wall=time(18, 30),
        from_on=date(2026, 9, 1),
        until_on=date(2026, 12, 1),
        exdates=(date(2026, 9, 15), date(2026, 10, 13)),
        zone="America/New_York",
        modality="remote",
    )

    assert said(cast, ana(cast), MORNING, AFTERNOON, every_other) == ()

    by = cast.id("Ana Cruz")
    assert kept(cast) == tuple(
        Said(person_id=by, stretch=one, source="page", by=by, at=AT)
        for one in (MORNING, AFTERNOON, every_other)
    )


def test_a_newer_word_takes_the_place_of_the_older_one_whoever_wrote_it_down(cast: Cast) -> None:
    said(cast, ana(cast), MORNING)

    said(cast, ana(cast, "staff", AT + timedelta(days=1)), AFTERNOON)

    (one,) = kept(cast)
    assert (one.stretch, one.source) == (AFTERNOON, "staff")
    assert (one.by, one.at) == (cast.id("Helen Park"), AT + timedelta(days=1))


def test_a_window_of_the_roster_counts_until_the_person_speaks_and_again_afterwards(
    cast: Cast,
) -> None:
    told_by_roster(cast)
    before = [one.source for one in availability.counting(kept(cast))]
    said(cast, ana(cast), MORNING)
    spoken = [one.source for one in availability.counting(kept(cast))]
    rows = [one.source for one in kept(cast)]
    cast.store.write(lambda s: availability.withdraw(s.connection, cast.id("Ana Cruz")))

    assert (before, spoken, rows) == (["roster"], ["page"], ["roster", "page"])
    assert [one.source for one in availability.counting(kept(cast))] == ["roster"]


def test_whoever_has_said_nothing_or_nothing_that_still_holds_is_unasked(cast: Cast) -> None:
    names = ("Ana Cruz", "Karin Brandt", "Petra Novak")
    ids = [cast.id(name) for name in names]
    said(cast, ana(cast), MORNING)
    karin = Word(person_id=ids[1], source="page", by=ids[1], at=AT)
    over = Stretch(on_date=date(2026, 9, 2), from_wall=time(8), to_wall=time(9))
    said(cast, karin, over)

    with cast.store.read() as connection:
        assert availability.unasked(connection, ids, date(2026, 9, 2)) == (ids[2],)
        assert availability.unasked(connection, ids, date(2026, 9, 3)) == (ids[1], ids[2])


def test_who_only_said_when_they_cannot_may_be_asked_at_any_other_time(cast: Cast) -> None:
    said(cast, ana(cast), AFTERNOON)

    assert not availability.gives_hours(kept(cast), MONDAY)


@pytest.mark.parametrize(
    ("stretch", "word"),
    [
        (Stretch(weekday="mon", from_wall=time(9), to_wall=time(9)), "ends before it starts"),
        (Stretch(from_wall=time(8), to_wall=time(9)), "needs a weekday, a date or a rule"),
        (
            Stretch(weekday="mon", on_date=MONDAY, from_wall=time(8), to_wall=time(9)),
            "one of them only",
        ),
        (Stretch(weekday="Mond", from_wall=time(8), to_wall=time(9)), "no weekday"),
        (Stretch(weekday="mon", from_wall=time(8), to_wall=time(9), kind="maybe"), "is one of"),
        (
            Stretch(weekday="mon", from_wall=time(8), to_wall=time(9), zone="Mars/Base"),
            "Mars/Base is not known",
        ),
        (
            Stretch(
                weekday="mon",
                from_wall=time(8),
                to_wall=time(9),
                from_on=MONDAY,
                until_on=date(2026, 9, 1),
            ),
            "before the first",
        ),
        (Stretch(rrule="FREQ=WEEKLY", from_wall=time(8), to_wall=time(9)), "first day"),
        (
            Stretch(rrule="FREQ=MINUTELY", from_wall=time(8), to_wall=time(9), from_on=MONDAY),
            "daily, weekly",
        ),
        (
            Stretch(
                rrule="FREQ=WEEKLY;BYDAY=XX", from_wall=time(8), to_wall=time(9), from_on=MONDAY
            ),
            "cannot be read",
        ),
        (
            Stretch(
                rrule="FREQ=DAILY;COUNT=3",
                from_wall=time(8),
                to_wall=time(9),
                from_on=MONDAY,
                until_on=date(2026, 12, 1),
            ),
            "end of its own",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence_and_changes_nothing(
    cast: Cast, stretch: Stretch, word: str
) -> None:
    said(cast, ana(cast), MORNING)

    (sentence,) = said(cast, ana(cast), stretch, AFTERNOON)

    assert word in sentence
    assert [one.stretch for one in kept(cast)] == [MORNING]


def test_an_until_in_utc_is_no_fault(cast: Cast) -> None:
    rule = Stretch(
        rrule="FREQ=WEEKLY;UNTIL=20261201T000000Z",
        from_wall=time(8),
        to_wall=time(9),
        from_on=MONDAY,
    )

    assert said(cast, ana(cast), rule) == ()


# --- locks -------------------------------------------------------------------------------------


def lock(cast: Cast, kind: str, on: date | None = None) -> None:
    one = locks.Lock(
        case_id=1,
        kind=kind,
        starts_at=NINE if kind == locks.HERE else None,
        on=on,
        by=cast.id("Rosa Alvarez"),
        at=AT,
    )
    cast.store.write(lambda s: locks.put(s.connection, one))


def locked(cast: Cast) -> list[tuple[str, datetime | date | None]]:
    with cast.store.read() as connection:
        found = locks.of_cases(connection, (1,)).get(1, ())
    return [(one.kind, one.starts_at or one.on) for one in found]


def test_a_newer_time_or_day_takes_the_place_of_the_older_one(cast: Cast) -> None:
    lock(cast, locks.THIS_DAY, MONDAY)
    lock(cast, locks.HERE)
    here = locked(cast)
    lock(cast, locks.THIS_DAY, date(2026, 9, 15))

    assert here == [("here", NINE)]
    assert locked(cast) == [("this_day", date(2026, 9, 15))]


def test_days_that_are_ruled_out_stand_beside_each_other_until_one_is_chosen(cast: Cast) -> None:
    tuesday = date(2026, 9, 15)
    lock(cast, locks.NOT_THIS_DAY, MONDAY)
    lock(cast, locks.NOT_THIS_DAY, tuesday)
    lock(cast, locks.NOT_THIS_DAY, tuesday)
    both = locked(cast)
    lock(cast, locks.THIS_DAY, MONDAY)

    assert both == [("not_this_day", MONDAY), ("not_this_day", tuesday)]
    assert locked(cast) == [("not_this_day", tuesday), ("this_day", MONDAY)]


def test_a_day_that_was_asked_for_is_no_more_once_it_is_ruled_out(cast: Cast) -> None:
    lock(cast, locks.THIS_DAY, MONDAY)
    lock(cast, locks.NOT_THIS_DAY, MONDAY)

    assert locked(cast) == [("not_this_day", MONDAY)]


def test_a_lock_is_lifted(cast: Cast) -> None:
    lock(cast, locks.HERE)

    cast.store.write(lambda s: locks.lift(s.connection, 1, locks.HERE))

    assert locked(cast) == []


def test_the_database_allows_one_time_a_conference(cast: Cast) -> None:
    lock(cast, locks.HERE)
    row = {"case_id": 1, "kind": "here", "starts_at": NINE, "by_person": 1, "said_at": AT}

    with pytest.raises(IntegrityError):
        cast.store.write(lambda s: s.connection.execute(insert(planning_lock), [row]))


# --- polls -------------------------------------------------------------------------------------


def option(hours: int) -> polls.Option:
    starts_at = NINE + timedelta(hours=hours)
    return polls.Option(starts_at=starts_at, ends_at=starts_at + timedelta(minutes=30))


def asked(*options: polls.Option, closes_at: datetime = AT + timedelta(days=3)) -> polls.Asked:
    return polls.Asked(case_id=1, conference_no=1, options=options, closes_at=closes_at, by=7)


def opened(cast: Cast, *options: polls.Option) -> int | str:
    return cast.store.write(lambda s: polls.open_poll(s.connection, asked(*options), AT))


def answered(cast: Cast, number: int | str, answers: dict[datetime, str], at: datetime = AT) -> str:
    person = cast.id("Ana Cruz")
    told = [
        polls.Answer(person_id=person, starts_at=start, answer=word, said_at=at)
        for start, word in answers.items()
    ]
    return cast.store.write(lambda s: polls.answer(s.connection, int(number), told, at))


def read(cast: Cast, number: int | str) -> polls.Poll:
    with cast.store.read() as connection:
        found = polls.of_id(connection, int(number))
    assert found is not None
    return found


def test_answers_of_a_poll_are_kept_and_are_what_the_person_says_of_that_time(cast: Cast) -> None:
    number = opened(cast, option(0), option(1), option(2))
    starts = [option(n).starts_at for n in range(3)]

    said_so = answered(cast, number, dict(zip(starts, ("yes", "if_needed", "no"), strict=True)))

    assert said_so == ""
    assert read(cast, number).of(cast.id("Ana Cruz")) == {
        starts[0]: "yes",
        starts[1]: "if_needed",
        starts[2]: "no",
    }
    assert [(s.source, s.stretch) for s in kept(cast)] == [
        ("poll", Stretch(on_date=MONDAY, from_wall=time(9), to_wall=time(9, 30))),
        (
            "poll",
            Stretch(on_date=MONDAY, from_wall=time(10), to_wall=time(10, 30), kind="if_needed"),
        ),
        ("poll", Stretch(on_date=MONDAY, from_wall=time(11), to_wall=time(11, 30), kind="busy")),
    ]


def test_a_person_may_think_again_until_the_poll_closes(cast: Cast) -> None:
    number = opened(cast, option(0), option(1))
    answered(cast, number, {option(0).starts_at: "yes", option(1).starts_at: "no"})

    answered(cast, number, {option(0).starts_at: "no"})
    late = answered(cast, number, {option(0).starts_at: "yes"}, AT + timedelta(days=3))

    assert read(cast, number).of(cast.id("Ana Cruz")) == {
        option(0).starts_at: "no",
        option(1).starts_at: "no",
    }
    assert [one.stretch.kind for one in kept(cast)] == ["busy", "busy"]
    assert "closed" in late


def test_an_answer_about_another_time_or_in_other_words_is_refused_whole(cast: Cast) -> None:
    number = opened(cast, option(0))

    other = answered(cast, number, {option(0).starts_at: "yes", option(5).starts_at: "yes"})
    vague = answered(cast, number, {option(0).starts_at: "perhaps"})

    assert "not asked about" in other
    assert "if need be" in vague
    with cast.store.read() as connection:
        assert connection.execute(select(poll_answer)).all() == []


def test_a_second_poll_of_the_same_conference_waits_until_the_first_is_settled(cast: Cast) -> None:
    number = opened(cast, option(0))
    second = opened(cast, option(1))

    settled = [
        cast.store.write(lambda s: polls.settle(s.connection, int(number), NINE, AT))
        for _ in range(2)
    ]

    assert isinstance(second, str)
    assert settled == [True, False]
    assert (read(cast, number).settled_at, read(cast, number).chosen_at) == (AT, NINE)
    assert isinstance(opened(cast, option(1)), int)


def test_a_poll_that_is_over_and_not_settled_is_found(cast: Cast) -> None:
    number = opened(cast, option(0))

    def over(connection: Connection, days: int) -> list[int]:
        return [one.id for one in polls.closed_by(connection, AT + timedelta(days=days))]

    with cast.store.read() as connection:
        assert (over(connection, 2), over(connection, 3)) == ([], [number])
        running = polls.running(connection, 1, 1)
    assert running is not None
    assert running.id == number


@pytest.mark.parametrize(
    ("wanted", "word"),
    [
        (asked(), "needs a time"),
        (asked(option(0), closes_at=AT), "over before it began"),
        (asked(option(0), closes_at=NINE), "before the poll closes"),
    ],
)
def test_a_poll_that_could_not_be_answered_is_not_opened(
    cast: Cast, wanted: polls.Asked, word: str
) -> None:
    answer = cast.store.write(lambda s: polls.open_poll(s.connection, wanted, AT))

    assert word in str(answer)


# --- bookings ----------------------------------------------------------------------------------


def wanted(*case_ids: int, guard: str = "withhold") -> bookings.Wanted:
    return bookings.Wanted(
        case_ids=case_ids,
        first_on=MONDAY,
        last_on=date(2026, 9, 25),
        closes_at=AT + timedelta(days=7),
        guard=guard,
        by=7,
    )


def book(cast: Cast, one: bookings.Wanted) -> int | str:
    return cast.store.write(lambda s: bookings.open_booking(s.connection, one, AT))


def test_a_family_books_in_one_booking_at_a_time_until_it_closes(cast: Cast) -> None:
    number = book(cast, wanted(1, 2))
    second = book(cast, wanted(2, 3))

    with cast.store.read() as connection:
        found = bookings.of_case(connection, 2, AT)
        later = bookings.of_case(connection, 2, AT + timedelta(days=7))
        nobody = bookings.of_case(connection, 3, AT)
    assert isinstance(number, int)
    assert "1 of these families" in str(second)
    assert found is not None
    assert (found.id, found.case_ids, found.guard) == (number, (1, 2), "withhold")
    assert (later, nobody) == (None, None)


def test_a_booking_is_closed_once_and_then_another_may_be_opened(cast: Cast) -> None:
    number = book(cast, wanted(1))

    closed = [
        cast.store.write(lambda s: bookings.close(s.connection, int(number), AT)) for _ in range(2)
    ]

    assert closed == [True, False]
    assert isinstance(book(cast, wanted(1, guard="off")), int)
    with cast.store.read() as connection:
        assert [one.guard for one in bookings.everything(connection)] == ["off", "withhold"]


@pytest.mark.parametrize(
    ("one", "word"),
    [(wanted(), "Nobody was chosen"), (wanted(1, guard="hope"), "guarded by one of")],
)
def test_a_booking_of_nobody_or_without_a_guard_is_not_opened(
    cast: Cast, one: bookings.Wanted, word: str
) -> None:
    assert word in str(book(cast, one))
