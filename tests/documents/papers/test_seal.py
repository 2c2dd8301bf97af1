"""The seal: foreign programs accept it, and it gives the same bytes again."""

import asyncio
import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, async_validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from documents.seal import SealRefused, seal
from tests.documents.papers.signing import SETTLED_AT, authority, record_pdf, sealed_pdf


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed_pdf())
    return file


def test_sealing_twice_gives_the_same_bytes_and_only_appends() -> None:
    again = seal(record_pdf(), authority().keys.seal, SETTLED_AT)

    assert again == sealed_pdf()
    assert again.startswith(record_pdf())


def test_pdfsig_accepts_the_seal_with_the_root_in_its_store(sealed: Path, tmp_path: Path) -> None:
    store, root = tmp_path / "nss", tmp_path / "root.pem"
    store.mkdir()
    root.write_bytes(authority().keys.root.public_bytes(Encoding.PEM))
    place = f"sql:{store}"
    subprocess.run(["certutil", "-N", "-d", place, "--empty-password"], check=True)
    add = ["certutil", "-A", "-d", place, "-n", "root", "-t", "CT,C,C", "-i", str(root)]
    subprocess.run(add, check=True)

    command = ["pdfsig", "-nssdir", place, str(sealed)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "Signature Field Name: Seal" in said


def test_mutool_finds_the_document_unchanged(sealed: Path) -> None:
    command = ["mutool", "sign", "-v", str(sealed)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "The document is unchanged since signing." in run.stdout + run.stderr


def test_pyhanko_calls_the_seal_sound_and_trusted() -> None:
    root = asn1_x509.Certificate.load(authority().keys.root.public_bytes(Encoding.DER))
    context = ValidationContext(trust_roots=[root], moment=SETTLED_AT, allow_fetching=False)
    (embedded,) = PdfFileReader(BytesIO(sealed_pdf())).embedded_signatures

    status = asyncio.run(async_validate_pdf_signature(embedded, context))

    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True,) * 4
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE


def test_an_expired_certificate_seals_nothing() -> None:
    with pytest.raises(SealRefused, match="valid from 2026-08-23 to 2029-08-22 only"):
        seal(record_pdf(), authority().keys.seal, SETTLED_AT + timedelta(days=1500))
