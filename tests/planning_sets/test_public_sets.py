"""Public sets through our planner, judged by judges that know nothing of it.

The larger offices are bench_sets.py. Without the shared data folder these tests are skipped.
"""

from pathlib import Path

import pytest

from tests.planning_sets.as_ours import asked, times, timetable
from tests.planning_sets.csplib046 import Instance, instances, published, search, too_close
from tests.planning_sets.office_meetings import office

LIBRARY = Path("planning/csplib-046")
OFFICES = Path("planning/optaplanner-meetingscheduling")
NUMBERS = range(1, 28)


@pytest.fixture(scope="module")
def library(shared: Path) -> dict[int, Instance]:
    if not (shared / LIBRARY).is_dir():
        pytest.skip("CSPLib 046 is not in the shared data folder")
    return {one.number: one for one in instances(shared / LIBRARY)}


@pytest.mark.parametrize("number", NUMBERS)
def test_our_verdict_on_an_instance_of_the_library_is_the_published_one(
    library: dict[int, Instance], shared: Path, number: int
) -> None:
    instance = library[number]

    found = times(asked(instance))

    assert (found is not None) == published(shared / LIBRARY)[number].satisfiable
    assert found is None or too_close(instance, found) == ()


def test_plain_search_says_the_same_of_all_instances(
    library: dict[int, Instance], shared: Path
) -> None:
    said = {no: one.satisfiable for no, one in published(shared / LIBRARY).items()}

    assert list(library) == list(NUMBERS)
    assert {no: search(one) is not None for no, one in library.items()} == said


def test_of_the_published_solutions_the_nineteenth_alone_is_wrong(
    library: dict[int, Instance], shared: Path
) -> None:
    given = {no: one.times for no, one in published(shared / LIBRARY).items() if one.times}

    wrong = {no: too_close(library[no], some) for no, some in given.items()}

    assert {no: pairs for no, pairs in wrong.items() if pairs} == {19: ((20, 37), (28, 37))}
    assert list(given) == [1, 2, 3, 4, 5, 19, 20, 21, 22, 23, 24]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["50meetings-160timegrains", "100meetings-320timegrains"])
def test_an_office_is_planned_without_a_hard_fault(shared: Path, name: str) -> None:
    path = shared / OFFICES / f"{name}-5rooms.xlsx"
    if not path.exists():
        pytest.skip("the meeting sets are not in the shared data folder")
    plan = timetable(office(path))

    assert (plan.score.hard, len(plan.held)) == (0, len(plan.office.meetings))
