"""Baking rounds of a stall: listed, opened, changed, called off."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalogue.models import Batch, Product
from marketplace.catalogue.rounds import cancel_batch, open_batch, set_capacity
from marketplace.catalogue.rules import (
    BadRound,
    BatchHasOrders,
    BelowReserved,
    ProductStatus,
    SellsBy,
)
from marketplace.catalogue.stock import StockPool
from marketplace.desks.blueprint import bp
from marketplace.desks.forms.batches import RoundForm, capacities_form, round_form
from marketplace.desks.movements import orders_holding
from marketplace.kit.clock import now
from marketplace.stalls.guards import producer
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import take_page


@bp.get("/penjual/<stall>/jadwal")
@producer
def batches() -> Any:
    past = request.args.get("lewat") == "1"
    in_time = Batch.ready_at < now() if past else Batch.ready_at >= now()
    order = (Batch.ready_at.desc(), Batch.id.desc()) if past else (Batch.ready_at, Batch.id)
    found, paging = take_page(own_batches().where(in_time).order_by(*order), ("lewat",))
    return render_template(
        "desks/producer/batches.html",
        batches=found,
        paging=paging,
        past=past,
        sums=sums_of(batch.id for batch in found),
    )


@bp.get("/penjual/<stall>/jadwal/baru")
@producer
def choose_for_batch() -> Any:
    query = made_to_order().options(selectinload(Product.photos), joinedload(Product.category))
    found, paging = take_page(query.order_by(Product.title, Product.id))
    return render_template("desks/producer/batches_choose.html", products=found, paging=paging)


@bp.route("/penjual/<stall>/dagangan/<int:product_id>/jadwal", methods=["GET", "POST"])
@producer
def new_batch(product_id: int) -> Any:
    product = first_or_404(made_to_order().where(Product.id == product_id))
    variants = product.active_variants
    form = round_form(variants, now())
    if form.accepted() and opened(product, form):
        db.session.commit()
        flash(f"Jadwal {product.title} dibuka.")
        return redirect(url_for(".batches", stall=g.stall.slug))
    names = {variant.id: variant.title for variant in variants}
    page = render_template("desks/producer/batch_new.html", form=form, product=product, names=names)
    return page, 422 if request.method == "POST" else 200


@bp.route("/penjual/<stall>/jadwal/<int:batch_id>", methods=["GET", "POST"])
@producer
def batch(batch_id: int) -> Any:
    batch = own_batch(batch_id)
    form = capacities_form(pools_of(batch))
    if form.accepted():
        try:
            set_capacity(batch, form.capacities, now())
        except BelowReserved as refused:
            db.session.rollback()
            say_at_its_row(form, refused)
            return batch_page(batch, form), 422
        db.session.commit()
        flash("Kapasitas tersimpan.")
        return redirect(url_for(".batch", stall=g.stall.slug, batch_id=batch.id))
    return batch_page(batch, form), 422 if request.method == "POST" else 200


@bp.post("/penjual/<stall>/jadwal/<int:batch_id>/pembatalan")
@producer
def batch_cancel(batch_id: int) -> Any:
    batch = own_batch(batch_id)
    try:
        cancel_batch(batch, now())
    except BatchHasOrders:
        db.session.rollback()
        flash("Jadwal ini sudah ada yang pesan. Selesaikan atau tolak pesanannya dulu.", "bad")
        return redirect(url_for(".batch", stall=g.stall.slug, batch_id=batch.id))
    db.session.commit()
    flash("Jadwal dibatalkan. Belum ada yang pesan, jadi tidak ada yang perlu dikabari.")
    return redirect(url_for(".batches", stall=g.stall.slug))


def opened(product: Product, form: RoundForm) -> bool:
    """False, with a sentence on the form, when nobody could order from the round."""
    when = {"ready_at": form.ready_at, "closes_at": form.closes_at}
    try:
        open_batch(product, **when, capacities=form.capacities, at=now())
    except BadRound as refused:
        db.session.rollback()
        form.blame(refused)
        return False
    return True


def made_to_order() -> Any:
    """Products of this stall that are baked when people have ordered."""
    mine = db.select(Product).where(Product.stall_id == g.stall.id)
    return mine.where(
        Product.sells_by == SellsBy.BATCH, Product.status != ProductStatus.ARCHIVED
    ).options(selectinload(Product.variants))


def own_batches() -> Any:
    mine = db.select(Batch).join(Product, Product.id == Batch.product_id)
    return mine.where(Product.stall_id == g.stall.id).options(joinedload(Batch.product))


def own_batch(batch_id: int) -> Batch:
    """Of this stall, else 404."""
    return first_or_404(own_batches().where(Batch.id == batch_id))


def pools_of(batch: Batch) -> list[StockPool]:
    query = db.select(StockPool).where(StockPool.batch_id == batch.id).order_by(StockPool.id)
    return list(db.session.scalars(query.options(joinedload(StockPool.variant))))


def sums_of(batch_ids: Any) -> dict[int, tuple[int, int]]:
    """(capacity, ordered) over all sizes, by batch id; one statement."""
    on_hand, reserved = func.sum(StockPool.on_hand), func.sum(StockPool.reserved)
    rows = db.select(StockPool.batch_id, on_hand, reserved).group_by(StockPool.batch_id)
    found = db.session.execute(rows.where(StockPool.batch_id.in_(list(batch_ids))))
    return {id: (int(can), int(ordered)) for id, can, ordered in found}


def batch_page(batch: Batch, form: Any) -> str:
    pools = pools_of(batch)
    return render_template(
        "desks/producer/batch.html",
        batch=batch,
        pools=pools,
        names={pool.id: pool.variant.title for pool in pools},
        claimed={pool.id: pool.reserved for pool in pools},
        form=form,
        orders=orders_holding(pool.id for pool in pools),
        is_open=not batch.is_cancelled and batch.ready_at > now(),
    )


def say_at_its_row(form: Any, refused: BelowReserved) -> None:
    for row in form.rows:
        if row.form.id.data == refused.pool_id:
            least = refused.reserved
            row.form.capacity.errors = [f"Sudah dipesan {least}, jadi paling sedikit {least}."]
