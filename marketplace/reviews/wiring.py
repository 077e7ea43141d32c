"""A review that came too early, too late or for the second time is a kind page."""

from typing import Any

from flask import Flask

from marketplace.reviews.rules import AlreadySaid, NotReviewable, average
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    app.jinja_env.globals["average"] = average

    @app.errorhandler(NotReviewable)
    def not_now(why: NotReviewable) -> Any:
        return error_page(409, "Belum bisa diulas", str(why))

    @app.errorhandler(AlreadySaid)
    def said_before(_error: AlreadySaid) -> Any:
        return error_page(
            409, "Ulasannya sudah berubah", "Buka lagi halamannya untuk melihat keadaan terbaru."
        )
