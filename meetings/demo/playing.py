"""A world as the demo's pages need it: how its clock moves, how its people answer by mail."""

from datetime import date, datetime, time

from meetings import clock, inbox
from meetings.courier import round as courier
from meetings.demo import mailed
from meetings.demo.telling import office, tellings
from meetings.demo.world import World, at_local
from meetings.demo.year import ENDS_ON, MIDYEAR_ON, YEAR_END_ON, Year
from meetings.store import letters
from meetings.web.demo.play import Play, Press, Stop

STOPS = (
    ("midyear", "To mid-year", MIDYEAR_ON),
    ("year_end", "To year end", YEAR_END_ON),
    ("last_day", "To the last day", ENDS_ON),
)


def play_of(world: World) -> Play:
    return Play(
        store=world.store,
        clock=world.clock,
        calls=(
            Year(world).live_until,
            lambda until: ring(world, until),
            lambda now: deliver(world, now),
        ),
        answer=lambda press, at: answer(world, press, at),
        stops=tuple(_stop(*row) for row in STOPS),
        office=office(world),
        tellings=tellings(world),
    )


def _stop(word: str, label: str, on: date) -> Stop:
    return Stop(word=word, label=label, at=at_local(on, time(9)))


def ring(world: World, until: datetime) -> None:
    """Nobody made up acts: what is due by then rings, and letters are written."""
    world.clock.move_to(until)
    clock.tick(world.store, until)
    courier.work(world.office, until)


def deliver(world: World, now: datetime) -> None:
    courier.work(world.office, now)


def answer(world: World, press: Press, at: datetime) -> str:
    """What became of the reply, in sentences."""
    with world.store.read() as connection:
        raw = letters.raw(connection, press.letter_id) or b""
    reply = mailed.answer(raw, mailed.Mailed(client=press.client, partstat=press.partstat, at=at))
    return inbox.receive(world.store, reply, at)
