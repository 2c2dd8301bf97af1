"""What every command carries, and how its personal words are marked.

A field marked as words is personal text: the history keeps its salted digest only, the store keeps
the text as a passage.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated

#: Marks a top-level field of a command as personal words.
WORDS = "words"
Words = Annotated[str, WORDS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks, as what, and how we know."""

    person_id: int
    #: A role of the case, or clock, courier, law, operator.
    role: str
    #: password, link, link_code, table, paper, mail, machine.
    identified_by: str = "machine"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every command carries besides its own words."""

    by: Actor
    #: A press counts once: the same key again gives the first answer again.
    key: str
    #: The version of the case that the person saw; None for machines.
    seen: int | None = None
    #: Which conference or agreement; 0 is the running one.
    no: int = 0

    @classmethod
    def word(cls) -> str:
        return _spelled(cls.__name__)


@cache
def _spelled(name: str) -> str:
    """`FileOriginal` is `file_original`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
