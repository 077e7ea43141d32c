"""What may be typed around a payment."""

from typing import Any

from wtforms import FileField, RadioField
from wtforms.validators import ValidationError

from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.web.forms import AtMost, LineField, Needed, PostForm, RupiahField, options_of


class ProofForm(PostForm):
    """A photo or screenshot of a payment."""

    bukti = FileField("Bukti pembayaran")

    def validate_bukti(self, field: Any) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Pilih fotonya dulu.")


class ReceivedForm(PostForm):
    """What came in, as the payee counted it. Cash is counted to the last rupiah while both look on."""

    jumlah = RupiahField("Uang yang masuk", [Needed("Isi jumlah uang yang masuk.")])
    exact: Rupiah | None = None

    def only(self, exact: Rupiah) -> "ReceivedForm":
        self.exact = exact
        return self

    def validate_jumlah(self, field: Any) -> None:
        if field.data is not None and field.data <= 0:
            raise ValidationError("Isi jumlah lebih dari nol.")
        if self.exact is not None and field.data not in (None, self.exact):
            raise ValidationError(f"Catat tunai kalau sudah pas {format_rupiah(self.exact)}.")


class MismatchForm(PostForm):
    """What to do about a wrong amount."""

    pilihan = RadioField(
        "Lalu bagaimana?",
        [Needed("Pilih salah satu.")],
        choices=options_of(
            [
                ("terima", "Terima apa adanya"),
                ("tunggu", "Tunggu kekurangannya"),
                ("kembalikan", "Kembalikan uangnya"),
            ]
        ),
    )

    def offer(self, *, has_rest: bool) -> "MismatchForm":
        """Only a short payment has a rest to wait for."""
        if not has_rest:
            self.pilihan.choices = [it for it in self.pilihan.choices if it.value != "tunggu"]
        return self


class ReturnedForm(PostForm):
    """How owed money was given back: a proof, or words when it was given by hand."""

    bukti = FileField("Bukti pengembalian", description="Foto atau tangkapan layar.")
    catatan = LineField(
        "Catatan", [AtMost(200)], description="Wajib kalau tanpa bukti, misalnya: tunai di rumah."
    )

    @property
    def has_proof(self) -> bool:
        return bool(self.bukti.data and self.bukti.data.filename)

    def validate_catatan(self, field: Any) -> None:
        if not field.data and not self.has_proof:
            raise ValidationError("Kirim bukti, atau tulis cara mengembalikannya.")
