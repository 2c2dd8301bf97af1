"""The redline: what was taken out of a text and what was put in, word by word.

Here: the pieces of a change, and both texts from them again. Not here: which fields of a plan
changed (`workflow/difference.py`) and the paper that shows it (`amendment.py`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Below this share of kept text, a change is easier to read as a whole.
LEAST_KEPT = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    #: "same", "removed" or "added".
    kind: str
    text: str


def redline(before: str, after: str) -> tuple[Piece, ...]:
    """Pieces in reading order; what is removed stands before what takes its place."""
    if before == after:
        return _pieces(("same", before))
    old, new = _words(before), _words(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_KEPT:
        return _pieces(("removed", before), ("added", after))
    made: list[tuple[str, str]] = []
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        removed, added = "".join(old[old_from:old_to]), "".join(new[new_from:new_to])
        made += [("same", removed)] if tag == "equal" else [("removed", removed), ("added", added)]
    return _pieces(*made)


def _words(text: str) -> list[str]:
    """Words, signs and the blanks between them, so that joining gives the text again."""
    return re.findall(r"\s+|\w+|[^\w\s]", text)


def _pieces(*made: tuple[str, str]) -> tuple[Piece, ...]:
    return tuple(Piece(kind=kind, text=text) for kind, text in made if text)


def before(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "added")


def after(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.kind != "removed")
