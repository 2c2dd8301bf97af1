"""A small school whose four conferences are planned, for the tests of the planning pages.

Planned once in a run and copied from then on: a search takes longer than a page.
"""

import atexit
import shutil
import tempfile
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import cast
from cast import AT, SECRET, Cast
from visitor import Page, Visitor

from meetings import planner
from meetings.planning.solve import Budget
from meetings.store import Store, availability
from meetings.store.availability import Said, Stretch

STUDENTS = ("Maya Cruz", "Leo Brandt", "Ida Novak", "Sam Okafor")
QUICK = Budget(counted=0.3, points=0.1, narrowed=0.05, rounds=1)
MONDAY, FRIDAY = date(2026, 9, 14), date(2026, 9, 18)


def planned(folder: Path, *, short: bool = False) -> Cast:
    """Proposal 1 is ready. With `short` Ida's mother can only come while her class is on."""
    made, ids, plans = _finished(short=short)
    shutil.copytree(made, folder, dirs_exist_ok=True)
    return Cast(store=Store.open(folder, secret=SECRET), ids=dict(ids), plans=dict(plans))


@cache
def _finished(*, short: bool) -> tuple[Path, dict[str, int], dict[str, int]]:
    folder = Path(tempfile.mkdtemp(prefix="planned-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    school = cast.small_school(folder)
    for student in STUDENTS:
        cast.ready(school, student)
    if short:
        school.store.write(lambda session: availability.add(session.connection, (sunday(school),)))
    wanted = planner.Wanted(
        case_ids=tuple(school.plans.values()),
        by=school.id("Rosa Alvarez"),
        first_on=MONDAY,
        last_on=FRIDAY,
        budget=QUICK,
    )
    planner.propose(school.store, wanted, AT)
    school.store.close()
    return folder, school.ids, school.plans


def sunday(school: Cast) -> Said:
    """Petra Novak has time when the school has none."""
    hours = Stretch(weekday="sun", from_wall=time(9), to_wall=time(12))
    return Said(person_id=school.id("Petra Novak"), stretch=hours, source="page", at=AT)


def rosa(school: Cast) -> Visitor:
    return Visitor(school).sign_in("Rosa Alvarez", "staff")


def run(school: Cast, number: int) -> planner.Run:
    with school.store.read() as connection:
        found = planner.run_of(connection, number)
    assert found is not None
    return found


def place(school: Cast, number: int, student: str) -> planner.Placed | None:
    plan = school.plans[student]
    return next((one for one in run(school, number).placed if one.case_id == plan), None)


def worked(school: Cast) -> int | None:
    """The worker takes the next run."""
    return planner.work_once(school.store, AT)


def at(page: Page) -> str:
    """Where the answer is, without query and part."""
    return page.url.partition("?")[0].partition("#")[0]


def number_of(page: Page) -> int:
    """Of the run whose page this is."""
    return int(at(page).split("/")[2])


def state(school: Cast, student: str) -> str:
    """Of the running conference; "" where none runs."""
    running = school.plan(student).running("conference")
    return running.state if running else ""


def utc(on: date, hours: int, minutes: int = 0) -> datetime:
    """An hour of Denver in summer."""
    return datetime(on.year, on.month, on.day, hours + 6, minutes, tzinfo=UTC)
