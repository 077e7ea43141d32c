"""What a stall sells: the list, a new product, one product, and its moves."""

from collections import Counter
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from sqlalchemy import func
from sqlalchemy.orm import joinedload, selectinload

from marketplace.catalogue.actions import create_product, submit_product
from marketplace.catalogue.editing import edit_product, set_photos
from marketplace.catalogue.forms import ProductForm
from marketplace.catalogue.models import Category, Product
from marketplace.catalogue.offers import offers_of
from marketplace.catalogue.rules import (
    BY_PRODUCER,
    EditedMeanwhile,
    ProductMove,
    ProductStatus,
    label_meter,
    missing_to_show,
    moves,
)
from marketplace.desks.blueprint import bp
from marketplace.desks.finding import find_at_desk, in_order, words_typed
from marketplace.desks.forms.products import product_form, sizes_of
from marketplace.kit.clock import now
from marketplace.stalls.guards import producer
from marketplace.stalls.models import Stall
from marketplace.web.db import db, first_or_404
from marketplace.web.paging import Paging, here, take_page

NOUNS = {
    ProductMove.SUBMIT: "pengajuan",
    ProductMove.HIDE: "penyimpanan",
    ProductMove.SHOW: "pemajangan",
    ProductMove.ARCHIVE: "arsip",
    ProductMove.RESTORE: "pemulihan",
}
MOVES = {noun: move for move, noun in NOUNS.items()}
DONE = {
    ProductMove.SUBMIT: "sudah dikirim ke pengurus RW. Setelah disetujui, pembeli bisa melihatnya.",
    ProductMove.HIDE: "disembunyikan dari pasar.",
    ProductMove.SHOW: "tampil lagi di pasar.",
    ProductMove.ARCHIVE: "dipindah ke arsip.",
    ProductMove.RESTORE: "keluar dari arsip dan jadi draf.",
}
MEANWHILE = (
    "Dagangan ini baru saja diubah dari tempat lain. Isianmu masih di sini: periksa lagi, "
    "lalu simpan sekali lagi kalau memang ini yang benar."
)


@bp.get("/penjual/<stall>/dagangan")
@producer
def products() -> Any:
    wanted = next((s for s in ProductStatus if s.value == request.args.get("status")), None)
    words = words_typed()
    found, paging, corrected = find_own(words, wanted) if words else list_own(wanted)
    offers = offers_of([product.id for product in found], now())
    return render_template(
        "desks/producer/products.html",
        rows=[row_of(product, offers[product.id]) for product in found],
        paging=paging,
        filters=filters_by_status(wanted, words),
        wanted=wanted,
        words=words,
        corrected=corrected,
    )


def list_own(wanted: ProductStatus | None) -> tuple[list[Product], Paging, str | None]:
    query = own_products().order_by(Product.id.desc())
    query = query.where(Product.status == wanted if wanted else shown_by_itself())
    return *take_page(query.options(*FOR_A_ROW), ("status",)), None


def find_own(words: str, wanted: ProductStatus | None) -> tuple[list[Product], Paging, str | None]:
    """Among all that this stall has, drafts and the archive too."""
    stands = [Product.status == wanted] if wanted else []
    finds = find_at_desk(words, Stall.id == g.stall.id, *stands, known=("q", "status"))
    products = in_order(own_products().options(*FOR_A_ROW), finds.ids)
    return products, finds.paging, finds.corrected


@bp.route("/penjual/<stall>/dagangan/baru", methods=["GET", "POST"])
@producer
def new_product() -> Any:
    form = product_form(all_categories())
    if form.accepted():
        product = save_new(form)
        db.session.commit()
        tell_saved(product, form)
        return redirect(url_for(".products", stall=g.stall.slug))
    return product_page(form)


@bp.route("/penjual/<stall>/dagangan/<int:product_id>", methods=["GET", "POST"])
@producer
def product(product_id: int) -> Any:
    product = own_product(product_id)
    form = product_form(all_categories(), product)
    if form.accepted() and save_edit(product, form):
        db.session.commit()
        tell_saved(product, form)
        return redirect(url_for(".product", stall=g.stall.slug, product_id=product.id))
    return product_page(form, product)


@bp.post(f"/penjual/<stall>/dagangan/<int:product_id>/<any({', '.join(MOVES)}):noun>")
@producer
def product_move(product_id: int, noun: str) -> Any:
    product, move = own_product(product_id), MOVES[noun]
    missing = missing_to_show(len(product.photos), len(product.active_variants))
    if move is ProductMove.SUBMIT and missing:
        flash(f"Lengkapi dulu: {' dan '.join(missing)}.", "bad")
        return redirect(url_for(".product", stall=g.stall.slug, product_id=product.id))
    product.make(move, now())
    db.session.commit()
    flash(f"{product.title} {DONE[move]}")
    return redirect(url_for(".products", stall=g.stall.slug))


def own_products() -> Any:
    return db.select(Product).where(Product.stall_id == g.stall.id)


def own_product(product_id: int) -> Product:
    """Of this stall, else 404."""
    return first_or_404(own_products().where(Product.id == product_id))


def shown_by_itself() -> Any:
    """Without a filter everything but the archive is listed."""
    return Product.status != ProductStatus.ARCHIVED


FOR_A_ROW = (
    joinedload(Product.category),
    selectinload(Product.photos),
    selectinload(Product.variants),
)


def row_of(product: Product, offers: list[Any]) -> dict[str, Any]:
    given, missing = label_meter(product.label_facts())
    left = sum(offer.available for offer in offers)
    return {"product": product, "left": left, "given": given, "missing": missing}


def filters_by_status(wanted: ProductStatus | None, words: str) -> list[tuple[str, str, bool]]:
    """Chips with how many products stand in each state; empty states are left out. Finds are not counted by state."""
    counting = db.select(Product.status, func.count()).group_by(Product.status)
    counts = Counter(dict(db.session.execute(counting.where(Product.stall_id == g.stall.id)).all()))
    listed = counts.total() - counts[ProductStatus.ARCHIVED]
    chips = [("Semua" if words else f"Semua {listed}", here(("q",), status=None), wanted is None)]
    for status in ProductStatus:
        if counts[status] or status is wanted:
            label = status.label if words else f"{status.label} {counts[status]}"
            chips.append((label, here(("q",), status=status.value), wanted is status))
    return chips


def all_categories() -> list[Category]:
    return list(db.session.scalars(db.select(Category).order_by(Category.position, Category.name)))


def chosen(form: ProductForm) -> Category:
    """The kind that was picked; the form has seen that it is on the list."""
    return next(kind for kind in all_categories() if kind.id == form.category.data)


def product_page(form: ProductForm, product: Product | None = None) -> Any:
    """The form, new or filled; a refused one is answered with 422."""
    return render_template(
        "desks/producer/product_form.html",
        form=form,
        product=product,
        meter=label_meter(product.label_facts()) if product else None,
        moves=[(m, NOUNS[m]) for m in moves(product.status, BY_PRODUCER)] if product else [],
    ), 422 if request.method == "POST" else 200


def save_new(form: ProductForm) -> Product:
    category = chosen(form)
    variants = [size.new for size in sizes_of(form)]
    product = create_product(g.stall, category=category, variants=variants, **form.facts)
    set_photos(product, form.photos.data or [])
    if form.is_for_market:
        submit_product(product, now())
    return product


def save_edit(product: Product, form: ProductForm) -> bool:
    """False, with a sentence on the form, when somebody else saved meanwhile."""
    sizes = sizes_of(form, product)
    category = chosen(form)
    try:
        edit_product(
            product,
            form.edition.data,
            category=category,
            facts=form.facts,
            sizes=sizes,
            photos=form.photos.data or [],
            at=now(),
        )
    except EditedMeanwhile:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = product.edition, None
        form.form_errors.append(MEANWHILE)
        return False
    if form.is_for_market:
        submit_product(product, now())
    return True


def tell_saved(product: Product, form: ProductForm) -> None:
    if form.is_for_market:
        flash(f"{product.title} {DONE[ProductMove.SUBMIT]}")
    else:
        flash(f"{product.title} tersimpan.")
