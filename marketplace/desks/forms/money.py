"""What a committee may set about money: ways to pay, who collects, kas RW, the treasurer's QRIS and account."""

from typing import Any

from wtforms import BooleanField, RadioField, ValidationError

from marketplace.desks.forms.payees import AccountForm, QrisForm
from marketplace.payments.rules import Method, Payee
from marketplace.regions.models import Market
from marketplace.web.forms import Needed, PercentField, PostForm, options_of

HIGHEST_KAS = 1_000  # basis points
NOT_TAKEN = "tidak"
WHO = [
    (Payee.STALL.value, "Langsung ke lapak"),
    (Payee.TREASURER.value, "Dikumpulkan bendahara RW"),
    (NOT_TAKEN, "Tidak dipakai"),
]
CHOOSE = Needed("Pilih salah satu.")
LACKS = {
    Method.QRIS: "Bendahara belum punya QRIS di sini. Pasang dulu QRIS bendahara.",
    Method.TRANSFER: "Bendahara belum punya rekening di sini. Isi dulu rekening bendahara.",
}
STILL = {
    Method.QRIS: "QRIS masih dikumpulkan bendahara. Ubah dulu pilihan cara bayarnya.",
    Method.TRANSFER: "Transfer masih dikumpulkan bendahara. Ubah dulu pilihan cara bayarnya.",
}


class WaysForm(PostForm):
    """For each method who receives the money, or that the market does without it."""

    qris = RadioField("QRIS", [CHOOSE], choices=options_of(WHO))
    transfer = RadioField("Transfer bank", [CHOOSE], choices=options_of(WHO))
    cash = RadioField("Tunai", [CHOOSE], choices=options_of(WHO))
    card = BooleanField("Kartu, dikumpulkan pengelola situs")
    kas = PercentField(
        "Kas RW dari harga dagangan",
        [Needed("Isi persennya, 0 kalau tidak ada iuran.")],
        most=HIGHEST_KAS,
        description="Antara 0 dan 10. Hanya untuk pesanan baru, pesanan lama tetap memakai angkanya sendiri.",
    )

    @property
    def by_hand(self) -> dict[Method, Any]:
        """The fields of methods without a provider."""
        return {Method.QRIS: self.qris, Method.TRANSFER: self.transfer, Method.CASH: self.cash}

    def fill(self, market: Market) -> "WaysForm":
        for method, field in self.by_hand.items():
            collected = getattr(market, f"collects_{method}")
            payee = Payee.TREASURER if collected else Payee.STALL
            field.data = payee.value if getattr(market, f"takes_{method}") else NOT_TAKEN
        self.card.data, self.kas.data = market.takes_card, market.fee_basis_points
        return self

    def validate_cash(self, _field: RadioField) -> None:
        if all(field.data == NOT_TAKEN for field in self.by_hand.values()):
            raise ValidationError("Pilih paling sedikit satu cara bayar selain kartu.")

    @property
    def takes(self) -> set[Method]:
        taken = {method for method, field in self.by_hand.items() if field.data != NOT_TAKEN}
        return taken | {Method.CARD} if self.card.data else taken

    @property
    def collects(self) -> set[Method]:
        return {m for m, field in self.by_hand.items() if field.data == Payee.TREASURER}

    def lack(self, methods: list[Method]) -> None:
        """Say at each field what the treasurer needs first."""
        for method in methods:
            self.by_hand[method].errors = [LACKS[method]]


class TreasurerQrisForm(QrisForm):
    is_mine = BooleanField("Ya, uangnya masuk ke bendahara RW")


class TreasurerBankForm(AccountForm):
    """The treasurer's bank account, whole or not at all."""
