"""What this browser holds: the code it waits for, and then the session it is signed in with."""

from typing import Any

from flask import Response, redirect, request, session, url_for
from flask_login import current_user, login_user

from marketplace.accounts.actions import ask_code, check_code, end_session, proven, start_session
from marketplace.accounts.models import User
from marketplace.accounts.rules import (
    SESSION_LIVES,
    SHORT_SESSION_LIVES,
    Purpose,
    device_name,
    network_of,
)
from marketplace.kit.codes import new_key
from marketplace.web.db import db
from marketplace.web.effects import bring_about
from marketplace.web.paths import own_path

WAITING = "kode"  # in the signed cookie


def network() -> str:
    """Whom this request counts for in limits."""
    return network_of(request.remote_addr)


def ask(purpose: Purpose, destination: str, way_on: str = "") -> None:
    """Have a code sent that only this browser can answer, and remember where to go afterwards."""
    device = session.get(WAITING, {}).get("device") or new_key()
    ask_code(purpose, destination, device=device, network=network())
    db.session.commit()
    session[WAITING] = {
        "device": device,
        "purpose": purpose.value,
        "to": destination,
        "next": own_path(way_on, ""),
    }


def waiting(purpose: Purpose) -> dict[str, Any] | None:
    """What this browser waits for, or None when it asked for nothing of the kind."""
    found: dict[str, Any] | None = session.get(WAITING)
    return found if found and found["purpose"] == purpose.value else None


def answer(purpose: Purpose, digits: str) -> str | None:
    """The destination that these digits prove; None counts as a wrong try. The caller commits."""
    asked = waiting(purpose)
    if asked and check_code(purpose, asked["to"], digits, device=asked["device"]):
        return str(asked["to"])
    return None


def proven_here(purpose: Purpose) -> str | None:
    """The destination that this browser proved a moment ago."""
    asked = waiting(purpose)
    return proven(purpose, asked["device"]) if asked else None


def stop_waiting() -> None:
    """The code has done its work."""
    session.pop(WAITING, None)


def let_in(user: User, *, remember: bool, way_on: str | None, home: str = "") -> Response:
    """Start a session of our own for this browser, with nothing left of the old one; commits."""
    if current_user.is_authenticated:
        end_session(current_user, current_user.session_id)
    bring_about("signed_in", user)
    lives = SESSION_LIVES if remember else SHORT_SESSION_LIVES
    _row, user.token = start_session(user, device_name(request.user_agent.string), lives)
    db.session.commit()
    session.clear()
    session.permanent = remember
    login_user(user)
    return redirect(own_path(way_on, home or url_for("accounts.account")))  # type: ignore[return-value]
