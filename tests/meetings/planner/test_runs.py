"""A planning run from the row that waits to the plan that is kept, whatever happens between.

The people are those of cast.py. The search is the real one, in a process of its own.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select, update

from meetings import planner
from meetings.checking import check
from meetings.planner import working
from meetings.planner.apart import CUT, ENDED, NO_TIME, STOPPED, searched
from meetings.planner.child import NO_MEMORY
from meetings.planner.jobs import Frame, Job, Kind, Limits
from meetings.planning.frozen import frozen, thawed
from meetings.planning.problem import Problem
from meetings.planning.rules import breaches
from meetings.planning.solve import Budget
from meetings.store.tables import planning_run
from tests.bench.school_instances import Wanted as Caseload
from tests.bench.school_instances import caseload
from tests.meetings.planner.four_plans import (
    STUDENTS,
    four_ready,
    run,
    wanted,
)
from tests.scenarios.book import Book

#: A search that nobody waits for.
LONG = Budget(counted=50.0, points=5000.0)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with four_ready(tmp_path) as one:
        yield one


@pytest.fixture(scope="module")
def large() -> Problem:
    """Eighty-six conferences: their proof takes a while."""
    return caseload(Caseload(seed=3, give="easy", max_per_day=3, days=29))


def column(book: Book, number: int, name: str) -> object:
    with book.store.read() as connection:
        return connection.execute(
            select(planning_run.c[name]).where(planning_run.c.id == number)
        ).scalar_one()


def set_(book: Book, number: int, **values: object) -> None:
    book.store.write(
        lambda session: session.connection.execute(
            update(planning_run).where(planning_run.c.id == number).values(**values)
        )
    )


def test_a_run_that_waits_has_an_instant_lawful_answer_already(book: Book) -> None:
    number = planner.queue(book.store, wanted(book), book.at)

    waiting = run(book, number)
    with book.store.read() as connection:
        problem = planner.problem_of(connection, number)
        proposal = planner.proposal_of(connection, number)
    assert (waiting.status, waiting.over, waiting.proven) == ("queued", False, False)
    assert len(waiting.placed) + len(waiting.unplaced) == len(STUDENTS)
    assert waiting.placed
    assert problem is not None
    assert proposal is not None
    assert breaches(problem, proposal.placements) == ()


def test_a_worker_takes_the_run_and_its_answer_is_kept_with_who_sits_where(book: Book) -> None:
    number = planner.queue(book.store, wanted(book), book.at)

    assert planner.work_once(book.store, book.at) == number
    assert planner.work_once(book.store, book.at) is None

    done = run(book, number)
    assert (done.status, done.bound, done.failure) == ("proposed", 4, "")
    assert {one.case_id for one in done.placed} == {book.cast.plans[one] for one in STUDENTS}
    for one in done.placed:
        groups = {who.group for who in one.sitting}
        assert {"specialist", "teacher"} <= groups
        assert all(who.standing for who in one.sitting)
    assert check(book.store, book.office.archive) == ()


def test_the_same_question_gives_the_old_run_again(book: Book) -> None:
    first = planner.propose(book.store, wanted(book), book.at)
    again = planner.propose(book.store, wanted(book), book.at + timedelta(hours=1))
    other = planner.queue(book.store, wanted(book, budget=LONG), book.at)

    assert again == first
    assert other != first


def test_a_newer_answer_takes_the_place_of_the_older_one(book: Book) -> None:
    first = planner.propose(book.store, wanted(book, "Ida Novak"), book.at)
    second = planner.propose(book.store, wanted(book, "Ida Novak", "Sam Okafor"), book.at)

    assert [run(book, one).status for one in (first, second)] == ["outdated", "proposed"]
    with book.store.read() as connection:
        newest = planner.latest(connection)
    assert newest is not None
    assert newest.id == second


def test_two_workers_take_one_run_once(book: Book) -> None:
    planner.queue(book.store, wanted(book), book.at)
    gate = threading.Barrier(2)
    took: list[int | None] = []

    def work() -> None:
        gate.wait()
        took.append(planner.work_once(book.store, book.at))

    hands = [threading.Thread(target=work) for _ in range(2)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(took, key=str) == [1, None]
    assert column(book, 1, "attempts") == 1


def test_a_run_whose_worker_died_is_taken_again_twice_and_then_failed(book: Book) -> None:
    number = planner.queue(book.store, wanted(book), book.at)
    at = book.at
    for attempt in (1, 2, 3):
        taken = book.store.write(partial(working.take, at=at))
        assert taken is not None
        assert taken.attempt == attempt
        assert book.store.write(partial(working.take, at=at)) is None
        at += working.LEASE + timedelta(seconds=1)

    assert planner.work_once(book.store, at) is None

    given_up = run(book, number)
    assert (given_up.status, given_up.failure) == ("failed", working.GIVEN_UP)
    assert given_up.placed


def test_a_worker_that_lost_its_lease_writes_nothing_more(book: Book) -> None:
    number = planner.queue(book.store, wanted(book), book.at)
    late = book.store.write(lambda session: working.take(session, book.at))
    after = book.at + working.LEASE + timedelta(seconds=1)
    now = book.store.write(lambda session: working.take(session, after))
    assert late is not None
    assert now is not None

    said = [
        book.store.write(partial(working.mine, taken=one, values={"stage": "points"}))
        for one in (late, now)
    ]

    assert said == [False, True]
    set_(book, number, status="proposed")
    assert not book.store.write(lambda session: working.mine(session, now, {"stage": "x"}))


def test_somebody_who_says_stop_gets_the_best_plan_so_far(book: Book, large: Problem) -> None:
    number = planner.queue(book.store, wanted(book, budget=LONG), book.at)
    set_(book, number, problem=frozen(large))
    hand = threading.Thread(target=planner.work_once, args=(book.store, book.at))
    hand.start()
    until(lambda: column(book, number, "stage") == "points")
    seen = json.loads(str(column(book, number, "progress")))

    assert column(book, number, "status") == "running"
    book.store.write(lambda session: planner.stop(session, number, book.at))
    hand.join(60)

    said = json.loads(str(column(book, number, "proposal")))
    assert column(book, number, "status") == "stopped"
    assert column(book, number, "failure") == STOPPED
    assert said["placed_count"] == seen["placed"] == seen["at_most"]


def test_a_run_that_waits_is_stopped_at_once(book: Book) -> None:
    number = planner.queue(book.store, wanted(book), book.at)

    book.store.write(lambda session: planner.stop(session, number, book.at))

    assert run(book, number).status == "stopped"
    assert planner.work_once(book.store, book.at) is None


def test_a_worker_that_is_ended_leaves_its_run_to_the_next(book: Book, large: Problem) -> None:
    number = planner.queue(book.store, wanted(book, budget=LONG), book.at)
    set_(book, number, problem=frozen(large))
    hand = planner.Hand(book.store, lambda: book.at)
    hand.start()
    hand.poke()
    until(lambda: column(book, number, "stage") == "points")

    hand.close()

    said = [column(book, number, name) for name in ("status", "attempts", "failure")]
    assert said == ["queued", 0, ""]


def until(true: Callable[[], bool]) -> None:
    pause = threading.Event()
    for _ in range(600):
        if true():
            return
        pause.wait(0.1)
    raise AssertionError("It did not come to that within a minute.")


def children() -> set[int]:
    return {int(one) for one in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()}


def test_a_search_that_is_killed_keeps_the_plan_it_had_sent(large: Problem) -> None:
    def kill(frame: Frame | None, _: float) -> bool:
        if frame is not None and frame.kind is Kind.PLAN:
            for process in children() - before:
                os.kill(process, signal.SIGKILL)
        return True

    before = children()
    ending = searched(Job(problem=large, budget=LONG), Limits(), kill)

    assert (ending.answer, ending.sentence) == (None, ENDED)
    assert ending.kept is not None
    assert ending.kept.proposal is not None
    assert breaches(large, ending.kept.proposal.placements) == ()


def test_a_search_that_uses_up_its_processor_time_says_so(large: Problem) -> None:
    ending = searched(Job(problem=large, budget=LONG), Limits(cpu_seconds=5), going_on)

    assert (ending.answer, ending.sentence) == (None, NO_TIME)
    assert ending.exit_code == -signal.SIGXCPU


def test_a_search_that_takes_too_long_is_cut_and_says_so(large: Problem) -> None:
    ending = searched(Job(problem=large, budget=LONG), Limits(wall_seconds=3), going_on)

    assert (ending.answer, ending.sentence) == (None, CUT)


def test_a_search_without_memory_ends_with_a_sentence(large: Problem) -> None:
    # Less than the program itself takes: where it fails does not depend on how large the solver is.
    ending = searched(Job(problem=large, budget=LONG), Limits(memory_bytes=64 << 20), going_on)

    assert (ending.answer, ending.sentence) == (None, NO_MEMORY)


def going_on(_: Frame | None, __: float) -> bool:
    return True


def test_a_frozen_problem_is_the_same_problem(large: Problem) -> None:
    again = thawed(Problem, frozen(large))

    assert again == large
    assert again.digest_sha256 == large.digest_sha256
    assert frozen(again) == frozen(large)


def test_pages_and_queues_never_load_the_solver(tmp_path: Path) -> None:
    program = (
        "import sys, meetings.app\n"
        "from pathlib import Path\n"
        "from meetings import planner\n"
        "from tests.scenarios.book import opened\n"
        "from tests.cast import ready\n"
        "with opened(Path(sys.argv[1])) as book:\n"
        "    ready(book.cast, 'Ida Novak')\n"
        "    cases = tuple(book.cast.plans.values())\n"
        "    planner.queue(book.store, planner.Wanted(case_ids=cases, by=1), book.at)\n"
        "print('ortools' in sys.modules)\n"
    )
    root = Path(__file__).parents[3]
    said = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )

    assert said.stdout.split() == ["False"]
