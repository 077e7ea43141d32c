"""Every refusal is a kind page: what happened, what is safe, what to do next."""

import secrets
from typing import Any

from flask import Flask, current_app, render_template, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

PAGES: dict[int, tuple[str, str]] = {
    400: ("Permintaannya tidak terbaca", "Coba kembali ke halaman sebelumnya, lalu ulangi."),
    403: (
        "Pintu ini bukan untuk akunmu",
        "Kalau kamu memang pengurus atau penjual, masuk dengan nomor yang terdaftar.",
    ),
    404: (
        "Alamat ini tidak ada di pasar kami",
        "Mungkin barangnya sudah diturunkan, atau tautannya terpotong waktu disalin.",
    ),
    405: (
        "Halaman ini tidak bisa dibuka begitu",
        "Kembali ke halaman sebelumnya dan tekan tombolnya.",
    ),
    409: (
        "Keburu berubah",
        "Ada yang berubah sebelum tombolmu sampai. Buka lagi halamannya untuk melihat keadaan terbaru.",
    ),
    413: ("Kirimannya terlalu besar", "Pakai foto yang lebih kecil, paling besar 12 MB tiap foto."),
    422: ("Ada isian yang perlu dibetulkan", "Kembali ke formulir dan periksa lagi isiannya."),
    429: ("Terlalu sering dicoba", "Tunggu beberapa menit, lalu coba lagi."),
    500: (
        "Dapur kami sedang berantakan",
        "Bukan salahmu. Coba lagi semenit lagi. Kalau masih begini, sebutkan kode di bawah ke pengurus.",
    ),
    503: ("Pasar sedang padat", "Isianmu belum tersimpan. Tunggu sebentar, lalu coba lagi."),
}


def error_page(code: int, title: str = "", text: str = "", **more: Any) -> tuple[str, int]:
    """The door plate with a number, one sentence and the next step."""
    usual_title, usual_text = PAGES.get(code, PAGES[400])
    if code in (405, 409) and (above := page_above()):
        more.setdefault("actions", [(above, "Lihat keadaan terbaru"), ("/", "Ke halaman depan")])
    page = render_template(
        "errors/error.html", code=code, title=title or usual_title, text=text or usual_text, **more
    )
    return page, code


def page_above() -> str:
    """The nearest page at or above this address that can be opened; empty when that is the front page."""
    pages, path = current_app.create_url_adapter(request), request.path.rstrip("/")
    while pages and path:
        if pages.test(path, "GET"):
            return path
        path = path.rpartition("/")[0]
    return ""


def show_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        page, code = error_page(error.code)
        headers = [
            (k, v)
            for k, v in error.get_headers()
            if k in ("Allow", "Retry-After", "WWW-Authenticate")
        ]
        return page, code, headers

    @app.errorhandler(OperationalError)
    @app.errorhandler(PoolTimeout)
    def busy(error: Exception) -> Any:
        """The database is locked, restarting or gone: nothing was kept, and trying again is safe."""
        current_app.logger.warning("%s %s: %s", request.method, request.path, error)
        page, code = error_page(503)
        return page, code, {"Retry-After": "5"}

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Any:
        reference = f"R-{secrets.token_hex(3).upper()}"
        current_app.logger.exception("%s %s failed, %s", request.method, request.path, reference)
        return error_page(500, reference=reference)
