"""Two plans side by side: who gains a time, who loses one, who moves, and what it costs.

The problems may differ, as after a what-if (whatif.py); their conferences are matched by key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from meetings.planning import saying
from meetings.planning.forecast import Forecast, forecast
from meetings.planning.grid import grain_at, starts_at
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement, Proposal
from meetings.planning.rules import breaches_of
from meetings.planning.score import score


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A proposal with the problem that it answers."""

    problem: Problem
    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A conference that has another time in the later plan."""

    conference: str
    was_at: datetime
    is_at: datetime
    #: Its time before was confirmed.
    confirmed: bool
    #: Why it could not stay, or that it was better to move it.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the later plan changes; every list in canonical order."""

    newly_placed: tuple[str, ...]
    no_longer_placed: tuple[str, ...]
    moved: tuple[Move, ...]
    #: Same time as before.
    stayed: int
    points_before: int
    points_after: int
    #: Part → more (+) or fewer (-) points; what is equal is left out.
    parts: Mapping[str, int]
    forecast_before: Forecast
    forecast_after: Forecast
    sentence: str


def difference(before: Plan, after: Plan) -> Difference:
    """Compare two plans of the same conferences."""
    old, new = _times(before), _times(after)
    cost, then = (score(plan.problem, plan.proposal.placements) for plan in (before, after))
    names = sorted({*cost.parts, *then.parts})
    change = {name: then.parts.get(name, 0) - cost.parts.get(name, 0) for name in names}
    moved = tuple(_move(after, k, old[k]) for k in sorted(new) if k in old and old[k] != new[k])
    gained = tuple(k for k in sorted(new) if k not in old)
    lost = tuple(k for k in sorted(old) if k not in new)
    return Difference(
        newly_placed=gained,
        no_longer_placed=lost,
        moved=moved,
        stayed=sum(old.get(k) == at for k, at in new.items()),
        points_before=cost.points,
        points_after=then.points,
        parts={name: points for name, points in change.items() if points},
        forecast_before=forecast(before.problem, before.proposal),
        forecast_after=forecast(after.problem, after.proposal),
        sentence=_say((len(gained), len(lost), len(moved)), then.points - cost.points),
    )


def _times(plan: Plan) -> dict[str, datetime]:
    grid = plan.problem.grid
    return {p.conference: starts_at(grid, p.start) for p in plan.proposal.placements}


def _move(after: Plan, key: str, was_at: datetime) -> Move:
    placed = {p.conference: p for p in after.proposal.placements}
    now = after.problem.conference[key].now
    return Move(
        conference=key,
        was_at=was_at,
        is_at=starts_at(after.problem.grid, placed[key].start),
        confirmed=now is not None and now.confirmed,
        because=_because(after, placed[key], was_at),
    )


def _because(after: Plan, placed: Placement, was_at: datetime) -> str:
    """Put it back where it was, and see what the rules say."""
    problem = after.problem
    grain = grain_at(problem.grid, was_at)
    if grain is None:
        return "Its time before lies outside the days of the later plan."
    length = problem.grid.grains(problem.conference[placed.conference].length_minutes)
    if grain % problem.grid.per_day + length > problem.grid.per_day:
        return "Its time before lies outside the school's hours now."
    back = Placement(
        conference=placed.conference,
        start=grain,
        team=placed.team,
        room=placed.room,
        interpreter=placed.interpreter,
        place=placed.place,
        remote=placed.remote,
    )
    broken = breaches_of(problem, after.proposal.placements, back)
    return _why_not(broken[0].sentence) if broken else "The plan as a whole is better this way."


def _why_not(sentence: str) -> str:
    """Keep the why of a refusal; what to do instead has been done."""
    return f"{sentence.split('. ', maxsplit=1)[0].removesuffix('.')}."


def _say(counts: tuple[int, int, int], points: int) -> str:
    gained, lost, moved = counts
    found = [
        f"{gained} more {'finds' if gained == 1 else 'find'} a time" if gained else "",
        f"{lost} {'loses its' if lost == 1 else 'lose their'} time" if lost else "",
        f"{moved} {'moves' if moved == 1 else 'move'}" if moved else "",
    ]
    words = saying.row([one for one in found if one] or ["every time stays"])
    more = f"{points} points more" if points > 0 else f"{-points} points fewer"
    return f"{words[0].upper()}{words[1:]}; {more if points else 'the points stay the same'}."
