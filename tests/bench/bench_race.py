"""A hundred thousand who want a time, from several processes, on SQLite and on PostgreSQL.

No time is given twice; the control without the key gives some twice in the same run; of those who
are killed with -9 nothing is half held. The short race is tests/race.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from tests.race.contest import Contest, hold
from tests.race.falling import killed_anywhere, killed_inside
from tests.race.server import fresh, server

Row = tuple[str, float, str, bool]

PROCESSES, THREADS = 2, 8
ATTEMPTS, CONTROL = 100_000, 8_000
#: After so many times taken, -9.
KILLED_AFTER = (1, 7, 20, 55, 148)


def rows() -> list[Row]:
    with server() as url, tempfile.TemporaryDirectory() as folder:
        found = _rows("SQLite", [str(Path(folder) / f"{n}") for n in range(7)], Path(folder))
        if url is not None:
            found += _rows(
                "PostgreSQL", [fresh(url, f"r{n}") for n in range(7)], Path(folder) / "p"
            )
    return found


def _rows(name: str, where: list[str], folder: Path) -> list[Row]:
    fresh_one: Iterator[str] = iter(where)
    contest = Contest(
        where=next(fresh_one),
        folder=folder,
        waves=ATTEMPTS // (PROCESSES * THREADS),
        processes=PROCESSES,
        threads=THREADS,
    )
    begun = perf_counter()
    guarded = hold(_at_home(contest))
    seconds = perf_counter() - begun
    waves = CONTROL // (PROCESSES * THREADS)
    control = hold(_at_home(replace(contest, waves=waves, guarded=False)))
    left, told = killed_inside(*_place(next(fresh_one), folder))
    fallen = [
        killed_anywhere(_at_home(replace(contest, where=next(fresh_one), waves=10_000)), after)
        for after in KILLED_AFTER
    ]
    halves = guarded.halves + left.halves + left.winners + sum(one.halves for one in fallen)
    doubles = guarded.doubles + sum(one.doubles for one in fallen)
    refused = guarded.told["busy"]
    return [
        (f"{name}: attempts", guarded.told.total(), "told", True),
        (f"{name}: times given twice", doubles, "= 0", doubles == 0),
        (f"{name}: waves without a winner", contest.waves - guarded.winners, "told", True),
        (f"{name}: told that the database is busy", refused, "told", True),
        (
            f"{name}: given twice without the key, of 8,000",
            control.doubles,
            "> 0",
            control.doubles > 0,
        ),
        (f"{name}: half held after kill -9 (6 times)", halves, "= 0", halves == 0),
        (f"{name}: free at once after kill -9", float(told == "won"), "= 1", told == "won"),
        (f"{name}: wall seconds", round(seconds), "told", True),
    ]


def _at_home(contest: Contest) -> Contest:
    where, folder = _place(contest.where, contest.folder)
    return replace(contest, where=where, folder=folder)


def _place(where: str, folder: Path) -> tuple[str, Path]:
    """SQLite lives in the folder that names it."""
    return where, folder if "://" in where else Path(where)


if __name__ == "__main__":
    for name, value, limit, ok in rows():
        sys.stdout.write(f"{name:55} {value:10.0f}  {limit:8} {'ok' if ok else 'MISSED'}\n")
