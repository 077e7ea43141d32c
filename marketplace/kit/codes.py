"""Codes that people read aloud, and keys that nobody can guess."""

import hashlib
import secrets

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O, U
SOUNDS_LIKE = str.maketrans("ILO", "110")


def new_code(length: int = 6) -> str:
    """Random Crockford base 32. A code names a thing; it is never a permission."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(length))


def read_code(typed: str) -> str:
    """What a person typed, in the spelling that is stored: upper case, I and L read as 1, O as 0, nothing else kept."""
    spelled = typed.upper().translate(SOUNDS_LIKE)
    return "".join(letter for letter in spelled if letter in CROCKFORD)


def new_digits(length: int = 6) -> str:
    """Digits for a one-time code, leading zeros kept."""
    return f"{secrets.randbelow(10**length):0{length}}"


def new_key() -> str:
    """128 random bits for a link or a cookie; store only its `digest`."""
    return secrets.token_urlsafe(16)


def digest(secret: str) -> str:
    """SHA-256 in hex. Enough for random keys; passwords and short codes need a slow or keyed hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
