"""What the gallery shows: goods with long names, without photos, sold out, already in the cart."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from markupsafe import Markup

from tests.look.gallery_forms import every_field

DIGEST = "ab" + "0" * 62
AT = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
LOW = SimpleNamespace(kind="low", text="Sisa 4")


def product(number: int, **more: Any) -> SimpleNamespace:
    usual = {
        "id": number,
        "url": f"/produk/{number}-keripik",
        "title": "Keripik tempe tipis, asin gurih",
        "price": 15000,
        "price_varies": False,
        "unit": "150 g",
        "unit_price_note": "Rp10.000/100 g",
        "photo": DIGEST,
        "photo_alt": "Setampah keripik tempe",
        "state": None,
        "gone": False,
        "rt": 3,
        "stall_name": "Dapur Bu Sri",
        "market_label": None,
        "badges": [("certificate", "Terlatih"), ("rosette-discount-check", "Halal")],
        "variant_id": 7,
        "in_cart": 0,
        "category_class": "jenis--keripik",
        "mean": "4,7",
        "reviews": 23,
    }
    return SimpleNamespace(**{**usual, **more})


PRODUCTS = [
    product(1, state=LOW),
    product(2, in_cart=2, photo=None, unit_price_note=None),
    product(
        3,
        title="Nastar nanas premium isi selai asli buatan sendiri tanpa pengawet sama sekali",
        price=1250000,
        price_varies=True,
        variant_id=None,
        stall_name="Warung Camilan Ibu Hajah Suprihatiningsih Kusumawardhani",
        market_label="RW 15 Purwantoro",
    ),
    product(
        4,
        gone=True,
        photo=None,
        category_class="",
        state=SimpleNamespace(kind="none", text="Habis"),
    ),
]
WAY = [
    SimpleNamespace(kind="done", title="Pesanan terkirim", at=AT, note=None),
    SimpleNamespace(kind="now", title="Menunggu pembayaranmu", at=None, note="Sampai 15.00 WIB"),
    SimpleNamespace(kind="later", title="Disiapkan", at=None, note=None),
]


def contents() -> dict[str, Any]:
    return {
        "products": PRODUCTS,
        "digest": DIGEST,
        "day": date(2026, 11, 25),
        "way": WAY,
        "entries": [SimpleNamespace(at=AT, text="Lapak disetujui", who="Bu Wiwik")],
        "qr": Markup('<svg viewBox="0 0 21 21"><path d="M0 0h7v7H0z"/></svg>'),
        "paging": SimpleNamespace(page=5, pages=9, url=lambda number: f"?hal={number}"),
        "form": every_field(faulty=False),
        "faulty": every_field(faulty=True),
    }
