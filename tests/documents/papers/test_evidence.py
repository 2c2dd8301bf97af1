"""Evidence: a chain that breaks where it was touched, and receipts that contradict a rewrite."""

import json

from documents.evidence import NO_ROW, ReceiptData, Row, broken_link, head, is_receipt, receipt
from tests.documents.papers.signing import authority, history

ROWS = history("ab" * 32)

RECEIPT = ReceiptData(
    authority="Aspen Ridge School District",
    case=142,
    seq=1,
    hash=str(ROWS[1]["hash"]),
    shown_sha256="ab" * 32,
    meaning="agree",
    at="2026-09-22T23:02:11Z",
)


def test_a_whole_history_has_no_broken_link() -> None:
    assert broken_link(ROWS) == ""
    assert head(ROWS) == ROWS[-1]["hash"]
    assert head(()) == NO_ROW


def test_a_changed_word_a_lost_row_and_a_swap_are_named() -> None:
    changed: tuple[Row, ...] = (ROWS[0], {**ROWS[1], "body": {"meaning": "disagree"}}, *ROWS[2:])
    lost = (ROWS[0], *ROWS[2:])
    swapped = (ROWS[0], ROWS[2], ROWS[1], ROWS[3])

    assert broken_link(changed) == "Row 1 of the history does not follow from the row before it."
    assert broken_link(lost) == "Row 2 of the history does not follow from the row before it."
    assert broken_link(swapped) == "Row 2 of the history does not follow from the row before it."


def test_a_receipt_is_the_same_twice_and_holds_only_unchanged() -> None:
    key = authority().keys.receipt
    given = receipt(RECEIPT, key)
    touched = given.replace(b'"meaning":"agree"', b'"meaning":"attended"')
    spelled = json.dumps(json.loads(given)).encode()

    assert given == receipt(RECEIPT, key)
    assert is_receipt(given, key.public_key())
    assert not is_receipt(touched, key.public_key())
    assert not is_receipt(spelled, key.public_key())
    assert not is_receipt(b"[]", key.public_key())
    assert not is_receipt(given, authority().keys.seal.private_key.public_key())
