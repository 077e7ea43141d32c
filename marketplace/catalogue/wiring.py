"""A product's refusals as pages."""

from typing import Any

from flask import Flask

from marketplace.catalogue.rules import IllegalProductMove
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(IllegalProductMove)
    def moved_meanwhile(_error: IllegalProductMove) -> Any:
        return error_page(
            409,
            "Dagangannya sudah berpindah",
            "Keadaan dagangan ini berubah sebelum tombolmu sampai. Buka lagi halamannya, lalu pilih langkahnya.",
        )
