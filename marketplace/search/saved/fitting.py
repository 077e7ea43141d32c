"""Which products fit a kept search.

A product fits when any visitor may find it, it can be ordered now, it passes every filter, and every word of the
search stands in it: the wider stages of `find` are no news. What fitted when the search was kept is old; what fits
later is news: goods that are new, shown again, back on the shelf, back from holiday, or cheaper than the limit now.
The database answers, never an index that lags: a document is written with its product.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import sells_now
from marketplace.search.asking import understood
from marketplace.search.browse import narrowed
from marketplace.search.city_map import city_map
from marketplace.search.engines import IndexBad
from marketplace.search.engines.choosing import fallback
from marketplace.search.engines.plain import PlainEngine
from marketplace.search.facts import among, listed
from marketplace.search.looking import meaning_of
from marketplace.search.reading import Reading, read
from marketplace.search.rules import Query, Stage
from marketplace.search.saved.names import Names
from marketplace.search.saved.rules import NAMES, Wish
from marketplace.search.words import Term
from marketplace.stalls.models import Stall
from marketplace.web.db import db


def query_of(wish: Wish, names: Names) -> Query:
    """As the page of results would ask, filters that stand in the words included."""
    typed, literal, city = wish.get("q", ""), "persis" in wish, city_map()
    asked = Query(
        words=typed,
        literal=literal,
        markets=markets_of(wish, names),
        category=names["kategori", wish["kategori"]].id if "kategori" in wish else None,
        min_price=int(wish["min"]) if "min" in wish else None,
        max_price=int(wish["max"]) if "max" in wish else None,
        ready="siap" in wish,
        orderable="pesan" in wish,
        halal="halal" in wish,
        trained="terlatih" in wish,
        no_nuts="tanpa" in wish,
    )
    reading = Reading(words=typed) if literal else read(typed, city.places)
    return understood(asked, reading, city)


def markets_of(wish: Wish, names: Names) -> frozenset[int] | None:
    """Where all the places of the search overlap; None: everywhere."""
    inside = [names[pair].markets for pair in wish.items() if pair in names]
    limits = [markets for markets in inside if markets is not None]
    return frozenset.intersection(*limits) if limits else None


def spelling_of(wish: Wish, names: Names) -> str | None:
    """How the words would be put right today."""
    query = query_of(wish, names)
    return meaning_of(query).corrected if query.words else None


def fitting(
    wish: Wish,
    corrected: str | None,
    names: Names,
    at: datetime,
    but: Collection[int] = (),
    most: int = 1,
) -> list[int]:
    """Ids of what fits, the newest first; nothing when a place or kind it names is gone."""
    if any(name in NAMES and (name, value) not in names for name, value in wish.items()):
        return []
    query = query_of(wish, names)
    wanted = select(Product.id).join(Product.stall).join(Stall.market)
    wanted = wanted.where(*listed(at), sells_now(at), *narrowed(query, at))
    if "lapak" in wish:
        wanted = wanted.where(Stall.id == names["lapak", wish["lapak"]].id)
    if query.words:
        wanted = wanted.where(among(holders(query.words, corrected)))
    if but:
        wanted = wanted.where(~among(but))
    newest = wanted.order_by(Product.published_at.desc(), Product.id.desc())
    return list(db.session.scalars(newest.limit(most)))


def holders(words: str, corrected: str | None) -> set[int]:
    """Products that hold every word as typed, or in the spelling it was put right to when it was kept."""
    found: set[int] = set()
    for spelling in filter(None, (words, corrected)):
        terms = meaning_of(Query(spelling, literal=True)).terms
        found.update(holding(terms) if terms else ())
    return found


def holding(terms: Sequence[Term]) -> Collection[int]:
    """A damaged full text index is written anew by the worker; until then the documents themselves are read."""
    try:
        return fallback().matching(terms, Stage.ALL)
    except IndexBad:
        return PlainEngine().matching(terms, Stage.ALL)
