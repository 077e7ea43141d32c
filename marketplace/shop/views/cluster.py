"""Klaster: a craft that several RWs share, with its markets and goods."""

from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace.kit.clock import now
from marketplace.regions.models import Cluster, Market, cluster_rws
from marketplace.shop.blueprint import bp
from marketplace.shop.cards import cards_of
from marketplace.shop.filters import KNOWN, narrow, quick_filters, read_filters
from marketplace.shop.places import lines_of, open_markets
from marketplace.shop.shelves import listed_ids
from marketplace.web.audience import public
from marketplace.web.db import first_or_404
from marketplace.web.keeping import keepable
from marketplace.web.paging import take_page


@bp.get("/klaster/<slug>")
@public
@keepable
def cluster(slug: str) -> Any:
    at = now()
    found = first_or_404(select(Cluster).where(Cluster.slug == slug))
    rws = select(cluster_rws.c.rw_id).where(cluster_rws.c.cluster_id == found.id)
    filters = read_filters(request.args).known_only()
    ids, paging = take_page(narrow(listed_ids(at, Market.rw_id.in_(rws)), filters, at), KNOWN)
    return render_template(
        "shop/cluster.html",
        cluster=found,
        lines=lines_of(open_markets().where(Market.rw_id.in_(rws)), at),
        cards=cards_of(ids, at, across=True),
        paging=paging,
        filters=filters,
        chips=quick_filters(filters),
    )
