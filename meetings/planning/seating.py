"""Options become placements: which of several like rooms or interpreters each conference gets.

Like units are given out in the order of the starts, the first free one each time: where the count
fits, this never fails. Also here: which fixed conferences cannot all stay, because they clash.
"""

from collections import defaultdict
from collections.abc import Mapping

from meetings.planning.greedy import Ledger, greedy
from meetings.planning.options import Option, Table, limited
from meetings.planning.proposal import Placement
from meetings.planning.rules import breaches_of


def placements(table: Table, options: Mapping[str, Option]) -> tuple[Placement, ...]:
    """Give out the units; canonical order."""
    free_from: dict[str, int] = defaultdict(int)
    placed: dict[str, Placement] = {}
    for option in sorted(options.values(), key=lambda o: (o.start, o.conference)):
        fixed = table.problem.conference[option.conference].fixed
        room = fixed.room if fixed is not None else None
        interpreter = fixed.interpreter if fixed is not None else None
        placed[option.conference] = Placement(
            conference=option.conference,
            start=option.start,
            team=option.team.required,
            optional=option.team.optional,
            place=option.place,
            remote=option.remote,
            room=room or _give(table, option.room, free_from, (option.start, option.free_again)),
            interpreter=interpreter
            or _give(table, option.interpreter, free_from, (option.start, option.end)),
        )
    return tuple(placed[key] for key in sorted(placed))


def _give(
    table: Table, kind: str | None, free_from: dict[str, int], held: tuple[int, int]
) -> str | None:
    if kind is None:
        return None
    start, end = held
    unit = next((u for u in table.like[kind].units if free_from[u.key] <= start), None)
    if unit is None:
        raise ValueError("There are more conferences at one time than rooms or interpreters.")
    free_from[unit.key] = end
    return unit.key


def without_clashes(table: Table) -> tuple[Table, Ledger]:
    """Leave out fixed ones that another fixed one makes impossible; give the first plan too."""
    ledger = greedy(table)
    kept: dict[str, Option] = {}
    clashing: set[str] = set()
    for key, conference in sorted(table.problem.conference.items()):
        if conference.fixed is None:
            continue
        option = ledger.placed.get(key)
        if option is None or _clashes(table, {**kept, key: option}, key):
            clashing.add(key)
        else:
            kept[key] = option
    if not clashing:
        return table, ledger
    options = {key: () if key in clashing else found for key, found in table.options.items()}
    left = limited(table, options)
    return left, greedy(left)


def _clashes(table: Table, options: Mapping[str, Option], key: str) -> bool:
    placed = {p.conference: p for p in placements(table, options)}
    return bool(breaches_of(table.problem, placed.values(), placed[key]))
