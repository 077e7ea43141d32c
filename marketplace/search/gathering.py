"""Reads the words of this market from the database: only of what any visitor may see. Seven statements."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce

from sqlalchemy import select

from marketplace.catalogue.models import Category, Product
from marketplace.regions.models import Cluster, Market, Region, Rw
from marketplace.regions.rules import MarketStatus
from marketplace.search.facts import listed
from marketplace.search.models import SearchDocument, SearchSynonym
from marketplace.search.names import Name, NameKind
from marketplace.search.rules import WORDS
from marketplace.search.vocabulary import Said
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

AT_ONCE = 1_000  # rows that are held while reading


def read_products(at: datetime) -> Iterator[tuple[Name, Said]]:
    """The most liked first, then the newest."""
    doc = SearchDocument
    stems = [
        getattr(doc, part) for part in WORDS if part.endswith("stemmed") and "rest" not in part
    ]
    query = (
        select(
            *(Product.id, Product.title, Product.slug, Stall.market_id, doc.title_exact),
            reduce(lambda some, more: some + " " + more, stems),
            doc.rest_exact,
        )
        .join(Product.stall)
        .join(Stall.market)
        .join(doc, doc.product_id == Product.id)
        .where(*listed(at))
        .order_by(Product.stars_sum.desc(), Product.published_at.desc(), Product.id.desc())
        .execution_options(yield_per=AT_ONCE)
    )
    for id, title, slug, market, words, stems, rest in db.session.execute(query):
        yield Name(NameKind.PRODUCT, id, title, slug, market), Said(words, stems, rest)


def read_stalls() -> Iterator[Name]:
    """Those whose page opens; on holiday it does too."""
    query = (
        select(Stall.id, Stall.name, Stall.slug, Stall.market_id)
        .join(Stall.market)
        .where(Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN)
        .order_by(Stall.name, Stall.id)
    )
    for row in db.session.execute(query):
        yield Name(NameKind.STALL, *row)


def read_markets() -> Iterator[Name]:
    query = (
        select(Market.id, Rw.number, Region.name, Market.slug, Market.nickname)
        .join(Market.rw)
        .join(Rw.village)
        .where(Market.status == MarketStatus.OPEN)
        .order_by(Region.name, Rw.number)
    )
    for id, number, village, slug, nickname in db.session.execute(query):
        label = f"Pasar RW {number:02} {village}"
        yield Name(NameKind.MARKET, id, label, slug, market=id, also=nickname)


def read_categories() -> Iterator[Name]:
    query = select(Category.id, Category.name, Category.slug)
    for row in db.session.execute(query.order_by(Category.position, Category.name)):
        yield Name(NameKind.CATEGORY, *row)


def read_clusters() -> Iterator[Name]:
    for row in db.session.execute(
        select(Cluster.id, Cluster.name, Cluster.slug).order_by(Cluster.name)
    ):
        yield Name(NameKind.CLUSTER, *row)


def read_places() -> list[str]:
    """Kota, kecamatan and kelurahan, with or without a market."""
    return list(db.session.scalars(select(Region.name)))


def read_synonyms() -> dict[str, str]:
    """What the operator taught, spelling to meaning, both folded."""
    rows = db.session.execute(select(SearchSynonym.spelling, SearchSynonym.means))
    return {row.spelling: row.means for row in rows}
