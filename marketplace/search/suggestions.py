"""What is offered while somebody types: from names in memory, and SQL says which of them may be seen now."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import url_for
from sqlalchemy import CompoundSelect, Select, bindparam, literal, select, union_all

from marketplace.catalogue.models import Category
from marketplace.kit.clock import now
from marketplace.regions.models import Cluster, Market
from marketplace.regions.rules import MarketStatus
from marketplace.search.kept import Kept, current
from marketplace.search.names import Name, NameKind, words_of
from marketplace.search.seen import eyes_of
from marketplace.search.words import MOST_LETTERS
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

MOST = 8
LEAST_LETTERS = 2
MOST_OF = {  # a kind's share while others want theirs
    NameKind.PHRASE: 3,
    NameKind.PRODUCT: 3,
    NameKind.CATEGORY: 2,
    NameKind.MARKET: 2,
    NameKind.STALL: 2,
    NameKind.CLUSTER: 1,
}
ENDPOINTS = {
    NameKind.CATEGORY: "shop.category",
    NameKind.STALL: "shop.stall",
    NameKind.MARKET: "shop.market",
    NameKind.CLUSTER: "shop.cluster",
}
MODELS: dict[NameKind, Any] = {
    NameKind.CATEGORY: Category,
    NameKind.STALL: Stall,
    NameKind.MARKET: Market,
    NameKind.CLUSTER: Cluster,
}


@dataclass(frozen=True)
class Suggestion:
    """One line under the search field. `kind` is the word a visitor reads beside it."""

    label: str
    kind: str
    url: str


def suggestions(typed: str, market: str = "") -> list[Suggestion]:
    """Whole phrases to search for, then things whose names have these words. `market`: a slug; its things first."""
    kept = current()
    chosen = choose(kept, typed, kept.markets.get(market))
    return [shown(name, market) for name in still_seen(chosen)]


def choose(kept: Kept, typed: str, market: int | None) -> list[Name]:
    """In memory: what begins so, or what begins as the corrected spelling does."""
    typed = " ".join(typed[:MOST_LETTERS].split())
    found = begun(kept, typed, market)
    if not found and (better := kept.spelling.corrected(typed, unfinished=True)):
        found = begun(kept, better, market)
    return found


def begun(kept: Kept, typed: str, market: int | None) -> list[Name]:
    words = words_of(typed)
    if len("".join(words)) < LEAST_LETTERS:
        return []
    found = {kind: kept.names[kind].found(words, market) for kind in MOST_OF}
    return shared_out({kind: once(names, typed) for kind, names in found.items()})


def once(names: Iterable[Name], typed: str) -> list[Name]:
    """Two stalls may sell the same: one line. What stands in the field already is no phrase to add."""
    by_label: dict[str, Name] = {}
    for name in names:
        if name.kind is not NameKind.PHRASE or name.label != typed.casefold():
            by_label.setdefault(name.label.casefold(), name)
    return list(by_label.values())


def shared_out(found: Mapping[NameKind, list[Name]]) -> list[Name]:
    """Kind by kind, each its share; what is left goes to products first, then to the others."""
    shares = {kind: len(names[: MOST_OF[kind]]) for kind, names in found.items()}
    for kind in (NameKind.PRODUCT, *found):
        left = max(MOST - sum(shares.values()), 0)
        shares[kind] += len(found[kind][shares[kind] : shares[kind] + left])
    return [name for kind, names in found.items() for name in names[: shares[kind]]][:MOST]


def still_seen(chosen: list[Name]) -> list[Name]:
    """Without what was hidden, closed or removed since the names were read; two statements at most."""
    ids: dict[NameKind, set[int]] = {}
    for name in chosen:
        for kind, id in asked_for(name):
            ids.setdefault(kind, set()).add(id)
    there = seen_of({kind.name: list(some) for kind, some in ids.items()})
    return [name for name in chosen if not there.isdisjoint(asked_for(name))]


def seen_of(ids: dict[str, list[int]]) -> set[tuple[NameKind, int]]:
    """Those of these that any visitor may see, by the names of kinds."""
    goods = ids.pop(NameKind.PRODUCT.name, [])
    found = eyes_of(None, now()).among(goods) if goods else ()
    there = {(NameKind.PRODUCT, fact.id) for fact in found}
    rows = db.session.connection().execute(seen(tuple(ids)), ids) if ids else ()
    return there | {(NameKind(kind), id) for kind, id in rows}


def asked_for(name: Name) -> Iterator[tuple[NameKind, int]]:
    """A phrase may be seen while one of the products that say it may."""
    if name.kind is NameKind.PHRASE:
        yield from ((NameKind.PRODUCT, id) for id in name.witnesses)
    else:
        yield name.kind, name.id


@cache
def seen(kinds: tuple[str, ...]) -> CompoundSelect[Any]:
    """(kind, id) of those that any visitor may see; ids by the names of kinds."""
    return union_all(*(seen_of_kind(NameKind[kind]) for kind in kinds))


def seen_of_kind(kind: NameKind) -> Select[Any]:
    model: Any = MODELS[kind]
    ids: Any = bindparam(kind.name, expanding=True)
    query: Select[Any] = select(literal(kind.value), model.id).where(model.id.in_(ids))
    if kind is NameKind.STALL:
        approved, is_open = Stall.status == StallStatus.APPROVED, Market.status == MarketStatus.OPEN
        return query.join(Stall.market).where(approved, is_open)
    return query.where(Market.status == MarketStatus.OPEN) if kind is NameKind.MARKET else query


def shown(name: Name, market: str) -> Suggestion:
    return Suggestion(name.label, name.kind.value, address(name, market))


def address(name: Name, market: str) -> str:
    if name.kind is NameKind.PHRASE:
        return url_for("shop.find", q=name.label, pasar=market or None)
    if name.kind is NameKind.PRODUCT:
        return url_for("shop.product", id=name.id, slug=name.slug)
    return url_for(ENDPOINTS[name.kind], slug=name.slug)
