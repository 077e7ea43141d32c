"""Which purchases there were: drawn from the stories by a seeded dice, before anything is built."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from marketplace.demo.goods import Claims
from marketplace.demo.plans import ProductPlan, StallPlan, products, stalls, table

HOURS = 24


@dataclass(frozen=True)
class Wish:
    """So many of one size."""

    product: ProductPlan
    size: int
    quantity: int


@dataclass(frozen=True)
class PurchasePlan:
    """What one buyer took from one stall or two, so many days ago, and how each order went."""

    number: int
    days: float
    buyer: dict[str, Any]
    is_guest: bool
    method: str
    delivery: str
    wishes: list[list[Wish]]  # by stall
    ways: list[list[str]]  # steps by stall
    frees: bool

    @property
    def mark(self) -> str:
        """By which it is found again."""
        return f"demo {self.number}"


@cache
def purchases() -> list[PurchasePlan]:
    """In the order in which they happened."""
    number, found = 0, []
    for story in table("stories")["stories"]:
        for _ in range(story["count"]):
            number += 1
            found.append(drawn(story, number))
    return sorted(found, key=lambda plan: -plan.days)


@cache
def claims() -> Claims:
    """How many of each size of a shelf are gone or held in the end."""
    taken: Claims = Counter()
    for plan in purchases():
        for wish in (wish for part in plan.wishes for wish in part):
            if not plan.frees and not wish.product.is_round:
                taken[wish.product.stall.key, wish.product.title, wish.size] += wish.quantity
    return taken


def drawn(story: dict[str, Any], number: int) -> PurchasePlan:
    rng = Random(f"purchase {number}")
    days = rng.uniform(*story["days"]) if "days" in story else rng.uniform(*story["hours"]) / HOURS
    chosen = stalls_for(story, days, rng)
    days = min(days, *(stall.since - 3 for stall in chosen))
    ways = [story.get("steps", "").split(), story.get("second", "").split()][: len(chosen)]
    is_guest = "buyer" not in story and rng.random() < 0.45
    return PurchasePlan(
        number=number,
        days=days,
        buyer=buyer_for(story, number, is_guest, rng),
        is_guest=is_guest,
        method=story["method"],
        delivery=story.get("delivery", "pickup"),
        wishes=[list(wishes(stall, story, days, rng)) for stall in chosen],
        ways=ways,
        frees=story.get("frees", False),
    )


def stalls_for(story: dict[str, Any], days: float, rng: Random) -> list[StallPlan]:
    """Stalls that sell something that suits the story; two of one market when it has a second part."""
    fits = [stall for stall in stalls() if suits(stall, story) and goods_of(stall, story, days)]
    busy = [stall for stall in fits if stall.market == "purwantoro-rw-15"]
    first = rng.choice(busy if busy and rng.random() < 0.15 else fits)
    if "second" not in story:
        return [first]
    others = [stall for stall in fits if stall.market == first.market and stall != first]
    return [first, rng.choice(others)]


def suits(stall: StallPlan, story: dict[str, Any]) -> bool:
    method = {"transfer": "bank"}.get(story["method"], story["method"])
    wanted = [
        stall.state == "approved",
        method == "card" or method in stall.pays.split(),
        story.get("stall", stall.key) == stall.key,
        story.get("market", stall.market) == stall.market,
        not stall.holiday,
        story.get("delivery") != "stall" or stall.delivery,
    ]
    return all(wanted)


def goods_of(stall: StallPlan, story: dict[str, Any], days: float) -> list[ProductPlan]:
    """What the stall sold then; for goods that came back there must be some left anyway."""
    is_round = story.get("round", False)
    return [
        product
        for product in products()
        if product.stall == stall
        and product.is_shown
        and product.is_round == is_round
        and (product.since > days + 1 or stall.since - 3 <= days)
        and not (is_round and product.rank % 5 == 0 and days < 10)
        and not (story.get("frees") and product.flags & {"low", "out"})
    ]


def wishes(stall: StallPlan, story: dict[str, Any], days: float, rng: Random) -> Iterator[Wish]:
    goods = goods_of(stall, story, days)
    most = 1 if story.get("round") else 3
    for product in rng.sample(goods, rng.randint(1, min(most, len(goods)))):
        expensive = product.sizes[0].price > 60_000
        quantity = 1 if expensive or story.get("round") else rng.choice((1, 1, 2, 2, 3))
        yield Wish(product, rng.randrange(len(product.sizes)), quantity)


def buyer_for(story: dict[str, Any], number: int, is_guest: bool, rng: Random) -> dict[str, Any]:
    people = table("people")
    if story.get("buyer") == "rina":
        return dict(people["buyers"][0])
    if not is_guest:
        return dict(rng.choice(people["buyers"][1:]))
    street = rng.choice(people["buyers"])["street"]
    guest = rng.choice(people["guests"])
    return guest | {
        "phone": f"628120000{700 + number:04}",
        "street": street,
        "rt": rng.randint(1, 7),
    }
