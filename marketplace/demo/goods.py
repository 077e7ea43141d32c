"""Products: listed by their stall, decided by the RW admin, some moved on; shelves and baking rounds."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from marketplace.accounts.models import User
from marketplace.catalogue.actions import (
    NewVariant,
    add_photo,
    create_product,
    feature,
    open_batch,
    publish_product,
    return_product,
    submit_product,
)
from marketplace.catalogue.models import Category, Product
from marketplace.catalogue.rules import ProductMove, SellsBy
from marketplace.demo.labels import label_of
from marketplace.demo.pictures import Goods
from marketplace.demo.plans import ProductPlan
from marketplace.demo.when import awake, days_ahead, in_the_day
from marketplace.stalls.models import Stall
from marketplace.web.db import db
from marketplace.web.photos import TakenPhoto

Claims = Counter[tuple[str, str, int]]
ROUNDS = ((-20, -12), (-3, 3), (-3, 10))  # opened and ready, days from today
MENDS = "Foto sampulnya gelap. Ambil lagi di dekat jendela, lalu kirim ulang."
REMARKS = (
    "Pilihan pengurus minggu ini, paling banyak dipesan ulang.",
    "Baru dan langsung disukai tetangga.",
    "Khas RW ini, jarang ada di tempat lain.",
)


def pictures_of(plan: ProductPlan) -> list[Goods]:
    """None for goods that the composer cannot draw, such as crafts."""
    from marketplace.demo.pictures.kinds import tables

    kind = plan.facts.get("picture", plan.kind)
    if "bare" in plan.flags or kind not in tables()["recipes"]:
        return []
    first = Goods(kind, 0, plan.stall.name, plan.title, plan.rank)
    return [first, first._replace(seed=1, rank=plan.rank + 1)] if "two" in plan.flags else [first]


def product_of(
    plan: ProductPlan,
    stall: Stall,
    admin: User,
    photos: Mapping[Any, TakenPhoto],
    claims: Claims,
    at: datetime,
) -> None:
    """List a product and bring it to where its plan has it; one that the stall has already stays as it is."""
    there = db.select(Product.id).filter_by(stall_id=stall.id, title=plan.title)
    if db.session.scalar(there):
        return
    rng = Random(f"{plan.stall.key}/{plan.title}")
    listed = in_the_day(at, plan.since, rng)
    product = listing(plan, stall, claims, rng, listed)
    for picture in pictures_of(plan):
        if picture in photos:
            add_photo(product, photos[picture], alt=plan.title)
    if plan.is_round:
        open_rounds(product, plan, rng, at)
    bring_along(product, plan, admin, listed, at)


def listing(plan: ProductPlan, stall: Stall, claims: Claims, rng: Random, at: datetime) -> Product:
    variants = [
        NewVariant(size.title, size.price, size.grams, on_shelf(plan, number, claims, rng))
        for number, size in enumerate(plan.sizes)
    ]
    category = db.session.scalars(db.select(Category).filter_by(slug=plan.facts["category"])).one()
    return create_product(
        stall,
        title=plan.title,
        category=category,
        variants=variants,
        description=" ".join(rng.sample(plan.facts["say"], rng.randint(1, 2))),
        sells_by=SellsBy.BATCH if plan.is_round else SellsBy.SHELF,
        at=at,
        created_at=at,
        **label_of(plan),
    )


def on_shelf(plan: ProductPlan, number: int, claims: Claims, rng: Random) -> int:
    """What shall be left, and all that was ordered meanwhile."""
    left = rng.randint(8, 40)
    if "out" in plan.flags:
        left = 0
    elif "low" in plan.flags:
        left = rng.randint(1, 4) if number == 0 else rng.randint(0, 2)
    return left + claims[plan.stall.key, plan.title, number]


def open_rounds(product: Product, plan: ProductPlan, rng: Random, at: datetime) -> None:
    """Every fifth has only the round that is over: it waits for the next."""
    rounds = ROUNDS[:1] if plan.rank % 5 == 0 else ROUNDS
    for opened, ready in rounds:
        ready_at = days_ahead(at, ready, 15)
        capacities = {variant.id: rng.randint(8, 18) for variant in product.variants}
        open_batch(
            product,
            ready_at=ready_at,
            closes_at=ready_at - timedelta(hours=21),
            capacities=capacities,
            at=days_ahead(at, opened, 8),
        )


def bring_along(
    product: Product, plan: ProductPlan, admin: User, listed: datetime, at: datetime
) -> None:
    """From draft to where it is now, and nothing of it tomorrow."""
    rng = Random(plan.title)
    if "draft" in plan.flags:
        return
    submit_product(product, listed)
    if "queue" in plan.flags:
        return
    decided = min(awake(listed + timedelta(minutes=rng.randint(20, 900))), at)
    if "returned" in plan.flags:
        return_product(product, admin, MENDS, decided)
        return
    publish_product(product, admin, decided)
    later = min(decided + timedelta(days=1), at)
    if "featured" in plan.flags:
        feature(product, rng.choice(REMARKS), admin, later)
    for flag, move in ("hidden", ProductMove.HIDE), ("archived", ProductMove.ARCHIVE):
        if flag in plan.flags:
            product.make(move, later)
