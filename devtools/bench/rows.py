"""One row of each table of the generated city, by number, so that the same number is always the same thing."""

from datetime import date, timedelta
from random import Random
from typing import Any

from devtools.bench.words import description_of, nickname_of, stall_name_of, title_of
from marketplace.catalogue.rules import ProductStatus, SellsBy
from marketplace.kit.clock import now, today
from marketplace.kit.slugs import slugify
from marketplace.regions.rules import MarketStatus
from marketplace.stalls.rules import HalalStatus, StallStatus

MARKETS, STALLS = 600, 2_000
STALLS_AT_HOME, GOODS_AT_HOME = 4, 60  # of the first market, whatever else the city holds
HOME = "pasar-ukur"
ALLERGENS: tuple[list[str] | None, ...] = (None, [], ["peanut"], ["soy", "gluten"])

Row = dict[str, Any]


def rw_row(id: int, villages: list[int]) -> Row:
    """The first RWs of every kelurahan."""
    village = villages[id % len(villages)]
    return {"id": id, "village_id": village, "number": id // len(villages) + 1}


def market_row(id: int) -> Row:
    return {
        "id": id,
        "rw_id": id,
        "slug": HOME if id == 1 else f"pasar-{id}",
        "nickname": nickname_of(id),
        "status": MarketStatus.OPEN,
        "opened_at": now(),
    }


def participant_row(id: int) -> Row:
    return {
        "id": id,
        "session_id": 1,
        "name": f"Warga {id}",
        "phone": f"6281200{id:06}",
        "rw_id": id % MARKETS + 1,
    }


def certificate_row(id: int) -> Row:
    return {"id": id, "number": f"UKUR-{id}", "participant_id": id, "issued_on": date(2025, 1, 6)}


def stall_row(id: int) -> Row:
    """Half of them halal, a third trained, one in forty on holiday."""
    at_home = id <= STALLS_AT_HOME
    rests = not at_home and id % 40 == 0
    return {
        "id": id,
        "market_id": 1 if at_home else 2 + id % (MARKETS - 1),
        "slug": f"lapak-{id}",
        "name": stall_name_of(id),
        "rt": id % 9 + 1,
        "status": StallStatus.APPROVED,
        "halal": HalalStatus.CERTIFIED if id % 2 else HalalStatus.NOT_YET,
        "certificate_id": id if id % 3 == 0 else None,
        "holiday_from": today(now()) if rests else None,
    }


def stall_of(product: int) -> int:
    """The first goods belong to the first market's stalls, the others to everybody else's."""
    if product <= GOODS_AT_HOME:
        return product % STALLS_AT_HOME + 1
    return STALLS_AT_HOME + 1 + product % (STALLS - STALLS_AT_HOME)


def made_to_order(product: int) -> bool:
    return product % 5 == 0


def product_row(id: int, categories: list[int], chance: Random) -> Row:
    """One in twenty is hidden, one in five made to order; prices and days are scattered."""
    hidden = id > GOODS_AT_HOME and id % 20 == 0
    title = title_of(id)
    return {
        "id": id,
        "stall_id": stall_of(id),
        "category_id": chance.choice(categories),
        "title": title,
        "slug": slugify(title, "produk"),
        "description": description_of(id),
        "sells_by": SellsBy.BATCH if made_to_order(id) else SellsBy.SHELF,
        "status": ProductStatus.HIDDEN if hidden else ProductStatus.PUBLISHED,
        "price_from": price_of(id),
        "allergens": ALLERGENS[id % len(ALLERGENS)],
        "published_at": now() - timedelta(minutes=chance.randrange(1_000_000)),
    }


def price_of(product: int) -> int:
    """Rp5.000 to Rp99.500, in no order."""
    return 5_000 + product * 7_919 % 190 * 500


def photo_row(id: int) -> Row:
    return {"id": id, "product_id": id, "digest": f"{id:064x}", "width": 1280, "height": 960}


def variant_row(id: int) -> Row:
    return {"id": id, "product_id": id, "title": "150 g", "price": price_of(id), "grams": 150}


def batch_row(id: int) -> Row:
    """Half of the rounds are over."""
    ready = now() + timedelta(days=2 if id % 2 else -2)
    return {"id": id, "product_id": id, "ready_at": ready, "closes_at": ready}


def pool_row(id: int) -> Row:
    """One in seven is sold out."""
    batch = id if made_to_order(id) else None
    return {
        "id": id,
        "variant_id": id,
        "batch_id": batch,
        "on_hand": 5,
        "reserved": 5 * (id % 7 == 0),
    }
