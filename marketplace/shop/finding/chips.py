"""What is on, each with the address that lets go of it; and the orders to choose from."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from marketplace.kit.rupiah import format_rupiah
from marketplace.search.facets import BANDS
from marketplace.search.reading import PartKind
from marketplace.search.rules import Sort
from marketplace.shop.finding.results import KNOWN, Results
from marketplace.web.paging import here


class Chip(NamedTuple):
    """`url` is the address without it. `narrows`: it keeps goods away, more than it orders them."""

    label: str
    url: str
    narrows: bool = True


def chips_of(results: Results) -> list[Chip]:
    """Where first, then what the words asked for, then the filters of the address."""
    return [*places(results), *from_words(results), *switches(results)]


def places(results: Results) -> Iterator[Chip]:
    """Who leaves a market or a stall stays near it."""
    scope = results.scope
    if scope.stall:
        near = scope.stall.market or None
        yield Chip(scope.stall.name, link(lapak=None, dekat=near))
    if scope.cluster:
        yield Chip(scope.cluster.name, link(klaster=None))
    if scope.market:
        yield Chip(scope.label(scope.market), link(pasar=None, dekat=scope.market.slug))
    if scope.district:
        yield Chip(f"Kec. {scope.district.label}", link(kecamatan=None))
    if scope.near and not scope.is_one_place:
        yield Chip(f"Dekat {scope.label(scope.near)}", link(dekat=None), narrows=False)


def from_words(results: Results) -> Iterator[Chip]:
    for part in results.answer.reading.parts:
        orders = part.kind in (PartKind.NEAR, PartKind.SORT)
        yield Chip(part.label, link(q=part.without or None), narrows=not orders)


def switches(results: Results) -> Iterator[Chip]:
    filters, category = results.filters, results.scope.category
    if category:
        yield Chip(category.label, link(kategori=None))
    named = (
        ("Siap hari ini", "siap", filters.ready),
        ("Bisa dipesan", "pesan", filters.orderable),
        ("Halal", "halal", filters.halal),
        ("Terlatih", "terlatih", filters.trained),
        ("Tanpa kacang", "tanpa", filters.no_nuts),
    )
    yield from (Chip(label, link(**{name: None})) for label, name, on in named if on)
    yield from prices(filters.min_price, filters.max_price)


def prices(low: int | None, high: int | None) -> Iterator[Chip]:
    """A band of the choices is one chip, ends that were typed are one each."""
    band = (low or 0, None if high is None else high + 1)
    if band in BANDS:
        yield Chip(words_of_band(*band), link(min=None, max=None))
        return
    if low is not None:
        yield Chip(f"Dari {format_rupiah(low)}", link(min=None))
    if high is not None:
        yield Chip(f"Sampai {format_rupiah(high)}", link(max=None))


def words_of_band(low: int, below: int | None) -> str:
    if below is None:
        return f"{format_rupiah(low)} ke atas"
    return f"{format_rupiah(low)}–{below:,}".replace(",", ".") if low else under(below)


def under(below: int) -> str:
    return f"Di bawah {format_rupiah(below)}"


def link(**changes: Any) -> str:
    return here(KNOWN, **changes)


def sort_links(results: Results) -> list[tuple[str, str, bool]]:
    """The orders as chips; without words there is no best match. What the words asked for is on."""
    words = bool(results.answer.query.words)
    usual = Sort.RELEVANCE if words else Sort.NEWEST
    orders = [sort for sort in Sort if words or sort is not Sort.RELEVANCE]
    asked = results.answer.query.sort
    now_on = asked if asked in orders else usual
    return [
        (sort.label, link(urut=None if sort is usual else sort.value), sort is now_on)
        for sort in orders
    ]
