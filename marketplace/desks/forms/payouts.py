"""What is typed about money on its way: how much, the bank's reference, why it did not go."""

import re
from typing import Any

from wtforms import HiddenField, ValidationError

from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.ledger.rules import NotEnough
from marketplace.web.forms import AtMost, LineField, Needed, PostForm, RupiahField


class SeenField(HiddenField):
    """What the page said there was; anything else means that nobody looked."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if len(valuelist) == 1 else ""
        self.data = int(typed) if re.fullmatch(r"[0-9]{1,15}", typed, re.ASCII) else None


class AmountForm(PostForm):
    """Filled in with all there is. What the page said comes along, so that a press that comes twice counts once."""

    jumlah = RupiahField("Jumlah", [Needed("Tulis jumlahnya.")])
    terlihat = SeenField()

    def validate_jumlah(self, field: RupiahField) -> None:
        if field.data == 0:
            raise ValidationError("Tulis jumlah di atas Rp0.")

    def offer(self, left: Rupiah) -> "AmountForm":
        if not self.jumlah.raw_data:
            self.jumlah.typed, self.jumlah.data = None, left
        self.terlihat.data = left
        return self

    def refuse(self, short: NotEnough) -> None:
        """Say what there is now; what was typed stays."""
        left = f"Sekarang ada {format_rupiah(short.left)}" if short.left else "Sekarang sudah habis"
        self.jumlah.errors = [f"{left}. Mungkin baru saja diambil lebih dulu."]

    @property
    def asked(self) -> dict[str, Any]:
        return {"amount": self.jumlah.data, "seen": self.terlihat.data}


class SentForm(PostForm):
    words = LineField(
        "Nomor rujukan bank",
        [Needed("Tulis nomor rujukan dari bank, atau “tunai”."), AtMost(80)],
        name="rujukan",
        description="Ada di bukti transfer. Kalau diserahkan tunai, tulis siapa yang menerima.",
    )


class AllSentForm(PostForm):
    """One transfer for many. `sampai` and `jumlah` are what the page listed, so that nothing is marked unseen."""

    words = LineField(
        "Nomor rujukan bank",
        [Needed("Tulis nomor rujukan dari bank."), AtMost(80)],
        name="rujukan",
        description="Satu nomor untuk semuanya.",
    )
    sampai, jumlah = SeenField(), SeenField()

    def offer(self, last: int, amount: int) -> "AllSentForm":
        self.sampai.data, self.jumlah.data = last, amount
        return self

    @property
    def has_seen(self) -> tuple[int, int]:
        return self.sampai.data or 0, self.jumlah.data or 0


class NotSentForm(PostForm):
    words = LineField(
        "Alasan", [Needed("Tulis alasannya, supaya lapak tahu."), AtMost(200)], name="alasan"
    )
