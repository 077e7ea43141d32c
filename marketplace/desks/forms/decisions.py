"""Why something goes back to its owner: a usual reason, one's own words, or both."""

from collections.abc import Sequence

from wtforms import SelectField

from marketplace.web.forms import AtMost, PostForm, TextField, options_of

OWN_WORDS = "Tulis sendiri"
STALL_REASONS = (
    "Lengkapi alamat dapurmu.",
    "Tambah foto lapak atau fotomu.",
    "Dapurmu bukan di RW ini, ajukan ke RW tempat dapurmu.",
    "Nomor izin perlu dibetulkan.",
    "Tunggu rapat pengurus RW.",
    OWN_WORDS,
)
PRODUCT_REASONS = (
    "Foto kurang jelas, ambil dekat jendela.",
    "Bahan dan alergen belum lengkap.",
    "Isi bersih belum ditulis.",
    "Nomor izin perlu dibetulkan.",
    "Harganya perlu dicek lagi.",
    OWN_WORDS,
)


class ReturnForm(PostForm):
    reason = SelectField("Alasan, dikirim ke penjual", name="alasan")
    remark = TextField("Tambahan (boleh kosong)", [AtMost(300)], name="catatan")

    def offer(self, reasons: Sequence[str]) -> None:
        self.reason.choices = options_of((reason, reason) for reason in reasons)

    def validate(self, extra_validators: object = None) -> bool:
        good = super().validate()
        if good and self.reason.data == OWN_WORDS and not self.remark.data:
            self.remark.errors = ["Tulis alasannya, supaya penjual tahu apa yang dibetulkan."]
            return False
        return good

    def words(self) -> str:
        """What the owner reads."""
        usual = "" if self.reason.data == OWN_WORDS else self.reason.data
        return f"{usual} {self.remark.data or ''}".strip()
