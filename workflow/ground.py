"""The exhaustive walk of the product of the charts: every configuration that can be, every edge.

It tries both answers of each free guard and each finding that can be true. What must hold of what
was walked is in `check.py` (of any law) and `promises.py` (of ours).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow.chart import Law, Row
from workflow.configuration import Configuration, Place, entered, started
from workflow.exact import EXACT
from workflow.findings import FINDINGS

#: Where something leads, and the rows that were told on the way.
Way = tuple[Configuration, tuple[Row, ...]]


class Edge(NamedTuple):
    before: Configuration
    #: The row that was asked, and those that were told because of it.
    row: Row
    after: Configuration
    told: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """All that was walked: what the promises look at."""

    law: Law
    starts: tuple[Configuration, ...]
    configurations: frozenset[Configuration]
    edges: tuple[Edge, ...]


class UnheardError(LookupError):
    """A telling that the told chart does not hear."""


def ground(law: Law) -> Ground:
    """Walks everything; raises UnheardError where a telling meets no ear."""
    chart = law.charts["plan"]
    starts = tuple(Configuration(started(chart, way)) for way in chart.starts)
    seen: set[Configuration] = set(starts)
    todo, edges = list(starts), []
    walker = _Walker(law)
    while todo:
        for edge in walker.edges(todo.pop()):
            edges.append(edge)
            if edge.after not in seen:
                seen.add(edge.after)
                todo.append(edge.after)
    return Ground(law=law, starts=starts, configurations=frozenset(seen), edges=tuple(edges))


@dataclass(frozen=True, slots=True)
class _Walker:
    law: Law
    #: What was found once: rows by configuration, chart and word; places by row and place.
    heard: dict[tuple[Configuration, str, str], tuple[Row, ...]] = field(default_factory=dict)
    denied: dict[Configuration, frozenset[str]] = field(default_factory=dict)
    places: dict[tuple[int, Place], Place] = field(default_factory=dict)

    def edges(self, here: Configuration) -> Iterator[Edge]:
        for chart in self.law.charts.values():
            place = here.at(chart.name)
            if place is None:
                continue
            for word in chart.heard_at(place.state):
                for row in self.rows(here, chart.name, word):
                    if row.who != ("law",):
                        for after, told in self.follow(here, row):
                            yield Edge(here, row, after, told)

    def rows(self, here: Configuration, chart: str, word: str) -> tuple[Row, ...]:
        """The rows that can hear the word: findings that can be true, exact guards that hold."""
        key = (here, chart, word)
        if key not in self.heard:
            self.heard[key] = self._rows(here, chart, word)
        return self.heard[key]

    def _rows(self, here: Configuration, chart: str, word: str) -> tuple[Row, ...]:
        heard = self.law.charts[chart].at.get((here.state(chart), word), {})
        meanings = FINDINGS[word].possible(here) if word in FINDINGS else ("",)
        denied = self._denied(here)
        return tuple(
            heard[meaning]
            for meaning in meanings
            if meaning in heard and denied.isdisjoint(heard[meaning].guards)
        )

    def _denied(self, here: Configuration) -> frozenset[str]:
        """The exact guards that do not hold here."""
        if here not in self.denied:
            self.denied[here] = frozenset(
                name for name, exact in EXACT.items() if not exact.holds(here)
            )
        return self.denied[here]

    def _entered(self, place: Place, row: Row) -> Place:
        key = (id(row), place)
        if key not in self.places:
            self.places[key] = entered(self.law.charts[row.chart], place, row)
        return self.places[key]

    def follow(self, here: Configuration, row: Row) -> list[Way]:
        chart = self.law.charts[row.chart]
        place = here.at(row.chart)
        assert place is not None  # noqa: S101  the row was found in this chart
        moved: Place | None = self._entered(place, row)
        if moved is not None and chart.states[moved.state].ends and row.chart != "plan":
            moved = None
        ways: list[Way] = [(here.having(row.chart, moved), ())]
        for name in self._stopped(row):
            ways = [way for one in ways for way in self._tell(one, name, "cancel")]
        for name in row.opens:
            ways = [(at.having(name, started(self.law.charts[name])), told) for at, told in ways]
        for name, word in row.tells:
            ways = [way for one in ways for way in self._tell(one, name, word)]
        return ways

    def _stopped(self, row: Row) -> Iterable[str]:
        if "all" in row.stops:
            return [name for name in self.law.charts if name != row.chart]
        return row.stops

    def _tell(self, way: Way, chart: str, word: str) -> list[Way]:
        here, told = way
        if word == "cancel" and (here.state(chart), word) not in self.law.charts[chart].at:
            return [way]
        rows = [row for row in self.rows(here, chart, word) if row.hears("law")]
        if not rows:
            raise UnheardError(f"{chart}.{word} is told, and not heard where it stands: {here}")
        return [
            (after, (*told, row, *more)) for row in rows for after, more in self.follow(here, row)
        ]
