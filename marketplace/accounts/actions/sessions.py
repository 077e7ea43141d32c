"""Signed-in devices: started, listed, ended."""

from datetime import timedelta

from sqlalchemy import ColumnElement, update

from marketplace.accounts.models import User, UserSession
from marketplace.accounts.rules import SESSION_LIVES
from marketplace.kit.clock import now
from marketplace.kit.codes import digest, new_key
from marketplace.web.db import begin_write, db

MOST_SHOWN = 50


def start_session(
    user: User, device: str, lives: timedelta = SESSION_LIVES
) -> tuple[UserSession, str]:
    """A row for this device, and the secret its cookie shall carry (only the digest is stored)."""
    begin_write()
    at, token = now(), new_key()
    session = UserSession(
        user_id=user.id,
        token_digest=digest(token),
        device=device,
        created_at=at,
        seen_at=at,
        expires_at=at + lives,
    )
    db.session.add(session)
    return session, token


def live_sessions(user: User) -> list[UserSession]:
    """Devices that are signed in now, the one used last first."""
    query = db.select(UserSession).where(*is_live(user)).order_by(UserSession.seen_at.desc())
    return list(db.session.scalars(query.limit(MOST_SHOWN)))


def end_session(user: User, session_id: int) -> bool:
    """End one device of this person; False when it is not theirs or ended already."""
    return _end(UserSession.id == session_id, *is_live(user)) == 1


def end_sessions(user: User, but: int | None = None) -> int:
    """End all devices of this person, except one when named; says how many."""
    return _end(*is_live(user), UserSession.id != (but or 0))


def is_live(user: User) -> tuple[ColumnElement[bool], ...]:
    return (
        UserSession.user_id == user.id,
        UserSession.ended_at.is_(None),
        UserSession.expires_at > now(),
    )


def _end(*which: ColumnElement[bool]) -> int:
    begin_write()
    ending = update(UserSession).where(*which).values(ended_at=now()).returning(UserSession.id)
    return len(db.session.scalars(ending).all())
