"""What an RW admin may set in the market."""

from datetime import time
from typing import Any

from wtforms import Form, FormField, RadioField, SelectField, TimeField
from wtforms.validators import Optional

from marketplace.kit.clock import DAYS
from marketplace.regions.models import Market
from marketplace.regions.rules import Board, ZoneReach
from marketplace.web.forms import (
    AtMost,
    LineField,
    Needed,
    PhoneField,
    PostForm,
    RupiahField,
    TextField,
    options_of,
)
from marketplace.web.sentences import Spoken

CLOCKS = ["%H:%M", "%H:%M:%S", "%H.%M"]  # what a browser sends, what a person types
WEEK = [(str(number), name) for number, name in enumerate(DAYS)]
HIGHEST_FEE = 100_000


class MarketForm(PostForm):
    nickname = LineField(
        "Nama panggilan", [AtMost(40)], description="Sebutan kampungnya, misalnya Sanan."
    )
    story = TextField(
        "Cerita pasar", [AtMost(280)], description="Dua baris di papan nama, tanpa nama dagangan."
    )
    notice = LineField(
        "Pengumuman", [AtMost(140)], description="Satu kalimat pendek. Kosongkan kalau tidak ada."
    )
    contact_name = LineField(
        "Narahubung", [AtMost(60)], description="Siapa yang bisa ditanya warga."
    )
    contact_phone = PhoneField("Nomor WhatsApp narahubung")
    board = RadioField("Warna papan nama", choices=options_of(Board.choices()))

    def columns(self) -> dict[str, Any]:
        """As Market keeps them."""
        typed = dict(self.data)
        phone = typed.pop("contact_phone") or None
        return typed | {"contact_phone": phone, "board": Board(typed["board"])}


class DayForm(Form):
    Meta = Spoken

    starts = TimeField("Buka", [Optional()], format=CLOCKS)
    ends = TimeField("Tutup", [Optional()], format=CLOCKS)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate()
        starts, ends = self.starts.data, self.ends.data
        if good and bool(starts) != bool(ends):
            self.ends.errors = ["Isi dua-duanya, atau kosongkan dua-duanya."]
        elif good and starts and ends <= starts:
            self.ends.errors = ["Jam tutup harus sesudah jam buka."]
        return good and not self.ends.errors


class HoursForm(PostForm):
    """Seven days; an empty one is closed."""

    senin = FormField(DayForm, "Senin")
    selasa = FormField(DayForm, "Selasa")
    rabu = FormField(DayForm, "Rabu")
    kamis = FormField(DayForm, "Kamis")
    jumat = FormField(DayForm, "Jumat")
    sabtu = FormField(DayForm, "Sabtu")
    minggu = FormField(DayForm, "Minggu")

    def fill(self, market: Market) -> None:
        days = list(self)
        for line in market.hours:
            days[line.weekday].starts.data, days[line.weekday].ends.data = line.starts, line.ends

    def hours(self) -> list[tuple[int, time, time]]:
        return [
            (number, day.starts.data, day.ends.data)
            for number, day in enumerate(self)
            if day.starts.data
        ]


class WithHours(PostForm):
    """A weekly hour; who inherits says where its fields stand among the others."""

    weekday: SelectField
    starts: TimeField
    ends: TimeField

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate()
        if good and self.ends.data <= self.starts.data:
            self.ends.errors = ["Jam selesai harus sesudah jam mulai."]
            return False
        return good

    def hours(self) -> tuple[int, time, time]:
        return int(self.weekday.data), self.starts.data, self.ends.data


class SlotForm(WithHours):
    weekday = SelectField("Hari", [Needed("Pilih hari.")], choices=options_of(WEEK))
    starts = TimeField("Dari jam", [Needed("Isi jam mulai.")], format=CLOCKS)
    ends = TimeField("Sampai jam", [Needed("Isi jam selesai.")], format=CLOCKS)


class PointForm(WithHours):
    name = LineField("Nama tempat", [Needed("Beri nama tempatnya."), AtMost(60)])
    address = LineField(
        "Alamat dan patokan",
        [Needed("Tulis alamatnya, supaya pembeli tidak tersesat."), AtMost(160)],
    )
    weekday = SelectField("Hari", [Needed("Pilih hari.")], choices=options_of(WEEK))
    starts = TimeField("Dari jam", [Needed("Isi jam mulai.")], format=CLOCKS)
    ends = TimeField("Sampai jam", [Needed("Isi jam selesai.")], format=CLOCKS)


class ZonesForm(PostForm):
    """A fee for each reach; an empty one is not served."""

    same_rw = RupiahField(ZoneReach.SAME_RW.label, description="Kosong artinya tidak diantar.")
    same_village = RupiahField(ZoneReach.SAME_VILLAGE.label)
    same_district = RupiahField(ZoneReach.SAME_DISTRICT.label)
    city = RupiahField(ZoneReach.CITY.label)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate()
        for field in self:
            if field.data is not None and field.data > HIGHEST_FEE:
                field.errors = ["Ongkir RW paling banyak Rp100.000."]
                good = False
        return good

    def fill(self, market: Market) -> None:
        for zone in market.zones:
            self[zone.reach.value].data = zone.fee

    def fees(self) -> dict[ZoneReach, Any]:
        return {ZoneReach(field.name): field.data for field in self}
