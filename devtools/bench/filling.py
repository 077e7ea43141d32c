"""The documents of a generated city, by the site's own functions, and the full text index that hangs on them."""

from sqlalchemy import select

from devtools.bench.catalogue import Advance
from marketplace.catalogue.models import Product
from marketplace.search import documents
from marketplace.web.db import begin_write, db

CHUNK = 2_000


def write_documents(advance: Advance) -> None:
    """One for each product, committed in pieces. `advance` hears how many more are written."""
    ids = list(db.session.scalars(select(Product.id).order_by(Product.id)))
    for first in range(0, len(ids), CHUNK):
        piece = ids[first : first + CHUNK]
        begin_write()
        documents.write(documents.true_entries(piece), ())
        db.session.commit()
        advance(len(piece))
