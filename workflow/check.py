"""Whether a law holds together: words known, rows used, nobody stuck, no promise broken.

What can be reached is `ground.py`; what ours promises beyond that is `promises.py`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workflow.chart import MACHINES, Law, Row
from workflow.commands import COMMANDS
from workflow.configuration import Configuration
from workflow.decide import OPENS
from workflow.effects import WORDS
from workflow.exact import EXACT
from workflow.findings import FINDINGS
from workflow.ground import Edge, Ground, UnheardError, ground
from workflow.guards import FREE
from workflow.promises import FAMILY, PROMISES


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """What was walked, and every sentence of complaint; () is a sound law."""

    configurations: int = 0
    edges: int = 0
    promises: int = len(PROMISES)
    violations: tuple[str, ...] = ()


def walk(law: Law) -> Walk:
    unknown = tuple(unknown_words(law))
    if unknown:
        return Walk(violations=unknown)
    try:
        here = ground(law)
    except UnheardError as unheard:
        return Walk(violations=(str(unheard),))
    broken = (f"{name}: {said}" for name, promise in PROMISES.items() for said in promise(here))
    return Walk(
        configurations=len(here.configurations),
        edges=len(here.edges),
        violations=(*loose_ends(here), *broken),
    )


def unknown_words(law: Law) -> Iterator[str]:
    """Words of the charts that mean nothing here: guards, findings, orders, commands."""
    for chart in law.charts.values():
        for row in chart.rows:
            yield from _unknown_in(law, row)


def _unknown_in(law: Law, row: Row) -> Iterator[str]:
    where = f"{row.chart}, {row.name}"
    for guard in row.guards:
        if guard not in EXACT and guard not in FREE:
            yield f"{where}: no guard is called {guard}."
    for order in row.orders:
        if order not in WORDS:
            yield f"{where}: no order is called {order}."
    for chart in row.opens:
        if chart not in OPENS:
            yield f"{where}: {chart} cannot be opened."
    if row.finding and row.finding not in FINDINGS[row.command].of:
        yield f"{where}: no finding of {row.command} is called {row.finding}."
    if row.who != ("law",) and row.command not in COMMANDS:
        yield f"{where}: nobody can say {row.command}."
    for chart, word in row.tells:
        if not any(other.command == word for other in law.charts[chart].rows):
            yield f"{where}: {chart} knows no {word}."


def loose_ends(here: Ground) -> Iterator[str]:
    """What the walk itself demands of any law."""
    yield from _unused(here)
    yield from _findings_incomplete(here)
    yield from _clock_without_rule(here.law)
    yield from _silent_states(here.law)
    yield from _stuck(here, "an end", _ends(here), here.edges)
    lonely = tuple(edge for edge in here.edges if not _needs_family(edge.row))
    yield from _stuck(here, "an end without any family act", _ends(here), lonely)
    bound = (one for one in here.configurations if one.plan.fact("force") == "current")
    yield from _stuck(_unended(here), "taking effect without any family act", bound, lonely)


def _unended(here: Ground) -> Ground:
    """Only configurations of a plan that is still going."""
    going = here.law.charts["plan"].groups["going"]
    left = frozenset(one for one in here.configurations if one.plan.state in going)
    return Ground(law=here.law, starts=here.starts, configurations=left, edges=here.edges)


def _ends(here: Ground) -> Iterator[Configuration]:
    states = here.law.charts["plan"].states
    return (one for one in here.configurations if states[one.plan.state].ends)


def _needs_family(row: Row) -> bool:
    return row.rule is None and bool(row.who) and set(row.who) <= FAMILY


def _unused(here: Ground) -> Iterator[str]:
    used = {row for edge in here.edges for row in map(id, (edge.row, *edge.told))}
    stood = {(chart, one.state(chart)) for one in here.configurations for chart in here.law.charts}
    stood |= {(row.chart, row.target) for edge in here.edges for row in (edge.row, *edge.told)}
    for chart in here.law.charts.values():
        for state in chart.states:
            if (chart.name, state) not in stood:
                yield f"{chart.name}: the state {state} is never reached."
        for row in chart.rows:
            if id(row) not in used:
                yield f"{chart.name}: {row.name} at {row.section} is never heard."


def _findings_incomplete(here: Ground) -> Iterator[str]:
    """A finding that can be true and has no row would be a refusal that nobody understands."""
    said: set[str] = set()
    for one in here.configurations:
        for chart in here.law.charts.values():
            for word in chart.heard_at(one.state(chart.name)):
                if word in FINDINGS:
                    heard = chart.at[one.state(chart.name), word]
                    lacking = set(FINDINGS[word].possible(one)) - set(heard)
                    said |= {
                        f"{chart.name}: {word} at {one} has no row for {lack}." for lack in lacking
                    }
    yield from sorted(said)


def _clock_without_rule(law: Law) -> Iterator[str]:
    for chart in law.charts.values():
        after = {row.rule.then for row in chart.rows if row.rule is not None}
        for row in chart.rows:
            if "clock" in row.who and row.rule is None and row.command not in after:
                yield f"{chart.name}: the clock may say {row.command}, but no rule makes it."


def _silent_states(law: Law) -> Iterator[str]:
    """Every state has a reminder that never ends and asks nothing, and a way on for a person."""
    for chart in law.charts.values():
        for state in chart.states.values():
            if state.ends:
                continue
            rows = [
                row
                for word in chart.heard_at(state.name)
                for row in chart.at[state.name, word].values()
            ]
            if not any(
                row.rule is not None and row.rule.endless and not row.guards for row in rows
            ):
                yield f"{chart.name}: nothing rings for ever in {state.name}."
            if not any(row.target and set(row.who) - set(MACHINES) for row in rows):
                yield f"{chart.name}: nobody can leave {state.name}."


def _stuck(
    here: Ground, what: str, goals: Iterable[Configuration], edges: Iterable[Edge]
) -> Iterator[str]:
    """Configurations from which none of the goals can be reached along these edges."""
    before: dict[Configuration, set[Configuration]] = defaultdict(set)
    for edge in edges:
        before[edge.after].add(edge.before)
    reached = set(goals)
    todo = list(reached)
    while todo:
        for earlier in before[todo.pop()] - reached:
            reached.add(earlier)
            todo.append(earlier)
    for one in sorted(here.configurations - reached, key=str)[:3]:
        yield f"From {one} there is no way to {what}."
