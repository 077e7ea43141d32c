"""The one word on every view that says who may use it. No word, no entry.

The words without a guard of their own stand here; guards that need to know somebody (`signed_in`, `rw_admin`,
`producer` ...) live in the feature that owns the object and mark the view with the same attribute.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask, abort, request

View = Callable[..., Any]
WITHOUT_A_VIEW_OF_OURS = {"static": "public"}


def audience(word: str) -> Callable[[View], View]:
    """Mark a view with the word that says who may use it."""

    def mark(view: View) -> View:
        view.audience = word  # type: ignore[attr-defined]
        return view

    return mark


public = audience("public")
buyer = audience("buyer")  # anyone who may hold a cart, guests included
webhook = audience("webhook")
api_token = audience("api_token")


def audience_of(app: Flask, endpoint: str) -> str | None:
    """The word of an endpoint, or None when nobody said it."""
    return getattr(app.view_functions[endpoint], "audience", WITHOUT_A_VIEW_OF_OURS.get(endpoint))


def refuse_unmarked(app: Flask) -> None:
    @app.before_request
    def check() -> None:
        if request.endpoint and not audience_of(app, request.endpoint):
            abort(403)
