"""Containers: the CMS of a seal, taken apart and built again from its checked parts.

Here: DER for exactly the one shape that our seals have, and ECDSA signatures in their one form.
Not here: what a seal means (`verify.py`). Many readers accept a container in several spellings;
building it again from its parts and comparing leaves no byte that could be changed unseen.
"""

from dataclasses import dataclass

from asn1crypto import cms, core
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.hazmat.primitives.hashes import SHA256

#: The number of points of the curve P-256 (SEC 2, 2.4.2).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_INTEGER, _OCTETS, _NULL, _SEQUENCE, _SET = 0x02, 0x04, 0x05, 0x30, 0x31
_CONTEXT_0 = 0xA0


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """The parts of a seal's CMS that may differ from seal to seal."""

    #: DER of the certificates, in the order of the container.
    certificates: tuple[bytes, ...]
    #: DER of the issuer's name and the serial number, by which the signer is named.
    issuer: bytes
    serial: int
    #: SHA-256 of the file without the gap, as signed.
    message_digest: bytes
    #: SHA-256 of the signer's certificate, as signed (RFC 5035).
    certificate_digest: bytes
    signature: bytes


def take_apart(data: bytes) -> Container:
    """Raises ValueError, TypeError or KeyError when the shape is another one."""
    content = cms.ContentInfo.load(data, strict=True)["content"]
    (signer,) = content["signer_infos"]
    named = signer["sid"].chosen
    signed = {each["type"].native: each["values"][0] for each in signer["signed_attrs"]}
    identified = signed["signing_certificate_v2"]["certs"][0]
    return Container(
        certificates=tuple(each.chosen.dump() for each in content["certificates"]),
        issuer=named["issuer"].dump(),
        serial=named["serial_number"].native,
        message_digest=signed["message_digest"].native,
        certificate_digest=identified["cert_hash"].native,
        signature=signer["signature"].native,
    )


def build(parts: Container) -> bytes:
    """The one spelling of a container with these parts, as pyHanko writes it."""
    sha256 = _tlv(_SEQUENCE, _oid("2.16.840.1.101.3.4.2.1") + _tlv(_NULL))
    ecdsa = _tlv(_SEQUENCE, _oid("1.2.840.10045.4.3.2"))
    named = _tlv(_SEQUENCE, parts.issuer + core.Integer(parts.serial).dump())
    one = _tlv(_INTEGER, b"\x01")
    attributes = _tlv(_CONTEXT_0, _attributes(parts))
    signature = _tlv(_OCTETS, parts.signature)
    signer = _tlv(_SEQUENCE, one + named + sha256 + attributes + ecdsa + signature)
    certificates = _tlv(_CONTEXT_0, b"".join(sorted(parts.certificates)))
    data = _tlv(_SEQUENCE, _oid("1.2.840.113549.1.7.1"))
    body = one + _tlv(_SET, sha256) + data + certificates + _tlv(_SET, signer)
    signed_data = _tlv(_CONTEXT_0, _tlv(_SEQUENCE, body))
    return _tlv(_SEQUENCE, _oid("1.2.840.113549.1.7.2") + signed_data)


def signed_bytes(parts: Container) -> bytes:
    """What the signature is over: the attributes as a SET (RFC 5652, 5.4)."""
    return _tlv(_SET, _attributes(parts))


def _attributes(parts: Container) -> bytes:
    identified = _tlv(_SEQUENCE, _tlv(_OCTETS, parts.certificate_digest))
    attributes = (
        _attribute("1.2.840.113549.1.9.3", _oid("1.2.840.113549.1.7.1")),
        _attribute("1.2.840.113549.1.9.4", _tlv(_OCTETS, parts.message_digest)),
        _attribute("1.2.840.113549.1.9.16.2.47", _tlv(_SEQUENCE, _tlv(_SEQUENCE, identified))),
    )
    return b"".join(sorted(attributes))


def _attribute(name: str, value: bytes) -> bytes:
    return _tlv(_SEQUENCE, _oid(name) + _tlv(_SET, value))


def _oid(dotted: str) -> bytes:
    made: bytes = core.ObjectIdentifier(dotted).dump()
    return made


def _tlv(tag: int, body: bytes = b"") -> bytes:
    """Tag, length in the shortest form, body (X.690, 10.1)."""
    size = len(body)
    if size < 0x80:  # noqa: PLR2004 - the short form ends here
        return bytes((tag, size)) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + body


def sign(key: EllipticCurvePrivateKey, data: bytes) -> bytes:
    """The one signature of this key over these bytes: RFC 6979, the lower of the two values."""
    r, s = decode_dss_signature(key.sign(data, ECDSA(SHA256(), deterministic_signing=True)))
    return encode_dss_signature(r, min(s, _ORDER - s))


def is_signed(key: EllipticCurvePublicKey, signature: bytes, data: bytes) -> bool:
    """False as well for a signature in another spelling than `sign` gives."""
    try:
        key.verify(signature, data, ECDSA(SHA256()))
        r, s = decode_dss_signature(signature)
    except (InvalidSignature, ValueError):
        return False
    return s <= _ORDER // 2 and encode_dss_signature(r, s) == signature
