"""Where to go next: only ever a path of our own, whatever the request asks for."""

import re
from urllib.parse import urlsplit

from flask import current_app, request

LONGEST = 1_000  # it travels in a cookie while somebody signs in
UNSAFE = re.compile(r"[\x00-\x20\\\x7f]")


def own_path(target: str | None, otherwise: str) -> str:
    """`target` when it is a plain path on this site, else `otherwise`.

    Refused are //host, /\\host, ////host (its netloc is empty, yet browsers leave), schemes, control characters.
    """
    if not target or len(target) > LONGEST or UNSAFE.search(target):
        return otherwise
    if not target.startswith("/") or target.startswith("//"):
        return otherwise
    parts = urlsplit(target)
    return otherwise if parts.scheme or parts.netloc else target


def came_from(otherwise: str) -> str:
    """The page whose form was posted, when it is ours."""
    referrer = request.referrer or ""
    base = current_app.config["BASE_URL"]
    for ours in (base, request.host_url.rstrip("/")):
        if referrer.startswith(ours + "/"):
            return own_path(referrer.removeprefix(ours), otherwise)
    return otherwise
