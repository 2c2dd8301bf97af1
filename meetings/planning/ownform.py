"""What a family is told about its own conference: its own times, and nobody else's.

It never says who else is busy, who else wants a time, or how many there are. The whole reason, for
the specialist, is explain.py.
"""

from dataclasses import dataclass

from meetings.planning import saying
from meetings.planning.explain import Reason
from meetings.planning.grid import every
from meetings.planning.ground import starts_of
from meetings.planning.problem import Conference, Kind, Problem
from meetings.planning.unlocked import Effort

#: So many of its own times are read back to a family.
READ_BACK = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnForm:
    """A letter's or a page's worth of words."""

    #: The first of the times at which all of the family could come; () if it was not asked yet.
    given: tuple[str, ...]
    #: Times that would help; "" where no certain ones would.
    wanted: str
    sentence: str


def for_family(problem: Problem, reason: Reason) -> OwnForm:
    """Say to the family that there is no time yet, and what they could give."""
    found = (u for u in reason.unlocks if u.effort is Effort.FAMILY and u.windows)
    wanted = next((u.windows for u in found), "")
    given = _given(problem, problem.conference[reason.conference])
    thanks = "Thank you for the times that you gave us. " if given else ""
    ask = f"Could you come {wanted}?" if wanted else "Please tell us all other times you have."
    return OwnForm(
        given=given, wanted=wanted, sentence=f"{thanks}We have not found a time yet. {ask}"
    )


def _given(problem: Problem, conference: Conference) -> tuple[str, ...]:
    """Read back the times that all of the family have in common."""
    grid, open_hours = problem.grid, every(problem.grid) & ~problem.grid.closed
    family = {p for s in conference.seats for p in s.people}
    people = [p for key in sorted(family) if (p := problem.person[key]).kind is Kind.FAMILY]
    common = open_hours if people else 0
    for person in people:
        common &= person.usable & ~person.unknown
    # Who has not answered counts as free, and has given nothing to be read back.
    if common == open_hours:
        return ()
    runs: list[list[int]] = []
    for grain in starts_of(common):
        if runs and grain == runs[-1][-1] + 1 and grid.day(grain) == grid.day(runs[-1][0]):
            runs[-1].append(grain)
        else:
            runs.append([grain])
    return tuple(saying.window(grid, run[0], run[-1] + 1) for run in runs[:READ_BACK])
