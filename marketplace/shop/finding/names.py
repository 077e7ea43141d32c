"""Stalls, markets and clusters whose name holds what was typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, literal, null, select, union_all
from sqlalchemy.sql.expression import cast

from marketplace.regions.models import Cluster, Market, Region, Rw
from marketplace.regions.rules import MarketStatus
from marketplace.search.kept import current
from marketplace.search.names import NameKind, Names, words_of
from marketplace.search.reading import Place, PlaceKind
from marketplace.shop.finding.results import Results
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db

MOST = 4  # of each kind
KINDS = (NameKind.STALL, NameKind.MARKET, NameKind.CLUSTER)
Ids = Mapping[NameKind, list[int]]


@dataclass(frozen=True)
class NameFind:
    """One of them as the page shows it. `rt`, `number` and `village` are None for a cluster."""

    kind: str
    id: int
    slug: str
    name: str
    photo: str | None
    rt: int | None
    number: int | None
    village: str | None


def names_of(results: Results) -> list[NameFind]:
    """One statement, none when no name fits. Of each kind a few."""
    if results.paging.page > 1 or results.scope.stall or not results.filters.words:
        return []
    ids = {kind: ids[:MOST] for kind, ids in fitting(results).items() if ids}
    if not ids:
        return []
    rows = db.session.execute(union_all(*(READ[kind](some) for kind, some in ids.items())))
    found = {(row.kind, row.id): NameFind(*row) for row in rows}
    ordered = [(kind.value, id) for kind in KINDS for id in ids.get(kind, ())]
    return [found[key] for key in ordered if key in found]


def fitting(results: Results) -> Ids:
    """By all words as they were typed, as they were corrected, or as a place that was read out of them."""
    kept, reading = current().names, results.answer.reading
    texts = dict.fromkeys((results.filters.words, reading.words, results.words))
    places = [place for place in (reading.within, reading.near) if place]
    found: dict[NameKind, list[int]] = {}
    for kind in KINDS:
        ids = [id for place in places for id in ids_of(place, kind)]
        ids += [id for text in texts for id in holding(kept[kind], words_of(text))]
        found[kind] = list(dict.fromkeys(ids))
    return found


def ids_of(place: Place, kind: NameKind) -> Iterator[int]:
    if (place.kind.value, kind.value) in SAME:
        yield place.id


SAME = {(PlaceKind.MARKET.value, NameKind.MARKET.value), (PlaceKind.CLUSTER.value, "klaster")}


def holding(names: Names, typed: list[str]) -> Iterator[int]:
    """Ids of the names with all of these words, or another spelling of them."""
    numbers = [set(names.holding.get(word, ())) for word in typed]
    for number in sorted(set.intersection(*numbers)) if numbers else ():
        yield names.names[number].id


def stalls(ids: list[int]) -> Any:
    return (
        columns(NameKind.STALL, Stall, Stall.name, Stall.photo, Stall.rt, Rw.number, Region.name)
        .join(Stall.market)
        .join(Market.rw)
        .join(Rw.village)
        .where(Stall.id.in_(ids), Stall.status == StallStatus.APPROVED)
        .where(Market.status == MarketStatus.OPEN)
    )


def markets(ids: list[int]) -> Any:
    return (
        columns(NameKind.MARKET, Market, Market.nickname, *NOTHING, Rw.number, Region.name)
        .join(Market.rw)
        .join(Rw.village)
        .where(Market.id.in_(ids), Market.status == MarketStatus.OPEN)
    )


def clusters(ids: list[int]) -> Any:
    nowhere = (cast(null(), Integer), cast(null(), Region.name.type))
    return columns(NameKind.CLUSTER, Cluster, Cluster.name, *NOTHING, *nowhere).where(
        Cluster.id.in_(ids)
    )


def columns(kind: NameKind, model: Any, name: Any, *others: Any) -> Any:
    photo, rt, number, village = others
    return select(
        literal(kind.value).label("kind"),
        *(model.id.label("id"), model.slug.label("slug"), name.label("name")),
        *(photo.label("photo"), rt.label("rt"), number.label("number"), village.label("village")),
    )


NOTHING = (cast(null(), Stall.photo.type), cast(null(), Integer))
READ = {NameKind.STALL: stalls, NameKind.MARKET: markets, NameKind.CLUSTER: clusters}
