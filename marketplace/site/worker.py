"""The service worker as it is sent: what it must know of this edition of the site, its rules, its doings."""

import json
from hashlib import sha256
from pathlib import Path

from flask import current_app, render_template, url_for

from marketplace.web.static import static_url, static_version

SHELL = (
    "css/pasar.css",
    "img/icons.svg",
    "img/papan.svg",
    "img/bingkisan.webp",
    "img/icon-192.png",
    "js/busy-form.js",
    "js/count-stepper.js",
    "js/last-seen.js",
    "js/search-box.js",
)
FONT = "fonts/sansita-800.woff2"  # the stylesheet names it without a hash
NOTES = {
    "offline": "Kamu sedang luring, ini halaman terakhir. Harga dan sisa barang mungkin sudah berubah.",
    "slow": "Sambungan sedang lambat, ini halaman terakhir. Harga dan sisa barang mungkin sudah berubah.",
}


def worker() -> str:
    return "\n".join([edition(), source("rules.js"), source("worker.js")])


def source(name: str) -> str:
    return (Path(current_app.static_folder or "") / "worker" / name).read_text()


def edition() -> str:
    """The worker's constants. VERSION moves with every static file and with the words that are kept."""
    offline = url_for("site.offline")
    notes = {
        name: render_template("site/_note.html", words=words).strip()
        for name, words in NOTES.items()
    }
    page = render_template("site/offline.html")
    version = sha256(f"{static_version()} {page} {notes}".encode()).hexdigest()[:10]
    font = url_for("static", filename=FONT)
    known = {
        "VERSION": version,
        "SHELL": [offline, font, *map(static_url, SHELL)],
        "OFFLINE": offline,
        "NOTES": notes,
    }
    return "\n".join(f"const {name} = {json.dumps(value)};" for name, value in known.items())
