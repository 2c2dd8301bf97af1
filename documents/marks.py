"""Marks: the typed or drawn name that stands beside a signature.

Here: reading a drawing that a browser sent, refusing what is too much, and its path for SVG.
Not here: who signed and what it means (`agreement.py`). A drawing is points alone: no time,
pressure or speed is taken, because that would be biometric data.
"""

import json
from dataclasses import dataclass

#: The box in which a mark is drawn, in points of the drawing.
WIDTH, HEIGHT = 1000, 300
MOST_STROKES = 40
MOST_POINTS = 2000

Point = tuple[int, int]


class MarkRefused(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """The drawing cannot be taken; the sentence says what to do instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    #: The name as typed, also beside a drawing.
    name: str
    #: Strokes of a drawing; empty for a typed mark.
    strokes: tuple[tuple[Point, ...], ...] = ()

    @property
    def method(self) -> str:
        return "drawn" if self.strokes else "typed"


def typed(name: str) -> Mark:
    if not name.strip():
        raise MarkRefused("Type your name. It stands for your signature.")
    return Mark(name=" ".join(name.split()))


def drawn(name: str, strokes_json: str) -> Mark:
    """A drawing as `[[[x, y], …], …]`, whole numbers in a box of 1000 by 300."""
    mark = typed(name)
    try:
        raw = json.loads(strokes_json)
    except (ValueError, RecursionError):
        raise MarkRefused("The drawing could not be read. Draw it again, or type it.") from None
    return Mark(name=mark.name, strokes=_strokes(raw))


def _strokes(raw: object) -> tuple[tuple[Point, ...], ...]:
    if not isinstance(raw, list) or not raw:
        raise MarkRefused("Nothing was drawn. Draw your name, or type it.")
    if len(raw) > MOST_STROKES:
        raise MarkRefused(f"A drawing has at most {MOST_STROKES} strokes. Draw it again, simpler.")
    strokes = tuple(_stroke(item) for item in raw)
    if sum(map(len, strokes)) > MOST_POINTS:
        raise MarkRefused(f"A drawing has at most {MOST_POINTS} points. Draw it again, simpler.")
    return strokes


def _stroke(raw: object) -> tuple[Point, ...]:
    if not isinstance(raw, list) or not raw:
        raise MarkRefused("A stroke of the drawing is empty. Draw it again, or type it.")
    return tuple(_point(item) for item in raw)


def _point(raw: object) -> Point:
    match raw:
        case [int(x), int(y)] if not isinstance(x, bool) and not isinstance(y, bool):
            if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
                return (x, y)
    raise MarkRefused("The drawing leaves its box. Draw it again inside the box, or type it.")


def path(mark: Mark) -> str:
    """The drawing as the `d` of an SVG path; a single point becomes a dot."""
    return " ".join(_stroke_path(stroke) for stroke in mark.strokes)


def _stroke_path(stroke: tuple[Point, ...]) -> str:
    first = stroke[0]
    rest = stroke[1:] or (first,)
    return f"M{first[0]} {first[1]}" + "".join(f"L{x} {y}" for x, y in rest)
