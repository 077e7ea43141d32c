"""Two at once on one shelf: whoever comes second sees what the first one did."""

from threading import Barrier, Thread

import pytest

from marketplace.catalogue.actions import set_shelf
from marketplace.catalogue.checks import problems
from marketplace.catalogue.models import Variant
from marketplace.catalogue.rules import BelowReserved, OutOfStock, SellsBy, Stock
from marketplace.catalogue.shelves import shelf_of
from marketplace.catalogue.stock import StockPool, lock_pools
from marketplace.kit.clock import now
from marketplace.web.db import db
from tests.make import make_product


def at_once(app, *deeds):
    """Each deed in a thread with a context of its own, begun together; what they raised, in order."""
    start, raised = Barrier(len(deeds)), [None] * len(deeds)

    def run(place, deed):
        with app.app_context():
            start.wait()
            try:
                deed()
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                raised[place] = error
            db.session.remove()

    threads = [Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    db.session.rollback()
    db.session.expire_all()
    return raised


def test_counting_and_ordering_at_once_never_lose_a_claimed_piece(app):
    product = make_product(stock=6)
    variant_id, pool_id = product.variants[0].id, shelf_of(product.variants[0]).id
    db.session.commit()

    def order():
        lock_pools([pool_id])[pool_id].change(Stock.reserve, 1, "order PRW-UJI000-1", now())

    def recount():
        set_shelf(db.session.get_one(Variant, variant_id), 3, now())

    raised = at_once(app, *[order] * 8, recount)

    pool = db.session.get_one(StockPool, pool_id)
    assert {type(error) for error in raised if error} <= {OutOfStock, BelowReserved}
    assert sum(error is None for error in raised[:8]) == pool.reserved
    assert pool.on_hand == (6 if isinstance(raised[8], BelowReserved) else 3)
    assert problems() == []


@pytest.mark.parametrize("times", [2, 5])
def test_a_missing_shelf_is_put_up_once(app, times):
    product = make_product(sells_by=SellsBy.BATCH)
    variant_id = product.variants[0].id
    db.session.commit()

    def count():
        set_shelf(db.session.get_one(Variant, variant_id), 7, now())

    assert at_once(app, *[count] * times) == [None] * times
    assert shelf_of(db.session.get_one(Variant, variant_id)).stock == Stock(on_hand=7)
    assert problems() == []
