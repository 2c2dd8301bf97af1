"""A contender who is killed with -9, in the middle of holding a time or anywhere in the race.

What may stay of them is all of a booking or nothing, and nobody waits for them. See contest.py.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

from meetings.store import Session, claims
from tests.race.contest import AT, Contest, Outcome, Wish, attempt, counted, opened

WISH = Wish(contest="guarded", wave=0, number=0)


def killed_inside(where: str, folder: Path) -> tuple[Outcome, str]:
    """One is killed after its rows are written and before they are kept; then another one asks.

    Returns what stands after the death, and what the other one is told.
    """
    opened(where, folder).close()
    contest = Contest(where=where, folder=folder, waves=1, processes=1, threads=1)
    _kill_after(1, contest, _hold_and_wait)
    left = counted(contest, Counter())
    store = opened(where, folder)
    told = attempt(store, replace(WISH, number=1))
    store.close()
    return left, told


def killed_anywhere(contest: Contest, wins: int) -> Outcome:
    """One takes time after time, and is killed after so many, wherever it then stands."""
    opened(contest.where, contest.folder).close()
    _kill_after(wins, contest, _take_all)
    return counted(contest, Counter())


def _kill_after(words: int, contest: Contest, work: Callable[[Contest, Connection], None]) -> None:
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    falling = context.Process(target=work, args=(contest, there))
    falling.start()
    # So that a child that ends by itself is heard as the end, and nobody waits for ever.
    there.close()
    for _ in range(words):
        here.recv()
    falling.kill()
    falling.join()


def _hold_and_wait(contest: Contest, told: Connection) -> None:
    store = opened(contest.where, contest.folder)

    def take(session: Session) -> None:
        claims.follow(session.connection, None, WISH.held(), AT)
        WISH.write_down(session)
        told.send("written")
        Event().wait()

    store.write(take)


def _take_all(contest: Contest, told: Connection) -> None:
    store = opened(contest.where, contest.folder)
    for wave in range(contest.waves):
        attempt(store, replace(WISH, wave=wave))
        told.send("took one")
