"""Gives the app its engines and starts to listen for changes."""

from typing import Any

from flask import Flask
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from marketplace.search import feeding
from marketplace.search.engines.choosing import engines
from marketplace.web.db import db

LISTENERS = (
    feeding.note,
    feeding.feed,
    feeding.forget,
)  # registered on the session by their import


class HintingCompiler(SQLiteCompiler):
    """Writes the one hint that SQLite knows, and SQLAlchemy does not: NOT INDEXED."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def init_app(app: Flask) -> None:
    """Refuses an engine that nobody knows, and outside tests one that each process would have to fill for itself."""
    app.extensions["search"] = engines(app)
    name = app.config["SEARCH_ENGINE"]
    if name and name not in app.extensions["search"]:
        raise LookupError(f"PASAR_SEARCH_ENGINE={name}: no such engine")
    if name == "memory" and not app.testing:
        raise LookupError("PASAR_SEARCH_ENGINE=memory: every process would start without words")
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            db.engine.dialect.statement_compiler = HintingCompiler
