"""Where buyers' money goes: bank account, cash, and the QRIS sticker that is read back before it is kept."""

from typing import Any

from flask import g
from flask_login import current_user

from marketplace.desks.blueprint import bp
from marketplace.desks.forms.payees import BankForm, QrisForm
from marketplace.desks.views.producer_stall import keep, saved, stall_form, ways_to_pay
from marketplace.payments.likeness import may_belong
from marketplace.payments.payees import set_bank, set_qris
from marketplace.payments.receivers import payee_of
from marketplace.payments.rules import Method, Payee
from marketplace.stalls.guards import producer


@bp.route("/penjual/<stall>/lapak/bayar", methods=["GET", "POST"])
@producer
def stall_payment() -> Any:
    form = BankForm(obj=g.stall)
    if not form.accepted():
        return stall_form("payment", form, collected=collected(Method.TRANSFER, Method.CASH))
    typed = form.bank_name.data or "", form.account, form.bank_holder.data or ""
    set_bank(g.stall, *typed, by=current_user)
    keep(takes_cash=form.takes_cash.data)
    if not ways_to_pay():
        return saved("Tersimpan. Tanpa satu pun cara bayar, pembeli belum bisa memesan.")
    return saved(f"Pembeli bisa membayar dengan {', '.join(ways_to_pay())}.")


@bp.route("/penjual/<stall>/lapak/qris", methods=["GET", "POST"])
@producer
def stall_qris() -> Any:
    form = QrisForm()
    is_good = form.accepted()
    if is_good and form.is_mine.data:
        set_qris(g.stall, form.merchant, by=current_user)
        return saved(f"QRIS atas nama {form.merchant.name} terpasang.")
    if form.merchant is None:
        return stall_form("qris", form, collected=collected(Method.QRIS))
    strange = not may_belong(form.merchant.name, g.stall.name, g.stall.owner_name)
    page, code = stall_form("qris_confirm", form, merchant=form.merchant, strange=strange)
    return page, 200 if is_good else code


@bp.post("/penjual/<stall>/lapak/qris/pencabutan")
@producer
def stall_qris_remove() -> Any:
    set_qris(g.stall, None, by=current_user)
    return saved("QRIS dicabut dari lapakmu.")


def collected(*methods: Method) -> list[str]:
    """Those of the methods that the market's treasurer collects instead of its stalls."""
    market = g.stall.market
    return [one.label for one in methods if payee_of(one, market) is Payee.TREASURER]
