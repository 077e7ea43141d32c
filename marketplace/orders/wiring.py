"""A move that came too late, or from somebody else, is a kind page."""

from typing import Any

from flask import Flask

from marketplace.orders.rules import IllegalMove
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(IllegalMove)
    def too_late(_error: IllegalMove) -> Any:
        return error_page(
            409, "Pesanannya sudah berubah", "Buka lagi pesanannya untuk melihat keadaan terbaru."
        )
