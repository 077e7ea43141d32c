"""What crawlers ask for: robots and the sitemap."""

from flask import Response, abort, current_app, render_template, url_for

from marketplace.site.blueprint import bp
from marketplace.site.sitemap import KINDS, addresses, files
from marketplace.web.audience import public

PRIVATE = (
    "akun",
    "bayar",
    "checkout",
    "keranjang",
    "kelola",
    "kota",
    "masuk",
    "penjual",
    "pesanan",
)
HOUR = "public, max-age=3600"


def plain(text: str, mimetype: str) -> Response:
    return Response(text, mimetype=mimetype, headers={"Cache-Control": HOUR})


@bp.get("/robots.txt")
@public
def robots() -> Response:
    lines = ["User-agent: *", *(f"Disallow: /{folder}" for folder in PRIVATE), "Disallow: /cari"]
    lines.append(f"Sitemap: {current_app.config['BASE_URL']}{url_for('.sitemap')}")
    return plain("\n".join(lines) + "\n", "text/plain")


@bp.get("/sitemap.xml")
@public
def sitemap() -> Response:
    return plain(render_template("site/sitemap_index.xml", files=files()), "application/xml")


@bp.get("/sitemap-<kind>-<int(max=2147483647):after>.xml")
@public
def sitemap_part(kind: str, after: int) -> Response:
    if kind not in KINDS:
        abort(404)
    page = render_template("site/sitemap.xml", paths=addresses(kind, after))
    return plain(page, "application/xml")
