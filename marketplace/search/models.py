"""What search remembers: the words of every published product, and what the index has yet to hear of."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from marketplace.catalogue.rules import Band
from marketplace.kit.rupiah import Rupiah
from marketplace.search.rules import Kind
from marketplace.web.db import db


class SearchDocument(db.Model):
    """The words of one published product, as `words.analyse` reads them. Derived: whoever may see it asks SQL.

    `title_*` come from the title and its variants, `exact` and `stemmed` from all the rest. The full text
    index of the database hangs on this table (migration 0002): rows are updated, never replaced.
    """

    __tablename__ = "search_documents"

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    market_id: Mapped[int]
    category_id: Mapped[int]
    price: Mapped[Rupiah]
    is_halal: Mapped[bool]
    band: Mapped[Band]
    title_exact: Mapped[str] = mapped_column(Text)
    title_stemmed: Mapped[str] = mapped_column(Text)
    exact: Mapped[str] = mapped_column(Text)
    stemmed: Mapped[str] = mapped_column(Text)
    version: Mapped[int] = mapped_column(BigInteger)


class SearchOutbox(db.Model):
    """A change that the index has not heard of. The indexer deletes exactly the rows it has taken."""

    __tablename__ = "search_outbox"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind]
    object_id: Mapped[int]
    created_at: Mapped[datetime]
