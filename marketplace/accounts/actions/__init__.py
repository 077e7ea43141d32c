"""What may be done with accounts. Nothing here commits."""

from marketplace.accounts.actions.grants import grant, revoke
from marketplace.accounts.actions.sessions import end_session, end_sessions, start_session
from marketplace.accounts.actions.users import Taken, create_user, find_user, set_password

__all__ = [
    "Taken",
    "create_user",
    "end_session",
    "end_sessions",
    "find_user",
    "grant",
    "revoke",
    "set_password",
    "start_session",
]
