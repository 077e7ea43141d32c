"""Requests that no address of ours can mean are refused before any page is made.

Flask checks the host against TRUSTED_HOSTS while it matches the address; without a match no address can be built,
so that refusal is plain text and not the usual page.
"""

from flask import Flask, abort, request
from werkzeug.exceptions import SecurityError
from werkzeug.routing import IntegerConverter, ValidationError

LARGEST_ID = 2**31 - 1  # what a key column holds
SENTENCE = "Alamat situs ini salah. Periksa lagi tautannya.\n"


def refuse_unknown_hosts(app: Flask) -> None:
    @app.errorhandler(SecurityError)
    def refused(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
        return SENTENCE, 400, {"Content-Type": "text/plain; charset=utf-8"}


class RowNumber(IntegerConverter):
    """A number in an address that may be a row's; a larger one is no address of ours."""

    def to_python(self, value: str) -> int:
        number = int(value) if len(value) <= len(str(LARGEST_ID)) else LARGEST_ID + 1
        if number > LARGEST_ID:
            raise ValidationError
        return number


def know_row_numbers(app: Flask) -> None:
    app.url_map.converters["int"] = RowNumber


def refuse_zero_bytes(app: Flask) -> None:
    """No slug or code holds a zero byte, and PostgreSQL refuses to compare with one."""

    @app.before_request
    def check() -> None:
        if "\0" in request.path:
            abort(404)
