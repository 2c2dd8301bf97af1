"""The seal: one PAdES signature (B-B) of the administrative unit over a finished record.

Here: what a seal key is, and `seal`. Not here: making and keeping keys (`meetings/keys.py`),
judging a sealed file (`verify.py`), and time stamps over the network (`meetings/stamps.py`).
The same file, key and moment give the same bytes: signatures follow RFC 6979.
"""

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfTBSDocument

from documents.conformity import SEAL_FIELD
from documents.containers import Container, build, sign, signed_bytes

#: Hex digits kept free for the signature.
ROOM = 8192


class SealRefused(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """Nothing was sealed; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SealKey:
    certificate: x509.Certificate
    #: Issuers above it, the root last.
    chain: tuple[x509.Certificate, ...]
    private_key: EllipticCurvePrivateKey


def seal(base: bytes, key: SealKey, at: datetime) -> bytes:
    """The sealed file; it starts with the bytes of `base`, which must have the empty field."""
    _refuse_outside_validity(key, at)
    signer = PdfSigner(_metadata(key), signer=_signer(key))
    session = signer.init_signing_session(_SealWriter(BytesIO(base)), existing_fields_only=True)
    # Without this pyHanko asks the clock of the machine.
    session.system_time = at.astimezone(UTC)
    waiting = session.prepare_tbs_document(None, ROOM)
    output = BytesIO()
    prepared, _ = waiting.digest_tbs_document(output=output)
    container = _container(key, prepared.document_digest)
    PdfTBSDocument.finish_signing(output, prepared, container)
    return output.getvalue()


def _container(key: SealKey, document_digest: bytes) -> bytes:
    """The CMS of the seal, in the one spelling that `verify.py` builds again."""
    certificate = key.certificate
    unsigned = Container(
        certificates=tuple(each.public_bytes(Encoding.DER) for each in (certificate, *key.chain)),
        issuer=certificate.issuer.public_bytes(),
        serial=certificate.serial_number,
        message_digest=document_digest,
        certificate_digest=certificate.fingerprint(SHA256()),
        signature=b"",
    )
    signature = sign(key.private_key, signed_bytes(unsigned))
    return build(replace(unsigned, signature=signature))


def _refuse_outside_validity(key: SealKey, at: datetime) -> None:
    first, last = key.certificate.not_valid_before_utc, key.certificate.not_valid_after_utc
    if not first <= at <= last:
        raise SealRefused(
            f"The seal certificate is valid from {first:%Y-%m-%d} to {last:%Y-%m-%d} only. "
            "Make or buy a new one; the case waits until then.",
        )


def _metadata(key: SealKey) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=SEAL_FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        name=key.certificate.subject.rfc4514_string({}),
        reason="Sealed record of an agreement",
    )


class _SealWriter(IncrementalPdfFileWriter):
    """Appends, and leaves alone what would differ from run to run or break PDF/A."""

    def _update_meta(self) -> None:
        """The metadata packet stays as it was printed."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """The file stays PDF 1.7, on which PDF/A-3 rests; the extension entry says the rest."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        """The second half of the file id follows from the first instead of from chance."""
        first = bytes(prev.trailer["/ID"][0].original_bytes)
        second = hashlib.sha256(first + b"seal").digest()[:16]
        halves = (generic.ByteStringObject(half) for half in (first, second))
        return generic.ArrayObject(list(halves))


@lru_cache(maxsize=8)
def _signer(key: SealKey) -> Signer:
    """Tells pyHanko whose seal it is; the signature itself is made here, in `_container`."""
    der = key.certificate.public_bytes(Encoding.DER)
    return Signer(signing_cert=asn1_x509.Certificate.load(der))
