"""Gives the app its engines and starts to listen for changes."""

from flask import Flask

from marketplace.search import feeding
from marketplace.search.engines.choosing import engines

LISTENERS = (
    feeding.note,
    feeding.feed,
    feeding.forget,
)  # registered on the session by their import


def init_app(app: Flask) -> None:
    """Refuses an engine that nobody knows, and outside tests one that each process would have to fill for itself."""
    app.extensions["search"] = engines(app)
    name = app.config["SEARCH_ENGINE"]
    if name and name not in app.extensions["search"]:
        raise LookupError(f"PASAR_SEARCH_ENGINE={name}: no such engine")
    if name == "memory" and not app.testing:
        raise LookupError("PASAR_SEARCH_ENGINE=memory: every process would start without words")
