"""The demo school as it is stored, for tests of people, enrolment and caseload."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from meetings.demo.families import make_up
from meetings.roster.coverage import Coverage
from meetings.roster.difference import Difference, compare
from meetings.roster.people import Kind, Roster
from meetings.roster.reading import Reading
from meetings.store import Session, Store, people, rosters

#: A week before the first school day, and a day in autumn.
AT = datetime(2026, 8, 10, 15, tzinfo=UTC)
LATER = datetime(2026, 9, 10, 15, tzinfo=UTC)
YEAR = "2026-27"
DEMO = make_up(7).roster


@contextmanager
def store_at(folder: Path) -> Iterator[Store]:
    store = Store.open(folder, secret=b"s" * 32)
    try:
        yield store
    finally:
        store.close()


def take_in(store: Store, roster: Roster, at: datetime = AT) -> Difference:
    """Accepts a roster of which every kind is told in full; the difference that was found."""
    everything = Coverage(told=frozenset(Kind), complete=frozenset(Kind))
    reading = Reading(layout="test", source="demo-sis", roster=roster, coverage=everything)
    with store.read() as connection:
        found = compare(rosters.stored_roster(connection), reading)

    def work(session: Session) -> None:
        rosters.accept(session, found, at)

    store.write(work)
    return found


def find(store: Store, kind: str, source_id: str) -> people.Person:
    with store.read() as connection:
        (person_id,) = connection.exec_driver_sql(
            "SELECT id FROM person WHERE kind = ? AND source_id = ?", (kind, source_id)
        ).scalars()
        found = people.person(connection, person_id)
    assert found is not None
    return found
