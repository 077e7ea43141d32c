"""Pages cost the same for 1, 24 and 5,000 products, at most twelve statements, also for who is signed in."""

from typing import Any

import pytest
from sqlalchemy import insert

from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.stock import StockPool
from marketplace.kit.clock import now
from marketplace.regions.actions import create_cluster
from marketplace.regions.rules import Board
from marketplace.search import indexer
from marketplace.search.engines import choosing
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_product, make_user

MOST = 12
COPIED = ("stall_id", "category_id", "title", "slug", "price_from", "sells_by", "status")


def multiply(product: Any, times: int) -> None:
    """Copies of a product with a size and a shelf each, written at once: actions would take minutes."""
    begin_write()
    usual = {name: getattr(product, name) for name in COPIED}
    usual |= {"published_at": now(), "created_at": now()}
    first = 1_000_000
    ids = range(first, first + times)
    rows = [{**usual, "id": id} for id in ids]
    variants = [{"id": id, "product_id": id, "title": "150 g", "price": 15000} for id in ids]
    pools = [{"variant_id": id, "on_hand": 5, "reserved": 0} for id in ids]
    for model, values in ((Product, rows), (Variant, variants), (StockPool, pools)):
        db.session.execute(insert(model.__table__), values)
    db.session.commit()


def read_documents() -> None:
    """The engine hears of all goods."""
    while indexer.one_round():
        pass


def first_product() -> Any:
    return db.session.scalars(db.select(Product).order_by(Product.id)).first()


@pytest.fixture
def pages(app, monkeypatch, keep_words) -> list[str]:
    """The address of every page that shows a product; its stall has a second one.

    What search knows by heart was read already, as it is once a minute, not once a page. The engine is one with
    words of its own, as Whoosh is; an engine in the database asks once more for each stage.
    """
    monkeypatch.setitem(app.config, "SEARCH_ENGINE", "memory")
    monkeypatch.setitem(app.extensions, "search", choosing.engines(app))
    product = make_product(title="Keripik tempe")
    make_product(product.stall, title="Keripik bayam")
    stall, market = product.stall, product.stall.market
    begin_write()
    create_cluster("sanan", "Sanan", "Kampung tempe", Board.DAUN, [market.rw])
    db.session.commit()
    read_documents()
    keep_words()
    return [
        "/",
        "/pasar",
        f"/pasar/{market.slug}",
        f"/pasar/{market.slug}?halal=0&siap=1&urut=termurah&hal=1",
        f"/lapak/{stall.slug}",
        f"/produk/{product.id}-{product.slug}",
        f"/kategori/{product.category.slug}?kecamatan=blimbing",
        "/klaster/sanan",
        "/cari?siap=1",
        f"/cari?siap=1&lapak={stall.slug}&kategori=keripik",
        f"/cari?q=keripik&pasar={market.slug}&kategori=keripik&siap=1&urut=termurah",
        f"/cari?q=dapur+uji&lapak={stall.slug}",
        "/cari?q=kripik+tmpe+di+bawah+20+ribu&klaster=sanan",
        "/cari?q=keripik&halal=1",
        "/cari?q=zzzzz",
    ]


def counts(client: Any, pages: list[str]) -> dict[str, int]:
    found = {}
    for page in pages:
        with statements() as sent:
            assert client.get(page).status_code == 200, page
        found[page] = len(sent)
    return found


def test_pages_cost_the_same_for_1_24_and_5000_products(client, pages):
    pages = [page for page in pages if "q=" not in page]  # words ask more when they find little
    product = first_product()
    for_one = counts(client, pages)
    multiply(product, 23)
    assert counts(client, pages) == for_one
    begin_write()
    for model in (StockPool, Variant, Product):
        id = model.variant_id if model is StockPool else model.id
        db.session.execute(db.delete(model).where(id >= 1_000_000))
    db.session.commit()
    multiply(first_product(), 5_000)
    assert counts(client, pages) == for_one


def test_no_page_asks_more_than_twelve_times_even_signed_in(sign_in, pages):
    browser = sign_in(make_user())
    assert max((few := counts(browser, pages)).values()) <= MOST, few
    for number in range(14):
        make_product(first_product().stall, title=f"Keripik tempe nomor {number}")
    read_documents()
    assert max((many := counts(browser, pages)).values()) <= MOST, many


def test_deep_pages_are_the_last_page(client, pages):
    product = first_product()
    multiply(product, 29)
    address = f"/pasar/{product.stall.market.slug}?hal="
    last = client.get(address + "3")
    assert 'aria-current="page">3<' in last.text
    assert client.get(address + "99999").text == last.text
