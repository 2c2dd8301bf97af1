"""Digests of what people wrote and asked, so that the case can hold facts without words.

The desk gives salted digests of the words that it keeps; these are for values to be compared.
"""

import hashlib
from dataclasses import fields, replace
from functools import cache
from typing import Annotated, get_args, get_origin, get_type_hints

from workflow.commands import COMMANDS, WORDS, Command
from workflow.content import PlanContent

_ENVELOPE = ("by", "key", "seen")


def digest(value: object) -> str:
    """SHA-256 of a frozen value by its written form, which is the same in every process."""
    return hashlib.sha256(repr(value).encode()).hexdigest()


def rest_digest(content: PlanContent) -> str:
    """Of everything in a plan but its goals."""
    return digest(replace(content, goals=(), written_on=None))


@cache
def words_of(word: str) -> tuple[str, ...]:
    """The fields of a command that hold personal words."""
    hints = get_type_hints(COMMANDS[word], include_extras=True)
    return tuple(
        name
        for name, hint in hints.items()
        if get_origin(hint) is Annotated and WORDS in get_args(hint)[1:]
    )


def fingerprint(command: Command) -> str:
    """The same for the same thing said again; "" where it holds words: those are left alone."""
    words = words_of(command.word())
    if any(getattr(command, name) for name in words):
        return ""
    said = [
        (one.name, getattr(command, one.name))
        for one in fields(command)
        if one.name not in _ENVELOPE
    ]
    return digest((command.word(), said))[:16]
