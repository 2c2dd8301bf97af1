"""Passwords of staff: argon2id, at least twelve letters, no rules about which letters.

At most two are computed at once: each takes 64 MiB. Who may try how often is `buckets.py`.
"""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 256

_HASHER = PasswordHasher()
_TWO = BoundedSemaphore(2)
#: Compared with when the account is unknown, so that the answer takes as long.
_NOBODY = _HASHER.hash("nobody has this password")


class PasswordRefused(ValueError):  # noqa: N818 - house style: a refusal is named after what is wrong
    """The sentence says what a password needs."""


def hashed(password: str) -> str:
    demanded(password)
    with _TWO:
        return _HASHER.hash(password)


def demanded(password: str) -> None:
    """Raises PasswordRefused with what is missing."""
    if len(password) < SHORTEST:
        raise PasswordRefused(f"A password needs at least {SHORTEST} letters. Four words are good.")
    if len(password) > LONGEST:
        raise PasswordRefused(f"A password has at most {LONGEST} letters.")


def matches(password: str, stored: str | None) -> bool:
    """False for a missing account too, after the same time."""
    with _TWO:
        try:
            _HASHER.verify(stored or _NOBODY, password[:LONGEST])
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None
