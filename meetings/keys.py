"""Keys: the district's own certificate authority, its seal, and the key that signs receipts.

Here: making them, keeping them in files under a passphrase, and loading them. Not here: sealing
itself (`documents/seal.py`). Only the courier loads a key; no worker process ever sees one.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID, ObjectIdentifier

from documents.seal import SealKey

#: Document signing (RFC 9336).
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")

ROOT_YEARS, SEAL_YEARS = 15, 3

#: The number of points of the curve P-256; a private key is a number below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_ROOT_FILE, _SEAL_FILE, _RECEIPT_FILE = "root.pem", "seal.pem", "receipt.pem"


class KeyRefused(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """The key cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Keys:
    """What an installation seals and receipts with."""

    root: x509.Certificate
    seal: SealKey
    receipt: ec.EllipticCurvePrivateKey

    @property
    def root_fingerprint(self) -> str:
        """SHA-256 of the root, lower-case hex, as the district shows it on its web site."""
        return self.root.fingerprint(SHA256()).hex()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Authority:
    """Fresh keys, and the root's own key, which goes to the operator and is not kept here."""

    keys: Keys
    root_key: ec.EllipticCurvePrivateKey


def make_authority(unit: str, at: datetime, seed: bytes | None = None) -> Authority:
    """Root for 15 years, seal for 3, both from `at` on; the same 32-byte seed gives the same."""
    seed = seed or secrets.token_bytes(32)
    root_key, seal_key = _private(seed, "root"), _private(seed, "seal")
    root_name = _name(unit, f"{unit}: root of records")
    root = _root_certificate(root_name, root_key, at, _serial(seed, "root"))
    certificate = _seal_certificate(
        root,
        root_key,
        _SealWanted(
            name=_name(unit, unit),
            key=seal_key.public_key(),
            at=at,
            serial=_serial(seed, "seal"),
        ),
    )
    seal = SealKey(certificate=certificate, chain=(root,), private_key=seal_key)
    return Authority(
        keys=Keys(root=root, seal=seal, receipt=_private(seed, "receipt")), root_key=root_key
    )


def _private(seed: bytes, use: str) -> ec.EllipticCurvePrivateKey:
    """64 bytes of hash are long enough that no key is likelier than another."""
    number = int.from_bytes(hashlib.sha512(seed + use.encode()).digest(), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def _serial(seed: bytes, use: str) -> int:
    """Positive, at most 20 bytes, not to be guessed (RFC 5280, 4.1.2.2)."""
    return int.from_bytes(hashlib.sha256(seed + b"serial" + use.encode()).digest()[:15], "big") + 1


def _name(unit: str, common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, unit[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ],
    )


def _root_certificate(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    at: datetime,
    serial: int,
) -> x509.Certificate:
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), serial)
        .not_valid_before(at)
        .not_valid_after(at + timedelta(days=365 * ROOT_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(identifier, critical=False)
    )
    return builder.sign(key, SHA256(), ecdsa_deterministic=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _SealWanted:
    name: x509.Name
    key: ec.EllipticCurvePublicKey
    at: datetime
    serial: int


def _seal_certificate(
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    wanted: _SealWanted,
) -> x509.Certificate:
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    own = x509.SubjectKeyIdentifier.from_public_key(wanted.key)
    builder = (
        x509.CertificateBuilder(root.subject, wanted.name, wanted.key, wanted.serial)
        .not_valid_before(wanted.at)
        .not_valid_after(wanted.at + timedelta(days=365 * SEAL_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(own, critical=False)
        .add_extension(issuer, critical=False)
    )
    return builder.sign(root_key, SHA256(), ecdsa_deterministic=True)


def _usage(*, authority: bool) -> x509.KeyUsage:
    """A root signs certificates and lists of revoked ones; a seal signs documents."""
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_cert_sign=authority,
        crl_sign=authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def save(keys: Keys, folder: Path, passphrase: str) -> None:
    """Three PEM files; the two with private keys are encrypted and readable by the owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    certificates = [keys.seal.certificate, *keys.seal.chain]
    chain = b"".join(each.public_bytes(Encoding.PEM) for each in certificates)
    _write(folder / _ROOT_FILE, keys.root.public_bytes(Encoding.PEM), 0o644)
    _write(folder / _SEAL_FILE, _locked(keys.seal.private_key, passphrase) + chain, 0o600)
    _write(folder / _RECEIPT_FILE, _locked(keys.receipt, passphrase), 0o600)


def save_root_key(authority: Authority, path: Path, passphrase: str) -> None:
    """For the operator's safe; nothing here reads it again."""
    if not passphrase:
        raise KeyRefused("The root's key needs a passphrase. Choose one and keep it in a safe.")
    _write(path, _locked(authority.root_key, passphrase), 0o600)


def _locked(key: ec.EllipticCurvePrivateKey, passphrase: str) -> bytes:
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock)


def _write(path: Path, data: bytes, mode: int) -> None:
    # The mode is set before the first byte is in the file.
    path.unlink(missing_ok=True)
    path.touch(mode)
    path.write_bytes(data)


def load(folder: Path, passphrase: str) -> Keys:
    """Raises KeyRefused with a sentence when a file is missing or the passphrase is wrong."""
    pem = _read(folder / _SEAL_FILE)
    certificate, *chain = x509.load_pem_x509_certificates(pem)
    private = _unlocked(pem, passphrase)
    if private.public_key() != certificate.public_key():
        raise KeyRefused("The key does not belong to the seal certificate. Put both back together.")
    return Keys(
        root=load_root(folder),
        seal=SealKey(certificate=certificate, chain=tuple(chain), private_key=private),
        receipt=_unlocked(_read(folder / _RECEIPT_FILE), passphrase),
    )


def load_root(folder: Path) -> x509.Certificate:
    """The root alone, which needs no passphrase: for whoever only verifies."""
    return x509.load_pem_x509_certificate(_read(folder / _ROOT_FILE))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise KeyRefused(f"There is no key file {path.name}. Run `alp seal init` first.") from None


def _unlocked(pem: bytes, passphrase: str) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except (ValueError, TypeError):
        raise KeyRefused("The passphrase does not open the key. Give the right one.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyRefused("The key is of another kind. A seal needs a key on the curve P-256.")
    return key
