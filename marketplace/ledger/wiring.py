"""A payout that somebody else moved first is a kind page."""

from typing import Any

from flask import Flask

from marketplace.ledger.rules import IllegalPayout
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(IllegalPayout)
    def moved_before(_error: IllegalPayout) -> Any:
        return error_page(
            409,
            "Setoran ini keburu berubah",
            "Mungkin sudah dicatat terkirim atau dibatalkan. Buka lagi untuk melihat keadaan terbarunya.",
        )
