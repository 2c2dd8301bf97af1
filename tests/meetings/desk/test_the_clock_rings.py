"""Timers: what is due is asked once, a refused ring is used up, a late clock rings once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from meetings import desk
from meetings.archive import Archive
from meetings.checking import check
from meetings.clock import Clock, MovableClock, tick
from meetings.store import Session, Store, timers
from meetings.store.tables import cases, history, outbox
from tests.meetings.store.small_school import AT, MS_LEE, opened, opening, store_at
from workflow.commands import InformFamily

DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        one.write(opened)
        yield one


def heard(store: Store) -> list[tuple[int, str]]:
    """The case and word of everything that the clock said."""
    with store.read() as connection:
        rows = connection.execute(
            select(history.c.case_id, history.c.command)
            .where(history.c.role == "clock")
            .order_by(history.c.case_id, history.c.seq)
        )
        return [(row.case_id, row.command) for row in rows]


def armed(store: Store) -> dict[str, datetime | None]:
    with store.read() as connection:
        return {one.command: one.due_at for one in timers.of_case(connection, 1)}


def test_before_a_timer_is_due_nothing_rings(store: Store) -> None:
    with store.read() as connection:
        due_at = timers.next_due(connection)
    assert due_at is not None

    assert tick(store, due_at - timedelta(microseconds=1)) == 0
    assert heard(store) == []


def test_a_timer_that_is_due_is_asked_and_its_orders_are_owed(store: Store) -> None:
    due_at = armed(store)["chase_plan"]
    assert due_at is not None

    assert tick(store, due_at) == 1

    assert heard(store) == [(1, "chase_plan")]
    with store.read() as connection:
        kinds = connection.execute(select(outbox.c.kind)).scalars().all()
    assert set(kinds) == {"escalate"}


def test_the_same_moment_again_rings_nothing(store: Store) -> None:
    due_at = armed(store)["chase_plan"]
    assert due_at is not None
    tick(store, due_at)

    assert tick(store, due_at) == 0
    assert heard(store) == [(1, "chase_plan")]


def test_after_months_without_a_clock_each_timer_rings_once_and_counts_from_now(
    store: Store,
) -> None:
    late = AT + 100 * DAY

    assert tick(store, late) == 1

    following = armed(store)["chase_plan"]
    assert following is not None
    assert late < following <= late + 14 * DAY


def test_a_ring_that_the_law_refuses_is_used_up_and_leaves_no_history(tmp_path: Path) -> None:
    """The family is told, so the clock's question about it is answered with no."""
    moved_in = replace(opening(), start="moved_in", since=AT.date())
    with store_at(tmp_path) as store:
        store.write(lambda session: desk.open_case(session, moved_in, AT))
        due_at = armed(store)["chase_informing"]
        assert due_at is not None
        said = InformFamily(by=MS_LEE, key="told")
        store.write(lambda session: desk.submit(session, 1, said, AT))

        tick(store, due_at)

        following = armed(store)["chase_informing"]
        assert following is not None
        assert following > due_at
        assert (1, "chase_informing") not in heard(store)


def test_a_hundred_cases_ring_in_their_order_and_stay_true(store: Store) -> None:
    def open_many(session: Session) -> None:
        for n in range(2, 101):
            desk.open_case(session, opening(case_id=n, student_id=1000 + n), AT)

    store.write(open_many)

    assert tick(store, AT + 30 * DAY) == 100

    assert heard(store) == [(n, "chase_plan") for n in range(1, 101)]
    assert check(store, Archive(store.folder / "archive")) == ()


def test_a_timer_without_its_case_rings_once_at_most(store: Store) -> None:
    store.write(lambda session: session.connection.execute(cases.delete()))

    assert tick(store, AT + 400 * DAY) > 0
    assert tick(store, AT + 800 * DAY) == 0


def test_the_clocks() -> None:
    movable = MovableClock(AT)
    movable.move_to(AT + DAY)
    movable.move_to(AT)

    assert movable.now() == AT + DAY
    assert Clock().now().tzinfo is UTC
