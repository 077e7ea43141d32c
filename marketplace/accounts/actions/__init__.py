"""What may be done with accounts. Nothing here commits."""

from marketplace.accounts.actions.codes import ask_code, check_code, proven
from marketplace.accounts.actions.grants import grant, revoke
from marketplace.accounts.actions.limits import TooMany
from marketplace.accounts.actions.sessions import (
    end_session,
    end_sessions,
    live_sessions,
    start_session,
)
from marketplace.accounts.actions.sign_in import is_right, user_with_password
from marketplace.accounts.actions.users import (
    Taken,
    create_user,
    find_user,
    set_destination,
    set_password,
)

__all__ = [
    "Taken",
    "TooMany",
    "ask_code",
    "check_code",
    "create_user",
    "end_session",
    "end_sessions",
    "find_user",
    "grant",
    "is_right",
    "live_sessions",
    "proven",
    "revoke",
    "set_destination",
    "set_password",
    "start_session",
    "user_with_password",
]
