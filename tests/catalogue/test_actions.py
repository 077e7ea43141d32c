from datetime import timedelta

import pytest

from marketplace.accounts.models import AuditEntry
from marketplace.catalogue.actions import (
    NewVariant,
    add_photo,
    feature,
    open_batch,
    return_product,
    set_shelf,
    unfeature,
)
from marketplace.catalogue.checks import problems
from marketplace.catalogue.offers import offers_of
from marketplace.catalogue.rounds import cancel_batch, set_capacity
from marketplace.catalogue.rules import (
    MOST_PHOTOS,
    BadRound,
    BatchHasOrders,
    BelowReserved,
    OutOfStock,
    ProductStatus,
    SellsBy,
    Stock,
    TooManyPhotos,
)
from marketplace.catalogue.shelves import shelf_of
from marketplace.catalogue.stock import StockMovement, StockPool, lock_pools
from marketplace.kit.clock import now
from marketplace.web.db import db
from marketplace.web.photos import TakenPhoto
from tests.make import make_admin, make_batch, make_product


def shelf(product):
    return shelf_of(product.variants[0])


def reserve(pool, quantity):
    lock_pools([pool.id])[pool.id].change(Stock.reserve, quantity, "order PRW-UJI000-1", now())
    db.session.commit()


def test_a_new_product_is_a_draft_with_a_filled_shelf_and_its_movement(app):
    product = make_product(stock=12, published=False)

    assert product.status is ProductStatus.DRAFT
    assert shelf(product).stock == Stock(on_hand=12)
    assert [m.on_hand_delta for m in db.session.scalars(db.select(StockMovement))] == [12]
    assert product.price_from == 15000
    assert problems() == []


def test_a_pre_order_product_has_no_shelf_until_it_is_counted(app):
    product = make_product(sells_by=SellsBy.BATCH)

    assert shelf(product) is None
    set_shelf(product.variants[0], 4, now())
    db.session.commit()
    assert shelf(product).stock == Stock(on_hand=4)


def test_publishing_and_returning_are_remembered(app):
    product = make_product()
    admin = make_admin(product.stall.market)

    return_product(product, admin, "Fotonya gelap", now())
    db.session.commit()

    entries = list(db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id)))
    acts = [e.action for e in entries if e.subject == f"product:{product.id}"]
    assert acts == ["memajang produk", "mengembalikan produk"]
    assert product.return_reason == "Fotonya gelap"


def test_featuring_carries_a_remark_and_can_be_taken_back(app):
    product = make_product()
    admin = make_admin(product.stall.market)

    feature(product, "Selainya dimasak sendiri", admin, now())
    db.session.commit()
    assert product.featured_at
    assert product.featured_note == "Selainya dimasak sendiri"
    unfeature(product, admin)
    db.session.commit()
    assert product.featured_at is None
    assert product.featured_note == ""


def test_the_ninth_photo_is_refused_and_the_same_one_counts_once(app):
    product = make_product()
    for number in range(MOST_PHOTOS):
        add_photo(product, TakenPhoto(f"{number:064x}", 800, 600))
    add_photo(product, TakenPhoto(f"{3:064x}", 800, 600))
    with pytest.raises(TooManyPhotos):
        add_photo(product, TakenPhoto(f"{9:064x}", 800, 600))
    db.session.commit()
    assert len(product.photos) == MOST_PHOTOS
    assert product.photo == f"{0:064x}"


def test_a_count_below_what_buyers_claimed_is_refused_and_changes_nothing(app):
    product = make_product(stock=10)
    reserve(shelf(product), 4)

    with pytest.raises(BelowReserved) as refused:
        set_shelf(product.variants[0], 3, now())
    db.session.rollback()

    assert refused.value.reserved == 4
    assert shelf(product).stock == Stock(on_hand=10, reserved=4)
    set_shelf(product.variants[0], 4, now())
    db.session.commit()
    assert shelf(product).stock.available == 0
    assert problems() == []


def test_a_round_offers_its_capacity_until_the_cut_off(app):
    batch = make_batch(capacity=6)
    product_id = batch.product_id

    (offer,) = offers_of([product_id], now())[product_id]
    assert offer.available == 6
    assert offer.ready_at == batch.ready_at
    assert offers_of([product_id], batch.closes_at)[product_id] == []


@pytest.mark.parametrize(
    ("closes", "ready", "capacity"),
    [(-1, 3, 5), (4, 3, 5), (1, 3, 0)],
    ids=["past", "late", "none"],
)
def test_a_round_nobody_could_order_from_is_refused(app, closes, ready, capacity):
    product = make_product(sells_by=SellsBy.BATCH)
    with pytest.raises(BadRound):
        open_batch(
            product,
            ready_at=now() + timedelta(days=ready),
            closes_at=now() + timedelta(days=closes),
            capacities={product.variants[0].id: capacity},
            at=now(),
        )


def test_only_own_variants_enter_a_round(app):
    stranger = make_product(sells_by=SellsBy.BATCH)
    product = make_product(sells_by=SellsBy.BATCH)
    with pytest.raises(BadRound):
        open_batch(
            product,
            ready_at=now() + timedelta(days=2),
            closes_at=now() + timedelta(days=1),
            capacities={stranger.variants[0].id: 5},
            at=now(),
        )


def test_an_ordered_round_is_not_called_off_and_not_made_too_small(app):
    batch = make_batch(capacity=6)
    pool = db.session.scalar(db.select(StockPool).filter_by(batch_id=batch.id))
    reserve(pool, 5)

    with pytest.raises(BatchHasOrders):
        cancel_batch(batch, now())
    db.session.rollback()
    with pytest.raises(BelowReserved):
        set_capacity(batch, {pool.id: 4}, now())
    db.session.rollback()
    set_capacity(batch, {pool.id: 8}, now())
    db.session.commit()

    assert pool.stock == Stock(on_hand=8, reserved=5)
    assert problems() == []


def test_a_cancelled_round_refuses_a_checkout_that_is_on_its_way(app):
    batch = make_batch(capacity=6)
    pool = db.session.scalar(db.select(StockPool).filter_by(batch_id=batch.id))

    cancel_batch(batch, now())
    db.session.commit()

    with pytest.raises(OutOfStock):
        reserve(pool, 1)
    db.session.rollback()
    assert offers_of([batch.product_id], now())[batch.product_id] == []
    assert problems() == []


def test_a_variant_without_a_name_is_called_by_its_weight(app):
    product = make_product(variants=[NewVariant("", 9000, grams=1500), NewVariant("Pedas", 7000)])
    assert [v.title for v in product.variants] == ["1,5 kg", "Pedas"]
    assert product.price_from == 7000


def test_the_check_finds_stock_changed_behind_its_door(app):
    product = make_product(stock=10)
    pool = lock_pools([shelf(product).id])[shelf(product).id]
    pool.stock = Stock(on_hand=7)
    db.session.commit()
    (sentence,) = problems()
    assert "on hand 7, movements say 10" in sentence
