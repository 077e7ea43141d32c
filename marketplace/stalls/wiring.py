"""A stall that changed under somebody's hands is a page of its own."""

from typing import Any

from flask import Flask, url_for

from marketplace.stalls.rules import IllegalStallMove
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(IllegalStallMove)
    def too_late(_error: IllegalStallMove) -> Any:
        return error_page(
            409,
            "Lapak ini keburu berubah",
            "Mungkin sudah dikirim, atau pengurus lain lebih dulu memutuskan. "
            "Buka lagi untuk melihat keadaan terbarunya.",
            actions=[
                (url_for("desks.admin_home"), "Ke meja pengurus"),
                (url_for("stalls.mine"), "Lihat pengajuan lapakku"),
            ],
        )
