"""Nobody and no room is booked twice: said by the law, held by the desk, kept by the database."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from meetings import desk
from meetings.store import Store, claims, timers
from meetings.store.tables import claim, metadata
from tests.meetings.desk.a_year import Year, slot
from tests.meetings.store.small_school import MS_CRUZ, MS_LEE, store_at
from workflow import commands as say
from workflow.refusals import Refused

EIGHT = 8


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


def year(store: Store, case_id: int, goal: str) -> Year:
    return Year(store=store, case_id=case_id).until(goal)


def booked(store: Store) -> dict[str, set[str]]:
    """The units that each booking holds."""
    with store.read() as connection:
        rows = connection.execute(select(claim.c.booking, claim.c.unit).distinct()).all()
    found: dict[str, set[str]] = {}
    for booking, unit in rows:
        found.setdefault(booking, set()).add(unit)
    return found


def everything(store: Store) -> list[list[tuple[object, ...]]]:
    """Every row of every table."""
    with store.read() as connection:
        return [
            [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        ]


def count(store: Store) -> int:
    with store.read() as connection:
        return connection.execute(select(func.count()).select_from(claim)).scalar_one()


def test_a_conference_holds_its_people_and_its_room(store: Store) -> None:
    year(store, 1, "scheduled")

    assert booked(store) == {"1.1": {"p1", "p2", "p3", "p4", "r12"}}


def test_a_second_conference_at_that_time_is_refused_and_says_who_is_taken(store: Store) -> None:
    year(store, 1, "scheduled")
    other = year(store, 2, "conferring")
    before = count(store)

    refused = other.refuses(say.Convene, slot=slot(room="7"), modalities={})

    assert refused.code == "not_yet"
    assert refused.why.startswith("At that time somebody")
    assert (count(store), other.state("conference")) == (before, "draft")


def test_a_conference_that_begins_after_the_buffer_is_heard(store: Store) -> None:
    year(store, 1, "scheduled")
    other = year(store, 2, "conferring")

    other.hears(say.Convene, slot=slot(hour=21), modalities={})

    assert set(booked(store)) == {"1.1", "2.1"}


def test_a_room_that_somebody_took_meanwhile_is_refused_without_a_trace(store: Store) -> None:
    """The law does not ask about a room alone; the key of the table does."""
    one = year(store, 1, "scheduled")
    grain = int(slot().starts_at.timestamp()) // claims.GRAIN_SECONDS
    taken = {"unit": "r7", "grain": grain, "booking": "9.1", "kind": "confirmed"}
    store.write(lambda session: session.connection.execute(claim.insert().values(taken)))
    before = everything(store)

    refused = one.refuses(say.ChangeRoom, room="7", modalities={})

    assert refused == desk.TAKEN
    assert everything(store) == before


def test_a_conference_that_is_held_gives_its_time_back(store: Store) -> None:
    year(store, 1, "finalizing")

    assert booked(store) == {}


def test_offered_times_are_held_and_the_one_that_is_picked_stays(store: Store) -> None:
    one = year(store, 1, "conferring")
    one.hears(say.Offer, slots=(slot(hour=18), slot(hour=20)))
    offered = count(store)

    one.hears(say.Pick, MS_CRUZ, starts_at=slot(hour=20).starts_at)

    assert (one.state("conference"), count(store) * 2) == ("scheduled", offered)


def test_an_offer_ends_with_its_timer_and_the_times_are_free(store: Store) -> None:
    one = year(store, 1, "conferring")
    one.hears(say.Offer, slots=(slot(),))
    with store.read() as connection:
        armed = {timer.command: timer.due_at for timer in timers.of_case(connection, 1)}
        until = connection.execute(select(claim.c.expires_at).distinct()).scalars().all()
    ends = armed["end_offer"]
    assert ends is not None

    assert until == [ends]
    one.rings(ends)

    assert (one.state("conference"), booked(store)) == ("unanswered", {})


def test_an_offer_is_free_when_it_ends_even_if_no_clock_rings(store: Store) -> None:
    one, other = year(store, 1, "conferring"), year(store, 2, "conferring")
    one.hears(say.Offer, slots=(slot(),))
    other.refuses(say.Convene, slot=slot(), modalities={})

    other.at += timedelta(days=4)
    other.hears(say.Convene, slot=slot(), modalities={})
    one.at = other.at
    refused = one.refuses(say.Pick, MS_CRUZ, starts_at=slot().starts_at)

    assert refused.code == "not_yet"
    assert set(booked(store)) == {"2.1"}


def test_of_eight_families_who_want_one_hour_at_once_one_gets_it(store: Store) -> None:
    for n in range(1, EIGHT + 1):
        year(store, n, "conferring")
    answers = at_once(store)

    won = [n for n, answer in answers.items() if isinstance(answer, desk.Answer)]
    assert len(answers) == EIGHT
    assert len(won) == 1
    assert set(booked(store)) == {f"{won[0]}.1"}


def at_once(store: Store) -> dict[int, desk.Answer | Refused]:
    answers: dict[int, desk.Answer | Refused] = {}
    gate = threading.Barrier(EIGHT)

    def want(n: int) -> None:
        gate.wait()
        said = say.Convene(by=MS_LEE, key="at once", slot=slot(), modalities={})
        answers[n] = Year(store=store, case_id=n).asks(said)

    threads = [threading.Thread(target=want, args=(n,)) for n in range(1, EIGHT + 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers
