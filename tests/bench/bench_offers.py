"""Guarded booking against a re-matching, and what one decline moves, at 86.

Families book one after another in a random order. Each row is (name, value, limit, ok).
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random
from statistics import mean
from time import process_time

from school_instances import Wanted, caseload
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]
from scipy.sparse.csgraph import maximum_flow  # type: ignore[import-untyped]

from meetings.planning.events import declined
from meetings.planning.ground import starts_of
from meetings.planning.guard import waiting
from meetings.planning.matching import Board
from meetings.planning.problem import Kind, Present, Problem
from meetings.planning.proposal import Placement
from meetings.planning.reseat import Ring
from meetings.planning.rules import breaches
from meetings.planning.settle import settle
from meetings.planning.solve import Budget, solve
from meetings.planning.vacant import vacant_starts

GIVE = ("easy", "medium", "tight")
SEEDS = range(2)
#: So many conferences of a caseload are declined, each from the same plan.
DECLINES = 12

Row = tuple[str, float, str, bool]


def rows() -> list[Row]:
    """Measure; CPU seconds, since nothing here waits."""
    return [*_booking(), *_declines()]


@dataclass(slots=True)
class Day:
    """One run of bookings: who got a place, and what it took."""

    placed: list[Placement] = field(default_factory=list)
    #: Milliseconds: the page's flow with all its starts, and the same by matching anew with SciPy.
    page: list[float] = field(default_factory=list)
    check: list[float] = field(default_factory=list)
    scipy: list[float] = field(default_factory=list)
    bound: int = 0
    #: What the solver places, at any quarter of an hour.
    proven: int = 0
    disagree: int = 0


def _booking() -> Iterator[Row]:
    days = []
    for give in GIVE:
        some = [_booked(caseload(_defaults(give, seed)), seed) for seed in SEEDS]
        days += some
        ratio = mean(len(d.placed) / d.bound for d in some)
        yield _row(f"guarded booking / matching bound ({give})", ratio, ">= 0.99", ratio >= 0.99)
        proven = mean(len(d.placed) / d.proven for d in some)
        yield _row(f"guarded booking / proven maximum ({give})", proven, ">= 0.99", proven >= 0.99)
    page = [ms for d in days for ms in d.page]
    check, scipy = mean(m for d in days for m in d.check), mean(m for d in days for m in d.scipy)
    yield _row("guard: a page with all its starts, ms, mean", mean(page), "<= 10", mean(page) <= 10)
    yield _row("guard: a start more, ms, mean", check, "<= 10", check <= 10)
    yield _row(
        "guard: a start / matched anew by scipy", check / scipy, "<= 0.5", check <= scipy / 2
    )
    wrong = sum(d.disagree for d in days)
    yield _row("guard: verdicts that scipy does not share", wrong, "= 0", wrong == 0)


def _defaults(give: str, seed: int) -> Wanted:
    return Wanted(seed=seed, give=give, days=29, max_per_day=3)


def _booked(problem: Problem, seed: int) -> Day:
    dice, day = Random(seed), Day()  # noqa: S311 -- a benchmark
    order = dice.sample(sorted(problem.conference), len(problem.conference))
    for key in order:
        vacant = [v.placement for v in vacant_starts(problem, day.placed, key)]
        starts = [p for p in vacant if p is not None]
        began = process_time()
        queue = waiting(problem, day.placed, key)
        most, opened = queue.most, process_time()
        lowers = [queue.lowers(p) for p in starts]
        ended = process_time()
        day.bound = day.bound or most
        day.page.append(1000 * (ended - began))
        day.check += [1000 * (ended - opened) / len(starts)] if starts else []
        for number in dice.sample(range(len(starts)), min(2, len(starts))):
            began = process_time()
            board = queue.after(starts[number])
            rest = {k: mask for k, mask in board.suits.items() if k != key}
            again = 1 + by_scipy(replace(board, suits=rest)) < most
            day.scipy.append(1000 * (process_time() - began))
            day.disagree += again != lowers[number]
        safe = [p for p, low in zip(starts, lowers, strict=True) if not low]
        day.placed += [dice.choice(safe)] if safe else []
    if breaches(problem, day.placed):
        raise ValueError("The checker refuses what was booked.")
    day.proven = len(solve(problem, Budget(points=0.01)).placements)
    return day


def by_scipy(board: Board) -> int:
    """Match anew: source → conference → slot → day → sink."""
    keys, slots = sorted(board.suits), list(starts_of(board.slots))
    key_node = {k: 2 + n for n, k in enumerate(keys)}
    slot_node = {s: 2 + len(keys) + n for n, s in enumerate(slots)}
    day_node = {d: 2 + len(keys) + len(slots) + d for d in range(len(board.left))}
    edges = [(0, node, 1) for node in key_node.values()]
    for k in keys:
        suits = board.suits[k] & board.slots
        edges += [(key_node[k], slot_node[s], 1) for s in starts_of(suits)]
    edges += [(slot_node[s], day_node[s // board.per_day], 1) for s in slots]
    edges += [(day_node[d], 1, left) for d, left in enumerate(board.left)]
    one, two, amount = zip(*edges, strict=True)
    size = 2 + len(keys) + len(slots) + len(board.left)
    graph = csr_matrix((amount, (one, two)), (size, size))
    return int(maximum_flow(graph, 0, 1).flow_value)


@dataclass(slots=True)
class After:
    """What declines of one kind of caseload did."""

    seconds: list[float] = field(default_factory=list)
    moved: list[int] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)
    #: Of those that could be seated at all: whether nobody else moved.
    alone: list[bool] = field(default_factory=list)


def _declines() -> Iterator[Row]:
    wide = _declined([Wanted(seed=seed, give=give) for give in GIVE for seed in SEEDS])
    narrow = _declined([_defaults(give, seed) for give in GIVE for seed in SEEDS])
    slowest, moved = max(*wide.seconds, *narrow.seconds), mean(wide.moved)
    yield _row("one decline: CPU seconds, slowest", slowest, "<= 0.5", slowest <= 0.5)
    yield _row("one decline: CPU seconds, mean", mean(wide.seconds), "told", ok=True)
    yield _row("one decline: others moved, mean", moved, "<= 0.3", moved <= 0.3)
    yield _row("one decline: confirmed ones moved, mean", mean(wide.confirmed), "told", ok=True)
    alone = mean(wide.alone)
    yield _row("one decline: seated without moving others", alone, ">= 0.8", alone >= 0.8)
    yield _row("one decline, 87 places for 86: others moved", mean(narrow.moved), "told", ok=True)
    yield _row("one decline, 87 places for 86: alone", mean(narrow.alone), "told", ok=True)


def _declined(wanted: list[Wanted]) -> After:
    after = After()
    for one in wanted:
        problem, present = _planned(one)
        dice = Random(repr(one))  # noqa: S311 -- a benchmark
        for placement in dice.sample(present, DECLINES):
            family = next(p for p in placement.team if problem.person[p].kind is Kind.FAMILY)
            event = declined(problem, present, placement.conference, family)
            began = process_time()
            settled = settle(event)
            after.seconds.append(process_time() - began)
            if breaches(event.problem, settled.proposal.placements):
                raise ValueError("The checker refuses the plan after a decline.")
            after.moved.append(len(settled.others))
            after.confirmed.append(sum(m.confirmed for m in settled.others))
            if len(settled.proposal.placements) == len(present):
                after.alone.append(settled.ring is Ring.HIT)
    return after


def _planned(wanted: Wanted) -> tuple[Problem, list[Placement]]:
    """Plan a caseload; of what stands, every second conference is confirmed."""
    problem = caseload(wanted)
    present = list(solve(problem, Budget(points=0.3)).placements)
    stands = {p.conference: p for p in present}
    now = {
        key: Present(start=p.start, confirmed=n % 2 == 0, told=len(p.team))
        for n, (key, p) in enumerate(sorted(stands.items()))
    }
    conferences = (replace(c, now=now.get(c.key)) for c in problem.conferences)
    return problem.with_conferences(tuple(conferences)), present


def _row(name: str, value: float, limit: str, ok: bool) -> Row:  # noqa: FBT001 -- a column
    return (name, round(value, 3), limit, ok)


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:8.3f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
