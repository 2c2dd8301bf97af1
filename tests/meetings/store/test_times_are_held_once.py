"""Claims: whoever comes second gets nothing, all of it or nothing, and a lapsed offer is free."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from meetings.store import Session, Store, claims
from meetings.store.tables import claim
from tests.meetings.store.small_school import AT, store_at
from workflow.plan import Slot

SLOT = Slot(starts_at=AT, ends_at=AT + timedelta(minutes=30), room="12")
HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def held(booking: str, *people: int, slot: Slot = SLOT) -> claims.Held:
    """The first of the people chairs; five minutes of buffer."""
    table = claims.Table(people=people, chairs=people[:1], buffer_grains=1)
    return claims.Held(
        booking=booking, kind="confirmed", cells=frozenset(claims.cells(slot, table))
    )


def take(store: Store, wanted: claims.Held) -> None:
    store.write(lambda session: claims.follow(session.connection, None, wanted, AT))


def rows(store: Store) -> dict[str, int]:
    with store.read() as connection:
        found = connection.execute(
            select(claim.c.booking, func.count()).group_by(claim.c.booking)
        ).all()
        return {booking: count for booking, count in found}  # noqa: C416  rows, not pairs


def test_the_buffer_binds_the_chair_and_the_room_alone(store: Store) -> None:
    take(store, held("1.1", 3, 2))

    # Six grains of five minutes for the parent, seven for the chair and the room.
    assert rows(store) == {"1.1": 6 + 7 + 7}


def test_a_person_is_not_in_two_places(store: Store) -> None:
    take(store, held("1.1", 3, 2))
    elsewhere = Slot(starts_at=AT + timedelta(minutes=25), ends_at=AT + HOUR, room="7")

    with pytest.raises(claims.Taken):
        take(store, held("2.1", 4, 2, slot=elsewhere))

    assert rows(store) == {"1.1": 20}


def test_a_conference_that_begins_when_the_other_ends_is_lawful(store: Store) -> None:
    take(store, held("1.1", 3, 2))
    after = Slot(starts_at=SLOT.ends_at, ends_at=SLOT.ends_at + HOUR, room="7")

    take(store, held("2.1", 4, 2, slot=after))

    assert set(rows(store)) == {"1.1", "2.1"}


def test_a_move_gives_the_old_time_back(store: Store) -> None:
    before = held("1.1", 3, 2)
    take(store, before)
    later = Slot(starts_at=AT + HOUR, ends_at=AT + HOUR + timedelta(minutes=30), room="12")

    store.write(
        lambda session: claims.follow(session.connection, before, held("1.1", 3, 2, slot=later), AT)
    )
    take(store, held("2.1", 3, 2))

    assert rows(store) == {"1.1": 20, "2.1": 20}


def test_an_offer_that_lapsed_is_free(store: Store) -> None:
    offer = held("1.1", 3, 2)
    lapsed = claims.Held(booking="1.1", kind="offer", cells=offer.cells, until=AT - HOUR)
    store.write(lambda session: claims.follow(session.connection, None, lapsed, AT - 2 * HOUR))

    take(store, held("2.1", 3, 2))

    assert rows(store) == {"2.1": 20}


def test_of_eight_who_want_the_same_room_at_once_one_gets_it(store: Store) -> None:
    won: list[int] = []
    gate = threading.Barrier(8)

    def want(n: int) -> None:
        gate.wait()
        try:
            take(store, held(f"{n}.1", 100 + n))
        except claims.Taken:
            return
        won.append(n)

    threads = [threading.Thread(target=want, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(won) == 1
    assert rows(store) == {f"{won[0]}.1": 14}


def test_who_is_taken_is_said_by_name_or_room(store: Store) -> None:
    take(store, held("1.1", 3, 2))

    def asked(session: Session) -> tuple[str, ...]:
        wanted = held("2.1", 3, 2).cells
        return claims.clashes(session.connection, wanted, "2.1", AT)

    assert store.write(asked) == ("somebody", "somebody", "12")


def test_who_was_not_planned_for_an_optional_seat_is_not_held() -> None:
    slot = replace(SLOT, team=(1, 3))

    cells = set(claims.cells(slot, claims.Table(people=(1, 2, 3), chairs=(1,), buffer_grains=0)))

    assert {unit for unit, _ in cells} == {"p1", "p3", "r12"}
