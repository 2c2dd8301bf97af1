"""One way to write a value down: canonical JSON after RFC 8785, and its SHA-256.

Here: values to canonical bytes, plain JSON values from dataclasses, digests, short digests.
Not here: what is hashed, and why (`evidence.py`), and files on disk (`meetings/archive.py`).
For ASCII keys, text, whole numbers, booleans and null the form of RFC 8785 is what
`json.dumps` writes with sorted keys; everything else is refused, so that no two writers can differ.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TypeAlias

JsonValue: TypeAlias = "str | int | bool | list[JsonValue] | dict[str, JsonValue] | None"

#: A whole number beyond this is not kept exactly by every reader of JSON (RFC 7493, 2.2).
LARGEST_NUMBER = 2**53 - 1

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class NotCanonical(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """The value has no single written form; nothing was written."""


def canonical(value: object) -> bytes:
    """RFC 8785 bytes of a plain JSON value; `plain` makes one from anything of ours."""
    _check(value)
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def _check(value: object) -> None:
    match value:
        case None | bool():
            return
        case str():
            _check_text(value)
        case int():
            if abs(value) > LARGEST_NUMBER:
                raise NotCanonical(f"The number {value} is too large. Write it as text.")
        case list():
            for item in value:
                _check(item)
        case dict():
            _check_object(value)
        case float():
            raise NotCanonical(f"{value} is not a whole number. Write it as text.")
        case _:
            raise NotCanonical(f"{value!r} is no plain value. Turn it into text first.")


def _check_object(value: Mapping[object, object]) -> None:
    for key, item in value.items():
        if not isinstance(key, str) or not key.isascii():
            raise NotCanonical(f"The key {key!r} is not plain ASCII text. Rename it.")
        _check(item)


def _check_text(value: str) -> None:
    if _LONE_SURROGATE.search(value):
        raise NotCanonical("The text holds half a letter (a lone surrogate). Type it again.")


def plain(value: object) -> JsonValue:
    """Dataclasses become objects, tuples lists, dates ISO text, moments ISO text in UTC."""
    match value:
        case Enum():
            return plain(value.value)
        case None | bool() | int() | str():
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case Iterable():
            return [plain(item) for item in value]
        case _ if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        case _:
            raise NotCanonical(f"{value!r} is no plain value. Turn it into text first.")


def moment(at: datetime) -> str:
    """ISO text in UTC to the second: 2026-09-22T21:30:00Z."""
    if at.tzinfo is None:
        raise NotCanonical("The time has no zone. Say which zone it is in.")
    return at.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def digest_of(value: object) -> str:
    """SHA-256 of the canonical bytes, lower-case hex."""
    return digest(canonical(plain(value)))


def short(digest_sha256: str) -> str:
    """The first 12 digits, in groups of four, as papers and pages show a digest."""
    head = digest_sha256[:12]
    return " ".join(head[start : start + 4] for start in range(0, len(head), 4))
