"""Keys: made, kept under a passphrase, loaded, refused."""

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ExtendedKeyUsage

from meetings.keys import (
    DOCUMENT_SIGNING,
    Authority,
    KeyRefused,
    load,
    load_root,
    make_authority,
    save,
    save_root_key,
)
from tests.documents.papers.amara import AT

UNIT = "Aspen Ridge School District"


def _der(made: Authority) -> tuple[bytes, bytes]:
    keys = made.keys
    return keys.root.public_bytes(Encoding.DER), keys.seal.certificate.public_bytes(Encoding.DER)


def test_the_same_seed_gives_the_same_certificates_and_no_seed_new_ones() -> None:
    seeded = make_authority(UNIT, AT, b"1" * 32)

    assert _der(seeded) == _der(make_authority(UNIT, AT, b"1" * 32))
    assert _der(make_authority(UNIT, AT)) != _der(make_authority(UNIT, AT))


def test_the_seal_certificate_is_for_documents_and_hangs_from_the_root() -> None:
    keys = make_authority(UNIT, AT, b"1" * 32).keys
    certificate = keys.seal.certificate
    uses = certificate.extensions.get_extension_for_class(ExtendedKeyUsage).value

    certificate.verify_directly_issued_by(keys.root)
    assert list(uses) == [DOCUMENT_SIGNING]
    assert certificate.not_valid_after_utc == AT + timedelta(days=3 * 365)
    assert keys.root.not_valid_after_utc == AT + timedelta(days=15 * 365)


def test_kept_keys_come_back_and_nobody_else_may_read_them(tmp_path: Path) -> None:
    made = make_authority(UNIT, AT)
    save(made.keys, tmp_path / "keys", "correct horse")
    loaded = load(tmp_path / "keys", "correct horse")

    assert loaded.seal.certificate == made.keys.seal.certificate
    assert loaded.seal.chain == (made.keys.root,)
    assert loaded.receipt.private_numbers() == made.keys.receipt.private_numbers()
    assert load_root(tmp_path / "keys") == made.keys.root
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()}
    assert modes == {"root.pem": 0o644, "seal.pem": 0o600, "receipt.pem": 0o600}


def test_a_wrong_passphrase_and_a_missing_file_are_refused_with_a_remedy(tmp_path: Path) -> None:
    save(make_authority(UNIT, AT).keys, tmp_path, "correct horse")

    with pytest.raises(KeyRefused, match="The passphrase does not open the key"):
        load(tmp_path, "wrong")
    with pytest.raises(KeyRefused, match="Run `alp seal init` first"):
        load(tmp_path / "nowhere", "correct horse")


def test_the_roots_own_key_leaves_only_under_a_passphrase(tmp_path: Path) -> None:
    made = make_authority(UNIT, AT)
    save_root_key(made, tmp_path / "root-key.pem", "safe")

    assert b"ENCRYPTED" in (tmp_path / "root-key.pem").read_bytes()
    with pytest.raises(KeyRefused, match="needs a passphrase"):
        save_root_key(made, tmp_path / "open.pem", "")
