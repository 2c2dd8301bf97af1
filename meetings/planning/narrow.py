"""The most promising options of each conference: a small problem, whose answer is a good start.

Options are priced beside the plan as it stands, without asking whether they fit in it. Nothing is
proven on a narrowed problem.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from meetings.planning.greedy import Ledger
from meetings.planning.options import Option, Table

#: So many options for each conference.
WIDTH = 20
#: A table is wide where there are so many options in all, and for each conference.
IN_ALL, FOR_EACH = 7_000, 60


def wide(layout: Table) -> bool:
    """Say whether most families have not said when they can come, so that nearly all goes."""
    able = sum(bool(options) for options in layout.options.values())
    return len(layout.all) > max(IN_ALL, FOR_EACH * able)


def narrowed(layout: Table, plan: Mapping[str, Option], width: int = WIDTH) -> Table:
    """Keep each conference's cheapest options, spread over days, and those of the plan."""
    ledger = Ledger(layout)
    for option in plan.values():
        ledger.put(option)
    return replace(
        layout,
        options={
            key: _kept(ledger, options, plan.get(key), width)
            for key, options in layout.options.items()
        },
    )


def _kept(
    ledger: Ledger, options: tuple[Option, ...], present: Option | None, width: int
) -> tuple[Option, ...]:
    if len(options) <= width:
        return options
    if present is not None:
        ledger.put(present, -1)
    prices = [ledger.cost(o) for o in options]
    if present is not None:
        ledger.put(present)
    a_day: Counter[int] = Counter()
    ranked = []
    for price, number in sorted(zip(prices, range(len(options)), strict=True)):
        option = options[number]
        # A second option on a day is worth less than a first one on another day.
        ranked.append((price + a_day[option.day], _dice(option), number))
        a_day[option.day] += 1
    chosen = {number for _, _, number in sorted(ranked)[:width]}
    return tuple(o for n, o in enumerate(options) if n in chosen or o is present)


def _dice(option: Option) -> bytes:
    # Else all conferences would crowd on the first days.
    return sha256(f"{option.conference} {option.day}".encode()).digest()
