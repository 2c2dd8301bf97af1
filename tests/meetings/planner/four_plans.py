"""Four plans of cast.py that wait for a conference, planned in the week of 14 September."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from meetings import planner
from meetings.planning.solve import Budget
from tests.cast import ready
from tests.scenarios.book import Book, opened

ROSA = "Rosa Alvarez, specialist"
STUDENTS = ("Maya Cruz", "Leo Brandt", "Ida Novak", "Sam Okafor")
QUICK = Budget(counted=0.3, points=0.1, narrowed=0.05, rounds=1)
MONDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 18)


@contextmanager
def four_ready(folder: Path) -> Iterator[Book]:
    with opened(folder) as one:
        for student in STUDENTS:
            ready(one.cast, student)
        one.work()
        yield one


def wanted(book: Book, *students: str, budget: Budget = QUICK) -> planner.Wanted:
    return planner.Wanted(
        case_ids=tuple(book.cast.plans[one] for one in students or STUDENTS),
        by=book.cast.id("Rosa Alvarez"),
        first_on=MONDAY,
        last_on=FRIDAY,
        budget=budget,
    )


def proposed(book: Book, *students: str) -> planner.Run:
    """Of these students, or of all four; searched to its end."""
    return run(book, planner.propose(book.store, wanted(book, *students), book.at))


def run(book: Book, number: int) -> planner.Run:
    with book.store.read() as connection:
        found = planner.run_of(connection, number)
    assert found is not None
    return found
