"""The starts that one conference could take now, with their cost; everything else stays.

The same starts as in byhand.py, without a sentence for each start that it could not take: that is
what takes long.
"""

from meetings.planning.byhand import Verdict
from meetings.planning.greedy import Ledger
from meetings.planning.options import Option, table
from meetings.planning.problem import Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Present, pinned, released
from meetings.planning.seating import placements
from meetings.planning.times import Times


def vacant_starts(problem: Problem, present: Present, conference: str) -> tuple[Verdict, ...]:
    """Give each start that may be taken, ascending, at its cheapest team and room."""
    held = {p.conference: p for p in present if p.conference != conference}
    layout = table(pinned(released(problem, (conference,)), held, (conference,)))
    ledger = Ledger(layout)
    for key in held:
        for option in layout.options[key][:1]:
            ledger.put(option)
    best: dict[int, tuple[int, Option]] = {}
    for option in layout.options[conference]:
        if ledger.fits(option):
            cost = ledger.cost(option)
            if option.start not in best or cost < best[option.start][0]:
                best[option.start] = (cost, option)
    return tuple(
        Verdict(
            conference=conference,
            start=start,
            placement=next(iter(placements(layout, {conference: best[start][1]}))),
            points=ledger.points(best[start][1]),
            parts=dict(best[start][1].parts),
        )
        for start in sorted(best)
    )


def cheapest(problem: Problem, present: Present, conference: str) -> Placement | None:
    """Choose the best of them: on time, where it stands now, few points, early; None if none is."""
    wanted = problem.conference[conference]

    def order(verdict: Verdict) -> tuple[bool, bool, int, int]:
        on = problem.grid.dates[problem.grid.day(verdict.start)]
        late = wanted.due_on is not None and on > wanted.due_on
        moved = wanted.now is not None and wanted.now.start != verdict.start
        return late, moved, verdict.points, verdict.start

    best = min(vacant_starts(problem, present, conference), key=order, default=None)
    return None if best is None else best.placement


def next_in_line(problem: Problem, present: Present, start: int) -> Placement | None:
    """Give a start that is free again to the first by rank, of those without a time, it fits."""
    held = tuple(present)
    stand = {p.conference for p in held}
    times = Times(problem=problem, held=held)
    for conference in sorted(problem.conferences, key=lambda c: (c.rank, c.key)):
        if conference.key in stand or not times.starts(conference) >> start & 1:
            continue
        vacant = vacant_starts(problem, held, conference.key)
        found = next((v.placement for v in vacant if v.start == start), None)
        if found is not None:
            return found
    return None
