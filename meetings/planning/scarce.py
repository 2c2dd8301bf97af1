"""Which options want the same thing at the same time, as rows: at most one of them, or a sum.

A number is the place of an option in `Table.all`. Rows that cannot bind, and rows that are there
already, are left out. model.py turns them into constraints; what costs points is soft.py.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from meetings.planning.options import Table

#: Options with how much each takes.
Wanted = list[tuple[int, int]]


class Taking(NamedTuple):
    """What one option takes of one thing; a tuple, because there are a million of them."""

    number: int
    start: int
    end: int
    amount: int


@dataclass(frozen=True, slots=True)
class Row:
    """Options that together take no more than there is."""

    most: int
    numbers: tuple[int, ...]
    #: How much each of them takes; () where it is one each.
    amounts: tuple[int, ...] = ()

    @property
    def at_most_one(self) -> bool:
        return self.most == 1 and not self.amounts


def scarce(table: Table) -> Iterator[Row]:
    """Give each row once, in the order of the options."""
    exceeded = {key for key, _ in table.overfull}
    for key, holds in _by_thing(table).items():
        done: set[Row] = set()
        for grain, wanted in _moments(holds, every=key in exceeded):
            most = table.holds_at_most(key, grain)
            if not _binds(table, wanted, most):
                continue
            for row in _rows(table, key, wanted, most):
                if row not in done:
                    done.add(row)
                    yield row


def _moments(holds: list[Taking], *, every: bool) -> Iterator[tuple[int, Wanted]]:
    """Give who wants a thing when somebody begins to; between beginnings there are only fewer."""
    waiting: dict[int, list[Taking]] = defaultdict(list)
    for taking in holds:
        for grain in range(taking.start, taking.end if every else taking.start + 1):
            waiting[grain].append(taking)
    now: list[Taking] = []
    for grain in sorted(waiting):
        new = [t for t in waiting[grain] if t.start == grain]
        now = sorted((t for t in (*now, *new) if t.end > grain), key=lambda t: t.number)
        yield grain, [(t.number, t.amount) for t in now]


def _rows(table: Table, key: str, wanted: Wanted, most: int) -> Iterator[Row]:
    if key.startswith("at:") and 1 < most == table.capacity[key]:
        yield from _late(table, wanted, most)
        return
    amounts = tuple(amount for _, amount in wanted)
    # Of what is there once nobody can take more.
    once = most == 1 or set(amounts) == {1}
    yield Row(most, tuple(n for n, _ in wanted), () if once else amounts)


def _late(table: Table, wanted: Wanted, most: int) -> Iterator[Row]:
    """Put those who are here against each group of those who have just ended elsewhere.

    Talks of one person that end together exclude each other; so do talks at one time.
    """
    here = [n for n, amount in wanted if amount == most]
    ended: dict[int, list[int]] = defaultdict(list)
    for n, amount in wanted:
        if amount < most:
            ended[table.all[n].end].append(n)
    for end in sorted(ended) if here else ():
        yield Row(1, tuple(sorted({*here, *ended[end]})))


def _binds(table: Table, wanted: Iterable[tuple[int, int]], most: int) -> bool:
    peak: dict[str, int] = defaultdict(int)
    for n, amount in wanted:
        key = table.all[n].conference
        peak[key] = max(peak[key], amount)
    return sum(peak.values()) > most


def _by_thing(table: Table) -> Mapping[str, list[Taking]]:
    things: dict[str, list[Taking]] = defaultdict(list)
    for n, option in enumerate(table.all):
        for hold in option.holds:
            things[hold.key].append(Taking(n, hold.start, hold.end, hold.amount))
    return things
