"""The law for people: the whole of it as text, and each chart as a Mermaid drawing.

The text is the second witness of the law: it is written out in full, state by state, so that a
changed word in a chart shows as a changed line where it matters.
"""

from collections.abc import Iterable, Iterator
from textwrap import wrap

from workflow.chart import Chart, Law, Row, State
from workflow.exact import EXACT
from workflow.findings import FINDINGS
from workflow.labels import label

_WIDTH = 100
_INDENT = "      "


def printed(law: Law) -> str:
    """Every state with what is heard there: from whom, when, what follows, what is owed."""
    blocks = [f"THE LAW {law.name}", _profile(law)]
    for chart in law.charts.values():
        blocks += _chart(chart)
    blocks.append(_findings())
    return "\n\n".join(blocks) + "\n"


def _profile(law: Law) -> str:
    lines = [f"NUMBERS of {law.profile.title}"]
    for number in law.profile.numbers.values():
        value = number.value if not isinstance(number.value, tuple) else ", ".join(number.value)
        lines += wrap(
            f"{number.key} = {value} ({number.range}; {number.source})",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent=_INDENT,
        )
    return "\n".join(lines)


def _chart(chart: Chart) -> Iterator[str]:
    ways = ", ".join(
        f"{name} at {' '.join((state, *_pairs(facts.items())))}"
        for name, (state, facts) in chart.starts.items()
    )
    facts = "; ".join(f"{name}: {' '.join(values)}" for name, values in chart.facts.items())
    head = [f"CHART {chart.name}, version {chart.version}", f"  begins: {ways}"]
    head += [f"  facts: {facts}"] if facts else []
    head += wrap(
        f"  said again, the newer counts: {' '.join(chart.replaces) or 'none'}; "
        f"one more: {' '.join(chart.adds) or 'none'}",
        _WIDTH,
        subsequent_indent="  ",
    )
    yield "\n".join(head)
    for state in chart.states.values():
        yield "\n".join(_state(chart, state))


def _state(chart: Chart, state: State) -> Iterator[str]:
    kind = "END" if state.ends else "STATE"
    yield f"{kind} {chart.name}.{state.name}: {state.says}"
    if state.enter:
        yield f"  on entering: {' '.join(_pairs(state.enter))}"
    for word in chart.heard_at(state.name):
        for row in chart.at[state.name, word].values():
            yield from _row(row)


def _row(row: Row) -> Iterator[str]:
    leads = f" -> {row.target}" if row.target else ""
    who = " ".join((*row.who, *(("clock",) if row.rule and "clock" not in row.who else ())))
    yield f"  {row.name}{leads}: {who}"
    said = {
        "rings": row.rule.text if row.rule else "",
        "when": " ".join(row.guards),
        "sets": " ".join(_pairs(row.facts)),
        "owes": " ".join(row.orders),
        "stops": " ".join(row.stops),
        "opens": " ".join(row.opens),
        "tells": " ".join(f"{chart}.{word}" for chart, word in row.tells),
    }
    yield from (f"{_INDENT}{name} {words}" for name, words in said.items() if words)


def _findings() -> str:
    lines = ["WHAT A COMMAND CAN TURN OUT TO MEAN"]
    lines += [f"  {name}: {' '.join(finding.of)}" for name, finding in FINDINGS.items()]
    lines += ["", "CONDITIONS ON STATES AND FACTS, AND WHAT IS SAID WHERE THEY DO NOT HOLD"]
    for name, exact in EXACT.items():
        lines += wrap(
            f"{name}: {exact.because.why} {exact.because.remedy}",
            _WIDTH,
            initial_indent="  ",
            subsequent_indent=_INDENT,
        )
    return "\n".join(lines)


def _pairs(facts: Iterable[tuple[str, str]]) -> Iterator[str]:
    return (f"{name}={value}" for name, value in facts)


def mermaid(chart: Chart, here: str = "") -> str:
    """A state diagram; `here` marks one state as the one where a case stands."""
    lines = ["stateDiagram-v2"]
    lines += [f"    [*] --> {state}: {name}" for name, (state, _) in chart.starts.items()]
    lines += list(dict.fromkeys(_arrows(chart)))
    lines += [f"    {state.name} --> [*]" for state in chart.states.values() if state.ends]
    if here:
        lines += ["    classDef here stroke-width:4px", f"    class {here} here"]
    return "\n".join(lines) + "\n"


def _arrows(chart: Chart) -> Iterator[str]:
    for row in chart.rows:
        for state in row.states:
            if row.target:
                yield f"    {state} --> {row.target}: {label(row.command)}"
