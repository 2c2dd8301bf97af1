"""A whole year through the desk: every word is kept, every row follows, and the check is clean."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from documents.evidence import broken_link
from meetings.store import Store, cases
from meetings.store.replays import untrue_cases
from meetings.store.tables import passage, subject, timer
from tests.meetings.desk.a_year import Year, plan_text
from tests.meetings.store.small_school import MS_LEE, store_at
from workflow import commands as say
from workflow.content import PlanContent
from workflow.evolve import replay


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with store_at(tmp_path) as one:
        yield one


@pytest.fixture
def year(store: Store) -> Year:
    return Year(store=store).until("in_effect")


def test_the_check_is_clean_after_a_year_with_its_clock(store: Store, year: Year) -> None:
    for _ in range(60):
        year.rings(year.at + timedelta(days=7))

    with store.read() as connection:
        assert list(untrue_cases(connection, store.law)) == []
        assert len(cases.rows_of(connection, 1)) > 30


def test_the_history_replays_to_the_row(store: Store, year: Year) -> None:
    with store.read() as connection:
        rows = cases.rows_of(connection, 1)
        events = [event for row in rows for event in cases.events_in(row.events)]

        assert replay(events) == year.case
        assert broken_link([cases.as_said(row) for row in rows]) == ""


def test_what_was_written_is_read_back_and_the_history_does_not_hold_it(
    store: Store, year: Year
) -> None:
    draft = year.case.in_force
    assert draft is not None
    with store.read() as connection:
        told = "".join(row.body + row.events for row in cases.rows_of(connection, 1))
        found = cases.passage_of(connection, draft.digest, PlanContent)

    assert found == plan_text()
    assert "theorems" not in told
    assert "music" not in told


def test_erased_words_leave_the_chain_whole(store: Store, year: Year) -> None:  # noqa: ARG001  the year is written
    store.write(lambda session: session.connection.execute(passage.update().values(text=None)))

    with store.read() as connection:
        assert list(untrue_cases(connection, store.law)) == []


def test_a_running_case_has_timers_and_an_ended_chart_has_none(store: Store, year: Year) -> None:
    assert year.case.running("conference") is None
    with store.read() as connection:
        live = set(connection.execute(select(subject.c.chart).where(subject.c.live)).scalars())
        armed = set(connection.execute(select(timer.c.chart)).scalars())

    assert armed <= live


def test_what_closes_something_wants_the_newest_page(store: Store) -> None:
    year = Year(store=store).until("finalizing")
    stale = say.Freeze(by=MS_LEE, key="stale", seen=year.case.version - 1)
    fresh = say.Freeze(by=MS_LEE, key="fresh", seen=year.case.version)

    refused = year.asks(stale)

    assert getattr(refused, "code", "") == "changed"
    assert not isinstance(year.asks(fresh), type(refused))
