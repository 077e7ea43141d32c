"""What the treasurer's and the operator's desks have in common: the till says whose money it is."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user

from marketplace.accounts.audit import record
from marketplace.desks.forms.payouts import AllSentForm, AmountForm
from marketplace.desks.till import STEPS, Till, transfer_list
from marketplace.kit.clock import now, today
from marketplace.kit.rupiah import format_rupiah
from marketplace.ledger.actions import mark_sent, pay_out
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import WAITING, owed_stalls, payable_to, statement_page
from marketplace.ledger.rules import NotEnough
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db
from marketplace.web.paging import before_wanted

PER_PAGE = 20


def payouts_page(till: Till, sent_form: AllSentForm | None = None, **more: Any) -> str:
    """What waits, what is owed, what went before: each list goes on from the id of its last row."""
    figures = till.waiting_figures()
    waiting = till.payouts().where(WAITING).order_by(Payout.id)
    past = till.payouts().where(~WAITING).order_by(Payout.id.desc())
    if before := before_wanted(request.args):
        past = past.where(Payout.id < before)
    if after := before_wanted(request.args, "setelah"):
        waiting = waiting.where(Payout.id > after)
    return till.page(
        "payouts",
        figures=figures,
        sent_form=(sent_form or AllSentForm()).offer(figures.last, figures.bank_amount),
        asked=some(db.session.scalars(waiting.limit(PER_PAGE + 1)).all()),
        owed=some(owed_stalls(till.holder, before_wanted(request.args, "lapak"), PER_PAGE + 1)),
        past=some(db.session.scalars(past.limit(PER_PAGE + 1)).all()),
        **more,
    )


def some(rows: Any) -> tuple[list[Any], bool]:
    """One page, and whether there is more."""
    return list(rows[:PER_PAGE]), len(rows) > PER_PAGE


def payout_page(till: Till, id: int, step: str = "", form: Any = None) -> str:
    payout = till.payout(id)
    forms = {
        name: form if name == step else one.form()
        for name, one in STEPS.items()
        if payout.status in one.from_
    }
    return till.page("payout", payout=payout, forms=forms)


def take_step(till: Till, id: int, step: str) -> Any:
    """Sent, cancelled or failed, with the bank's reference or a reason."""
    form = STEPS[step].form()
    if not form.accepted():
        return payout_page(till, id, step, form), 422
    STEPS[step].do(till.payout(id), form.words.data, current_user, now())
    db.session.commit()
    flash(STEPS[step].said)
    return redirect(till.url("payouts") if step == "terkirim" else till.url("payout", id=id))


def send_all(till: Till, page: Callable[..., str]) -> Any:
    """All that the list for the bank holds went out in one transfer. What changed meanwhile is looked at first."""
    form = AllSentForm()
    if not form.accepted():
        return page(till, form), 422
    begin_write()
    payouts = [payout for payout in till.waiting() if payout.bank_account]
    if form.has_seen != seen_of(payouts):
        db.session.rollback()
        form.words.errors = ["Daftarnya baru saja berubah. Cocokkan lagi dengan banknya."]
        return page(till, form), 422
    for payout in payouts:
        mark_sent(payout, form.words.data or "", current_user, now())
    db.session.commit()
    flash(f"{len(payouts)} setoran tercatat terkirim.")
    return redirect(till.url("payouts"))


def seen_of(payouts: Sequence[Payout]) -> tuple[int, int]:
    """The last of them, and what they come to."""
    return max((one.id for one in payouts), default=0), sum(one.amount for one in payouts)


def send_list(till: Till, name: str) -> Response:
    """All that waits, as a file for the bank; who took it stands in the trail."""
    begin_write()
    payouts = till.waiting()
    total = format_rupiah(sum(payout.amount for payout in payouts))
    record(
        "mengunduh daftar transfer",
        f"{len(payouts)} setoran, {total}",
        f"market:{till.market.id}" if till.market else "operator",
        actor=current_user,
        market_id=till.market.id if till.market else None,
    )
    answer = transfer_list(payouts, f"{name}-{today(now()):%Y-%m-%d}")
    db.session.commit()
    return answer


def owed_page(till: Till, stall: Stall, form: AmountForm | None = None, **more: Any) -> str:
    """What this holder owes one stall, how it came about, and a payout that nobody asked for."""
    left = payable_to(stall, till.holder)
    before = before_wanted(request.args)
    return till.page(
        "stall",
        stall=stall,
        left=left,
        form=(form or AmountForm()).offer(left),
        told=statement_page(stall, till.holder, before=before),
        **more,
    )


def prepare_payout(till: Till, id: int, page: Any) -> Any:
    """`page` draws the page of the stall again when the form is refused."""
    form, stall = AmountForm(), till.stall(id)
    if not form.accepted():
        return page(stall, form), 422
    try:
        payout = pay_out(stall, by=current_user, at=now(), holder=till.holder, **form.asked)
    except NotEnough as short:
        db.session.rollback()
        form.refuse(short)
        return page(stall, form), 422
    db.session.commit()
    flash("Setoran disiapkan. Kirim uangnya, lalu catat nomor rujukan banknya.")
    return redirect(till.url("payout", id=payout.id))
