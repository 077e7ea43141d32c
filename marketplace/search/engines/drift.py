"""Where an index and the documents differ, not counting what the outbox has yet to tell it."""

from collections.abc import Mapping

from sqlalchemy import select

from marketplace.search.models import SearchDocument, SearchOutbox
from marketplace.search.rules import Kind
from marketplace.web.db import db


def drift(indexed: Mapping[int, int]) -> list[str]:
    """A sentence for each product whose version in the index is not the document's."""
    query = select(SearchDocument.product_id, SearchDocument.version)
    kept = {row.product_id: row.version for row in db.session.execute(query)}
    waiting = set(
        db.session.scalars(select(SearchOutbox.object_id).where(SearchOutbox.kind == Kind.PRODUCT))
    )
    ids = sorted((kept.keys() | indexed.keys()) - waiting)
    return [
        f"product {id}: {why_different(id in kept, id in indexed)}"
        for id in ids
        if kept.get(id) != indexed.get(id)
    ]


def why_different(has_document: bool, is_indexed: bool) -> str:
    if not is_indexed:
        return "missing in the index"
    return "old in the index" if has_document else "in the index without a document"
