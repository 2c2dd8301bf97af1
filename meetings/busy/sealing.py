"""Addresses and passwords of calendars at rest: encrypted under the installation's secret.

The address of a shared calendar is a secret as well: who has it reads the calendar.
"""

import base64
import binascii
import os
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: What the key is for; another use of the secret has another key.
PURPOSE = b"alp-meetings busy_source 1"
NONCE_BYTES = 12
LOST = "The password of this calendar can no longer be opened. Remove it and add it again."


class Lost(ValueError):  # noqa: N818  named for what was found
    """It was encrypted under another secret, for another person, or was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    url: str
    password: str = ""

    def __repr__(self) -> str:
        return "Access(…)"


def closed(secret: bytes, person_id: int, access: Access) -> str:
    """Text that opens for this person's source alone."""
    nonce = os.urandom(NONCE_BYTES)
    text = msgspec.json.encode(access)
    sealed = AESGCM(_key(secret)).encrypt(nonce, text, _whose(person_id))
    return base64.b64encode(nonce + sealed).decode()


def opened(secret: bytes, person_id: int, text: str) -> Access:
    """Raises Lost."""
    try:
        raw = base64.b64decode(text, validate=True)
        cipher = AESGCM(_key(secret))
        said = cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _whose(person_id))
        return msgspec.json.decode(said, type=Access)
    except (binascii.Error, InvalidTag, ValueError, msgspec.MsgspecError) as wrong:
        raise Lost(LOST) from wrong


def _key(secret: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret)


def _whose(person_id: int) -> bytes:
    return f"person.{person_id}".encode()
