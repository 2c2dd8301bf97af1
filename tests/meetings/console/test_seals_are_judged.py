"""`alp verify`: who signed what and when, for a sealed file wherever it lies."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from meetings import keys
from meetings.keys import make_authority
from tests.documents.papers.amara import AT
from tests.documents.papers.signing import authority, sealed_pdf
from tests.meetings.console.terminal import alp

GENUINE = "genuine: This is the sealed record, unaltered. No archive was asked if it is current."
SIGNED = [
    "Ngozi Okafor, Mother: agrees with this plan (2026-09-22T23:02:11Z).",
    "Amara Okafor, Student: helped write this plan and commits to it (2026-09-23T14:20:45Z).",
    "Jonas Beck, Teacher of mathematics: disagrees with this plan (2026-09-24T02:31:09Z).",
]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file as a family keeps it: far from any school's folder."""
    file = tmp_path_factory.mktemp("family") / "record.pdf"
    file.write_bytes(sealed_pdf())
    return file


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The certificate that the district publishes."""
    file = tmp_path_factory.mktemp("district") / "root.pem"
    file.write_bytes(authority().keys.root.public_bytes(Encoding.PEM))
    return file


def test_an_intact_file_says_who_signed_and_when(sealed: Path, root: Path) -> None:
    said = alp("verify", sealed, "--trust", root)

    lines = said.out.splitlines()
    assert (said.code, said.err) == (0, "")
    assert lines[0] == GENUINE
    assert lines[1] == (
        "Agreement 2026-0142, sealed by Aspen Ridge School District on 2026-09-24T02:40:00Z."
    )
    assert lines[2:5] == SIGNED


def test_without_the_districts_root_it_says_unaltered_and_what_to_compare(sealed: Path) -> None:
    said = alp("verify", sealed)

    lines = said.out.splitlines()
    assert (said.code, lines[0], lines[2:5]) == (0, GENUINE, SIGNED)
    assert lines[-1].startswith(
        f"Whose seal it is: the root certificate {authority().keys.root_fingerprint}"
    )


def test_a_file_in_a_schools_archive_is_judged_by_that_schools_root(tmp_path: Path) -> None:
    keys.save(authority().keys, tmp_path / "keys", "")
    file = tmp_path / "archive" / "record.pdf"
    file.parent.mkdir()
    file.write_bytes(sealed_pdf())

    said = alp("verify", file)

    assert said.code == 0
    assert "Whose seal it is" not in said.out


@pytest.mark.parametrize("part", [0.05, 0.5, 0.95])
def test_one_altered_byte_anywhere_is_found(
    sealed: Path, root: Path, tmp_path: Path, part: float
) -> None:
    data = bytearray(sealed.read_bytes())
    data[int(len(data) * part)] ^= 1
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(data)

    said = alp("verify", altered, "--trust", root)

    assert said.code == 1
    assert "genuine" not in said.out


def test_a_seal_of_another_district_is_not_taken_for_ours(sealed: Path, tmp_path: Path) -> None:
    other = tmp_path / "root.pem"
    stranger = make_authority("Somewhere Else", AT, b"8" * 32).keys.root
    other.write_bytes(stranger.public_bytes(Encoding.PEM))

    said = alp("verify", sealed, "--trust", other)

    assert said.code == 1
    assert "genuine" not in said.out


def test_of_several_files_the_worst_counts_and_each_is_told(sealed: Path, tmp_path: Path) -> None:
    plain = tmp_path / "letter.pdf"
    plain.write_bytes(b"%PDF-1.7 a letter")

    said = alp("verify", sealed, plain)

    assert said.code == 1
    assert said.out.startswith(GENUINE)
    assert "This file bears no seal of a record. Ask the school for the sealed copy." in said.out


def test_a_file_that_is_not_there_is_said_by_name() -> None:
    said = alp("verify", "no-such-record.pdf")

    assert (said.code, said.out) == (2, "")
    assert said.err == "no-such-record.pdf: There is no such file. Give the path of a PDF.\n"
