"""What stands on a label: the facts of the kind, and what the title adds to them."""

from functools import cache
from typing import Any

from marketplace.demo.plans import ProductPlan, table


def label_of(plan: ProductPlan) -> dict[str, Any]:
    """Columns of Product; none for what is not eaten."""
    facts = plan.facts
    if "of" not in facts or "nolabel" in plan.flags:
        return {}
    inside, allergens = facts["of"], facts["allergens"].split()
    for ingredient, allergen in added_by(plan.title):
        if ingredient not in inside.lower():
            inside += f", {ingredient}"
        if allergen and allergen not in allergens:
            allergens.append(allergen)
    return {
        "composition": inside,
        "allergens": allergens,
        "shelf_life_days": facts["safe"],
        "storage": facts["keep"],
        "origin": facts.get("origin", ""),
    }


def added_by(title: str) -> list[list[str]]:
    """Cheese in "Stik keju"; but mung beans are no peanuts, and what is not hot has no chili."""
    said = title.lower().replace("kacang hijau", "").replace("tidak pedas", "")
    return [extra for word, extra in extras().items() if word in said.split()]


@cache
def extras() -> dict[str, list[str]]:
    return table("extras")
