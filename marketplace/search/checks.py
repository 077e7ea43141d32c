"""Whether products, documents and indexes tell the same story, apart from what is still waiting."""

from marketplace.search import documents, outbox
from marketplace.search.engines.choosing import chosen_engine, fallback
from marketplace.search.indexer import generations
from marketplace.search.models import SearchDocument
from marketplace.web.db import db

MANY = 500


def problems() -> list[str]:
    """A sentence for each document that is not as its product, and for each index that is not as the documents.

    No indexer works meanwhile, so whatever is neither told nor waiting was lost.
    """
    with generations().leading(wait=True):
        return compare()


def compare() -> list[str]:
    engines = {engine.name: engine for engine in (fallback(), chosen_engine())}
    found = documents_beside_their_products()
    if not something_to_find():
        return found
    for engine in engines.values():
        found += [f"search, {engine.name}: {sentence}" for sentence in engine.verify()]
    return found


def something_to_find() -> bool:
    """A market that sells nothing yet needs no index."""
    return db.session.scalar(db.select(SearchDocument.product_id).limit(1)) is not None


def documents_beside_their_products() -> list[str]:
    ids, found = documents.all_ids(), []
    for at in range(0, len(ids), MANY):
        old, without = documents.differences(ids[at : at + MANY])
        found += [(entry.product_id, "old or missing") for entry in old]
        found += [(id, "not for sale") for id in sorted(without)]
    waiting = outbox.everything_waiting() if found else set()
    return [
        f"search document of product {id}: {why}" for id, why in sorted(found) if id not in waiting
    ]
