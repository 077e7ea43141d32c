"""The desk of whoever pays stalls out: a market's treasurer, or the operator for all that lies at the provider."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Response, g, render_template, url_for
from sqlalchemy import Select, func, select

from marketplace.desks.admin_page import admin_page
from marketplace.desks.forms.payouts import NotSentForm, SentForm
from marketplace.ledger.actions import cancel_payout, mark_failed, mark_sent
from marketplace.ledger.models import Payout
from marketplace.ledger.queries import WAITING, payouts_by
from marketplace.ledger.rules import OPERATOR, Account, PayoutStatus, treasurer
from marketplace.regions.models import Market
from marketplace.stalls.models import Stall
from marketplace.web.db import db, first_or_404
from marketplace.web.exports import CSV, Cell, Column, as_csv, download, export

TRANSFERS = export(
    "daftar transfer",
    Column("Bank"),
    Column("Nomor rekening", Cell.DIGITS, 24),
    Column("Atas nama", width=30),
    Column("Jumlah", Cell.RUPIAH),
    Column("Berita", width=30),
)
OPERATORS_PARTS = (("desks.all_payouts", "Setoran"), ("desks.all_trial", "Neraca"))


@dataclass(frozen=True)
class Till:
    """Whose money is paid out here. Without a market it is the operator's."""

    holder: Account
    market: Market | None = None

    def url(self, place: str, **more: Any) -> str:
        """The address of a page of this desk."""
        if self.market is None:
            return url_for(f"desks.all_{place}", **more)
        return url_for(f"desks.{place}", market=self.market.slug, **more)

    def page(self, template: str, part: str = "payouts", **context: Any) -> str:
        """`part` is the tab that is open."""
        template = f"desks/till/{template}.html"
        if self.market:
            frame = "desks/admin/layout.html"
            return admin_page(template, f"desks.{part}", till=self, frame=frame, **context)
        parts = [
            (words, url_for(endpoint), endpoint == f"desks.all_{part}", 0)
            for endpoint, words in OPERATORS_PARTS
        ]
        frame = "desks/till/operator.html"
        return render_template(template, till=self, frame=frame, parts=parts, **context)

    def payouts(self) -> Select[Payout]:
        return payouts_by(self.holder)

    def payout(self, id: int) -> Payout:
        """One that this desk pays, else 404."""
        return first_or_404(self.payouts().where(Payout.id == id))

    def stall(self, id: int) -> Stall:
        """One whose money may lie here, else 404."""
        query = select(Stall).where(Stall.id == id)
        if self.market:
            query = query.where(Stall.market_id == self.market.id)
        return first_or_404(query)

    def waiting(self) -> list[Payout]:
        """All that wait to be sent, the oldest first."""
        return list(db.session.scalars(self.payouts().where(WAITING).order_by(Payout.id)))

    def waiting_figures(self) -> "Figures":
        amount, by_bank = func.sum(Payout.amount), Payout.bank_account != ""
        query = select(
            func.count(Payout.id),
            func.coalesce(amount, 0),
            func.count(Payout.id).filter(by_bank),
            func.coalesce(amount.filter(by_bank), 0),
            func.coalesce(func.max(Payout.id).filter(by_bank), 0),
        ).where(Payout.holder == str(self.holder), WAITING)
        return Figures(*(int(figure) for figure in db.session.execute(query).one()))


class Figures(NamedTuple):
    """How many wait, and how much it is; of them by bank, and the id of the last of these."""

    many: int
    amount: int
    by_bank: int
    bank_amount: int
    last: int


def treasurers_till() -> Till:
    """Of the market whose desk is open."""
    return Till(treasurer(g.market.id), g.market)


def operators_till() -> Till:
    return Till(OPERATOR)


@dataclass(frozen=True)
class Step:
    """What may be written about a payout: what is asked, what is done, what is said."""

    form: Callable[[], SentForm | NotSentForm]
    do: Callable[..., None]
    from_: tuple[PayoutStatus, ...]
    said: str


STEPS = {
    "terkirim": Step(SentForm, mark_sent, (PayoutStatus.REQUESTED,), "Setoran tercatat terkirim."),
    "batal": Step(
        NotSentForm,
        cancel_payout,
        (PayoutStatus.REQUESTED,),
        "Setoran dibatalkan. Uangnya kembali menjadi hak lapak.",
    ),
    "gagal": Step(
        NotSentForm,
        mark_failed,
        (PayoutStatus.SENT,),
        "Setoran tercatat gagal. Uangnya kembali menjadi hak lapak.",
    ),
}


def transfer_list(payouts: Iterable[Payout], name: str) -> Response:
    """For a bulk transfer; payouts without an account are handed over in cash and left out."""
    rows = [
        (
            payout.bank_name,
            payout.bank_account,
            payout.bank_holder,
            payout.amount,
            f"Setoran {payout.id} Pasar RW",
        )
        for payout in payouts
        if payout.bank_account
    ]
    return download(as_csv(TRANSFERS, rows), CSV, f"setoran-{name}.csv")
