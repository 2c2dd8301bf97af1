"""Verify: who signed what and when, and that no changed byte goes unseen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

from documents.canonical import digest
from documents.containers import build, take_apart
from documents.evidence import ReceiptData, receipt
from documents.verify import ArchiveLog, Facts, Signer, State, Trust, check, told
from meetings.keys import make_authority
from tests.documents.papers.amara import AT
from tests.documents.papers.signing import (
    SETTLED_AT,
    authority,
    original_pdf,
    record_data,
    record_pdf,
    sealed_pdf,
    trust,
    with_evidence,
)

#: The number of points of the curve P-256.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def test_a_sealed_record_says_who_signed_with_which_meaning_and_when() -> None:
    data = sealed_pdf()
    verdict = check(data, trust())

    assert verdict.state is State.UNLISTED
    assert verdict.facts == Facts(
        sha256=digest(data),
        sealed_by="Aspen Ridge School District",
        sealed_at=SETTLED_AT,
        agreement="2026-0142",
        original_sha256=digest(original_pdf()),
        signers=(
            Signer(
                name="Ngozi Okafor",
                role="Mother",
                meaning="agrees with this plan",
                method="drawn",
                at="2026-09-22T23:02:11Z",
            ),
            Signer(
                name="Amara Okafor",
                role="Student",
                meaning="helped write this plan and commits to it",
                method="table",
                at="2026-09-23T14:20:45Z",
            ),
            Signer(
                name="Jonas Beck",
                role="Teacher of mathematics",
                meaning="disagrees with this plan",
                method="paper",
                at="2026-09-24T02:31:09Z",
            ),
        ),
        history_length=4,
        history_head=str(record_data().evidence.rows[-1]["hash"]),
    )


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        ("current", State.GENUINE),
        ("superseded", State.SUPERSEDED),
        ("void", State.VOID),
        ("disposed", State.DISPOSED),
    ],
)
def test_the_archive_says_where_a_genuine_record_stands(standing: str, state: State) -> None:
    log = ArchiveLog(standing={digest(sealed_pdf()): standing})

    assert check(sealed_pdf(), trust(), log).state is state


def test_a_record_that_the_archive_does_not_know_is_genuine_all_the_same() -> None:
    verdict = check(sealed_pdf(), trust(), ArchiveLog(standing={}))

    assert (verdict.state, verdict.unaltered) == (State.UNLISTED, True)


def _is_seen(data: bytes) -> bool:
    return check(data, trust()).state is State.ALTERED


def test_every_changed_byte_is_seen() -> None:
    data = sealed_pdf()
    gap = data.rindex(b"/Contents <")
    places = {
        *range(0, len(data), 197),
        *range(gap, gap + 3100, 2),
        *range(gap + 3100, gap + 8300, 41),
        *range(gap + 8300, len(data)),
    }

    missed = [
        (place, value)
        for place in sorted(places)
        for value in (data[place] ^ 0x01, data[place] ^ 0x20)
        if not _is_seen(data[:place] + bytes((value,)) + data[place + 1 :])
    ]

    assert missed == []


def test_what_is_added_or_cut_off_is_seen() -> None:
    data = sealed_pdf()
    revision = b"\n1 0 obj\n<<>>\nendobj\nstartxref\n0\n%%EOF\n"

    assert check(data + b"\n", trust()).findings == (
        "The file is longer or shorter than the one that was sealed.",
    )
    assert all(_is_seen(data + more) for more in (b"\n", b" ", b"%%EOF", revision, data))
    assert all(_is_seen(data[:-less]) for less in (1, 2, 600, 4000, 9000))
    assert _is_seen(record_pdf())


def test_a_second_spelling_of_the_signature_is_seen_although_it_is_valid() -> None:
    data = sealed_pdf()
    gap = data.rindex(b"/Contents <") + len(b"/Contents <")
    raw = bytes.fromhex(data[gap : gap + 8192].decode())
    parts = take_apart(raw[: 4 + int.from_bytes(raw[2:4], "big")])
    r, s = decode_dss_signature(parts.signature)
    other = build(replace(parts, signature=encode_dss_signature(r, _ORDER - s)))
    written = other.hex().upper().encode().ljust(8192, b"0")

    verdict = check(data[:gap] + written + data[gap + 8192 :], trust())

    assert verdict.findings == ("The signature of the seal does not belong to this file.",)


def test_a_verdict_is_told_in_lines_for_a_person() -> None:
    lines = told(check(sealed_pdf(), trust()))

    assert lines[1:4] == (
        "Agreement 2026-0142, sealed by Aspen Ridge School District on 2026-09-24T02:40:00Z.",
        "Ngozi Okafor, Mother: agrees with this plan (2026-09-22T23:02:11Z).",
        "Amara Okafor, Student: helped write this plan and commits to it (2026-09-23T14:20:45Z).",
    )
    assert told(check(b"hello", trust()))[0] == (
        "unknown: This file bears no seal of a record. Ask the school for the sealed copy."
    )


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"hello", bytes(1000), original_pdf()])
def test_a_file_that_was_never_sealed_is_unknown(data: bytes) -> None:
    verdict = check(data, trust())

    assert verdict.state is State.UNKNOWN
    assert verdict.findings == (
        "This file bears no seal of a record. Ask the school for the sealed copy.",
    )


def test_a_seal_of_somebody_else_is_unknown_and_names_the_owner() -> None:
    stranger = make_authority("Elm Creek Schools", AT - timedelta(days=1), b"9" * 32)
    verdict = check(sealed_pdf(), Trust(roots=(stranger.keys.root,)))

    assert verdict.state is State.UNKNOWN
    assert " ".join(verdict.findings) == (
        "The file is sealed by CN=Aspen Ridge School District: root of records,"
        "O=Aspen Ridge School District, whose root certificate is not known here."
    )


def _finding(data: bytes) -> tuple[State, str]:
    verdict = check(data, trust())
    return verdict.state, verdict.findings[0]


def test_a_sealed_record_with_a_broken_history_is_not_believed() -> None:
    rows = record_data().evidence.rows
    cut = (rows[0], *rows[2:])

    assert _finding(with_evidence(rows=cut)) == (
        State.ALTERED,
        "Row 2 of the history does not follow from the row before it.",
    )


def test_a_sealed_record_with_another_paper_inside_is_not_believed() -> None:
    assert _finding(with_evidence(original_sha256="cd" * 32)) == (
        State.ALTERED,
        "The attached paper is not the one that the evidence names.",
    )


def test_a_signer_who_was_shown_another_paper_is_named() -> None:
    first, *others = record_data().evidence.answers
    answers = (replace(first, shown_sha256="cd" * 32), *others)

    assert _finding(with_evidence(answers=answers)) == (
        State.ALTERED,
        "Ngozi Okafor was shown another paper than the one attached.",
    )


def test_a_missing_consent_text_is_named() -> None:
    assert _finding(with_evidence(consents=())) == (
        State.ALTERED,
        "The consent text that Ngozi Okafor accepted is missing.",
    )


def test_a_receipt_that_contradicts_the_history_is_named() -> None:
    said = ReceiptData(
        authority="Aspen Ridge School District",
        case=142,
        seq=2,
        hash="ef" * 32,
        shown_sha256="ab" * 32,
        meaning="agree",
        at="2026-09-23T14:20:45Z",
    )

    assert _finding(with_evidence(receipts=(receipt(said, authority().keys.receipt),))) == (
        State.ALTERED,
        "The receipt of row 2 names another row than the history has.",
    )
