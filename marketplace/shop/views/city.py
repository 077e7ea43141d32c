"""The city's front page, and all markets by kecamatan and kelurahan."""

from typing import Any

from flask import render_template, request

from marketplace.kit.clock import now
from marketplace.kit.slugs import same_place, slugify
from marketplace.regions.models import Market
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.clusters import cluster_cards
from marketplace.shop.figures import city_figures
from marketplace.shop.places import (
    district,
    front_page_markets,
    lines_of,
    open_markets,
    places_with_markets,
    village,
)
from marketplace.shop.shelves import shelf_ids
from marketplace.web.audience import public
from marketplace.web.keeping import keepable
from marketplace.web.paging import here, take_page


@bp.get("/")
@public
@keepable
def city() -> Any:
    at = now()
    return render_template(
        "shop/city.html",
        figures=city_figures(at),
        shelf=cards_of(shelf_ids(at), at, across=True),
        districts=front_page_markets(at),
        clusters=cluster_cards(at),
    )


@bp.get("/pasar")
@public
@keepable
def markets() -> Any:
    at = now()
    places = places_with_markets()
    districts = {same_place(name): name for name, _ in places}
    chosen = same_place(request.args.get("kecamatan", ""))
    chosen = chosen if chosen in districts else ""
    villages = {same_place(v): v for d, v in places if not chosen or same_place(d) == chosen}
    near = same_place(request.args.get("kelurahan", ""))
    near = near if near in villages else ""
    query = open_markets()
    if chosen:
        query = query.where(district.folded == chosen)
    if near:
        query = query.where(village.folded == near)
    ids, paging = take_page(query, KNOWN)
    return render_template(
        "shop/markets.html",
        lines=lines_of(open_markets().where(Market.id.in_(ids)), at),
        paging=paging,
        district=districts.get(chosen),
        village=villages.get(near),
        by_district=links("kecamatan", districts, chosen, kelurahan=None),
        by_village=links("kelurahan", villages, near),
    )


KNOWN = ("kecamatan", "kelurahan")


def links(name: str, places: dict[str, str], chosen: str, **besides: Any) -> list[Any]:
    """Chips: all, then each place."""
    chips = [("Semua", here(KNOWN, **{name: None}, **besides), not chosen)]
    for folded, words in sorted(places.items(), key=lambda place: place[1]):
        chips.append(
            (words, here(KNOWN, **{name: slugify(words, folded)}, **besides), folded == chosen)
        )
    return chips
