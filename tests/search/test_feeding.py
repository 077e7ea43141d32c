"""Documents and outbox go with the change: in its transaction, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import event, select

from marketplace.catalogue.actions import NewVariant, add_variant
from marketplace.catalogue.rules import ProductMove, Stock
from marketplace.catalogue.stock import StockPool, lock_pools
from marketplace.kit.clock import now
from marketplace.search import indexer
from marketplace.search.checks import problems
from marketplace.search.models import SearchDocument, SearchOutbox
from marketplace.search.rules import Kind
from marketplace.stalls.rules import HalalStatus
from marketplace.training.models import Certificate, Participant, Programme, TrainingSession
from marketplace.web.db import begin_write, db
from tests.make import make_category, make_market, make_product, make_rw, make_stall


def document(product) -> SearchDocument | None:
    return db.session.get(SearchDocument, product.id, populate_existing=True)


def outbox() -> list[tuple[Kind, int]]:
    rows = db.session.scalars(select(SearchOutbox).order_by(SearchOutbox.id))
    return [(row.kind, row.object_id) for row in rows]


def empty_outbox() -> None:
    while indexer.one_round():
        pass
    assert outbox() == []


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is said to the database meanwhile."""
    said: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_a_published_product_has_its_document_at_once(app):
    stall = make_stall(make_market("purwantoro-rw-15", nickname="Sanan"), name="Dapur Bu Sri")
    product = make_product(stall, title="Kripik tempe", price=12000, description="Gurih")

    kept = document(product)

    assert (kept.title_exact, kept.title_stemmed) == ("kripik tempe 150 g", "keripik tempe 150g")
    assert kept.stall_exact == "dapur bu sri"
    assert kept.place_exact == "sanan rw 15 purwantoro blimbing"
    assert kept.category_exact.startswith("keripik camilan")
    assert kept.rest_exact.endswith("gurih")
    assert (Kind.PRODUCT, product.id) in outbox()


def test_a_draft_has_a_document_too_for_its_own_desk(app):
    draft = make_product(title="Nastar", published=False)

    assert document(draft).title_exact.startswith("nastar")


def test_what_is_rolled_back_leaves_nothing(app):
    product = make_product(title="Nastar")
    empty_outbox()

    begin_write()
    product.title = "Kastengel"
    db.session.flush()
    db.session.rollback()
    begin_write()
    db.session.commit()

    assert document(product).title_exact.startswith("nastar")
    assert outbox() == []


def test_a_savepoint_that_is_undone_leaves_nothing(app):
    product, other = make_product(title="Nastar"), make_product(title="Semprit")
    empty_outbox()

    begin_write()
    savepoint = db.session.begin_nested()
    product.title = "Kastengel"
    db.session.flush()
    savepoint.rollback()
    with db.session.begin_nested():
        other.title = "Semprit susu"
    db.session.commit()

    assert document(product).title_exact.startswith("nastar")
    assert document(other).title_exact.startswith("semprit susu")
    assert outbox() == [(Kind.PRODUCT, other.id)]


def test_several_flushes_of_one_commit_are_one_row(app):
    product = make_product(title="Nastar")
    empty_outbox()

    begin_write()
    for title in ("Nastar keju", "Nastar madu", "Nastar durian"):
        product.title = title
        db.session.flush()
    db.session.commit()

    assert outbox() == [(Kind.PRODUCT, product.id)]
    assert document(product).title_exact.startswith("nastar durian")


def test_saving_a_product_costs_a_few_statements_and_only_when_words_changed(app):
    product = make_product(title="Nastar")

    begin_write()
    product.storage = "Tempat kering"
    with statements() as plain:
        db.session.commit()
    begin_write()
    product.title = "Nastar keju"
    with statements() as fed:
        db.session.commit()

    assert not [said for said in plain if "search_" in said]
    assert len(fed) <= len(plain) + 4, fed


def test_a_new_size_reaches_the_document(app):
    product = make_product(price=15000)

    begin_write()
    add_variant(product, NewVariant("Stoples besar", 9000, grams=500, on_hand=3), now())
    db.session.commit()

    assert "stoples" in document(product).title_exact
    assert "500" in document(product).title_exact


def test_a_renamed_stall_is_one_row_and_reaches_its_products(app, found):
    stall = make_stall(name="Dapur Lama")
    ids = {make_product(stall, title=f"Nastar {n}").id for n in range(3)}
    other = make_product(title="Nastar lain")
    empty_outbox()

    begin_write()
    stall.name = "Dapur Kencana"
    db.session.commit()

    assert outbox() == [(Kind.STALL, stall.id)]
    assert set(found("kencana")) == ids
    assert "lama" not in document(other).stall_exact
    assert found("lama") == []


def test_category_market_and_halal_reach_the_documents(app, found):
    market = make_market("purwantoro-rw-15", nickname="Sanan")
    category = make_category("kue-kering", "Kue kering")
    stall = make_stall(market)
    product = make_product(stall, title="Nastar", category=category)
    empty_outbox()

    begin_write()
    category.name, market.nickname, stall.halal = "Camilan manis", "Sentra", HalalStatus.CERTIFIED
    db.session.commit()

    kinds = {kind for kind, _id in outbox()}
    assert kinds == {Kind.CATEGORY, Kind.MARKET, Kind.STALL}
    for words in ("manis", "sentra", "halal"):
        assert found(words) == [product.id], words


def test_a_stall_that_changes_what_search_does_not_hold_says_nothing(app):
    stall = make_product().stall
    empty_outbox()

    begin_write()
    stall.story = "Cerita baru"
    db.session.commit()

    assert outbox() == []


def test_a_revoked_certificate_takes_the_word_away(app, found):
    stall = make_stall()
    product, rw = make_product(stall, title="Nastar"), make_rw()
    begin_write()
    course = TrainingSession(
        label="Angkatan 1", programme=Programme(slug="oven", name="Kembangraya")
    )
    who = Participant(session=course, name="Bu Sri", phone="628120000777", rw=rw)
    paper = Certificate(number="PAS-1", participant=who, issued_on=date(2026, 3, 1))
    stall.certificate = paper
    db.session.add(paper)
    db.session.commit()
    assert found("terlatih kembangraya") == [product.id]

    begin_write()
    paper.revoked_on = date(2026, 4, 1)
    db.session.commit()

    assert outbox() == [(Kind.STALL, stall.id)]
    assert found("kembangraya") == []


def test_prices_stock_and_states_leave_the_documents_alone(app):
    """SQL says all of that when somebody searches."""
    product = make_product(stock=20)
    pool_id = db.session.scalar(select(StockPool.id))
    empty_outbox()

    lock_pools([pool_id])[pool_id].change(Stock.reserve, 20, "uji", now())
    product.variants[0].price = 9_000
    product.make(ProductMove.HIDE, now())
    db.session.commit()

    assert outbox() == []


def test_a_change_behind_the_sessions_back_is_found_by_the_check(app):
    product = make_product(title="Nastar")
    empty_outbox()
    assert problems() == []

    begin_write()
    db.session.execute(db.update(type(product)).values(title="Kastengel"))
    db.session.commit()

    assert problems() == [f"search document of product {product.id}: old or missing"]
    indexer.rebuild()
    assert problems() == []
