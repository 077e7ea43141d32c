"""Whether the stars that products keep are those of their visible reviews. Read by `flask check`."""

from sqlalchemy import func, select

from marketplace.catalogue.models import Product
from marketplace.reviews.models import Review
from marketplace.web.db import db


def problems() -> list[str]:
    stars = func.coalesce(func.sum(Review.stars), 0)
    count = func.count(Review.id)
    shown = (Review.product_id == Product.id) & Review.hidden_at.is_(None)
    rows = db.session.execute(
        select(Product.id, Product.stars_sum, Product.stars_count, stars, count)
        .outerjoin(Review, shown)
        .group_by(Product.id)
        .having((Product.stars_sum != stars) | (Product.stars_count != count))
        .order_by(Product.id)
    )
    return [
        f"product {id}: keeps {summed} stars of {number}, reviews give {said} of {counted}"
        for id, summed, number, said, counted in rows
    ]
