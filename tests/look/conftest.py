"""A small app that knows the look and nothing else: every address exists, no database is asked."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from jinja2 import ChoiceLoader, FileSystemLoader

from marketplace.web import headers, static, words

ROOT = Path(__file__).parents[2]
GUEST = SimpleNamespace(is_authenticated=False)
NEIGHBOUR = SimpleNamespace(is_authenticated=True, name="Rina Kartikasari", first_name="Rina")
MARKET = SimpleNamespace(
    slug="purwantoro-rw-15",
    name="Pasar RW 15 Purwantoro",
    board="manggis",
    contact_name="Bu Wiwik",
    contact_phone="6281200000123",
    rw=SimpleNamespace(label="RW 15", village=SimpleNamespace(name="Purwantoro")),
)


def make_look() -> Flask:
    app = Flask("look", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.update(BASE_URL="http://localhost", CITY="Kota Malang", DEMO=True, SECRET_KEY="look")
    static.keep_static_files(app)
    words.teach_words(app)
    headers.set_headers(app)
    app.jinja_loader = ChoiceLoader(
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent)]
    )
    app.url_build_error_handlers.append(lambda _error, endpoint, _values: f"/{endpoint}")
    app.jinja_env.globals.update(
        photo_url=lambda digest, width: f"/files/{digest[:2]}/{digest}/{width}.webp",
        og_url=lambda digest: f"/files/{digest[:2]}/{digest}/og.jpg",
        cart_count=lambda: 3,
        current_user=GUEST,
    )
    return app


@pytest.fixture
def look() -> Iterator[Flask]:
    app = make_look()
    with app.test_request_context("/pasar/purwantoro-rw-15"):
        yield app
