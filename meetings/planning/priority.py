"""What one conference gave way to: a due date, or a time that is confirmed.

It would fit if another one were late or moved; which one, is tried on the plan as it stands.
"""

from dataclasses import dataclass

from meetings.planning import saying
from meetings.planning.gains import Standing, Trial
from meetings.planning.options import Option
from meetings.planning.whatif import Change, DueOn


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """Whom it gave way to, and what would let it in."""

    others: tuple[str, ...]
    sentence: str
    remedy: str
    change: Change | None


def given_way(standing: Standing, key: str) -> Priority | None:
    """Place it at the others' cost and see who pays; None if no such plan was found."""
    layout = standing.layout
    trial = Trial.of(layout, standing.plan, lambda _before, _after: True)
    if not trial.one_more(key, layout.options[key]):
        return None
    moved = [
        (before, trial.ledger.placed[k])
        for k, before in sorted(standing.plan.items())
        if trial.ledger.placed[k] is not before
    ]
    late = [(b, a) for b, a in moved if b.on_time and not a.on_time]
    if late:
        return _late(standing, late)
    mine = trial.ledger.placed[key]
    return None if not moved or not mine.on_time else _confirmed(standing, moved)


def _late(standing: Standing, late: list[tuple[Option, Option]]) -> Priority:
    grid = standing.layout.problem.grid
    _, after = late[0]
    on = grid.dates[after.day]
    many = "another one" if len(late) == 1 else f"{len(late)} others"
    return Priority(
        others=tuple(b.conference for b, _ in late),
        sentence=f"It would fit, but then {many} would come after the due date.",
        remedy=f"Let the other one be held as late as {saying.on_day(grid, after.day)}, then plan "
        "again, or choose a time by hand.",
        change=DueOn(conference=after.conference, on=on) if len(late) == 1 else None,
    )


def _confirmed(standing: Standing, moved: list[tuple[Option, Option]]) -> Priority | None:
    problem = standing.layout.problem
    now = {c.key: c.now for c in problem.conferences}
    agreed = tuple(
        b.conference for b, _ in moved if (at := now[b.conference]) is not None and at.confirmed
    )
    if not agreed:
        return None
    many = "a confirmed one" if len(agreed) == 1 else f"{len(agreed)} confirmed ones"
    return Priority(
        others=agreed,
        sentence=f"It would fit, but then {many} would move.",
        remedy="Ask those who have confirmed whether they would move, or choose a time by hand.",
        change=None,
    )
