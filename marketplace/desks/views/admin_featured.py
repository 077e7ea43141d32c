"""Pilihan pengurus: what stands in front of the market, the latest one large."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask_login import current_user

from marketplace.catalogue.actions import feature, unfeature
from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import ProductStatus
from marketplace.desks.admin_page import admin_page
from marketplace.desks.blueprint import bp
from marketplace.desks.finding import find_at_desk, in_order, words_typed
from marketplace.desks.forms.featuring import FeatureForm
from marketplace.desks.queue import products_of
from marketplace.kit.clock import now
from marketplace.regions.guards import rw_admin
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import Paging, take_page

MOST = 12  # in front of one market


def shown_products() -> Any:
    """Products of the market that its visitors see."""
    return products_of(g.market).where(
        Product.status == ProductStatus.PUBLISHED, Stall.status == StallStatus.APPROVED
    )


@bp.get("/kelola/<market>/pilihan")
@rw_admin
def featured() -> Any:
    return featured_page(FeatureForm())


def featured_page(form: FeatureForm, chosen: Product | None = None) -> str:
    """`chosen` is the product whose form was refused."""
    words = words_typed()
    in_front = Product.featured_at.is_not(None)
    front = shown_products().where(in_front).order_by(Product.featured_at.desc()).limit(MOST)
    found, paging, corrected = find_others(words) if words else list_others()
    return admin_page(
        "desks/admin/featured.html",
        "desks.featured",
        front=db.session.scalars(front).all(),
        others=found,
        paging=paging,
        words=words,
        corrected=corrected,
        form=form,
        chosen=chosen,
    )


def list_others() -> tuple[list[Product], Paging, str | None]:
    others = shown_products().where(Product.featured_at.is_(None))
    return *take_page(others.order_by(Product.title, Product.id), ("q",)), None


def find_others(words: str) -> tuple[list[Product], Paging, str | None]:
    finds = find_at_desk(
        words,
        Stall.market_id == g.market.id,
        Stall.status == StallStatus.APPROVED,
        Product.status == ProductStatus.PUBLISHED,
        Product.featured_at.is_(None),
        known=("q",),
    )
    return in_order(shown_products(), finds.ids), finds.paging, finds.corrected


@bp.post("/kelola/<market>/pilihan/<int:id>")
@rw_admin
def feature_here(id: int) -> Any:
    product, form = first_or_404(shown_products().where(Product.id == id)), FeatureForm()
    if not form.accepted():
        return featured_page(form, product), 422
    feature(product, form.remark.data, current_user, now())
    db.session.commit()
    flash(f"{product.title} jadi pilihan pengurus.")
    return redirect(url_for(".featured", market=g.market.slug))


@bp.post("/kelola/<market>/pilihan/<int:id>/pencabutan")
@rw_admin
def unfeature_here(id: int) -> Any:
    product = first_or_404(products_of(g.market).where(Product.id == id))
    unfeature(product, current_user)
    db.session.commit()
    flash(f"{product.title} tidak lagi jadi pilihan.")
    return redirect(url_for(".featured", market=g.market.slug))
