"""The whole demo in order, in chunks that each end in one commit; what is there already is left alone."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from marketplace.demo import orders, plans
from marketplace.demo.goods import pictures_of, product_of
from marketplace.demo.people import let_in
from marketplace.demo.pictures.batch import Job
from marketplace.demo.places import admin_of, lay_the_ground, market_of, plan_of, tie_clusters
from marketplace.demo.proofs import proof
from marketplace.demo.purchases import purchase_of
from marketplace.demo.stalls import face_of, stall_of
from marketplace.demo.trained import take_over_the_roster
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from marketplace.web.photos import TakenPhoto, current_store

Photos = Mapping[Any, TakenPhoto]
Step = Callable[[], None]
T = TypeVar("T")
PRODUCTS, PURCHASES = 50, 20  # in one transaction


def pictures() -> list[Job]:
    """Every picture that the demo shows."""
    faces = [face for stall in plans.stalls() if (face := face_of(stall))]
    return faces + [picture for goods in plans.products() for picture in pictures_of(goods)]


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
        *(
            (words, orders_step(part, at))
            for words, part in parts("Pesanan", orders.purchases(), PURCHASES)
        ),
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
        claims = orders.claims()
        for plan in goods:
            admin = admin_of(plan_of(plan.stall.market), at)
            product_of(plan, stall_named(plan.stall), admin, photos, claims, at)

    return do


def stall_named(plan: plans.StallPlan) -> Stall:
    from marketplace.accounts.models import User

    query = (
        db.select(Stall)
        .join(User, User.id == Stall.applicant_id)
        .join(Stall.market)
        .where(User.phone == plan.phone, Market.slug == plan.market)
    )
    return db.session.scalars(query).one()


def orders_step(purchases: Iterable[orders.PurchasePlan], at: datetime) -> Step:
    def do() -> None:
        keeps = lambda: current_store().keep_private("proofs", proof())  # noqa: E731
        for plan in purchases:
            purchase_of(plan, keeps, at)

    return do
