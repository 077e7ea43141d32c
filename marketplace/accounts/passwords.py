"""Slow hashes of passwords: argon2id with 19 MiB, two at a time, so that a flood of sign-ins costs no memory."""

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

AT_ONCE = BoundedSemaphore(2)
hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The PHC string to store; it names its own parameters."""
    with AT_ONCE:
        return hasher.hash(composed(password))


def is_password(password: str, stored: str | None) -> bool:
    """Whether it is the one; without a stored hash the same work is done and the answer is no."""
    if stored is None:
        hash_password(password)
        return False
    with AT_ONCE:
        try:
            return hasher.verify(stored, composed(password))
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Hashed with other parameters than today's: hash it again while the password is at hand."""
    return hasher.check_needs_rehash(stored)


def composed(password: str) -> str:
    """One spelling for what two keyboards send differently."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "ignore").decode()
