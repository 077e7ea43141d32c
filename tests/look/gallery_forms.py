"""A form with a field of every kind, for the gallery: filled with faults when asked."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FileField,
    Form,
    HiddenField,
    MultipleFileField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from marketplace.web.forms import (
    AtMost,
    CountField,
    LineField,
    Needed,
    PhoneField,
    RupiahField,
    TextField,
)


class EveryField(Form):
    title = LineField("Nama dagangan", [Needed(), AtMost(60)], description="Yang dicari pembeli")
    phone = PhoneField("Nomor WhatsApp", [Needed()], description="Dipakai lapak untuk mengabari.")
    price = RupiahField("Harga", [Needed()])
    grams = CountField("Isi", [Needed()], least=1)
    password = PasswordField("Kata sandi")
    story = TextField("Cerita")
    kind = SelectField("Jenis", [Needed()], choices=[("kue", "Kue kering"), ("keripik", "Keripik")])
    pay = RadioField(
        "Bayar", choices=[("qris", "QRIS"), ("transfer", "Transfer"), ("cash", "Tunai")]
    )
    receive = RadioField(
        "Cara mengambil",
        [Needed()],
        choices=[("pickup", "Ambil sendiri"), ("stall", "Diantar"), ("rw", "Kurir RW")],
    )
    allergens = SelectMultipleField(
        "Alergen",
        choices=[("kedelai", "Kedelai"), ("telur", "Telur")],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agree = BooleanField("Ingat HP ini selama 30 hari", [Needed("Centang dulu.")])
    proof = FileField("Bukti transfer", description="Foto layar atau struk")
    photos = MultipleFileField("Foto", description="Dekat jendela, tanpa lampu kilat.")
    key = HiddenField(default="rahasia")


def every_field(faulty: bool) -> EveryField:
    if not faulty:
        return EveryField()
    typed = {"title": "Keripik <tempe>", "phone": "12", "price": "12.50", "grams": "banyak"}
    form = EveryField(MultiDict(typed))
    form.validate()
    return form
