"""A request for a host that is not ours is refused before any page is made.

Flask checks the host against TRUSTED_HOSTS while it matches the address; without a match no address can be built,
so the refusal is plain text and not the usual page.
"""

from flask import Flask
from werkzeug.exceptions import SecurityError

SENTENCE = "Alamat situs ini salah. Periksa lagi tautannya.\n"


def refuse_unknown_hosts(app: Flask) -> None:
    @app.errorhandler(SecurityError)
    def refused(_error: SecurityError) -> tuple[str, int, dict[str, str]]:
        return SENTENCE, 400, {"Content-Type": "text/plain; charset=utf-8"}
