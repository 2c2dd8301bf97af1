"""Canonical JSON: one spelling, equal to an independent writer's, and refusals."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from documents.canonical import (
    JsonValue,
    NotCanonical,
    canonical,
    digest_of,
    moment,
    plain,
    short,
)

_TEXT = st.text(max_size=8)
_NAMES = st.text(st.characters(max_codepoint=126), max_size=6)
_LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | _TEXT
_VALUES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=3),
    max_leaves=8,
)


@given(_VALUES)
def test_our_bytes_are_those_of_rfc_8785(value: JsonValue) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (1.5, "1.5 is not a whole number. Write it as text."),
        (2**53, "The number 9007199254740992 is too large. Write it as text."),
        ("\ud800", "The text holds half a letter (a lone surrogate). Type it again."),
        ({"ä": 1}, "The key 'ä' is not plain ASCII text. Rename it."),
        ([(1, 2)], "(1, 2) is no plain value. Turn it into text first."),
    ],
)
def test_what_has_two_spellings_is_refused_with_a_remedy(value: object, sentence: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical(value)

    assert str(refused.value) == sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class _Example:
    on: date
    at: datetime
    names: tuple[str, ...]


def test_values_of_ours_become_plain_ones() -> None:
    value = _Example(on=date(2026, 9, 1), at=datetime(2026, 9, 1, 8, tzinfo=UTC), names=("a",))

    assert plain(value) == {"on": "2026-09-01", "at": "2026-09-01T08:00:00Z", "names": ["a"]}
    assert digest_of(value) == digest_of(plain(value))


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(NotCanonical, match="The time has no zone"):
        moment(datetime(2026, 9, 1, 8))  # noqa: DTZ001 - that is what is refused


def test_a_short_digest_is_read_in_three_groups() -> None:
    assert short("0123456789abcdef" * 4) == "0123 4567 89ab"
