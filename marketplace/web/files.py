"""Photos over HTTP: public ones by content, for ever; private ones through a view that asked."""

from flask import Blueprint, Flask, Response, abort, send_file

from marketplace.web.audience import public
from marketplace.web.photos.derivatives import OG, WIDTHS
from marketplace.web.photos.store import DIGEST, NAMES, current_store

FOR_EVER = "public, max-age=31536000, immutable"

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/<ab>/<digest>/<name>")
@public
def photo(ab: str, digest: str, name: str) -> Response:
    """One file of a photo; a name that is not on the list does not exist."""
    if name not in NAMES or not DIGEST.fullmatch(digest) or ab != digest[:2]:
        abort(404)
    path = current_store().folder_of(digest) / name
    if not path.is_file():
        abort(404)
    answer = send_file(path, NAMES[name], etag=f"{digest[:32]}-{name}", conditional=True)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def send_private(key: str) -> Response:
    """A private picture, for a view that has already fetched its row through the owner."""
    path = current_store().private_path(key)
    if not path.is_file():
        abort(404)
    answer = send_file(path, "image/webp", etag=False, conditional=False)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Disposition"] = "inline"
    return answer


def photo_url(digest: str, width: int) -> str:
    """The address of a photo at one of its widths."""
    if width not in WIDTHS:
        raise ValueError(f"no such width: {width}")
    return f"/files/{digest[:2]}/{digest}/{width}.webp"


def og_url(digest: str) -> str:
    """The address of the 1200 by 630 JPEG for link previews, without host."""
    return f"/files/{digest[:2]}/{digest}/{OG}"


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.jinja_env.globals.update(photo_url=photo_url, og_url=og_url)
