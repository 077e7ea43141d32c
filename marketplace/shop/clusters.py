"""Clusters on the front page: how many sell there, from what price, with a picture."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from marketplace.catalogue.models import Photo, Product
from marketplace.catalogue.offers import is_at_work, is_visible
from marketplace.regions.models import Cluster, Market, cluster_rws
from marketplace.regions.rules import Board
from marketplace.stalls.models import Stall
from marketplace.web.db import db

MOST_CLUSTERS = 6


@dataclass(frozen=True)
class ClusterCard:
    """A craft that several RWs share."""

    slug: str
    name: str
    story: str
    board: Board
    stalls: int
    price_from: int | None
    photo: str | None


def cluster_cards(at: datetime) -> list[ClusterCard]:
    """Clusters with how many sell there, from what price, and a picture of something they make."""
    made = (
        select(Product.id)
        .join(Product.stall)
        .join(Stall.market)
        .join(cluster_rws, cluster_rws.c.rw_id == Market.rw_id)
        .where(cluster_rws.c.cluster_id == Cluster.id, is_visible(), is_at_work(at))
    )
    sellers = made.with_only_columns(func.count(Stall.id.distinct())).scalar_subquery()
    cheapest = made.with_only_columns(func.min(Product.price_from)).scalar_subquery()
    photo = (
        made.join(Photo, Photo.product_id == Product.id)
        .with_only_columns(Photo.digest)
        .order_by(Photo.position, Product.id)
        .limit(1)
        .scalar_subquery()
    )
    columns = (Cluster.slug, Cluster.name, Cluster.story, Cluster.board)
    query = select(*columns, sellers, cheapest, photo).order_by(Cluster.id).limit(MOST_CLUSTERS)
    return [ClusterCard(*row) for row in db.session.execute(query)]
