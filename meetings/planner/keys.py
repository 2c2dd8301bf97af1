"""Opaque keys of the planning room, and what they stand for: no name goes in there."""

from collections.abc import Iterable


def case_key(case_id: int) -> str:
    return f"c{case_id:06}"


def person_key(person_id: int) -> str:
    return f"p{person_id:06}"


def person_keys(ids: Iterable[int]) -> tuple[str, ...]:
    return tuple(person_key(one) for one in ids)


def person_id(key: str) -> int:
    return int(key[1:])
