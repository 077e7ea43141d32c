"""A payment that was judged before is a kind page."""

from typing import Any

from flask import Flask

from marketplace.payments.rules import NotOpen
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(NotOpen)
    def judged_before(_error: NotOpen) -> Any:
        return error_page(
            409, "Uangnya sudah dicatat", "Buka lagi pesanannya untuk melihat keadaan terbaru."
        )
