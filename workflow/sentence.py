"""A row of a chart is a sentence: who, when, where to, what is set, done, stopped, opened, told.

Reading words only; what the words mean is checked by `chart.py` (states, roles, facts) and
`check.py` (guards, findings, orders, commands).
"""

from dataclasses import dataclass

#: The words that open a part of a sentence, in the only order in which they may stand.
PARTS = ("who", "when", "->", "set", "do", "stop", "open", "tell")


class ChartError(ValueError):
    """A chart is wrong; the message says where and how to say it instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """The parts of one row as they were written; () where a part is missing."""

    rule: str = ""
    who: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    target: str = ""
    facts: dict[str, str]
    orders: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    tells: tuple[tuple[str, str], ...] = ()


def read_sentence(text: str) -> Sentence:
    """Raises ChartError for parts out of order, parts without words, or a telling without a dot."""
    head, colon, tail = text.partition(":")
    rule, said = (head.strip(), tail) if colon else ("", head)
    parts = _parts(said.split(), text)
    target = parts.get("->", ())
    if len(target) > 1:
        raise ChartError(f"{text!r} leads to more than one state.")
    return Sentence(
        rule=rule,
        who=parts.get("who", ()),
        guards=parts.get("when", ()),
        target=target[0] if target else "",
        facts=read_facts(parts.get("set", ())),
        orders=parts.get("do", ()),
        stops=parts.get("stop", ()),
        opens=parts.get("open", ()),
        tells=tuple(_telling(word) for word in parts.get("tell", ())),
    )


def read_facts(words: tuple[str, ...]) -> dict[str, str]:
    pairs = [word.partition("=") for word in words]
    if any(not (name and value) for name, _, value in pairs):
        raise ChartError(f"{' '.join(words)!r} is to set facts as name=value.")
    return {name: value for name, _, value in pairs}


def _parts(words: list[str], text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    part = "who"
    for word in words:
        if word in PARTS[1:]:
            if PARTS.index(word) <= PARTS.index(part):
                raise ChartError(f"In {text!r} the word {word!r} stands too late.")
            part = word
            found[part] = ()
        else:
            found[part] = (*found.get(part, ()), word)
    empty = [part for part, said in found.items() if not said]
    if empty:
        raise ChartError(f"In {text!r} nothing follows {empty[0]!r}.")
    return found


def _telling(word: str) -> tuple[str, str]:
    chart, dot, command = word.partition(".")
    if not dot:
        raise ChartError(
            f"A telling names chart and command, as plan.take_effect; {word!r} does not."
        )
    return chart, command
