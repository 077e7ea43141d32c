"""Numbers of licences that pass for real ones and are nobody's."""

from datetime import date
from random import Random

from marketplace.demo.plans import StallPlan
from marketplace.stalls.actions import save_licence
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import LicenceKind

FOODS = {"tempe": "15", "kue": "06", "sambal": "11", "kopi": "10", "pisang": "14"}


def give_licences(stall: Stall, plan: StallPlan, day: date) -> None:
    rng = Random(plan.key)
    for word in plan.licences.split():
        kind, _, years = word.replace("-", "+-").partition("+")
        save_licence(stall, LicenceKind(kind), number_of(kind, plan, int(years or 0), day, rng))


def number_of(kind: str, plan: StallPlan, years: int, day: date, rng: Random) -> str:
    """`years` is how long a P-IRT still runs; below zero it has ended."""
    if kind == "pirt":
        food = FOODS.get(plan.key.split("-")[0], "15")
        serial = f"{rng.randrange(1, 40):02}{rng.randrange(100, 9999):04}"
        return f"2{food}3573{serial}-{(day.year + years) % 100:02}"
    if kind == "halal":
        return f"ID351100{rng.randrange(10**7):07}{rng.randrange(1, 13):02}{day.year % 100:02}"
    return f"{rng.randrange(10**12, 9 * 10**12)}"
