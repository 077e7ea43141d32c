"""`/cari`: what a visitor typed, with filters that stay in the address."""

from typing import Any

from flask import redirect, render_template, request

from marketplace.kit.clock import now
from marketplace.search.marking import pieces
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.finding.chips import chips_of, sort_links
from marketplace.shop.finding.names import names_of
from marketplace.shop.finding.nothing import WayOn, way_on
from marketplace.shop.finding.panel import panel_of
from marketplace.shop.finding.results import KNOWN, results_of
from marketplace.web.audience import public
from marketplace.web.paging import here


@bp.get("/cari")
@public
def find() -> Any:
    at = now()
    results = results_of(request.args, at)
    page = results.answer.page
    if results.is_past_the_end:
        return redirect(results.paging.url(results.paging.pages))
    instead = way_on(results) if not page.total else WayOn()
    cards = cards_of(
        [*page.ids, *page.similar, *instead.ids], at, across=not results.scope.is_one_place
    )
    return render_template(
        "shop/find.html",
        results=results,
        cards=[card for card in cards if card.id in page.ids],
        similar=[card for card in cards if card.id in page.similar],
        instead=instead,
        instead_cards=[card for card in cards if card.id in instead.ids],
        names=names_of(results),
        panel=panel_of(results),
        in_use=chips_of(results),
        sorts=sort_links(results),
        marked=lambda title: pieces(title, page.terms),
        kept=kept_by_forms(),
        without=lambda **changes: here(KNOWN, **changes),
    )


def kept_by_forms() -> dict[str, str]:
    """What a form on the page sends along so that nothing of the address is lost."""
    return {name: request.args[name] for name in KNOWN if request.args.get(name)}
