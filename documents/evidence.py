"""Evidence: the history of an agreement as a file that anybody can check with a hash.

Here: how a history row is hashed onto the one before, `evidence.json`, and receipts.
Not here: writing history (`meetings/desk.py`) and judging a sealed file (`verify.py`).
Payloads (addresses, comments to the school alone) are not in it: rows hold their salted digests.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)

from documents.canonical import JsonValue, canonical, digest, plain
from documents.containers import is_signed, sign

Row = Mapping[str, JsonValue]

#: These words and the last hash of the history stand in the metadata of every record.
HEAD_WORDS = "Evidence chain head"

#: What stands before the first row of every history.
NO_ROW = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One signature event as the evidence names it; the row with the same seq is its proof."""

    seq: int
    name: str
    role: str
    #: attended, received_copy, agree, agree_with_comment, disagree, decline_to_sign.
    meaning: str
    #: The meaning in words, as printed: "agrees with this plan".
    says: str
    #: typed, drawn, table, paper.
    method: str
    #: ISO text in UTC.
    at: str
    #: SHA-256 of the paper that was shown.
    shown_sha256: str
    #: SHA-256 of the consent text, "" where none was needed (paper).
    consent_sha256: str = ""
    mark_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceData:
    authority: str
    #: The agreement's number as printed.
    agreement: str
    original_sha256: str
    #: The rows of the case from the first to the last, each with `prev` and `hash`.
    rows: tuple[Row, ...]
    answers: tuple[Answer, ...]
    #: Full text of every consent that an answer names.
    consents: tuple[str, ...] = ()
    #: Receipts as given to the signers.
    receipts: tuple[bytes, ...] = ()
    #: The public key of receipts.
    receipt_key: EllipticCurvePublicKey


def row_hash(prev: str, row: Row) -> str:
    """SHA-256 over the previous hash (32 bytes) and the canonical row without `prev` and `hash`."""
    said = {key: value for key, value in row.items() if key not in ("prev", "hash")}
    return hashlib.sha256(bytes.fromhex(prev) + canonical(said)).hexdigest()


def broken_link(rows: Sequence[Row]) -> str:
    """A sentence about the first row that does not follow from the one before; "" if all do."""
    prev = NO_ROW
    for row in rows:
        if row.get("prev") != prev or row.get("hash") != row_hash(prev, row):
            return f"Row {row.get('seq')} of the history does not follow from the row before it."
        prev = str(row["hash"])
    return ""


def head(rows: Sequence[Row]) -> str:
    return str(rows[-1]["hash"]) if rows else NO_ROW


def evidence_json(data: EvidenceData) -> bytes:
    """The attachment of the sealed record; the same agreement gives the same bytes."""
    return canonical(
        {
            "v": 1,
            "authority": data.authority,
            "agreement": data.agreement,
            "original": data.original_sha256,
            "rows": [dict(row) for row in data.rows],
            "head": head(data.rows),
            "length": len(data.rows),
            "answers": plain(data.answers),
            "consents": {digest(text.encode()): text for text in data.consents},
            "receipts": [json.loads(each) for each in data.receipts],
            "keys": {key_id(data.receipt_key): _public_hex(data.receipt_key)},
        },
    )


def broken_evidence(found: Mapping[str, JsonValue], original: bytes) -> str:
    """A sentence about the first thing in `evidence.json` that is not so; "" if all is."""
    rows = _rows(found)
    if broken := broken_link(rows):
        return broken
    if found.get("head") != head(rows) or found.get("length") != len(rows):
        return "The history ends elsewhere than the evidence says."
    if found.get("original") != digest(original):
        return "The attached paper is not the one that the evidence names."
    return _broken_answers(found) or _broken_consents(found) or _broken_receipts(found)


def _rows(found: Mapping[str, JsonValue]) -> list[Row]:
    rows = found.get("rows")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def answers(found: Mapping[str, JsonValue]) -> list[dict[str, str]]:
    """The answers of an `evidence.json`, every value as text."""
    listed = found.get("answers")
    if not isinstance(listed, list):
        return []
    return [
        {key: str(value) for key, value in each.items()}
        for each in listed
        if isinstance(each, dict)
    ]


def _broken_answers(found: Mapping[str, JsonValue]) -> str:
    sequences = {str(row.get("seq")) for row in _rows(found)}
    for each in answers(found):
        if each["shown_sha256"] != found["original"]:
            return f"{each['name']} was shown another paper than the one attached."
        if each["seq"] not in sequences:
            return f"The answer of {each['name']} is not in the history."
    return ""


def _broken_consents(found: Mapping[str, JsonValue]) -> str:
    texts = found.get("consents")
    kept = texts if isinstance(texts, dict) else {}
    for name, text in kept.items():
        if digest(str(text).encode()) != name:
            return "A consent text is not the one that was accepted."
    for each in answers(found):
        if each["consent_sha256"] and each["consent_sha256"] not in kept:
            return f"The consent text that {each['name']} accepted is missing."
    return ""


def _broken_receipts(found: Mapping[str, JsonValue]) -> str:
    hashes = {str(row.get("seq")): row.get("hash") for row in _rows(found)}
    keys, receipts = found.get("keys"), found.get("receipts")
    if not isinstance(keys, dict) or not isinstance(receipts, list):
        return "The evidence names no key for its receipts."
    for each in receipts:
        if not isinstance(each, dict) or not _is_receipt(each, keys):
            return "A receipt is not signed by the key that the evidence names."
        if hashes.get(str(each.get("seq"))) != each.get("hash"):
            return f"The receipt of row {each.get('seq')} names another row than the history has."
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptData:
    authority: str
    case: int
    #: The row of the answer, and its hash.
    seq: int
    hash: str
    shown_sha256: str
    meaning: str
    #: ISO text in UTC.
    at: str


def receipt(data: ReceiptData, key: EllipticCurvePrivateKey) -> bytes:
    """Canonical JSON with its signature: what a signer keeps, and a later rewrite contradicts."""
    said = _receipt_text(data, key.public_key())
    return canonical({**said, "signature": sign(key, canonical(said)).hex()})


def _receipt_text(data: ReceiptData, key: EllipticCurvePublicKey) -> dict[str, JsonValue]:
    return {
        "v": 1,
        "au": data.authority,
        "case": data.case,
        "seq": data.seq,
        "hash": data.hash,
        "d0": data.shown_sha256,
        "meaning": data.meaning,
        "at": data.at,
        "key_id": key_id(key),
    }


def is_receipt(data: bytes, key: EllipticCurvePublicKey) -> bool:
    """True for a receipt that this key signed, unchanged to the last byte."""
    try:
        found = json.loads(data)
        same = isinstance(found, dict) and canonical(found) == data
    except (ValueError, RecursionError):
        return False
    return same and _is_receipt(found, {key_id(key): _public_hex(key)})


def _is_receipt(found: Mapping[str, JsonValue], keys: Mapping[str, JsonValue]) -> bool:
    said = {name: value for name, value in found.items() if name != "signature"}
    named = keys.get(str(found.get("key_id")))
    try:
        key = load_der_public_key(bytes.fromhex(str(named)))
        signature = bytes.fromhex(str(found.get("signature")))
    except ValueError:
        return False
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        return False
    return is_signed(key, signature, canonical(said))


def key_id(key: EllipticCurvePublicKey) -> str:
    """The first 16 hex digits of the SHA-256 of the key's DER."""
    return digest(_public(key))[:16]


def _public(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _public_hex(key: EllipticCurvePublicKey) -> str:
    return _public(key).hex()
