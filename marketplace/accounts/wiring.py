"""Who is looking: flask-login over our own session rows, so that ending a row ends it at once."""

from flask import Flask, Response, request
from flask_login import LoginManager, current_user
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import contains_eager

from marketplace.accounts.actions.limits import TooMany
from marketplace.accounts.models import User, UserSession
from marketplace.accounts.rules import SEEN_STEP, SESSION_LIVES
from marketplace.kit.clock import now
from marketplace.kit.codes import digest
from marketplace.web.db import begin_write, db
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    app.config["PERMANENT_SESSION_LIFETIME"] = SESSION_LIVES
    app.config["SESSION_REFRESH_EACH_REQUEST"] = False  # reading a page sets no cookie
    logins = LoginManager(app, add_context_processor=False)
    app.jinja_env.globals["current_user"] = (
        current_user  # asked only where shown: errors ask nobody
    )
    logins.session_protection = None  # our rows decide, not a hash of address and browser
    logins.user_loader(user_of)
    # Its cookie is not used, and its look at the session would mark every photo `Vary: Cookie`.
    app.after_request_funcs[None].remove(logins._update_remember_cookie)
    app.after_request(remember_seen)
    app.register_error_handler(TooMany, too_many)


def user_of(token: str) -> User | None:
    """The person whose living session this secret opens."""
    found = db.session.scalar(
        db.select(UserSession)
        .join(UserSession.user)
        .options(contains_eager(UserSession.user).joinedload(User.grants))
        .where(
            UserSession.token_digest == digest(token),
            UserSession.ended_at.is_(None),
            UserSession.expires_at > now(),
            User.disabled_at.is_(None),
        )
    )
    if found is None:
        return None
    found.user.token, found.user.session_id, found.user.seen_at = token, found.id, found.seen_at
    return found.user


def remember_seen(answer: Response) -> Response:
    """After a POST, and seldom: reading writes nothing."""
    done = request.method == "POST" and answer.status_code < 400
    if done and current_user.is_authenticated and current_user.seen_at < now() - SEEN_STEP:
        move_seen(current_user.session_id)
    return answer


def move_seen(session_id: int) -> None:
    """What the visitor came for is done by now, so a busy database is no reason to fail."""
    db.session.rollback()
    try:
        begin_write()
        row = update(UserSession).where(UserSession.id == session_id)
        db.session.execute(row.values(seen_at=now()))
        db.session.commit()
    except OperationalError:
        db.session.rollback()


def too_many(error: TooMany) -> tuple[str, int, dict[str, str]]:
    """The page that asks to wait, the same for known and unknown people."""
    page, code = error_page(429, text=str(error))
    return page, code, {"Retry-After": str(int(error.wait.total_seconds()))}
