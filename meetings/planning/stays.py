"""The checker for a plan that was mended: what stays where it stood was agreed on before.

Its hours, notice and maximum of the day are not asked again; what moved keeps every rule.
"""

from collections.abc import Collection

from meetings.planning.breach import Breach
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import pinned
from meetings.planning.rules import breaches


def breaches_beside(
    problem: Problem, placed: Collection[Placement], present: Collection[Placement]
) -> tuple[Breach, ...]:
    """Check what is not where it stood; () is lawful. With nothing standing it is `breaches`."""
    stay = {one.conference: one for one in present if one in placed}
    if not stay:
        return breaches(problem, placed)
    fresh = {one.conference for one in placed if one.conference not in stay}
    found = breaches(pinned(problem, stay, fresh), placed)
    return tuple(one for one in found if {one.conference, one.against} & fresh)
