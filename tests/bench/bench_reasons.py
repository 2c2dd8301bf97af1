"""What reasons are worth: all unplaced explained, each proven again, CPU seconds an explanation.

Each row is (name, value, limit, ok). `make bench reasons` prints them.
"""

import sys
from dataclasses import dataclass, field
from statistics import mean
from time import process_time

from school_instances import Wanted, caseload

from meetings.planning.certificate import confirms
from meetings.planning.explain import Reason, explain_all
from meetings.planning.options import table
from meetings.planning.seating import without_clashes
from meetings.planning.solve import Budget, load_model, solve

#: One of each kind of caseload of 86.
KINDS = (
    Wanted(seed=0, give="medium"),
    Wanted(seed=0, give="tight"),
    Wanted(seed=0, give="medium", days=29, max_per_day=3),
    Wanted(seed=0, give="tight", days=29, max_per_day=3),
    Wanted(seed=0, give="medium", days=10),
)

#: Some reasons have no remedy that was found to help at once.
HELPED = 0.9

Row = tuple[str, float, str, bool]


@dataclass(slots=True)
class _Seen:
    """What the caseloads gave together."""

    unplaced: int = 0
    reasons: list[Reason] = field(default_factory=list)
    confirmed: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    checks: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)


def rows() -> list[Row]:
    """Explain all that a solved plan leaves out; the first question is asked before the clock."""
    _warm()
    seen = _Seen()
    for kind in KINDS:
        _measure(kind, seen)
    found = max(1, len(seen.reasons))
    explained = len(seen.reasons) / max(1, seen.unplaced)
    verified = mean(r.verified for r in seen.reasons)
    remedies = mean(r.gains > 0 for r in seen.reasons)
    helped = remedies >= HELPED
    each = sum(seen.seconds) / found
    slowest = max(seen.each)
    return [
        _row("reasons: unplaced explained, of all", explained, "= 1", explained == 1),
        _row("reasons: verified, of all", verified, "= 1", verified == 1),
        _row("reasons: with a smallest set", len(seen.confirmed) / found, "told", ok=True),
        _row("reasons: certificates confirmed", mean(seen.confirmed), "= 1", all(seen.confirmed)),
        _row("reasons: remedy tried, places one more", remedies, f">= {HELPED}", helped),
        _row("reasons: CPU seconds an explanation, mean", each, "<= 0.1", each <= 0.1),
        _row(
            "reasons: CPU seconds, mean of the slowest caseload", slowest, "<= 0.1", slowest <= 0.1
        ),
        _row("reasons: CPU seconds to prove one again", mean(seen.checks), "told", ok=True),
    ]


def _warm() -> None:
    """Load the solver once: that is no part of an explanation."""
    load_model(without_clashes(table(caseload(Wanted(seed=0, students=20, days=2))))[0])


def _measure(kind: Wanted, seen: _Seen) -> None:
    problem = caseload(kind)
    proposal = solve(problem, Budget(points=0.0, rounds=0))
    began = process_time()
    reasons = explain_all(problem, proposal)
    explained = process_time()
    seen.confirmed += [confirms(problem, r.certificate) for r in reasons if r.certificate]
    seen.checks.append((process_time() - explained) / max(1, len(reasons)))
    seen.seconds.append(explained - began)
    seen.each.append((explained - began) / max(1, len(reasons)))
    seen.unplaced += len(proposal.unplaced)
    seen.reasons += reasons


def _row(name: str, value: float, limit: str, ok: bool) -> Row:  # noqa: FBT001 -- a column
    return (name, round(value, 3), limit, ok)


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:8.3f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
