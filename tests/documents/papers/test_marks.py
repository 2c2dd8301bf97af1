"""Marks: typed and drawn names, and what is refused."""

import json

import pytest

from documents.marks import Mark, MarkRefused, drawn, path, typed


def test_a_typed_mark_is_the_name() -> None:
    assert typed("  Ngozi   Okafor ") == Mark(name="Ngozi Okafor")
    assert typed("Ngozi Okafor").method == "typed"


def test_a_drawing_becomes_a_path_and_a_single_point_a_dot() -> None:
    mark = drawn("Ngozi Okafor", "[[[1,2],[3,4],[5,6]],[[7,8]]]")

    assert mark.method == "drawn"
    assert path(mark) == "M1 2L3 4L5 6 M7 8L7 8"


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "no",
        "{}",
        "[]",
        "[[]]",
        "[[[1,2,3]]]",
        "[[[1.5,2]]]",
        "[[[true,2]]]",
        '[[["1",2]]]',
        "[[[1001,2]]]",
        "[[[1,301]]]",
        "[[[-1,2]]]",
        json.dumps([[[1, 2]]] * 41),
        json.dumps([[[1, 2]] * 2001]),
        "[" * 100_000,
    ],
)
def test_anything_else_than_points_in_the_box_is_refused(sent: str) -> None:
    with pytest.raises(MarkRefused) as refused:
        drawn("Ngozi Okafor", sent)

    assert "again" in str(refused.value) or "type it" in str(refused.value)


def test_a_signature_needs_a_name() -> None:
    with pytest.raises(MarkRefused, match="Type your name"):
        typed("  ")
