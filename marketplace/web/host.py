"""Requests that no address of ours can mean are refused before any page is made.

Flask checks the host against TRUSTED_HOSTS while it matches the address; without a match no address can be built,
so that refusal is plain text and not the usual page.
"""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
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


class WithoutZeroBytes(ImmutableMultiDict[str, Any]):
    """Names and values as they were sent, but for the byte that nobody types and PostgreSQL takes in no text."""

    def __init__(self, sent: Any = ()) -> None:
        pairs = iter_multi_items(sent or ())
        super().__init__([(without_zero(name), without_zero(value)) for name, value in pairs])


def without_zero(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


class OurRequest(Request):
    parameter_storage_class = WithoutZeroBytes


def keep_words_short(app: Flask) -> None:
    """Words are read into memory whole, so only a form with files may be as large as files are."""

    @app.before_request
    def limit() -> None:
        if request.mimetype != "multipart/form-data":
            request.max_content_length = request.max_form_memory_size


def refuse_zero_bytes(app: Flask) -> None:
    """No slug or code holds a zero byte: such an address does not exist, and what is typed does without."""
    app.request_class = OurRequest

    @app.before_request
    def check() -> None:
        if "\0" in request.path:
            abort(404)
