"""What may be typed around an order."""

from wtforms import RadioField

from marketplace.web.forms import AtMost, LineField, Needed, PhoneField, PostForm, options_of

CANCEL_REASONS = {
    "berubah": "Berubah pikiran",
    "salah": "Salah pesan",
    "lama": "Terlalu lama",
    "lain": "Alasan lain",
}
REFUSE_REASONS = {
    "habis": "Barangnya ternyata habis",
    "waktu": "Tidak sempat membuat",
    "jauh": "Tidak bisa mengantar ke sana",
    "lain": "Alasan lain",
}


class ReasonForm(PostForm):
    """Why an order ends; own words when none of the usual ones fits."""

    alasan = RadioField("Alasan", [Needed("Pilih alasannya.")])
    catatan = LineField("Catatan", [AtMost(300)], description="Boleh kosong.")

    def offer(self, reasons: dict[str, str]) -> "ReasonForm":
        self.reasons = reasons
        self.alasan.choices = options_of(reasons.items())
        return self

    @property
    def words(self) -> str:
        """The reason as one sentence for the timeline."""
        usual = "" if self.alasan.data == "lain" else self.reasons[self.alasan.data]
        return ". ".join(part for part in (usual, self.catatan.data) if part) or "Alasan lain"


class FindForm(PostForm):
    """A guest on another device: the phone that was used for the order."""

    nomor = PhoneField("Nomor WhatsApp", [Needed("Tulis nomor yang kamu pakai waktu memesan.")])
