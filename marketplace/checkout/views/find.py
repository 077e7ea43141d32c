"""A guest on another device: the number that was used for an order, and a code sent to it."""

from typing import Any

from flask import redirect, render_template, request, session, url_for

from marketplace.accounts.browser import answer, ask, stop_waiting, waiting
from marketplace.accounts.forms import CodeForm
from marketplace.accounts.pages import answering, status_of
from marketplace.accounts.rules import Purpose
from marketplace.checkout.views.orders import bp
from marketplace.kit.clock import now
from marketplace.orders.forms import FindForm
from marketplace.web.audience import buyer
from marketplace.web.db import db

WRONG = "Kodenya tidak cocok atau sudah lewat waktu. Periksa lagi, atau minta kode baru."


@bp.route("/pesanan/cari", methods=["GET", "POST"])
@buyer
def find() -> Any:
    """The answer is the same whether the number ever ordered or not."""
    form = FindForm()
    if not form.accepted():
        return render_template("orders/find.html", form=form), status_of(form)
    ask(Purpose.FIND_ORDERS, form.nomor.data)
    return redirect(url_for(".find_code"))


@bp.route("/pesanan/cari/kode", methods=["GET", "POST"])
@buyer
def find_code() -> Any:
    asked = waiting(Purpose.FIND_ORDERS)
    if asked is None:
        return redirect(url_for(".find"))
    form = CodeForm()
    if request.method == "POST" and form.accepted():
        phone = answer(Purpose.FIND_ORDERS, form.kode.data)
        db.session.commit()
        if phone:
            stop_waiting()
            session["pesanan"] = (phone, int(now().timestamp()))
            return redirect(url_for(".mine"))
        form.kode.errors = [WRONG]
    return answering(
        form, asked["to"], title="Cari pesanan", button="Lihat pesanan", again="orders.find"
    )
