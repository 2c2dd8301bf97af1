"""Intact: whether the seal of a file is whole and covers every byte.

Here: the checks of one PAdES seal in the one spelling that `seal.py` gives. Not here: what the
sealed record says, and what the archive says of it (`verify.py`).
"""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from documents.containers import Container, build, is_signed, signed_bytes, take_apart
from documents.evidence import HEAD_WORDS


class Altered(Exception):  # noqa: N818 - house style: named after what was found
    """Bytes were changed, added or lost; carries the sentence of the first check that failed."""


class Unknown(Exception):  # noqa: N818 - house style: named after what was found
    """Not ours to judge; carries a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeSeal:
    container: Container
    signer: x509.Certificate
    #: In UTC, as the seal says.
    at: datetime

    @property
    def sealed_by(self) -> str:
        (name,) = self.signer.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
        return str(name.value)


#: Any of these shows that a file is, or was, a sealed record. One changed byte cannot remove all.
_TRACES = (b"/ByteRange", b"ETSI.CAdES.detached", HEAD_WORDS.encode(), b"/TU (Seal of")

_RANGE = re.compile(rb"/ByteRange \[0 (\d{1,12}) (\d{1,12}) (\d{1,12})\] *\n")
_SIGNED_AT = re.compile(rb"/M \(D\\072(\d{14})Z\)")
_GAP = re.compile(rb"<[0-9A-F]*>")


def whole_seal(data: bytes, roots: tuple[x509.Certificate, ...]) -> WholeSeal:
    """Raises Altered or Unknown with a sentence; a parser may raise other errors on wild input."""
    gap_from, gap_to = _gap(data)
    container = _checked_container(data[gap_from:gap_to])
    covered = sha256(data[:gap_from])
    covered.update(data[gap_to:])
    if covered.digest() != container.message_digest:
        raise Altered("The text of the file is not the text that was sealed.")
    signer, *issuers = _certificates(container)
    _check_signature(container, signer)
    sealed = WholeSeal(container=container, signer=signer, at=_sealed_at(data[gap_to:]))
    _check_chain(sealed, issuers, roots)
    return sealed


def _gap(data: bytes) -> tuple[int, int]:
    """Where the container stands. Exactly one range, and the file is it and nothing more."""
    if not any(trace in data for trace in _TRACES):
        raise Unknown("This file bears no seal of a record. Ask the school for the sealed copy.")
    ranges = list(_RANGE.finditer(data))
    if not ranges:
        raise Altered("The seal is missing or damaged: the file was cut or changed.")
    first, start, length = (int(number) for number in ranges[-1].groups())
    if start + length != len(data):
        raise Altered("The file is longer or shorter than the one that was sealed.")
    if not 0 < first < start <= ranges[-1].start():
        raise Altered("The seal does not say properly what it covers.")
    return first, start


def _checked_container(gap: bytes) -> Container:
    if _GAP.fullmatch(gap) is None or len(gap) % 2:
        raise Altered("The seal is not written the way a seal is written.")
    raw = bytes.fromhex(gap[1:-1].decode("ascii"))
    size = 4 + int.from_bytes(raw[2:4], "big")
    if any(raw[size:]):
        raise Altered("There is something behind the seal where nothing may be.")
    container = take_apart(raw[:size])
    if build(container) != raw[:size]:
        raise Altered("The seal is spelled in another way than ours are.")
    return container


def _certificates(container: Container) -> list[x509.Certificate]:
    """The signer's first, then the others."""
    found = [x509.load_der_x509_certificate(der) for der in container.certificates]
    if any(each.public_bytes(Encoding.DER) not in container.certificates for each in found):
        raise Altered("A certificate of the seal is spelled in another way than it was.")
    signers = [each for each in found if each.fingerprint(SHA256()) == container.certificate_digest]
    if len(signers) != 1:
        raise Altered("The certificate of the seal is not the one that the seal names.")
    named = (signers[0].issuer.public_bytes(), signers[0].serial_number)
    if named != (container.issuer, container.serial):
        raise Altered("The certificate of the seal is not the one that the seal names.")
    return [*signers, *(each for each in found if each is not signers[0])]


def _check_signature(container: Container, signer: x509.Certificate) -> None:
    key = signer.public_key()
    if not isinstance(key, EllipticCurvePublicKey):
        raise Altered("The seal was made with another kind of key than ours.")
    if not is_signed(key, container.signature, signed_bytes(container)):
        raise Altered("The signature of the seal does not belong to this file.")


def _sealed_at(behind_gap: bytes) -> datetime:
    """The moment that stands in the signature dictionary, which the seal covers."""
    found = _SIGNED_AT.findall(behind_gap)
    if not found:
        raise Altered("The seal does not say when it was made.")
    return datetime.strptime(found[-1].decode() + "+0000", "%Y%m%d%H%M%S%z")


def _check_chain(
    sealed: WholeSeal,
    issuers: list[x509.Certificate],
    roots: tuple[x509.Certificate, ...],
) -> None:
    """Certificates inside must hang together; then the root must be one that we know."""
    above = sealed.signer
    while above.issuer != above.subject:
        above = _issuer_of(above, issuers)
    try:
        above.verify_directly_issued_by(above)
    except (InvalidSignature, ValueError, TypeError):
        raise Altered("The root certificate inside the seal was changed.") from None
    if len(issuers) > _LONGEST_CHAIN or above not in roots:
        owner = _owner(above)
        raise Unknown(f"The file is sealed by {owner}, whose root certificate is not known here.")
    if not sealed.signer.not_valid_before_utc <= sealed.at <= sealed.signer.not_valid_after_utc:
        raise Altered("The seal was made at a time at which its certificate was not valid.")


_LONGEST_CHAIN = 3


def _issuer_of(below: x509.Certificate, issuers: list[x509.Certificate]) -> x509.Certificate:
    for each in issuers:
        try:
            below.verify_directly_issued_by(each)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return each
    raise Altered("The certificates inside the seal do not belong together.")


def _owner(certificate: x509.Certificate) -> str:
    return certificate.subject.rfc4514_string()


def embedded_root(data: bytes) -> x509.Certificate | None:
    """The self-signed certificate that came with a seal; None where there is no seal of ours.

    Whoever has only the file can see with it that nothing was altered, not who the district is.
    """
    try:
        start, end = _gap(data)
        carried = _certificates(_checked_container(data[start:end]))
    except Exception:  # noqa: BLE001 - any file at all may come, and none may stop the command
        return None
    return next((each for each in carried if each.issuer == each.subject), None)
