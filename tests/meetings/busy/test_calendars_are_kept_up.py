"""The worker's rounds: due calendars are read apart, failures are told and keep what was read."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cast import AT, SECRET, Cast, small_school
from sqlalchemy import select

from meetings.busy import sealing, sources
from meetings.busy.apart import TOO_LONG, Hand
from meetings.busy.guard import INWARD, NotReached, Reach
from meetings.busy.reading import Failed, Found, Task
from meetings.busy.refreshing import LONGEST, Done, gaps, patience, refresh, span_at
from meetings.busy.sealing import Access, Lost
from meetings.busy.sources import ENOUGH, MOST, Wish
from meetings.planning.busy import Block, Certainty, Owner
from meetings.planning.ics import CUT
from meetings.store import busy
from meetings.store.busy import NOT_YET, TOO_OLD, Source, Told
from meetings.store.tables import busy_block, busy_source, invitation, seat
from tests.meetings.busy.dav_server import dav_server
from tests.meetings.busy.ics_text import calendar, event, hour
from tests.meetings.busy.web_server import Handler, Said, web_server

HALF_AN_HOUR = timedelta(minutes=30)
ROSA = "Rosa Alvarez"
NINE = datetime(2026, 9, 7, 15, tzinfo=UTC)


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Cast]:
    cast = small_school(tmp_path)
    yield cast
    cast.store.close()


@pytest.fixture
def server() -> Iterator[Said]:
    with web_server() as running:
        yield running


@pytest.fixture(scope="module")
def hand() -> Iterator[Hand]:
    """One child for all tests: starting it takes longer than a test."""
    with Hand() as open_one:
        yield open_one


def add(school: Cast, url: str, label: str = "Work") -> int:
    """A calendar of Ms. Alvarez."""
    return keep(school, Wish(kind="ics", url=url, label=label))


def keep(school: Cast, wish: Wish) -> int:
    rosa = school.id(ROSA)
    number: int = school.store.write(lambda session: sources.add(session, rosa, wish, "127.0.0.1"))
    return number


def mine(school: Cast) -> tuple[Source, ...]:
    with school.store.read() as connection:
        return busy.of_person(connection, school.id(ROSA))


def told(school: Cast, at: datetime = AT) -> Told:
    with school.store.read() as connection:
        return busy.told(connection, at, span_at(at))[school.id(ROSA)]


def block(starts_at: datetime, minutes: int = 60) -> Block:
    ends_at = starts_at + timedelta(minutes=minutes)
    return Block(starts_at=starts_at, ends_at=ends_at, certainty=Certainty.BUSY)


def test_a_new_calendar_is_unknown_until_it_is_read(school: Cast, server: Said, hand: Hand) -> None:
    add(school, server.says("/rosa.ics", calendar(hour("20260907"))))

    assert told(school) == Told(blocks=(), unknown=f"Work: {NOT_YET}", good_at=None)
    assert refresh(school.store, AT, server.reach, hand) == Done(read=1)
    assert told(school) == Told(blocks=(block(NINE),), unknown="", good_at=AT)


def test_a_calendar_is_read_every_half_hour_and_only_if_it_changed(
    school: Cast, server: Said, hand: Hand
) -> None:
    texts = [calendar(hour("20260907")), calendar(hour("20260908"))]

    def answer(handler: Handler) -> None:
        mark = f'"{len(texts)}"'
        if handler.headers.get("If-None-Match") == mark:
            handler.give("", 304)
        else:
            handler.give(texts[0], ETag=mark)

    add(school, server.does("/rosa.ics", answer))

    assert refresh(school.store, AT, server.reach, hand) == Done(read=1)
    assert refresh(school.store, AT + timedelta(minutes=29), server.reach, hand) == Done()
    assert refresh(school.store, AT + HALF_AN_HOUR, server.reach, hand) == Done(read=1)
    assert told(school) == Told(blocks=(block(NINE),), unknown="", good_at=AT + HALF_AN_HOUR)
    texts.pop(0)
    refresh(school.store, AT + 2 * HALF_AN_HOUR, server.reach, hand)
    assert told(school).blocks == (block(NINE + timedelta(days=1)),)
    assert [headers.get("If-None-Match") for _, headers in server.asked] == [None, '"2"', '"2"']


def test_once_a_week_a_calendar_is_read_whole_for_its_far_end_moves(
    school: Cast, server: Said, hand: Hand
) -> None:
    add(school, server.says("/rosa.ics", calendar(hour("20260907")), ETag='"1"'))

    for at in (AT, AT + HALF_AN_HOUR, AT + timedelta(days=7)):
        refresh(school.store, at, server.reach, hand)

    assert [headers.get("If-None-Match") for _, headers in server.asked] == [None, '"1"', None]


@pytest.mark.rule("PL-9")
@pytest.mark.rule("BUSY-3")
def test_a_calendar_that_fails_is_unknown_and_keeps_its_last_times_and_their_age(
    school: Cast, server: Said, hand: Hand
) -> None:
    whole = calendar(hour("20260907"))
    add(school, server.says("/rosa.ics", whole))
    refresh(school.store, AT, server.reach, hand)
    server.says("/rosa.ics", whole[:-40])

    assert refresh(school.store, AT + HALF_AN_HOUR, server.reach, hand) == Done(failed=1)

    assert told(school) == Told(blocks=(block(NINE),), unknown=f"Work: {CUT}", good_at=AT)
    server.says("/rosa.ics", whole)
    refresh(school.store, AT + timedelta(hours=2), server.reach, hand)
    assert told(school).unknown == ""


@pytest.mark.rule("PL-9")
def test_a_calendar_that_nobody_read_for_long_is_unknown(
    school: Cast, server: Said, hand: Hand
) -> None:
    add(school, server.says("/rosa.ics", calendar(hour("20260907"))))
    refresh(school.store, AT, server.reach, hand)

    late = AT + timedelta(hours=13)
    assert told(school, late) == Told(blocks=(block(NINE),), unknown=f"Work: {TOO_OLD}", good_at=AT)


@pytest.mark.rule("PL-9")
def test_a_calendar_with_an_unreadable_entry_is_unknown_with_its_times(
    school: Cast, server: Said, hand: Hand
) -> None:
    text = calendar(hour("20260907"), event("DTSTART:soon", uid="bad"))
    add(school, server.says("/rosa.ics", text, ETag='"1"'))

    refresh(school.store, AT, server.reach, hand)
    refresh(school.store, AT + HALF_AN_HOUR, server.reach, hand)

    assert told(school).unknown == f"Work: {gaps(1)}"
    assert told(school).blocks == (block(NINE),)
    assert [headers.get("If-None-Match") for _, headers in server.asked] == [None, None]


def test_one_bad_calendar_leaves_the_others_read(school: Cast, server: Said, hand: Hand) -> None:
    add(school, "https://127.0.0.1/rosa.ics", label="Home")
    add(school, server.says("/rosa.ics", calendar(hour("20260907"))))

    assert refresh(school.store, AT, server.reach, hand) == Done(read=1, failed=1)
    assert told(school) == Told(blocks=(block(NINE),), unknown=f"Home: {INWARD}", good_at=None)


def test_a_failing_calendar_is_asked_later_and_later(
    school: Cast, server: Said, hand: Hand
) -> None:
    add(school, server.says("/rosa.ics", "", 503))
    waits = []
    at = AT
    for _ in range(6):
        refresh(school.store, at, server.reach, hand)
        (source,) = mine(school)
        assert source.due_at is not None
        waits.append(source.due_at - at)
        at = source.due_at

    assert waits == [HALF_AN_HOUR, *(HALF_AN_HOUR * n for n in (2, 4, 8)), LONGEST, LONGEST]
    assert patience(replace(source, failure=""), at) == HALF_AN_HOUR


def test_a_rule_that_takes_for_ever_is_ended_and_the_next_calendar_is_read(server: Said) -> None:
    endless = calendar(
        *(
            event(
                f"DTSTART:0{100 + n:03}0101T090000Z",
                "DURATION:PT1M",
                "RRULE:FREQ=HOURLY",
                uid=str(n),
            )
            for n in range(2000)
        )
    )
    owner, span = Owner(zone="UTC"), span_at(AT)
    bad = Task(
        kind="ics", url=server.says("/bad", endless), owner=owner, span=span, reach=server.reach
    )
    good = replace(bad, url=server.says("/good", calendar(hour("20260907"))))

    with Hand() as hand:
        assert hand.read(good) == Found(blocks=(block(NINE),))
        hand.seconds = 2.0
        assert hand.read(bad) == Failed(why=TOO_LONG)
        hand.seconds = 60.0
        assert hand.read(good) == Found(blocks=(block(NINE),))


def test_our_own_invitations_in_the_calendar_are_not_busy_time(
    school: Cast, server: Said, hand: Hand
) -> None:
    uid = "0d8d3f4e-0000-4000-8000-000000000001"
    add(school, server.says("/rosa.ics", calendar(hour("20260907", uid=uid.upper()))))
    place = {"case_id": school.plans["Maya Cruz"], "conference_no": 1}
    told_of = {"generation": 0, "last_stamp": AT, "last_seq": 1}
    seat_of = {"person_id": school.id(ROSA), "token_sha256": "x", "address": "", "comment": ""}
    school.store.write(
        lambda session: (
            session.connection.execute(invitation.insert().values(uid=uid, **place, **told_of)),
            session.connection.execute(seat.insert().values(**place, **seat_of)),
        )
    )

    refresh(school.store, AT, server.reach, hand)

    assert told(school) == Told(blocks=(), unknown="", good_at=AT)


def test_a_declined_meeting_is_free_by_the_address_of_the_account(
    school: Cast, server: Said, hand: Hand
) -> None:
    answer = ("ATTENDEE;PARTSTAT=DECLINED:mailto:Rosa@juniper.example.org",)
    add(school, server.says("/rosa.ics", calendar(hour("20260907", more=answer))))

    refresh(school.store, AT, server.reach, hand)

    assert told(school).blocks == ()


def test_caldav_is_read_with_the_password_that_was_kept(
    school: Cast, tmp_path: Path, hand: Hand
) -> None:
    folder = tmp_path / "dav"
    folder.mkdir()
    with dav_server(folder) as dav:
        url = dav.calendar("work", calendar(hour("20260907")))
        wish = Wish(kind="caldav", url=url, username="ana", password="ana", label="Work")  # noqa: S106  the test server's
        keep(school, wish)

        assert refresh(school.store, AT, dav.reach, hand) == Done(read=1)
        assert told(school).blocks == (block(NINE),)


def test_the_address_and_the_password_lie_nowhere_in_the_clear(
    school: Cast, caplog: pytest.LogCaptureFixture, hand: Hand
) -> None:
    wish = Wish(
        kind="ics",
        url="https://127.0.0.1/private-1234/basic.ics",
        username="rosa",
        password="swordfish",  # noqa: S106  nobody's
        label="Work",
    )
    caplog.set_level(logging.DEBUG)
    keep(school, wish)
    refresh(school.store, AT, Reach(), hand)

    written = b"".join(path.read_bytes() for path in school.store.folder.glob("alp.db*"))
    (source,) = mine(school)
    assert source.failure == INWARD
    for secret in ("private-1234", "swordfish"):
        assert secret.encode() not in written
        assert secret not in caplog.text + repr(wish) + repr(source)
    access = sealing.opened(SECRET, school.id(ROSA), source.secret)
    assert access == Access(url=wish.url, password=wish.password)


def test_what_was_sealed_opens_for_nobody_else_and_not_when_changed() -> None:
    access = Access(url="https://x.example/", password="swordfish")  # noqa: S106  nobody's
    sealed = sealing.closed(SECRET, 7, access)

    assert sealing.opened(SECRET, 7, sealed) == access
    assert sealing.closed(SECRET, 7, access) != sealed
    other = "A" if sealed[20] != "A" else "B"
    for secret, person, text in (
        (SECRET, 8, sealed),
        (b"another secret", 7, sealed),
        (SECRET, 7, sealed[:20] + other + sealed[21:]),
        (SECRET, 7, "no base64"),
        (SECRET, 7, ""),
    ):
        with pytest.raises(Lost):
            sealing.opened(secret, person, text)


def test_after_the_secret_has_changed_the_source_says_what_to_do(
    school: Cast, server: Said, hand: Hand
) -> None:
    add(school, server.says("/rosa.ics", calendar(hour("20260907"))))
    store = replace(school.store, secret=b"another secret of thirty-two byt")

    assert refresh(store, AT, server.reach, hand) == Done(failed=1)
    assert (mine(school)[0].failure, server.asked) == (sealing.LOST, [])


def test_two_workers_do_not_read_the_same_calendar(school: Cast, server: Said) -> None:
    add(school, server.says("/rosa.ics", calendar()))

    def take() -> int:
        taken: int = school.store.write(lambda s: len(busy.take_due(s.connection, AT, 5)))
        return taken

    assert [take(), take()] == [1, 0]


def test_a_calendar_that_is_removed_takes_its_times_with_it(
    school: Cast, server: Said, hand: Hand
) -> None:
    number = add(school, server.says("/rosa.ics", calendar(hour("20260907"))))
    refresh(school.store, AT, server.reach, hand)
    osei, rosa = school.id("Daniel Osei"), school.id(ROSA)

    assert not school.store.write(lambda session: sources.remove(session, osei, number))
    assert told(school).blocks != ()
    assert school.store.write(lambda session: sources.remove(session, rosa, number))
    with school.store.read() as connection:
        assert connection.execute(select(busy_source)).all() == []
        assert connection.execute(select(busy_block)).all() == []


def test_a_calendar_that_is_removed_while_it_is_read_leaves_nothing(
    school: Cast, server: Said, hand: Hand
) -> None:
    def answer(handler: Handler) -> None:
        school.store.write(lambda session: sources.remove(session, school.id(ROSA), number))
        handler.give(calendar(hour("20260907")))

    number = add(school, server.does("/rosa.ics", answer))

    refresh(school.store, AT, server.reach, hand)

    with school.store.read() as connection:
        assert connection.execute(select(busy_block)).all() == []


def test_a_person_has_ten_calendars_at_most(school: Cast) -> None:
    for _ in range(MOST):
        add(school, "https://calendar.example/a.ics")

    with pytest.raises(NotReached) as refused:
        add(school, "https://calendar.example/a.ics")

    assert str(refused.value) == ENOUGH
