"""What a visitor narrows a list by: read from the address, where unknown values are ignored."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from marketplace.catalogue.models import Category, Product
from marketplace.kit.rupiah import LARGEST, parse_rupiah
from marketplace.kit.slugs import same_place
from marketplace.regions.models import Market, Region, Rw
from marketplace.search.browse import ORDERS, narrowed
from marketplace.search.rules import Query, Sort
from marketplace.web.forms import one_line
from marketplace.web.paging import here

CHEAP = 20_000
BY_PRICE = (Sort.CHEAPEST, Sort.DEAREST)
LONGEST_WORDS = 120
KNOWN = tuple("q pasar kategori kecamatan min max siap pesan halal terlatih tanpa urut".split())


@dataclass(frozen=True)
class Filters:
    """One reading of the address. Empty and None mean: not narrowed by this."""

    words: str = ""
    market: str = ""
    category: str = ""
    district: str = ""
    min_price: int | None = None
    max_price: int | None = None
    ready: bool = False
    orderable: bool = False
    halal: bool = False
    trained: bool = False
    no_nuts: bool = False
    sort: Sort | None = None

    @property
    def is_on(self) -> bool:
        """Whether the list is narrowed at all."""
        return replace(self, sort=None) != Filters()

    def known_only(
        self, categories: Collection[str] = (), districts: Collection[str] = ()
    ) -> "Filters":
        """Without a category or kecamatan that is not on offer here."""
        return replace(
            self,
            category=self.category if self.category in categories else "",
            district=self.district if self.district in districts else "",
        )


def read_filters(args: Mapping[str, str]) -> Filters:
    """What the address asks for; what it cannot mean is left out."""
    return Filters(
        words=(one_line(args.get("q")) or "")[:LONGEST_WORDS].strip(),
        market=one_line(args.get("pasar")) or "",
        category=args.get("kategori", ""),
        district=same_place(args.get("kecamatan", "")),
        min_price=read_price(args.get("min", "")),
        max_price=read_price(args.get("max", "")),
        ready=args.get("siap") == "1",
        orderable=args.get("pesan") == "1",
        halal=args.get("halal") == "1",
        trained=args.get("terlatih") == "1",
        no_nuts=args.get("tanpa") == "kacang",
        sort=next((sort for sort in Sort if sort == args.get("urut")), None),
    )


def read_price(typed: str) -> int | None:
    try:
        amount = parse_rupiah(typed)
    except ValueError:
        return None
    return amount if amount <= LARGEST else None


def narrow(query: Select[Any], filters: Filters, at: datetime) -> Select[Any]:
    """Narrow a query over Product, Stall and Market, and put it in order."""
    return query.where(*conditions(filters, at)).order_by(*ORDERS[filters.sort or Sort.NEWEST])


def conditions(filters: Filters, at: datetime) -> Iterator[ColumnElement[bool]]:
    """Places and kinds by their names in the address; the rest as search narrows it."""
    if filters.category:
        yield Product.category_id.in_(select(Category.id).where(Category.slug == filters.category))
    if filters.market:
        yield Market.slug == filters.market
    if filters.district:
        yield in_district(filters.district)
    asked = Query(
        min_price=filters.min_price,
        max_price=filters.max_price,
        ready=filters.ready,
        orderable=filters.orderable,
        halal=filters.halal,
        trained=filters.trained,
        no_nuts=filters.no_nuts,
    )
    yield from narrowed(asked, at)


def in_district(folded: str) -> ColumnElement[bool]:
    village, district = aliased(Region), aliased(Region)
    return Market.rw_id.in_(
        select(Rw.id)
        .join(village, village.id == Rw.village_id)
        .join(district, district.id == village.parent_id)
        .where(district.folded == folded)
    )


def quick_filters(filters: Filters) -> list[tuple[str, str, bool]]:
    """Chips, also for the order by price: words, the address that turns it on or off, and whether it is on."""
    switches = (
        ("Bisa dipesan", "pesan", "1", filters.orderable),
        ("Siap hari ini", "siap", "1", filters.ready),
        ("Halal", "halal", "1", filters.halal),
        ("Terlatih", "terlatih", "1", filters.trained),
        ("Di bawah Rp20.000", "max", CHEAP, filters.max_price == CHEAP),
        ("Tanpa kacang", "tanpa", "kacang", filters.no_nuts),
        *((sort.label, "urut", sort.value, filters.sort is sort) for sort in BY_PRICE),
    )
    return [
        (words, here(KNOWN, **{name: None if on else value}), on)
        for words, name, value, on in switches
    ]
