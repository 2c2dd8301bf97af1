"""Rules on ways: time to get from school to school, one school a half day.

Part of the independent checker (rules.py); shares nothing with model.py or travel.py. Between two
fixed conferences nothing is asked: they were agreed.
"""

from collections.abc import Iterator

from meetings.planning.breach import Breach, against, group_of
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.units import by_video


def ways_between(problem: Problem, first: Placement, second: Placement) -> Iterator[Breach]:
    """Check two conferences at different schools."""
    one, two = problem.conference[first.conference], problem.conference[second.conference]
    grid = problem.grid
    same_day = grid.day(first.start) == grid.day(second.start)
    if not same_day or (one.fixed is not None and two.fixed is not None):
        return
    if None in {one.school, two.school} or one.school == two.school:
        return
    if by_video(one, first) or by_video(two, second):
        return
    minutes = _minutes_between(problem, first, second)
    if 0 <= minutes < _way(problem, one.school, two.school):
        for key in sorted(_there(first) & _there(second)):
            sentence = f"The {group_of(one, key)} cannot get from school to school in time."
            yield against("travel", first, second, f"{sentence} Choose another time.")
        if first.interpreter is not None and first.interpreter == second.interpreter:
            sentence = "The interpreter cannot get from school to school in time."
            yield against("travel", first, second, f"{sentence} Choose another time.")
    same_half = one.chair == two.chair and _halves(problem, first) & _halves(problem, second)
    if problem.policy.one_school_a_half_day and same_half:
        sentence = "The specialist is at another school in this half of the day."
        yield against("half_day", first, second, f"{sentence} Choose another time.")


def _there(placement: Placement) -> set[str]:
    return {*placement.team, *placement.optional}.difference(placement.remote)


def _way(problem: Problem, one: str | None, two: str | None) -> int:
    """Give the minutes of the way, in whole grains; nothing is said: nothing is needed."""
    grid = problem.grid
    ways = (
        grid.grains(t.minutes) * grid.grain_minutes
        for t in problem.travel
        if {t.one, t.two} == {one, two}
    )
    return max(ways, default=0)


def _minutes_between(problem: Problem, first: Placement, second: Placement) -> int:
    """Count from the end of the earlier talk to the start of the later; at one time: none."""
    earlier, later = sorted((first, second), key=lambda p: p.start)
    length = problem.conference[earlier.conference].length_minutes
    end = earlier.start + problem.grid.grains(length)
    return (later.start - end) * problem.grid.grain_minutes


def _halves(problem: Problem, placement: Placement) -> set[str]:
    grid, noon = problem.grid, problem.policy.noon
    conference = problem.conference[placement.conference]
    opens = grid.opens_wall.hour * 60 + grid.opens_wall.minute
    begins = opens + placement.start % grid.per_day * grid.grain_minutes
    ends = begins + grid.grains(conference.length_minutes) * grid.grain_minutes
    middle = noon.hour * 60 + noon.minute
    return {half for half, in_it in (("am", begins < middle), ("pm", ends > middle)) if in_it}
