"""What is asked at checkout: who, where to, and for each stall how it is received and paid."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from wtforms import HiddenField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from marketplace.cart.contents import Group, Item
from marketplace.checkout.options import StallOptions, stall_options
from marketplace.checkout.quotes import with_defaults
from marketplace.checkout.rules import Choice, Choices, Option
from marketplace.kit.clock import jam, nama_hari
from marketplace.payments.rules import Method
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

NO_SLOT = ("", "Janjian lewat WhatsApp")


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


class StallForm(PostForm):
    """One stall's part; its names carry the stall's number as a prefix."""

    ambil = RadioField("Cara mengambil", [Needed("Pilih cara mengambil.")])
    jam = SelectField("Jam")
    bayar = RadioField("Bayar", [Needed("Pilih cara membayar.")])
    pesan = LineField("Pesan untuk lapak", [AtMost(300)])

    def offer(self, options: StallOptions, at: datetime) -> None:
        """Fill in what can be chosen now."""
        self.options = options
        self.ambil.choices = options_of((way.value, way.title) for way in options.options)
        self.bayar.choices = options_of((how.value, how.label) for how in options.methods)
        self.ambil.label.text = f"Cara mengambil dari {options.stall.name}"
        self.jam.label.text = f"Jam untuk {options.stall.name}"
        self.bayar.label.text = f"Bayar ke {options.stall.name}"
        alone = len(options.options) == 1
        self.jam.choices = [
            hour
            for way in options.options
            for hour in hours_of(options, way, at, group=None if alone else way.text)
        ]

    def follow(self, choice: Choice) -> None:
        """Show the hour that was chosen by itself when the way of receiving changed."""
        self.jam.data = choice.slot

    def validate_ambil(self, field: Any) -> None:
        """The way must lead to the address."""
        option = self.options.option(field.data or "")
        if option and not option.reaches:
            raise ValidationError(
                f"{option.title} belum sampai ke alamatmu. Pilih cara lain, atau periksa alamatnya."
            )

    def validate_jam(self, field: Any) -> None:
        """The hour must be one of the chosen way; a way that is refused says enough."""
        if self.ambil.errors:
            return
        slots = self.options.slots.get(self.ambil.data or "", [])
        if slots and self.options.slot(self.ambil.data, field.data or "") is None:
            raise ValidationError("Jam ini bukan untuk cara yang kamu pilih. Pilih jam lain.")

    def chosen(self) -> Choice:
        return Choice(
            option=self.ambil.data or "",
            slot=self.jam.data or "",
            method=self.bayar.data or "",
            note=self.pesan.data or "",
        )


def hours_of(
    options: StallOptions, way: Option, at: datetime, group: str | None
) -> list[SelectChoice]:
    """The hours of one way to receive; without any, an appointment."""
    slots = options.slots[way.value]
    pairs = [(slot.starts.isoformat(), words_of(slot, at)) for slot in slots] or [NO_SLOT]
    return options_of(pairs, group)


def words_of(slot: Any, at: datetime) -> str:
    day = nama_hari(slot.starts, at)
    return f"{day[0].upper()}{day[1:]}, {jam(slot.starts)}–{jam(slot.ends)}"


class CheckoutForm:
    """The whole page: the contact and one form for each stall. `left_out` is what the cart holds and the order not."""

    left_out: Sequence[Item] = ()

    def __init__(
        self,
        choices: Choices,
        groups: Sequence[Group],
        at: datetime,
    ) -> None:
        self.contact = ContactForm(data=contact_data(choices))
        where = replace(choices, village_id=self.contact.kelurahan.data, rw=self.contact.rw.data)
        self.offered = stall_options(groups, where, at)
        choices = with_defaults(choices, self.offered)
        self.stalls = [stall_form(options, choices, at) for options in self.offered]

    def accepted(self) -> bool:
        """Every part is right; all parts are looked at, so that all faults are shown at once."""
        parts = [self.contact.accepted(), *[form.accepted() for form in self.stalls]]
        if self.is_brought:
            parts.append(self.contact.need_address())
        return all(parts)

    @property
    def is_brought(self) -> bool:
        """Whether anything is delivered, so that an address is needed."""
        return any(not (form.ambil.data or "pickup").startswith("pickup") for form in self.stalls)

    @property
    def can_be_brought(self) -> bool:
        return any(
            not option.value.startswith("pickup")
            for form in self.stalls
            for option in form.options.options
        )

    def __iter__(self) -> Iterator[Any]:
        """All fields in the order of the page."""
        yield from (field for form in self.stalls for field in form)
        yield from self.contact

    def forgive(self, completed: Choices) -> None:
        """Show what was typed without its faults, and the hours that follow from it."""
        for field in self:
            field.errors = []
        for form in self.stalls:
            form.follow(completed.stalls[form.options.stall.id])

    def choices(self) -> Choices:
        """What was typed, as far as it is readable."""
        contact = self.contact
        return Choices(
            name=contact.nama.data or "",
            phone=contact.wa.data or "",
            street=contact.jalan.data or "",
            rt=contact.rt.data,
            rw=contact.rw.data,
            village_id=contact.kelurahan.data or None,
            landmark=contact.patokan.data or "",
            stalls={form.options.stall.id: form.chosen() for form in self.stalls},
        )


def stall_form(options: StallOptions, choices: Choices, at: datetime) -> StallForm:
    choice = choices.stalls[options.stall.id]
    form = StallForm(prefix=f"s{options.stall.id}-", data=stall_data(choice))
    form.offer(options, at)
    return form


def contact_data(choices: Choices) -> dict[str, Any]:
    return {
        "nama": choices.name,
        "wa": choices.phone or None,
        "jalan": choices.street,
        "rt": choices.rt,
        "rw": choices.rw,
        "kelurahan": choices.village_id or 0,
        "patokan": choices.landmark,
    }


def stall_data(choice: Choice) -> dict[str, Any]:
    return {
        "ambil": choice.option,
        "jam": choice.slot,
        "bayar": choice.method,
        "pesan": choice.note,
    }


METHOD_ICONS = {Method.QRIS: "qrcode", Method.TRANSFER: "building-bank", Method.CASH: "cash"}
