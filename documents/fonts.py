"""Which letters can be printed: the coverage of fonts, and the letters of a text outside it.

Here: a font's coverage from its bytes, the union of several, and the sentence for a person.
Not here: reading font files from a disk, which is the business of `meetings/printing.py`.
"""

from collections.abc import Iterable
from io import BytesIO

from fontTools.ttLib import TTCollection, TTFont

#: These set direction or join letters and are never drawn, so no font has to hold them.
_NEVER_DRAWN = frozenset({0xAD, 0xFEFF}).union(
    range(0x20),
    range(0x7F, 0xA0),
    range(0x200B, 0x2010),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xFE00, 0xFE10),
)


def coverage(font_bytes: bytes) -> frozenset[int]:
    """The code points that a font, or any font of a collection, has a glyph for."""
    stream = BytesIO(font_bytes)
    if font_bytes[:4] == b"ttcf":
        return frozenset().union(*(_cmap(font) for font in TTCollection(stream, lazy=True).fonts))
    with TTFont(stream, lazy=True) as font:
        return _cmap(font)


def _cmap(font: TTFont) -> frozenset[int]:
    return frozenset(font.getBestCmap() or ())


def unprintable(text: str, covered: frozenset[int]) -> str:
    """The letters without a glyph, each once, in the order of the text."""
    missing = (c for c in text if ord(c) not in covered and ord(c) not in _NEVER_DRAWN)
    return "".join(dict.fromkeys(missing))


def why_unprintable(texts: Iterable[str], covered: frozenset[int]) -> str:
    """A sentence with the letters that would print as boxes; empty when all can be printed."""
    missing = unprintable("".join(texts), covered)
    if not missing:
        return ""
    letters = " ".join(missing)
    return f"We cannot print these letters: {letters} Add a font, or give a form in Latin letters."
