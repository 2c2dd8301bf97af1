"""A few windows to ask for, out of all starts that would do: on different days, and not too long.

"Tuesday or Thursday 15:00-16:30" can be answered; "any of 460 starts" cannot.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from meetings.planning import saying
from meetings.planning.grid import every, span
from meetings.planning.ground import starts_of
from meetings.planning.problem import Problem
from meetings.planning.scene import Scene

#: So many windows are asked for, each on its own day, with so many starts at most.
WINDOWS, STARTS = 3, 5
NEAR_MINUTES = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """Windows, the starts that lie in them, and both in words."""

    starts: int
    #: The grains of the windows.
    mask: int
    #: "Monday 14 September 07:00–08:00 or Tuesday 15 September 07:00–07:30"
    words: str


def openings(scene: Scene, starts: int, people: Iterable[str]) -> Opening:
    """Choose windows among these starts: where there is room, near to what these people gave."""
    problem = scene.problem
    given = every(problem.grid)
    for key in people:
        given &= problem.person[key].usable
    near = _near(problem, given)

    def worth(run: list[int]) -> tuple[int, int, bytes]:
        beside = sum(near >> start & 1 for start in run)
        return -len(run), -beside, _dice(scene, run)

    runs = sorted(_runs(problem, starts & scene.room or starts), key=worth)
    first_of_day: dict[int, list[int]] = {}
    for run in runs:
        first_of_day.setdefault(problem.grid.day(run[0]), run)
    chosen = sorted(list(first_of_day.values())[:WINDOWS])
    length = scene.length
    words = (saying.window(problem.grid, run[0], run[-1] + length) for run in chosen)
    return Opening(
        starts=sum(1 << start for run in chosen for start in run),
        mask=talks(run for run in _each(chosen, length)),
        words=saying.row(words, saying.OR),
    )


def _near(problem: Problem, given: int) -> int:
    """Mark the grains that lie within an hour or two of what was given."""
    grains = problem.grid.grains(NEAR_MINUTES)
    mask, done = given, 0
    while done < grains:
        step = min(max(done, 1), grains - done)
        mask |= mask << step | mask >> step
        done += step
    return mask


def _dice(scene: Scene, run: list[int]) -> bytes:
    # Else every family would be asked for the same hours.
    return sha256(f"{scene.conference.key} {run[0]}".encode()).digest()


def _each(chosen: list[list[int]], length: int) -> Iterator[tuple[int, int]]:
    return ((run[0], run[-1] + length) for run in chosen)


def talks(spans: Iterator[tuple[int, int]]) -> int:
    """Mark all grains of these spans."""
    mask = 0
    for start, end in spans:
        mask |= span(start, end)
    return mask


def _runs(problem: Problem, starts: int) -> Iterator[list[int]]:
    """Give neighbouring starts of one day together, no more than a window holds."""
    run: list[int] = []
    for start in starts_of(starts):
        beside = run and start - run[-1] == problem.grid.step and len(run) < STARTS
        if run and not (beside and problem.grid.day(start) == problem.grid.day(run[0])):
            yield run
            run = []
        run.append(start)
    if run:
        yield run
