"""The whole demo in order, in chunks that each end in one commit; what is there already is left alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from marketplace.accounts.models import User
from marketplace.demo import orders, plans
from marketplace.demo.goods import pictures_of, product_of
from marketplace.demo.money import move_money
from marketplace.demo.people import let_in
from marketplace.demo.pictures.batch import Job
from marketplace.demo.places import admin_of, lay_the_ground, market_of, tie_clusters
from marketplace.demo.proofs import proof
from marketplace.demo.purchases import make_purchases
from marketplace.demo.reviews import make_reviews
from marketplace.demo.stalls import face_of, stall_of
from marketplace.demo.trained import take_over_the_roster
from marketplace.demo.vouchers import make_vouchers
from marketplace.regions.models import Market
from marketplace.search import indexer
from marketplace.search.engines.choosing import chosen_engine
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from marketplace.web.photos import TakenPhoto, current_store

Photos = Mapping[Any, TakenPhoto]
Step = Callable[[], None]
T = TypeVar("T")
PRODUCTS, PURCHASES = 50, 20  # in one transaction


def pictures() -> list[Job]:
    """Every picture that the demo shows."""
    faces: list[Job] = [face for stall in plans.stalls() if (face := face_of(stall))]
    return [*faces, *(picture for goods in plans.products() for picture in pictures_of(goods))]


def steps(photos: Photos, at: datetime) -> list[tuple[str, Step]]:
    """What is done, in words and as a call; after each call the caller commits."""
    return [
        ("Kelurahan dan kategori", lay_the_ground),
        ("Peserta pelatihan", lambda: take_over_the_roster(at)),
        *((f"Pasar {plan.slug}", market_step(plan, photos, at)) for plan in plans.markets()),
        ("Klaster", tie_clusters),
        *(
            (words, goods_step(part, photos, at))
            for words, part in parts("Produk", plans.products(), PRODUCTS)
        ),
        ("Voucher", lambda: make_vouchers(at)),
        *(
            (words, orders_step(part, at))
            for words, part in parts("Pesanan", orders.purchases(), PURCHASES)
        ),
        ("Ulasan", lambda: make_reviews(at)),
        ("Setoran dan kas", lambda: move_money(at)),
        ("Indeks pencarian", fill_the_index),
        ("Akun contoh", lambda: let_in(at)),
    ]


def parts(words: str, things: Sequence[T], size: int) -> Iterator[tuple[str, list[T]]]:
    left = iter(things)
    while part := list(islice(left, size)):
        yield words, part


def market_step(plan: plans.MarketPlan, photos: Photos, at: datetime) -> Step:
    def do() -> None:
        begin_write()
        market = market_of(plan, at)
        for stall in plans.stalls():
            if stall.market == plan.slug:
                stall_of(stall, market, photos, at)

    return do


def goods_step(goods: Iterable[plans.ProductPlan], photos: Photos, at: datetime) -> Step:
    def do() -> None:
        begin_write()
        claims, there = orders.claims(), stalls_there()
        admins = {plan.slug: admin_of(plan, at) for plan in plans.markets()}
        for plan in goods:
            stall = there[plan.stall.phone, plan.stall.market]
            product_of(plan, stall, admins[plan.stall.market], photos, claims, at)

    return do


def stalls_there() -> dict[tuple[str | None, str], Stall]:
    """By the phone of who applied, and market."""
    query = (
        db.select(User.phone, Market.slug, Stall)
        .join(Stall, Stall.applicant_id == User.id)
        .join(Market, Market.id == Stall.market_id)
    )
    return {(phone, slug): stall for phone, slug, stall in db.session.execute(query)}


def orders_step(purchases: Iterable[orders.PurchasePlan], at: datetime) -> Step:
    return lambda: make_purchases(purchases, keep_proof, at)


def keep_proof() -> str:
    return current_store().keep_private("proofs", proof())


def fill_the_index() -> None:
    """So that search knows everything before any worker runs; the indexer commits by itself."""
    if indexer.need_to_rebuild(chosen_engine()):
        indexer.rebuild()
    while indexer.one_round():
        pass
