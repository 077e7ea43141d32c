"""How many there are: shelves counted by hand, and what happened to each."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalogue.forms import ShelfForm
from marketplace.catalogue.models import Product, Variant
from marketplace.catalogue.rules import FEW, BelowReserved, ProductStatus, SellsBy
from marketplace.catalogue.shelves import bring_back, last_gone, run_out, set_shelf, shelves_of
from marketplace.catalogue.stock import StockMovement, StockPool
from marketplace.desks.blueprint import bp
from marketplace.desks.movements import orders_holding, told
from marketplace.kit.clock import now
from marketplace.stalls.guards import producer
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import take_page

LINES = 30
KEPT = ("saring",)


@bp.get("/penjual/<stall>/stok")
@producer
def stock() -> Any:
    return stock_page()


@bp.post("/penjual/<stall>/stok/<int:variant_id>")
@producer
def set_stock(variant_id: int) -> Any:
    variant, form = own_variant(variant_id), ShelfForm()
    if not form.accepted():
        return stock_page(variant.id, form), 422
    try:
        set_shelf(variant, form.on_hand.data, now())
    except BelowReserved as refused:
        db.session.rollback()
        sentence = f"Sudah dipesan {refused.reserved}, jadi paling sedikit {refused.reserved}."
        form.on_hand.errors = [sentence]
        return stock_page(variant.id, form, orders_holding([refused.pool_id])), 422
    db.session.commit()
    flash(f"{called(variant)} sekarang {form.on_hand.data}.")
    return back_to(variant)


@bp.post("/penjual/<stall>/stok/<int:variant_id>/habis")
@producer
def mark_gone(variant_id: int) -> Any:
    variant = own_variant(variant_id)
    run_out(variant, now())
    db.session.commit()
    flash(f"{called(variant)} ditandai habis.")
    return back_to(variant)


@bp.post("/penjual/<stall>/stok/<int:variant_id>/lagi")
@producer
def mark_back(variant_id: int) -> Any:
    variant = own_variant(variant_id)
    came = bring_back(variant, now())
    db.session.commit()
    if came:
        flash(f"{called(variant)} ada lagi, {came} bisa dijual.")
    else:
        flash(f"Tulis dulu ada berapa {called(variant)} sekarang.", "warn")
    return back_to(variant)


@bp.get("/penjual/<stall>/stok/kolam/<int:pool_id>")
@producer
def movements(pool_id: int) -> Any:
    pool = first_or_404(own_pools().where(StockPool.id == pool_id))
    lines = db.select(StockMovement).where(StockMovement.pool_id == pool.id)
    before = request.args.get("sebelum", "")
    if before.isascii() and before.isdigit() and len(before) < 10:
        lines = lines.where(StockMovement.id < int(before))
    found = list(db.session.scalars(lines.order_by(StockMovement.id.desc()).limit(LINES + 1)))
    return render_template(
        "desks/producer/stock_history.html",
        pool=pool,
        lines=[told(line) for line in found[:LINES]],
        older=found[LINES - 1].id if len(found) > LINES else None,
        orders=orders_holding([pool.id]),
    )


def own_variants() -> Any:
    """Sizes on sale in this stall."""
    mine = db.select(Variant).join(Variant.product).where(Product.stall_id == g.stall.id)
    return mine.where(Variant.is_active, Product.status != ProductStatus.ARCHIVED)


def own_variant(variant_id: int) -> Variant:
    """Of this stall, else 404."""
    return first_or_404(own_variants().where(Variant.id == variant_id))


def own_pools() -> Any:
    pools = db.select(StockPool).join(StockPool.variant).join(Variant.product)
    whole = joinedload(StockPool.variant).joinedload(Variant.product)
    return pools.where(Product.stall_id == g.stall.id).options(whole, joinedload(StockPool.batch))


def counted_variants() -> Any:
    """Those with a shelf, and those that ought to have one."""
    on_shelf = db.and_(StockPool.variant_id == Variant.id, StockPool.batch_id.is_(None))
    query = own_variants().outerjoin(StockPool, on_shelf)
    query = query.where(db.or_(Product.sells_by == SellsBy.SHELF, StockPool.id.is_not(None)))
    left = db.func.coalesce(StockPool.on_hand - StockPool.reserved, 0)
    wanted = {"habis": left <= 0, "sisa": db.and_(left > 0, left <= FEW)}.get(
        request.args.get("saring", "")
    )
    query = query if wanted is None else query.where(wanted)
    photos = joinedload(Variant.product).options(
        selectinload(Product.photos), joinedload(Product.category)
    )
    return query.order_by(Product.title, Product.id, Variant.position, Variant.id).options(photos)


def stock_page(faulty: int | None = None, form: Any = None, orders: Any = ()) -> str:
    """All shelves; at `faulty` stands what was typed and why it cannot be."""
    variants, paging = take_page(counted_variants(), KEPT)
    shelves = shelves_of(variant.id for variant in variants)
    empty = [pool.id for pool in shelves.values() if not pool.stock.available]
    return render_template(
        "desks/producer/stock.html",
        variants=variants,
        shelves=shelves,
        gone=last_gone(empty) if empty else {},
        paging=paging,
        filters=filters(),
        query=request.query_string.decode("ascii", "ignore"),
        faulty=faulty,
        form=form,
        orders=orders,
    )


def filters() -> list[tuple[str, str, bool]]:
    wanted = request.args.get("saring", "")
    page = url_for(".stock", stall=g.stall.slug)
    names = {"": "Semua", "sisa": "Hampir habis", "habis": "Habis"}
    return [
        (words, f"{page}?saring={name}" if name else page, wanted == name)
        for name, words in names.items()
    ]


def called(variant: Variant) -> str:
    return f"{variant.product.title} {variant.title}"


def back_to(variant: Variant) -> Any:
    """To the row that was changed, with the filter and page as they were."""
    kept = {name: request.args[name] for name in ("saring", "hal") if name in request.args}
    return redirect(url_for(".stock", stall=g.stall.slug, **kept, _anchor=f"v{variant.id}"))
