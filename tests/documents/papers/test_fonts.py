"""Letters that can be printed, asked of the fonts of this machine."""

from documents.fonts import unprintable, why_unprintable
from meetings.printing import printable


def test_names_in_many_scripts_can_be_printed() -> None:
    names = ("José Ñandú", "Nguyễn Thị Ánh", "Зоя Щукина", "Ελένη", "ليلى", "שרה", "ሰላም", "நிலா")

    assert why_unprintable(names, printable()) == ""


def test_letters_without_a_glyph_are_named_once_each() -> None:
    covered = frozenset(map(ord, "ab "))

    assert unprintable("a王b明王\u200d", covered) == "王明"
    assert why_unprintable(("a王", "明"), covered) == (
        "We cannot print these letters: 王 明 Add a font, or give a form in Latin letters."
    )
