"""Who may come in: somebody signed in, an officer of the city, the operator."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_login import current_user

from marketplace.accounts.rules import Role
from marketplace.web.audience import View, audience


def guarded(word: str, check: Callable[[dict[str, Any]], None]) -> Callable[[View], View]:
    """Make a decorator: visitors sign in first, then `check` (which may take arguments out) says no by abort."""

    def guard(view: View) -> View:
        @wraps(view)
        def inner(**arguments: Any) -> Any:
            if not current_user.is_authenticated:
                return to_sign_in()
            check(arguments)
            return view(**arguments)

        return audience(word)(inner)

    return guard


def to_sign_in() -> Response:
    """To the sign-in page and back here afterwards; after a refused POST, back to the page it came from."""
    here = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=here))  # type: ignore[return-value]


def anybody(_arguments: dict[str, Any]) -> None:
    """Every signed-in person."""


def holds(role: Role) -> Callable[[dict[str, Any]], None]:
    """A role for the whole city; without it the door says so (403)."""

    def check(_arguments: dict[str, Any]) -> None:
        if not current_user.has(role):
            abort(403)

    return check


signed_in = guarded("signed_in", anybody)
city_officer = guarded("city_officer", holds(Role.CITY_OFFICER))
operator = guarded("operator", holds(Role.OPERATOR))
