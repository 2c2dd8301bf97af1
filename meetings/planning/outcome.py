"""What a search says about a level: how sure it is, and the two counted levels told apart."""

from dataclasses import replace
from typing import TYPE_CHECKING

from meetings.planning.proposal import Stage, Status
from meetings.planning.score import Score

if TYPE_CHECKING:
    from meetings.planning.search import Found


def status(found: "Found", *, sure: bool) -> Status:
    """Say how far a level was searched; `sure`: no option was left out of the search."""
    if found.proven and sure:
        return Status.PROVEN
    return Status.STOPPED if found.stopped else Status.LIMIT


def split(
    stages: tuple[Stage, ...], reached: Score, found: "Found", *, sure: bool
) -> tuple[Stage, ...]:
    """Tell on time and placed apart, which were searched in one: see Model.placement."""
    bounds = [stage.bound for stage in stages]
    if sure:
        bounds[0] = min(bounds[0], found.bound // found.much)
        bounds[1] = min(bounds[1], found.bound - reached.on_time * found.much)
    values, dts = (reached.on_time, reached.placed), (found.dt, 0.0)
    return tuple(
        replace(
            stage,
            status=Status.PROVEN if value == bound and sure else status(found, sure=sure),
            value=value,
            bound=bound,
            dt=dt,
        )
        for stage, value, bound, dt in zip(stages, values, bounds, dts, strict=True)
    )
