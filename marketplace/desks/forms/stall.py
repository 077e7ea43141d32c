"""What a producer may set about the stall: its face, licences, holidays, delivery, place and hours."""

from datetime import date, time, timedelta
from typing import Any

from wtforms import BooleanField, Form, FormField, RadioField, ValidationError

from marketplace.catalogue.forms import Rows
from marketplace.catalogue.photo_field import OnePhotoField
from marketplace.kit.clock import DAYS, now, today
from marketplace.regions.models import PickupPoint
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import HalalStatus, LicenceKind
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
from marketplace.web.photos import TakenPhoto
from marketplace.web.sentences import Spoken
from marketplace.web.time_fields import DayField, HourField

FARTHEST = timedelta(days=400)
HIGHEST_FEE = 200_000


class ProfileForm(PostForm):
    """The stall as buyers meet it."""

    name = LineField("Nama lapak", [Needed("Beri nama lapakmu."), AtMost(60)])
    photos = OnePhotoField("Foto lapak atau fotomu")
    story = TextField("Cerita lapakmu", [AtMost(1200)])
    address = LineField("Alamat dapur", [Needed("Tulis alamat dapurmu."), AtMost(160)])
    whatsapp = PhoneField("Nomor WhatsApp", [Needed("Tulis nomor WhatsApp lapakmu.")])
    shows_whatsapp = BooleanField("Tampilkan tombol WhatsApp di halaman lapak")

    @property
    def columns(self) -> dict[str, Any]:
        """As Stall keeps them, but for the name, which has an action of its own."""
        return {
            "photo": self.photos.data[-1].digest if self.photos.data else None,
            "story": self.story.data or "",
            "address": self.address.data,
            "whatsapp": self.whatsapp.data,
            "shows_whatsapp": self.shows_whatsapp.data,
        }


def profile_form(stall: Stall) -> ProfileForm:
    face = [TakenPhoto(stall.photo, 0, 0)] if stall.photo else []
    plain = ("name", "story", "address", "whatsapp", "shows_whatsapp")
    return ProfileForm(data={name: getattr(stall, name) for name in plain} | {"photos": face})


class LicencesForm(PostForm):
    """Numbers that a buyer may check."""

    halal = RadioField(
        "Halal", choices=options_of(HalalStatus.choices()), default=HalalStatus.NOT_YET.value
    )
    nib = LineField("NIB", [AtMost(40)], description="13 angka. Kosongkan kalau belum punya.")
    pirt = LineField("P-IRT", [AtMost(40)], description="15 angka, ada di sertifikat P-IRT.")
    halal_number = LineField("Nomor sertifikat halal", [AtMost(40)], description="Diawali ID.")
    bpom = LineField("BPOM", [AtMost(40)], description="Diawali MD atau ML.")

    @property
    def numbers(self) -> dict[LicenceKind, str]:
        return {kind: self[field].data or "" for kind, field in FIELD_OF.items()}


FIELD_OF = {
    LicenceKind.NIB: "nib",
    LicenceKind.PIRT: "pirt",
    LicenceKind.HALAL: "halal_number",
    LicenceKind.BPOM: "bpom",
}


def licences_form(stall: Stall) -> LicencesForm:
    typed = {FIELD_OF[licence.kind]: licence.typed for licence in stall.licences}
    return LicencesForm(data=typed | {"halal": stall.halal.value})


def near(_form: Any, field: DayField) -> None:
    """Neither in the past nor so far away that nobody means it."""
    if field.data and not today(now()) <= field.data <= today(now()) + FARTHEST:
        raise ValidationError("Pilih tanggal mulai hari ini, paling jauh setahun ke depan.")


class HolidayForm(PostForm):
    """From the first to the last day; without a last day until further notice."""

    first = DayField("Libur mulai", [Needed("Pilih hari pertama libur."), near])
    last = DayField(
        "Sampai",
        [near],
        description="Hari terakhir libur. Kosongkan kalau belum tahu.",
    )

    def validate_last(self, field: DayField) -> None:
        if field.data and self.first.data and field.data < self.first.data:
            raise ValidationError("Hari terakhir tidak boleh sebelum hari pertama.")


def holiday_form(stall: Stall) -> HolidayForm:
    first: date = max(stall.holiday_from or today(now()), today(now()))
    return HolidayForm(data={"first": first, "last": stall.holiday_until})


class DeliveryForm(PostForm):
    """Whether the stall brings goods itself."""

    delivers = BooleanField("Lapak mengantar sendiri")
    delivery_fee = RupiahField("Ongkir", description="Sekali antar. Isi 0 kalau gratis.")
    delivery_area = LineField(
        "Sampai mana", [AtMost(120)], description="Misalnya: RW 05 dan RW 06, Sanan."
    )

    def validate_delivery_fee(self, field: RupiahField) -> None:
        if field.process_errors:
            return
        if self.delivers.data and field.data is None:
            raise ValidationError("Isi ongkirnya, 0 kalau gratis.")
        if (field.data or 0) > HIGHEST_FEE:
            raise ValidationError("Paling banyak Rp200.000.")

    def validate_delivery_area(self, field: LineField) -> None:
        if self.delivers.data and not field.data:
            raise ValidationError("Tulis sampai mana kamu mengantar.")


class DayForm(Form):
    """Hours on one day of the week."""

    Meta = Spoken

    is_open = BooleanField("Bisa diambil")
    starts = HourField("Dari")
    ends = HourField("Sampai")

    def validate_ends(self, field: HourField) -> None:
        if not self.is_open.data or self.starts.process_errors or field.process_errors:
            return
        if self.starts.data is None or field.data is None:
            raise ValidationError("Isi kedua jamnya.")
        if field.data <= self.starts.data:
            raise ValidationError("Jam sampai harus sesudah jam mulai.")


class PickupForm(PostForm):
    """The stall's own place, with one span of hours a day."""

    name = LineField("Nama tempat", [Needed("Beri nama tempatnya."), AtMost(60)])
    address = LineField("Alamat dan patokan", [Needed("Tulis alamatnya."), AtMost(160)])
    days = Rows(FormField(DayForm), "Jam ambil", min_entries=7, max_entries=7)

    def validate_days(self, _field: Rows) -> None:
        if not self.hours:
            raise ValidationError("Centang paling sedikit satu hari.")

    @property
    def hours(self) -> list[tuple[int, time, time]]:
        return [
            (weekday, row.form.starts.data, row.form.ends.data)
            for weekday, row in enumerate(self.days)
            if row.form.is_open.data
        ]


def pickup_form(stall: Stall, point: PickupPoint | None) -> PickupForm:
    """The week as it is; a new place begins at the kitchen, open in the afternoon."""
    spans = {slot.weekday: slot for slot in point.slots} if point else {}
    days = [day_laid_out(spans.get(weekday)) for weekday in range(len(DAYS))]
    name = point.name if point else f"Teras {stall.name}"
    address = point.address if point else stall.address
    return PickupForm(data={"name": name, "address": address, "days": days})


def day_laid_out(slot: Any) -> dict[str, Any]:
    if slot is None:
        return {"is_open": False, "starts": time(16), "ends": time(18)}
    return {"is_open": True, "starts": slot.starts, "ends": slot.ends}
