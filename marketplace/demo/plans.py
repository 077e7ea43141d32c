"""What the demo is made of, read from the tables beside it: nothing here knows a database."""

import csv
import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

TABLES = Path(__file__).parent / "data"
ROSTER = TABLES / "roster.csv"
SIZE = re.compile(r"(.+?):(\d+)(?:\s+|$)")
TRAINED_DAYS = {"Angkatan 1": 190, "Angkatan 2": 110, "Angkatan 3": 40, "Angkatan 4": 5}


@dataclass(frozen=True)
class MarketPlan:
    """A market; without `days` since its opening it is still being prepared."""

    place: str
    rw: int
    board: str
    admin: str
    hours: str
    point: list[str]
    zones: dict[str, int]
    story: str
    days: int = 0
    nickname: str = ""
    notice: str = ""
    second: list[str] = field(default_factory=list)
    fee: int = 0
    bank: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return f"{self.place.lower().replace(' ', '-')}-rw-{self.rw:02}"


@dataclass(frozen=True)
class ClusterPlan:
    slug: str
    name: str
    board: str
    story: str
    rws: list[str]


@dataclass(frozen=True)
class StallPlan:
    """A stall, `since` so many days."""

    key: str
    market: str
    name: str
    owner: str
    rt: int
    address: str
    story: str
    phone: str
    since: int
    trained: str = ""
    halal: str = "not_yet"
    licences: str = ""
    pays: str = "cash"
    delivery: int = 0
    face: str = ""
    holiday: list[int] = field(default_factory=list)
    plans: str = ""
    state: str = "approved"
    reason: str = ""


@dataclass(frozen=True)
class SizePlan:
    title: str
    price: int
    grams: int | None


@dataclass(frozen=True)
class ProductPlan:
    """Goods with the facts of their kind; `flags` say what is special about them."""

    stall: StallPlan
    title: str
    kind: str
    facts: dict[str, Any]
    sizes: list[SizePlan]
    flags: frozenset[str]
    since: int
    rank: int

    @property
    def key(self) -> tuple[str, str]:
        return self.stall.key, self.title

    @property
    def is_shown(self) -> bool:
        return not self.flags & {"draft", "queue", "returned", "hidden", "archived"}

    @property
    def is_round(self) -> bool:
        return "batch" in self.flags


def table(name: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{name}.toml").read_text(encoding="utf-8"))


def rows(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def markets() -> list[MarketPlan]:
    return [MarketPlan(**row) for row in table("markets")["markets"]]


def clusters() -> list[ClusterPlan]:
    return [ClusterPlan(**row) for row in table("markets")["clusters"]]


@cache
def stalls() -> list[StallPlan]:
    """Owners of trained stalls are found on the roster; the others have numbers of their own."""
    roster = {row["Nama"]: row for row in rows("roster")}
    days = {market.slug: market.days for market in markets()}
    found = []
    for number, row in enumerate(table("stalls")["stalls"]):
        person = roster.get(row["owner"], {}) if row.get("trained") else {}
        learnt = TRAINED_DAYS.get(person.get("Angkatan", ""), 999)
        since = (
            1
            if row.get("state") == "submitted"
            else min(days[row["market"]] - 3 - number % 4, learnt - 6)
        )
        phone = (
            "62" + person["No HP"].replace("-", "")[1:] if person else f"628120000{400 + number:04}"
        )
        found.append(StallPlan(**({"phone": phone, "since": since} | row)))
    return found


@cache
def products() -> list[ProductPlan]:
    from marketplace.demo.pictures import kind_of

    kinds, owners = table("kinds"), {stall.key: stall for stall in stalls()}
    found, ranks = [], dict.fromkeys(owners, 0)
    for row in rows("products"):
        stall = owners[row["stall"]]
        kind = row["kind"] or kind_of(row["title"])
        sizes = sizes_of(row["sizes"] or kinds[kind]["sizes"])
        since = stall.since - 2
        flags = frozenset(row["flags"].split())
        if "queue" in flags:
            since = 1
        elif ranks[stall.key] % 3 == 2:  # some came later
            since = Random(row["title"]).randint(1, max(1, since))
        rank = ranks[stall.key]
        found.append(ProductPlan(stall, row["title"], kind, kinds[kind], sizes, flags, since, rank))
        ranks[stall.key] += 1
    return found


def sizes_of(written: str) -> list[SizePlan]:
    """150:13000 isi 10:25000"""
    found = [(words.strip(), int(price)) for words, price in SIZE.findall(written)]
    return [
        SizePlan("", price, int(words)) if words.isdigit() else SizePlan(words, price, None)
        for words, price in found
    ]
