"""Where an index and the documents differ, not counting what the outbox has yet to tell it.

The outbox is asked after the documents, so that what changes meanwhile is in it.
"""

from collections.abc import Mapping

from sqlalchemy import select

from marketplace.search.models import SearchDocument
from marketplace.search.outbox import everything_waiting
from marketplace.web.db import db


def drift(indexed: Mapping[int, int]) -> list[str]:
    """A sentence for each product whose version in the index is not the document's."""
    query = select(SearchDocument.product_id, SearchDocument.version)
    kept = {row.product_id: row.version for row in db.session.execute(query)}
    ids = sorted((kept.keys() | indexed.keys()) - everything_waiting())
    return [
        f"product {id}: {why_different(id in kept, id in indexed)}"
        for id in ids
        if kept.get(id) != indexed.get(id)
    ]


def why_different(has_document: bool, is_indexed: bool) -> str:
    if not is_indexed:
        return "missing in the index"
    return "old in the index" if has_document else "in the index without a document"


def other_words(indexed: Mapping[int, int], kept: Mapping[int, int]) -> list[str]:
    """A sentence for each product whose sum of words in the index is not the document's."""
    ids = sorted((kept.keys() | indexed.keys()) - everything_waiting())
    return [
        f"product {id}: other words in the index" for id in ids if kept.get(id) != indexed.get(id)
    ]
