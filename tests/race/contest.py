"""Many who want the same times at once, in several processes: through the store, and without it.

In each wave everybody wants half an hour with the same specialist, at starts that overlap, so that
one alone can have it. The control asks whether the time is free and then writes it, with no key.
"""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import BigInteger, Column, MetaData, String, Table, func, insert, select
from sqlalchemy.exc import OperationalError

from meetings.store import Session, Store, claims
from meetings.store.tables import claim
from workflow.plan import Slot

AT = datetime(2026, 9, 1, 14, tzinfo=UTC)
FIRST = datetime(2026, 9, 14, 14, tzinfo=UTC)
SPECIALIST = 1
LENGTH, BUFFER = timedelta(minutes=30), timedelta(minutes=5)
#: Five minutes each: the specialist and the room with the buffer, the parent without.
CELLS = 7 + 7 + 6
#: Starts of one wave, in minutes: each two overlap, with the buffer.
STARTS = (0, 15, 30)
#: From wave to wave; no start of one is in the way of the next.
APART = 90
PATIENCE = 120

#: What the winners write down; no key, so that two can stand there for one time.
witness = Table(
    "race_won",
    MetaData(),
    Column("contest", String, nullable=False),
    Column("booking", String, nullable=False),
    Column("minute", BigInteger, nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contest:
    """Where it is held, and how many try how often."""

    where: str
    folder: Path
    waves: int
    processes: int
    threads: int
    #: False: the control, which checks and then inserts.
    guarded: bool = True

    @property
    def name(self) -> str:
        return "guarded" if self.guarded else "control"

    @property
    def attempts(self) -> int:
        return self.waves * self.processes * self.threads


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What everybody was told, and what stands in the database."""

    #: won, taken or busy → how often.
    told: Counter[str]
    winners: int
    #: Winners whose time overlaps that of another winner before them.
    doubles: int
    #: Bookings with some cells, but not all; or with cells and no winner.
    halves: int


def opened(where: str, folder: Path) -> Store:
    """A store with the table of the witnesses beside its own."""
    store = Store.open(where, folder, secret=b"s" * 32)
    witness.metadata.create_all(store.writer)
    return store


def hold(contest: Contest) -> Outcome:
    """Let all of them run, and count."""
    opened(contest.where, contest.folder).close()
    context = get_context("spawn")
    gate = context.Barrier(contest.processes * contest.threads, timeout=PATIENCE)
    with ProcessPoolExecutor(
        contest.processes, mp_context=context, initializer=_enter, initargs=(gate,)
    ) as crowd:
        asked = [crowd.submit(_compete, contest, n) for n in range(contest.processes)]
        told = sum((one.result() for one in asked), Counter[str]())
    return counted(contest, told)


def counted(contest: Contest, told: Counter[str]) -> Outcome:
    """Read what stands there, by rules that know nothing of claims.py."""
    store = Store.open(contest.where, contest.folder, secret=b"s" * 32)
    with store.read() as connection:
        won = connection.execute(
            select(witness.c.minute, witness.c.booking)
            .where(witness.c.contest == contest.name)
            .order_by(witness.c.minute)
        ).all()
        cells = Counter(connection.execute(select(claim.c.booking)).scalars().all())
    store.close()
    apart = (LENGTH + BUFFER) // timedelta(minutes=1)
    minutes = [row.minute for row in won]
    doubles = sum(b - a < apart for a, b in pairwise(minutes))
    whole = Counter({row.booking: CELLS for row in won})
    halves = sum(cells[one] != whole[one] for one in cells | whole) if contest.guarded else 0
    return Outcome(told=told, winners=len(won), doubles=doubles, halves=halves)


_GATE: list[Barrier] = []


def _enter(gate: Barrier) -> None:
    _GATE.append(gate)


def _compete(contest: Contest, process: int) -> Counter[str]:
    store = opened(contest.where, contest.folder)
    told: list[Counter[str]] = []
    numbers = range(process * contest.threads, (process + 1) * contest.threads)
    threads = [
        threading.Thread(target=lambda n=n: told.append(_run(store, contest, n))) for n in numbers
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    if len(told) != len(threads):
        raise RuntimeError("Somebody fell out of the race.")
    return sum(told, Counter[str]())


def _run(store: Store, contest: Contest, number: int) -> Counter[str]:
    told: Counter[str] = Counter()
    for wave in range(contest.waves):
        _GATE[0].wait()
        wish = Wish(contest=contest.name, wave=wave, number=number)
        told[attempt(store, wish) if contest.guarded else _control(store, wish)] += 1
    return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What one contender wants in one wave."""

    contest: str
    wave: int
    number: int

    @property
    def booking(self) -> str:
        return f"{self.wave}.{self.number}"

    @property
    def minute(self) -> int:
        return self.wave * APART + STARTS[(self.wave + self.number) % len(STARTS)]

    def held(self, until: datetime | None = None) -> claims.Held:
        starts_at = FIRST + timedelta(minutes=self.minute)
        slot = Slot(starts_at=starts_at, ends_at=starts_at + LENGTH, room=f"{self.number % 2}")
        people = (SPECIALIST, 100 + self.number)
        table = claims.Table(people=people, chairs=people[:1], buffer_grains=1)
        return claims.Held(
            booking=self.booking,
            kind="confirmed" if until is None else "offer",
            cells=frozenset(claims.cells(slot, table)),
            until=until,
        )

    def write_down(self, session: Session) -> None:
        values = {"contest": self.contest, "booking": self.booking, "minute": self.minute}
        session.connection.execute(insert(witness).values(values))


def attempt(store: Store, wish: Wish, at: datetime = AT) -> str:
    """As the desk does it: the claims follow, and all or nothing stays."""

    def take(session: Session) -> None:
        claims.follow(session.connection, None, wish.held(), at)
        wish.write_down(session)

    return _told(lambda: store.write(take))


def _control(store: Store, wish: Wish) -> str:
    """As others do it: ask, then write."""
    apart = (LENGTH + BUFFER) // timedelta(minutes=1)
    near = (wish.minute - apart + 1, wish.minute + apart - 1)
    with store.read() as connection:
        found = connection.execute(
            select(func.count())
            .where(witness.c.contest == wish.contest)
            .where(witness.c.minute.between(*near))
        ).scalar_one()
    return "taken" if found else _told(lambda: store.write(wish.write_down))


def _told(work: Callable[[], object]) -> str:
    try:
        work()
    except claims.Taken:
        return "taken"
    except OperationalError:
        return "busy"
    return "won"
