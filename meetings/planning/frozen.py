"""Planning values as JSON and back: a problem, a proposal, placements, as a run keeps them.

Masks are hexadecimal text, since they are numbers of thousands of digits; fields that have their
default are left out. Not here: the form for people and other programs (form.py).
"""

import json
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
#: Whole numbers up to here are written as they are; every reader of JSON holds them exactly.
EXACT = 2**53


class NotFrozenHere(ValueError):  # noqa: N818  named for what was found
    """The text was not written by this module, or by another version of it."""


def frozen(value: object) -> str:
    """Equal values give equal text."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def thawed(kind: type[T], text: str) -> T:
    """The value again. Raises NotFrozenHere."""
    return read(kind, json.loads(text))


def plain(value: object) -> Any:
    """JSON values: dataclasses become objects, masks text, dates ISO text."""
    match value:
        case Enum():
            return value.value
        case bool() | str() | float() | None:
            return value
        case int():
            return value if -EXACT < value < EXACT else hex(value)
        case date() | time() | datetime():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case Iterable():
            return [plain(one) for one in value]
        case _:
            return dict(_written(value))


def _written(value: Any) -> Iterator[tuple[str, Any]]:
    kind: Any = type(value)
    for name, default in _defaults(kind):
        one = getattr(value, name)
        if default is MISSING or one != default:
            yield name, plain(one)


@cache
def _defaults(kind: Any) -> tuple[tuple[str, Any], ...]:
    if not is_dataclass(kind):
        raise TypeError(f"{kind.__name__} cannot be frozen.")
    return tuple((one.name, one.default) for one in fields(kind))


def read(kind: type[T], said: Any) -> T:
    """A value of this kind from JSON values. Raises NotFrozenHere."""
    try:
        found: T = _read(kind, said)
    except (KeyError, TypeError, ValueError, AttributeError) as wrong:
        raise NotFrozenHere(
            "This run was kept by another version and cannot be read again. Plan anew."
        ) from wrong
    return found


def _read(kind: Any, said: Any) -> Any:
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _maybe(get_args(kind), said)
    if origin is tuple:
        return _tuple(get_args(kind), said)
    if origin is not None and issubclass(origin, Mapping):
        to = get_args(kind)[1]
        return {key: _read(to, one) for key, one in said.items()}
    return _value(kind, said) if is_dataclass(kind) else _simple(kind, said)


def _value(kind: Any, said: Any) -> Any:
    hints = _hints(kind)
    return kind(**{name: _read(hints[name], one) for name, one in said.items()})


def _maybe(kinds: tuple[Any, ...], said: Any) -> Any:
    if said is None:
        return None
    (kind,) = (one for one in kinds if one is not type(None))
    return _read(kind, said)


def _tuple(kinds: tuple[Any, ...], said: Any) -> Any:
    if len(kinds) == 2 and kinds[1] is Ellipsis:  # noqa: PLR2004  tuple[X, ...]
        return tuple(_read(kinds[0], one) for one in said)
    return tuple(_read(kind, one) for kind, one in zip(kinds, said, strict=True))


def _simple(kind: Any, said: Any) -> Any:
    if kind is int:
        return int(said, 16) if isinstance(said, str) else int(said)
    if kind in {date, time, datetime}:
        return kind.fromisoformat(said)
    return kind(said)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
