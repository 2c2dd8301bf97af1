"""When a caseload will be through, and who will be late. Dates only; the plan is proposal.py."""

from dataclasses import dataclass
from datetime import date

from meetings.planning.problem import Problem
from meetings.planning.proposal import Proposal, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What the head of the week board says."""

    #: School days with at least one conference.
    days: int
    last_on: date | None
    #: Conferences after their due date, or without a time although one is due.
    late: tuple[str, ...]
    placed: int
    #: No lawful plan places more than so many.
    at_most: int
    proven: bool
    sentence: str


def forecast(problem: Problem, proposal: Proposal) -> Forecast:
    """Read off a proposal when it ends and whom it leaves late."""
    grid = problem.grid
    on = {p.conference: grid.dates[grid.day(p.start)] for p in proposal.placements}
    due = {c.key: c.due_on for c in problem.conferences if c.due_on is not None}
    late = tuple(key for key, last in sorted(due.items()) if on.get(key, date.max) > last)
    stage = proposal.stage("placed")
    placed = len(proposal.placements)
    at_most = placed if stage is None else max(stage.bound, placed)
    proven = stage is not None and stage.status is Status.PROVEN
    last_on = max(on.values(), default=None)
    return Forecast(
        days=len(set(on.values())),
        last_on=last_on,
        late=late,
        placed=placed,
        at_most=at_most,
        proven=proven,
        sentence=_say(
            len(set(on.values())), last_on, len(late), "" if proven else f"{at_most - placed}"
        ),
    )


def _say(days: int, last_on: date | None, late: int, better: str) -> str:
    if last_on is None:
        return "No conference has a time yet."
    many = "1 school day" if days == 1 else f"{days} school days"
    missed = (
        "nobody is late" if not late else f"{late} miss{'es' if late == 1 else ''} the due date"
    )
    sure = "proven: no plan places more" if not better else f"at most {better} more could be placed"
    return f"{many} with conferences; finishes {last_on}; {missed}; {sure}."
