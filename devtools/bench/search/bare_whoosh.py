"""What a competent shop would write over the bare library: the same texts, a kept searcher, BM25F, twelve hits.

The fields title, names and everything hold the same analysed words as the site's own index, with their frequencies
(BM25F needs them) and without positions (nobody asks for phrases). What facets count are columns, the library's
way to group quickly.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from whoosh import fields, index, query
from whoosh.analysis import RegexTokenizer
from whoosh.qparser import MultifieldParser
from whoosh.scoring import BM25F

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import is_at_work, is_visible
from marketplace.kit.clock import now
from marketplace.search.facets import Fact, band_of_price
from marketplace.search.rules import PAGE_SIZE, Entry, forms_of
from marketplace.search.words import Term, wanted
from marketplace.stalls.models import Stall
from marketplace.web.db import db

BOOSTS = {"title": 3.0, "names": 2.0, "everything": 1.0}
GROUPS = ("category", "market", "band", "halal", "ready")


def schema() -> fields.Schema:
    spaced: Any = RegexTokenizer(r"[^ ]+")
    texts = {name: fields.TEXT(analyzer=spaced, phrase=False) for name in BOOSTS}
    columns = {name: fields.NUMERIC(sortable=True) for name in GROUPS}
    return fields.Schema(id=fields.STORED, **texts, **columns)


def write_index(folder: Path, entries: Iterable[Entry], facts: dict[int, Fact]) -> None:
    """One writer, one commit. `facts` by product; one that nobody sees has none."""
    folder.mkdir()
    with index.create_in(str(folder), schema()).writer() as writer:
        for entry in entries:
            texts = {name: getattr(entry, name) for name in BOOSTS}
            groups = groups_of(facts[entry.product_id]) if entry.product_id in facts else {}
            writer.add_document(id=entry.product_id, **texts, **groups)


def groups_of(fact: Fact) -> dict[str, int]:
    values = (fact.category, fact.market, band_of_price(fact), fact.halal, fact.availability == 2)
    return dict(zip(GROUPS, map(int, values), strict=True))


class Tuned:
    """Hand-tuned: a searcher that is kept, queries built by hand from the same terms, all of them, else any."""

    def __init__(self, folder: Path) -> None:
        self.searcher = index.open_dir(str(folder)).searcher(weighting=BM25F())

    def search(self, typed: str) -> tuple[list[int], int]:
        """A page, and how many there are: what every page of results says."""
        hits = self.hits(wanted(typed))
        return visible([hit["id"] for hit in hits]), len(hits)

    def search_page(self, typed: str) -> list[int]:
        """A page, and nobody knows of how many."""
        return visible([hit["id"] for hit in self.hits(wanted(typed))])

    def search_grouped(self, typed: str) -> Any:
        """A page, how many there are, and the groups counted: the library's answer to facets."""
        hits = self.hits(wanted(typed), groupedby=list(GROUPS))
        groups = [hits.groups(name) for name in GROUPS]
        return visible([hit["id"] for hit in hits]), len(hits), groups

    def hits(self, terms: Sequence[Term], **more: Any) -> Any:
        each = [either(term) for term in terms]
        found = self.searcher.search(query.And(each), limit=PAGE_SIZE, **more)
        if len(each) == 1 or found.scored_length() == PAGE_SIZE:
            return found
        return self.searcher.search(query.Or(each), limit=PAGE_SIZE, **more)


def either(term: Term) -> query.Query:
    """A term in any of its forms, in any field."""
    return query.Or(
        [
            query.And([query.Term(name, word, boost=boost) for word in form])
            for name, boost in BOOSTS.items()
            for form in forms_of(term)
        ]
    ).normalize()


class Naive:
    """As the library's tutorial does it: index opened and words parsed for each request."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)

    def search(self, typed: str, counts: bool = True) -> tuple[list[int], int]:
        opened = index.open_dir(self.folder)
        with opened.searcher() as searcher:
            asked = MultifieldParser(list(BOOSTS), opened.schema).parse(typed.lower())
            hits = searcher.search(asked, limit=PAGE_SIZE)
            return visible([hit["id"] for hit in hits]), len(hits) if counts else 0

    def search_page(self, typed: str) -> tuple[list[int], int]:
        return self.search(typed, counts=False)


def visible(ids: Sequence[int]) -> list[int]:
    """Those that may be shown, best first: what any shop has to ask its database."""
    seen = select(Product.id).join(Product.stall).join(Stall.market)
    shown = set(
        db.session.scalars(seen.where(is_visible(), is_at_work(now()), Product.id.in_(ids)))
    )
    return [id for id in ids if id in shown]
