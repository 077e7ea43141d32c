"""What a producer's save costs with search listening, beside the same save with nobody listening."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random

from sqlalchemy import event

from devtools.bench.search.rounds import Times
from devtools.bench.words import title_of
from marketplace.catalogue.actions import NewVariant
from marketplace.catalogue.editing import Size, edit_product
from marketplace.catalogue.models import Product
from marketplace.kit.clock import now
from marketplace.search import feeding
from marketplace.web.db import begin_write, db

LISTENERS = {
    "after_flush": feeding.note,
    "before_commit": feeding.feed,
    "after_soft_rollback": feeding.forget,
}


def measure(products: int, saves: int, step: Callable[[], object]) -> tuple[Times, Times]:
    """(with search, without), by the clock: one save of each in turn, each of another product."""
    chance = Random(9)  # noqa: S311 — the same order every time
    took: dict[bool, list[float]] = {True: [], False: []}
    for number in range(saves):
        for listening in chance.sample((True, False), 2):
            id = chance.randint(1, products)
            if listening:
                took[True].append(milliseconds(id, products + number))
            else:
                with nobody_listening():
                    took[False].append(milliseconds(id, products + number))
        step()
    warm = saves // 10
    return Times((tuple(took[True][warm:]),)), Times((tuple(took[False][warm:]),))


@contextmanager
def nobody_listening() -> Iterator[None]:
    for name, listener in LISTENERS.items():
        event.remove(db.session, name, listener)
    try:
        yield
    finally:
        for name, listener in LISTENERS.items():
            event.listen(db.session, name, listener)


def milliseconds(id: int, number: int) -> float:
    started = time.perf_counter()
    save(id, title_of(number))
    took = time.perf_counter() - started
    db.session.remove()
    return took * 1000


def save(id: int, title: str) -> None:
    """As the producer's form does it: title, size and photos, one commit."""
    begin_write()
    product = db.session.get_one(Product, id)
    sizes = [
        Size(NewVariant(v.title, int(v.price), v.grams), v.id, v.is_active)
        for v in product.variants
    ]
    edit_product(
        product,
        product.edition,
        category=product.category,
        facts={"title": title},
        sizes=sizes,
        photos=list(product.photos),
        at=now(),
    )
    db.session.commit()
