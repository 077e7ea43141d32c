"""What an applicant may type, step by step."""

from typing import Any

from wtforms import BooleanField, FileField, HiddenField, RadioField, SelectField

from marketplace.regions.models import Region
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus, LicenceKind
from marketplace.web.forms import (
    AtMost,
    CountField,
    LineField,
    Needed,
    PhoneField,
    PostForm,
    TextField,
    options_of,
)


class MarketForm(PostForm):
    village = SelectField("Kelurahan", [Needed("Pilih kelurahanmu.")])
    number = CountField("Nomor RW", [Needed("Tulis nomor RW-mu.")], least=1, most=99)

    def offer(self, villages: list[Region]) -> None:
        """Names of kelurahan and kecamatan repeat, so both are said."""
        names = [
            (v.code, f"{v.name}, Kec. {v.parent.name}" if v.parent else v.name) for v in villages
        ]
        self.village.choices = options_of([("", "Pilih kelurahan"), *names])


class AboutForm(PostForm):
    name = LineField(
        "Nama lapak",
        [Needed("Beri nama lapakmu."), AtMost(60)],
        description="Yang dibaca pembeli, misalnya Dapur Bu Sri.",
    )
    owner_name = LineField("Nama pemilik", [Needed("Tulis nama pemilik."), AtMost(80)])
    rt = CountField("RT", [Needed("Tulis nomor RT-mu.")], least=1, most=99)
    address = LineField(
        "Alamat dapur",
        [Needed("Tulis alamat dapurmu."), AtMost(160)],
        description="Jalan atau gang, nomor, dan patokan. Dilihat pengurus dan pembeli yang mengambil.",
    )


class GoodsForm(PostForm):
    plans = TextField(
        "Apa yang mau kamu jual?",
        [Needed("Tulis apa yang mau kamu jual."), AtMost(300)],
        description="Misalnya keripik tempe, stik ampas tahu. Barangnya didaftarkan satu-satu nanti.",
    )
    story = TextField(
        "Cerita lapakmu",
        [AtMost(1200)],
        description="Sejak kapan membuat, siapa yang mengajari, apa yang khas. Boleh kosong dulu.",
    )
    photo = FileField(
        "Foto lapak atau fotomu",
        description="Pembeli lebih percaya kalau melihat wajah atau dapurnya. Boleh kosong dulu.",
    )
    kept = HiddenField()  # digest of a photo that was right when something else was not


class ContactForm(PostForm):
    whatsapp = PhoneField(
        "Nomor WhatsApp lapak",
        [Needed("Tulis nomor WhatsApp lapakmu.")],
        description="Ke sini pembeli dan pengurus menghubungi.",
    )
    shows_whatsapp = BooleanField("Tampilkan tombol WhatsApp di halaman lapak")
    halal = RadioField(
        "Halal", choices=options_of(HalalStatus.choices()), default=HalalStatus.NOT_YET.value
    )
    nib = LineField("NIB", [AtMost(40)], description="13 angka. Kosongkan kalau belum punya.")
    pirt = LineField("P-IRT", [AtMost(40)], description="15 angka, ada di sertifikat P-IRT.")
    halal_number = LineField("Nomor sertifikat halal", [AtMost(40)], description="Diawali ID.")
    bpom = LineField("BPOM", [AtMost(40)], description="Diawali MD atau ML.")

    def halal_status(self) -> HalalStatus:
        return HalalStatus(self.halal.data)

    def fill(self, stall: Stall) -> None:
        """The licences as they were typed."""
        typed = {licence.kind: licence.typed for licence in stall.licences}
        for kind, field in self.licences().items():
            field.data = typed.get(kind, "")

    def licences(self) -> dict[LicenceKind, Any]:
        return {
            LicenceKind.NIB: self.nib,
            LicenceKind.PIRT: self.pirt,
            LicenceKind.HALAL: self.halal_number,
            LicenceKind.BPOM: self.bpom,
        }
