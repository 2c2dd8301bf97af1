"""The calendar's buttons in the demo's mailbox: a reply is mailed, and the plan hears it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from documents.letters import calendar_in
from meetings.clock import MovableClock
from meetings.demo.families import MadeUp
from meetings.demo.served import Served, pages_of
from meetings.demo.world import World
from meetings.roster.people import Roster
from meetings.store import cases
from meetings.store.tables import letter_in
from tests.meetings.inbox.invited import LATER, MS_OKAFOR, ROSA, invited
from tests.meetings.web_demo.guest import OWN, Guest, path


@pytest.fixture
def minas(tmp_path: Path) -> Iterator[Served]:
    """A demo of one family: Mina's parents hold invitations."""
    with invited(tmp_path) as office:
        nobody = MadeUp(roster=Roster(), habits={})
        world = World(office=office, made=nobody, clock=MovableClock(LATER), seed=0, ids={})
        demo = pages_of(world, OWN)
        demo.demo.mover.start()
        assert demo.demo.mover.settled(30)
        yield demo
        demo.demo.mover.close()


def answer_of(served: Served, person_id: int) -> str:
    with served.world.store.read() as connection:
        case = cases.load(connection, 1)
    assert case is not None
    return next(a.partstat for a in case.conferences[-1].answers if a.person_id == person_id)


def received(served: Served) -> bytes:
    """The calendar object of the one letter that came in."""
    with served.world.store.read() as connection:
        raw = connection.execute(select(letter_in.c.raw)).scalar_one()
    return calendar_in(raw)


def invitation_to(guest: Guest, person_id: int) -> str:
    return guest.letters_to(person_id)[0]


@pytest.mark.parametrize("client", ["thunderbird", "google", "outlook"])
@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_an_answer_in_the_shape_of_each_program_is_counted(
    minas: Served, client: str, partstat: str
) -> None:
    guest = Guest(minas)
    letter = invitation_to(guest, ROSA)

    answer = guest.press(f"{letter}/answer", partstat=partstat, client=client)

    assert (answer.status_code, path(answer)) == (200, letter)
    assert "An answer to an invitation. It was counted." in answer.text
    assert answer_of(minas, ROSA) == partstat.lower()
    assert f"PRODID:-//{client}//".encode() in received(minas)


def test_a_no_of_a_needed_teacher_seeks_another_time(minas: Served) -> None:
    guest = Guest(minas)

    answer = guest.press(f"{invitation_to(guest, MS_OKAFOR)}/answer", partstat="DECLINED")

    assert "Somebody who is needed cannot come, so a new time is sought." in answer.text


def test_the_invitation_is_given_to_a_calendar_of_ones_own(minas: Served) -> None:
    guest = Guest(minas)

    given = guest.open(f"{invitation_to(guest, ROSA)}/calendar.ics")

    assert given.headers["content-type"] == "text/calendar; charset=utf-8"
    assert given.content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"METHOD:REQUEST" in given.content
