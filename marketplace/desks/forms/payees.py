"""What a producer may type about where buyers' money goes."""

import re
from collections.abc import Callable

from wtforms import BooleanField, Field, FileField, StringField, ValidationError

from marketplace.payments.qris import BadQris, Merchant, read_static
from marketplace.payments.scanning import read_photo
from marketplace.web.forms import AtMost, LineField, PostForm, TextField
from marketplace.web.photos import BadPhoto

ACCOUNT = re.compile(r"[0-9]{6,20}", re.ASCII)


class AccountForm(PostForm):
    """A bank account whole or not at all."""

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


class BankForm(AccountForm):
    """A stall's account, and whether it takes cash."""

    takes_cash = BooleanField("Terima tunai saat barang diserahkan")


class QrisForm(PostForm):
    """First the sticker is read, photographed or pasted, then its owner confirms what it says."""

    foto = FileField("Foto stiker QRIS", description="Dari dekat, lurus, dan terang.")
    payload = TextField(
        "Atau tempel isi kodenya",
        [AtMost(600)],
        description="Pindai stikernya dengan aplikasi pemindai kode, lalu salin teksnya. Diawali 000201.",
    )
    step = StringField()
    is_mine = BooleanField("Ya, uangnya masuk ke lapakku")
    merchant: Merchant | None = None

    @property
    def has_photo(self) -> bool:
        return bool(self.foto.data and self.foto.data.filename)

    def validate_foto(self, field: FileField) -> None:
        if self.has_photo:
            self.read(field, lambda: read_photo(field.data.stream))
        elif not self.payload.data:
            raise ValidationError("Pilih foto stikernya, atau tempel isi kodenya.")

    def validate_payload(self, field: TextField) -> None:
        """A photo counts before what was typed."""
        if field.data and not field.errors and not self.has_photo:
            self.read(field, lambda: read_static(re.sub(r"[\r\n\t]", "", field.data or "")))

    def read(self, field: Field, reader: Callable[[], Merchant]) -> None:
        """All that is wrong stands at the field."""
        try:
            self.merchant = reader()
        except BadPhoto as refused:
            raise ValidationError(str(refused)) from refused
        except BadQris as refused:
            field.errors = [*field.errors, *refused.sentences[:-1]]
            raise ValidationError(refused.sentences[-1]) from refused

    def validate_is_mine(self, field: BooleanField) -> None:
        if self.step.data == "konfirmasi" and not field.data:
            raise ValidationError("Centang dulu kalau nama di atas memang punyamu.")
