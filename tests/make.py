"""Builders for tests. They go through the same actions and moves as the site, so no test starts from an
impossible state. Each begins the write it needs and commits.
"""

from datetime import time, timedelta
from functools import cache
from itertools import count
from typing import Any

from marketplace.accounts.actions import create_user, grant
from marketplace.accounts.rules import Role
from marketplace.catalogue.actions import (
    NewVariant,
    create_product,
    open_batch,
    publish_product,
    submit_product,
)
from marketplace.catalogue.models import Category
from marketplace.catalogue.rules import SellsBy
from marketplace.kit.clock import now
from marketplace.kit.slugs import same_place
from marketplace.regions.actions import (
    add_pickup_point,
    create_market,
    find_village,
    import_regions,
    open_market,
    open_rw,
    set_hours,
    set_zone,
)
from marketplace.regions.models import Market, Region
from marketplace.regions.reading import read_regions
from marketplace.regions.rules import ZoneReach
from marketplace.stalls.actions import apply_for_stall, approve_stall, submit_stall
from marketplace.web.db import begin_write, db

numbers = count(1)


def make_user(phone: str | None = None, name: str = "Bu Sari", **more: Any) -> Any:
    """A person with a verified phone of their own; give `email=` or `password=` when the test needs them."""
    user = create_user(name, phone=phone or f"62812000{next(numbers):05}", **more)
    db.session.commit()
    return user


@cache
def all_regions() -> Any:
    return tuple(read_regions("Kota Malang"))


def make_village(name: str = "Purwantoro") -> Region:
    """A kelurahan of Malang with its kecamatan, imported as the office's table says."""
    if not find_village(name):
        import_regions(row for row in all_regions() if same_place(row.village) == same_place(name))
        db.session.commit()
    village = find_village(name)
    assert village, name
    return village


def make_rw(village: str = "Purwantoro", number: int = 15) -> Any:
    rw = open_rw(make_village(village), number)
    db.session.commit()
    return rw


def make_market(
    slug: str | None = None, *, number: int | None = None, opened: bool = True, **more: Any
) -> Market:
    """An open market with hours every day, one pickup point and two courier zones. Without slug or number, a new RW
    of Purwantoro; the slug of a market that is there gives that market.
    """
    found = slug and db.session.scalar(db.select(Market).where(Market.slug == slug))
    if found:
        return found
    place, _, nn = (slug or "purwantoro").partition("-rw-")
    village = make_village(place)
    number = number or int(nn or 0) or next(n for n in range(1, 99) if is_free(village, n))
    market = create_market(open_rw(village, number), **more)
    every_day = [(day, time(6), time(21)) for day in range(7)]
    set_hours(market, every_day)
    add_pickup_point(
        market, "Balai RW", "Gang 3 nomor 1", [(d, time(16), time(18)) for d in range(7)]
    )
    set_zone(market, ZoneReach.SAME_RW, 3000)
    set_zone(market, ZoneReach.SAME_VILLAGE, 5000)
    if opened:
        open_market(market, now())
    db.session.commit()
    return market


def is_free(village: Region, number: int) -> bool:
    rw = open_rw(village, number)
    return rw.market is None


def make_stall(
    market: Market | None = None,
    approved: bool = True,
    *,
    name: str | None = None,
    applicant: Any = None,
    submitted: bool = True,
    **fields: Any,
) -> Any:
    """A stall with address, number and story; its applicant becomes its producer when approved."""
    market = market or make_market()
    applicant = applicant or make_user(name="Bu Sri Wahyuni")
    usual = {
        "rt": 3,
        "address": "Gang 3 nomor 12",
        "story": "Dapur kecil di gang.",
        "plans": "Keripik",
    }
    begin_write()
    stall = apply_for_stall(
        applicant, market, name=name or f"Dapur Uji {next(numbers)}", **(usual | fields)
    )
    if approved or submitted:
        submit_stall(stall, now())
    if approved:
        approve_stall(stall, applicant, now())
    db.session.commit()
    return stall


def make_producer(stall: Any, user: Any = None) -> Any:
    """Another person who runs the stall."""
    user = user or make_user(name="Pak Budi Santoso")
    grant(user, Role.PRODUCER, stall=stall)
    db.session.commit()
    return user


def make_admin(market: Market, user: Any = None, role: Role = Role.RW_ADMIN) -> Any:
    """A pengurus (or with `role` a bendahara) of the market."""
    user = user or make_user(name="Bu Wiwik Handayani")
    grant(user, role, market=market)
    db.session.commit()
    return user


def make_category(slug: str = "keripik", name: str = "Keripik", is_food: bool = True) -> Category:
    found = db.session.scalar(db.select(Category).filter_by(slug=slug))
    if found is None:
        begin_write()
        found = Category(slug=slug, name=name, picture=slug, is_food=is_food)
        db.session.add(found)
        db.session.commit()
    return found


def make_product(
    stall: Any = None,
    stock: int = 10,
    published: bool = True,
    price: int = 15000,
    *,
    title: str = "Keripik tempe",
    category: Category | None = None,
    variants: list[NewVariant] | None = None,
    sells_by: SellsBy = SellsBy.SHELF,
    **label_facts: Any,
) -> Any:
    """Goods of an approved stall, 150 g, published by an admin of its market."""
    stall = stall or make_stall()
    category = category or make_category()
    variants = variants or [NewVariant("150 g", price, grams=150, on_hand=stock)]
    product = create_product(
        stall, title=title, category=category, variants=variants, sells_by=sells_by, **label_facts
    )
    if published:
        submit_product(product, now())
        db.session.commit()
        publish_product(product, make_admin(stall.market), now())
    db.session.commit()
    return product


def make_batch(product: Any = None, capacity: int = 10, days: int = 3) -> Any:
    """A baking round, ready in some days, that takes orders until the day before; every variant has the capacity."""
    product = product or make_product(sells_by=SellsBy.BATCH)
    ready = now() + timedelta(days=days)
    capacities = {variant.id: capacity for variant in product.variants}
    closes = ready - timedelta(days=1)
    batch = open_batch(product, ready_at=ready, closes_at=closes, capacities=capacities, at=now())
    db.session.commit()
    return batch
