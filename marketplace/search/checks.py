"""Whether products, documents and indexes tell the same story, apart from what is still waiting."""

from marketplace.search import documents, outbox
from marketplace.search.find import chosen_engine, fallback

MANY = 500


def problems() -> list[str]:
    """A sentence for each document that is not as its product, and for each index that is not as the documents."""
    engines = {engine.name: engine for engine in (fallback(), chosen_engine())}
    found = documents_beside_their_products()
    for engine in engines.values():
        found += [f"search, {engine.name}: {sentence}" for sentence in engine.verify()]
    return found


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
