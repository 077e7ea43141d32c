"""The kinds of goods that Malang's producers make, kept in a table that can be read in again at any time."""

import csv
from pathlib import Path
from typing import NamedTuple

from marketplace.catalogue.models import Category
from marketplace.web.db import begin_write, db

BUNDLED = Path(__file__).with_name("categories.csv")


class Imported(NamedTuple):
    """How many categories were new, changed, and as they were."""

    new: int
    changed: int
    same: int


def import_categories(path: Path = BUNDLED) -> Imported:
    """Make the table's rows true by slug; categories that it does not name stay. Doing it twice changes nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [facts_of(line) for line in csv.DictReader(file)]
    begin_write()
    known = {category.slug: category for category in db.session.scalars(db.select(Category))}
    new = [Category(slug=slug, **facts) for slug, facts in rows if slug not in known]
    changed = [known[slug] for slug, facts in rows if slug in known and differs(known[slug], facts)]
    for slug, facts in rows:
        for name, value in facts.items() if slug in known else ():
            setattr(known[slug], name, value)
    db.session.add_all(new)
    return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))


def facts_of(line: dict[str, str]) -> tuple[str, dict[str, str | bool | int]]:
    return line["slug"], {
        "name": line["name"],
        "picture": line["picture"],
        "is_food": line["is_food"] == "1",
        "position": int(line["position"]),
    }


def differs(category: Category, facts: dict[str, str | bool | int]) -> bool:
    return any(getattr(category, name) != value for name, value in facts.items())
