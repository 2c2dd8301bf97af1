"""The redline gives both texts again, and shows a change in words."""

from hypothesis import given
from hypothesis import strategies as st

from documents.redline import Piece, after, before, redline


@given(st.text("ab .,\n", max_size=30), st.text("ab .,\n", max_size=30))
def test_both_texts_come_back_from_the_pieces(old: str, new: str) -> None:
    pieces = redline(old, new)

    assert (before(pieces), after(pieces)) == (old, new)


def test_a_small_change_is_shown_in_its_place() -> None:
    pieces = redline("Self-check each Friday", "Self-check each Monday")

    assert pieces == (
        Piece(kind="same", text="Self-check each "),
        Piece(kind="removed", text="Friday"),
        Piece(kind="added", text="Monday"),
    )


def test_a_text_that_is_mostly_new_is_shown_as_a_whole() -> None:
    pieces = redline("Read one book", "Write to an author in Spanish")

    assert [piece.kind for piece in pieces] == ["removed", "added"]
