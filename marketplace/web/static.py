"""Addresses of static files carry a hash of their content, so browsers keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, current_app, request, url_for
from flask.wrappers import Response

FOREVER = "public, max-age=31536000, immutable"


@cache
def content_hash(path: Path, _changed: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """/static/css/pasar.css?v=<hash of the file>. Raises FileNotFoundError for a name that is not there."""
    path = Path(current_app.static_folder or "") / name
    return url_for("static", filename=name, v=content_hash(path, path.stat().st_mtime))


def static_version() -> str:
    """A hash that moves when any static file does."""
    folder = Path(current_app.static_folder or "")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    hashes = [content_hash(path, path.stat().st_mtime) for path in files]
    return hashlib.sha256(" ".join(hashes).encode()).hexdigest()[:10]


def keep_static_files(app: Flask) -> None:
    app.jinja_env.globals["static_url"] = static_url

    @app.after_request
    def on_static(answer: Response) -> Response:
        if request.endpoint == "static" and answer.status_code in (200, 206, 304):
            answer.headers["Cache-Control"] = (
                FOREVER if "v" in request.args else "public, max-age=3600"
            )
        return answer
