"""Refusals of money as kind pages: judged before, nothing to give back, no paper yet."""

from typing import Any

from flask import Flask

from marketplace.payments.papers.rules import NotIssued
from marketplace.payments.refunding.rules import NotRefundable
from marketplace.payments.rules import NotOpen
from marketplace.web.errors import error_page


def init_app(app: Flask) -> None:
    @app.errorhandler(NotOpen)
    def judged_before(_error: NotOpen) -> Any:
        return error_page(
            409, "Uangnya sudah dicatat", "Buka lagi pesanannya untuk melihat keadaan terbaru."
        )

    @app.errorhandler(NotRefundable)
    def not_refundable(_error: NotRefundable) -> Any:
        return error_page(
            409,
            "Belum ada yang bisa dikembalikan",
            "Uang pesanan ini belum masuk, atau sudah dikembalikan semua.",
        )

    @app.errorhandler(NotIssued)
    def nothing_yet(_error: NotIssued) -> Any:
        return error_page(
            409, "Notanya belum ada", "Nota terbit begitu uangnya dicatat masuk untuk pesanan ini."
        )
