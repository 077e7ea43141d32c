"""What makes the site an app on a phone: the manifest, and the worker that keeps pages for when there is no network."""

from typing import Any

from flask import Response, current_app, url_for

from marketplace.site.blueprint import bp
from marketplace.site.worker import worker
from marketplace.web.audience import public
from marketplace.web.static import static_url

HOUR = "public, max-age=3600"
PAPER, BOARD = "#fcf4e4", "#2b3f78"  # of the city's own pages
ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"))
CUT_ROUND = (("icon-maskable-192", 192, "maskable"), ("icon-maskable-512", 512, "maskable"))
SHORTCUTS = (
    ("Cari barang", "shop.find"),
    ("Pesanan saya", "orders.mine"),
    ("Keranjang", "cart.show"),
)


@bp.get("/manifest.webmanifest")
@public
def manifest() -> Any:
    city = current_app.config["CITY"]
    words = {
        "id": "/",
        "name": f"Pasar RW {city}",
        "short_name": "Pasar RW",
        "description": f"Jajan dan camilan buatan tetangga, di pasar tiap RW {city}.",
        "lang": "id",
        "dir": "ltr",
        "start_url": url_for("shop.city"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": BOARD,
        "categories": ["food", "shopping"],
        "icons": [icon(*one) for one in ICONS + CUT_ROUND],
        "shortcuts": [shortcut(*one) for one in SHORTCUTS],
    }
    return words, {"Content-Type": "application/manifest+json", "Cache-Control": HOUR}


def icon(name: str, side: int, purpose: str) -> dict[str, str]:
    return {
        "src": static_url(f"img/{name}.png"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


def shortcut(name: str, endpoint: str) -> dict[str, Any]:
    return {"name": name, "url": url_for(endpoint), "icons": [icon(*ICONS[0])]}


@bp.get("/sw.js")
@public
def service_worker() -> Response:
    """At the root, so that it stands before every page; asked for afresh at every visit."""
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return Response(worker(), mimetype="text/javascript", headers=headers)
