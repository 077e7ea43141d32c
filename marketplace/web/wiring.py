"""Libraries that the plumbing hangs on the app: migrations and compression."""

from flask import Flask
from flask_compress import Compress
from flask_migrate import Migrate

from marketplace.web import files
from marketplace.web.db import db
from marketplace.web.host import (
    keep_words_short,
    know_row_numbers,
    refuse_unknown_hosts,
    refuse_zero_bytes,
)

COMPRESSED = [
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "application/json",
    "image/svg+xml",
    "text/xml",
    "application/xml",
    "text/plain",
]


def init_app(app: Flask) -> None:
    app.config.setdefault("COMPRESS_MIMETYPES", COMPRESSED)
    app.config.setdefault("COMPRESS_BR_LEVEL", 5)
    know_row_numbers(app)
    refuse_unknown_hosts(app)
    refuse_zero_bytes(app)
    keep_words_short(app)
    Compress(app)
    Migrate(app, db, directory="migrations")
    files.init_app(app)
