"""“Kabari saya”: the button under results, and the page of what one waits for."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.accounts.guards import signed_in
from marketplace.catalogue.models import Product
from marketplace.catalogue.offers import visible_products
from marketplace.kit.clock import now
from marketplace.search.models import SavedSearch
from marketplace.search.saved.actions import keep
from marketplace.search.saved.names import labels_of, names_in
from marketplace.search.saved.rules import MOST_OPEN, NotKept, Wish, labels, wish_at, wish_of
from marketplace.web.audience import audience
from marketplace.web.db import begin_write, db, first_or_404
from marketplace.web.forms import one_line

bp = Blueprint("saved", __name__)
LONGEST_ADDRESS = 2_000
KEPT = "Siap. Begitu ada yang cocok, kamu dikabari satu kali."


@bp.post("/cari/kabari")
@audience("signed_in")
def keep_search() -> Any:
    """Whoever is not signed in comes back to the same results and presses once more."""
    wish = wish_sent()
    results = url_for("shop.find", **wish)
    if not current_user.is_authenticated:
        return redirect(url_for("accounts.sign_in", next=results))
    try:
        keep(current_user, wish, now())
    except NotKept as refusal:
        db.session.rollback()
        flash(str(refusal), "bad")
        return redirect(results)
    db.session.commit()
    flash(KEPT)
    return redirect(results)


def wish_sent() -> Wish:
    """What the address in the form means; only its query is read."""
    address = request.form.get("alamat", "")[:LONGEST_ADDRESS]
    pairs = parse_qsl(urlsplit(address).query, max_num_fields=40) if "?" in address else []
    return wish_of({name: one_line(value) or "" for name, value in pairs})


@bp.get("/akun/kabari")
@signed_in
def kept_searches() -> Any:
    newest = own().order_by(SavedSearch.told_at.isnot(None), SavedSearch.id.desc())
    searches = db.session.scalars(newest).all()
    wishes = [wish_at(search.address) for search in searches]
    names = labels_of(names_in(wishes))
    found = products_of([search.product_id for search in searches if search.product_id])
    rows = [
        {
            "search": one,
            "wish": wish,
            "chips": labels(wish, names),
            "product": found.get(one.product_id),
        }
        for one, wish in zip(searches, wishes, strict=True)
    ]
    return render_template("search/saved.html", rows=rows, most=MOST_OPEN)


@bp.post("/akun/kabari/<int:id>/akhir")
@signed_in
def stop_waiting(id: int) -> Any:
    search = first_or_404(own().where(SavedSearch.id == id))
    was_open = search.told_at is None
    begin_write()
    db.session.delete(search)
    db.session.commit()
    flash("Kamu tidak menunggu yang itu lagi." if was_open else "Sudah dihapus dari daftar.")
    return redirect(url_for(".kept_searches"))


def own() -> Any:
    return db.select(SavedSearch).where(SavedSearch.user_id == current_user.id)


def products_of(ids: list[int]) -> dict[int | None, Product]:
    """Those that may still be opened."""
    query = visible_products().where(Product.id.in_(ids))
    return {product.id: product for product in db.session.scalars(query)} if ids else {}
