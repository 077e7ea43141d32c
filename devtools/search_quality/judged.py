"""The judged queries of tests/search/judged.csv, and their goods as products of a demo database.

A SKU is `<stall's key>/<slug of the title>`, as in the tables of the demo.
"""

import csv
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from marketplace.catalogue.models import Product
from marketplace.demo import plans
from marketplace.kit.slugs import slugify
from marketplace.stalls.models import Stall
from marketplace.web.db import db

FILE = Path(__file__).resolve().parents[2] / "tests/search/judged.csv"
CLASSES = "plain inflected misspelt synonym two stall place unit price javanese".split()
HALVES = ("tune", "held")
SALT = "pasar 288"  # of 3,000 tried, the one that splits every class most evenly


@dataclass(frozen=True)
class Judged:
    """A query as somebody types it, and all products that a buyer would accept, by SKU, graded 3, 2 or 1."""

    query: str
    kind: str
    half: str
    grades: dict[str, int]


def read(file: Path = FILE) -> list[Judged]:
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            Judged(row["query"], row["class"], row["half"], grades_of(row["grades"]))
            for row in csv.DictReader(rows)
        ]


def grades_of(written: str) -> dict[str, int]:
    """'kue-ratih/nastar-nanas-klasik=3 kue-suci/nastar-daun=2'; raises ValueError when a SKU stands twice."""
    pairs = [pair.rsplit("=", 1) for pair in written.split()]
    grades = {sku: int(grade) for sku, grade in pairs}
    if len(grades) < len(pairs):
        raise ValueError(f"graded twice: {written}")
    return grades


def fold(query: str) -> str:
    """The form in which two queries are the same."""
    return re.sub(r"\W+", " ", query.lower()).strip()


def half_of(query: str) -> str:
    """Tuned on, or held out: by a digest of the query, so a new one moves no other."""
    digest = hashlib.sha256(f"{SALT} {fold(query)}".encode()).digest()
    return HALVES[digest[0] % 2]


def sku_of(plan: plans.ProductPlan) -> str:
    return f"{plan.stall.key}/{slugify(plan.title, '')}"


def listed_skus() -> set[str]:
    """What the demo shows to a visitor in lists and in search, by its tables; stalls on holiday are away."""
    open_markets = {market.slug for market in plans.markets() if market.days}
    return {
        sku_of(plan)
        for plan in plans.products()
        if plan.is_shown
        and plan.stall.state == "approved"
        and plan.stall.market in open_markets
        and not plan.stall.holiday
    }


def products_by_sku() -> dict[str, int]:
    """Ids of the database at hand. Stalls there have names, not keys."""
    keys = {plan.name: plan.key for plan in plans.stalls()}
    query = select(Stall.name, Product.slug, Product.id).join(Product.stall)
    rows = db.session.execute(query)
    return {f"{keys[name]}/{slug}": id for name, slug, id in rows if name in keys}


def unknown(queries: Iterable[Judged], known: Iterable[str]) -> set[str]:
    """SKUs that were graded and are not there."""
    return {sku for each in queries for sku in each.grades} - set(known)
