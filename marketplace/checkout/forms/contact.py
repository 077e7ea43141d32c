"""Who orders, and where to when something is brought."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, SelectField
from wtforms.validators import Optional

from marketplace.checkout.rules import Choices
from marketplace.regions.models import Region
from marketplace.web.forms import (
    AtMost,
    CountField,
    LineField,
    Needed,
    PhoneField,
    PostForm,
    options_of,
)


def village_id(typed: Any) -> int:
    """The number of a kelurahan; anything unreadable is none. Whether it exists shows when it is looked up."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ContactForm(PostForm):
    """Who orders, and the address when something is brought."""

    nama = LineField("Nama", [Needed("Tulis nama panggilanmu."), AtMost(80)])
    wa = PhoneField(
        "Nomor WhatsApp",
        [Needed("Tulis nomor WhatsApp-mu.")],
        description="Dipakai lapak untuk mengabari, tidak ditampilkan ke siapa pun.",
    )
    jalan = LineField(
        "Jalan, gang, nomor rumah", [AtMost(120)], description="Contoh: Jl. Sanan Gg. III No. 129"
    )
    rt = CountField("RT", [Optional()], least=1, most=99)
    rw = CountField("RW", [Optional()], least=1, most=99)
    kelurahan = SelectField("Kelurahan", [Optional()], coerce=village_id, validate_choice=False)
    patokan = LineField(
        "Patokan", [AtMost(120)], description="Misalnya: pagar hijau, sebelah musala"
    )
    kode = LineField(
        "Kode voucher",
        [AtMost(120)],
        description="Boleh kosong. Kalau punya lebih dari satu, pisahkan dengan koma.",
    )
    total = HiddenField("Jumlah yang tampil")

    def offer(self, villages: Sequence[Region]) -> None:
        names = [(village.id, village.name) for village in villages]
        self.kelurahan.choices = options_of([(0, "Pilih kelurahan"), *names])

    def need_address(self) -> bool:
        """Complain where the address is missing; say whether it is complete."""
        needed = {
            self.jalan: "Tulis alamat untuk diantar.",
            self.kelurahan: "Pilih kelurahanmu.",
            self.rt: "Isi nomor RT.",
        }
        for field, sentence in needed.items():
            if not field.data and not field.errors:
                field.errors = [*field.errors, sentence]
        return not any(field.errors for field in needed)


def contact_data(choices: Choices) -> dict[str, Any]:
    return {
        "nama": choices.name,
        "wa": choices.phone or None,
        "jalan": choices.street,
        "rt": choices.rt,
        "rw": choices.rw,
        "kelurahan": choices.village_id or 0,
        "patokan": choices.landmark,
        "kode": choices.vouchers,
    }
