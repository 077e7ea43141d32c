"""Coming in by password."""

from marketplace.accounts.actions.limits import (
    count_failure,
    forgive,
    one_at_a_time,
    refuse_guessing,
)
from marketplace.accounts.actions.users import find_user
from marketplace.accounts.models import User
from marketplace.accounts.passwords import hash_password, is_outdated, is_password
from marketplace.web.db import lock


def user_with_password(account: str, password: str, network: str) -> User | None:
    """Whoever this is, or None after counting a wrong try: commit either way. Raises TooMany."""
    user = find_user(account)
    return user if is_right(user, account, password, network) else None


def is_right(user: User | None, account: str, password: str, network: str) -> bool:
    """Check slowly outside the transaction, then count under one lock, where the limit is looked at again."""
    refuse_guessing(account, network)
    stored = user.password_hash if user else None
    right = is_password(password, stored)
    renewed = hash_password(password) if right and stored and is_outdated(stored) else None
    one_at_a_time("sign_in_failures")
    refuse_guessing(account, network)
    if not (right and user and still_holds(user, stored)):
        count_failure(account, network)
        return False
    forgive(account)
    user.password_hash = renewed or user.password_hash
    return True


def still_holds(user: User, stored: str | None) -> bool:
    """Nobody changed the password or disabled the person while we were hashing."""
    lock(user)
    return user.is_active and user.password_hash == stored
