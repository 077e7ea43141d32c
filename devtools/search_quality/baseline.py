"""What the library gives by itself: standard analyser, its parser for several fields, any word, BM25F."""

from collections.abc import Callable

from sqlalchemy.orm import joinedload
from whoosh import fields
from whoosh.analysis import StandardAnalyzer
from whoosh.filedb.filestore import RamStorage
from whoosh.index import Index
from whoosh.qparser import MultifieldParser, OrGroup
from whoosh.scoring import BM25F

from devtools.search_quality.metrics import TOP
from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import listed_products
from marketplace.kit.clock import now
from marketplace.web.db import db

FIELDS = ("title", "stall", "category", "description")
SCHEMA = fields.Schema(
    id=fields.STORED, **{name: fields.TEXT(analyzer=StandardAnalyzer()) for name in FIELDS}
)


def searcher() -> Callable[[str], list[int]]:
    """Over the same products that the site shows, in memory."""
    index = indexed()
    parser = MultifieldParser(FIELDS, SCHEMA, group=OrGroup)
    kept = index.searcher(weighting=BM25F())
    return lambda typed: [hit["id"] for hit in kept.search(parser.parse(typed), limit=TOP)]


def indexed() -> Index:
    index = RamStorage().create_index(SCHEMA)
    writer = index.writer()
    query = listed_products(now()).options(joinedload(Product.category), joinedload(Product.stall))
    for product in db.session.scalars(query):
        writer.add_document(
            id=product.id,
            title=product.title,
            stall=product.stall.name,
            category=product.category.name,
            description=product.description,
        )
    writer.commit()
    return index
