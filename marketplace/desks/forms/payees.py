"""What a producer may type about where buyers' money goes."""

import re

from wtforms import BooleanField, StringField, ValidationError

from marketplace.payments.qris import BadQris, Merchant, read_static
from marketplace.web.forms import AtMost, LineField, Needed, PostForm, TextField

ACCOUNT = re.compile(r"[0-9]{6,20}", re.ASCII)


class BankForm(PostForm):
    """A bank account whole or not at all, and whether cash is taken."""

    takes_cash = BooleanField("Terima tunai saat barang diserahkan")
    bank_name = LineField("Bank", [AtMost(40)], description="BRI, BCA, Jago, SeaBank…")
    bank_account = LineField("Nomor rekening", [AtMost(40)])
    bank_holder = LineField(
        "Atas nama", [AtMost(60)], description="Persis seperti di buku tabungan."
    )

    @property
    def account(self) -> str:
        """Digits only."""
        return re.sub(r"[\s.\-]", "", self.bank_account.data or "")

    @property
    def is_given(self) -> bool:
        return bool(self.bank_name.data or self.bank_account.data or self.bank_holder.data)

    def validate_bank_name(self, field: LineField) -> None:
        if self.is_given and not field.data:
            raise ValidationError("Tulis nama banknya.")

    def validate_bank_account(self, _field: LineField) -> None:
        if self.is_given and not ACCOUNT.fullmatch(self.account):
            raise ValidationError("Nomor rekening ditulis dengan 6 sampai 20 angka.")

    def validate_bank_holder(self, field: LineField) -> None:
        if self.is_given and not field.data:
            raise ValidationError("Tulis atas nama siapa rekeningnya.")


class QrisForm(PostForm):
    """First the sticker is read, then its owner confirms what it says."""

    payload = TextField(
        "Isi kode QRIS",
        [Needed("Tempel isi kode QRIS-mu."), AtMost(600)],
        description="Pindai stikermu dengan aplikasi pemindai kode, lalu salin teksnya. Diawali 000201.",
    )
    step = StringField()
    is_mine = BooleanField("Ya, uangnya masuk ke lapakku")
    merchant: Merchant | None = None

    def validate_payload(self, field: TextField) -> None:
        if not field.data:
            return
        try:
            self.merchant = read_static(re.sub(r"[\r\n\t]", "", field.data))
        except BadQris as refused:
            field.errors = [*field.errors, *refused.sentences[:-1]]
            raise ValidationError(refused.sentences[-1]) from refused

    def validate_is_mine(self, field: BooleanField) -> None:
        if self.step.data == "konfirmasi" and not field.data:
            raise ValidationError("Centang dulu kalau nama di atas memang punyamu.")
