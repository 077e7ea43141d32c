"""A market that somebody else opened or closed first is a page of its own."""

from typing import Any

from flask import Flask

from marketplace.regions.rules import IllegalMarketMove
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(IllegalMarketMove)
    def too_late(_error: IllegalMarketMove) -> Any:
        return error_page(409)
