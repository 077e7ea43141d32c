"""How the goods of one stall are received and paid."""

from datetime import datetime
from typing import Any

from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from marketplace.checkout.options import StallOptions
from marketplace.checkout.rules import Choice, Choices, Option
from marketplace.kit.clock import jam, nama_hari
from marketplace.payments.rules import Method
from marketplace.web.forms import (
    AtMost,
    LineField,
    Needed,
    PostForm,
    options_of,
)

NO_SLOT = ("", "Janjian lewat WhatsApp")
METHOD_ICONS = {
    Method.QRIS: "qrcode",
    Method.TRANSFER: "building-bank",
    Method.CASH: "cash",
    Method.CARD: "credit-card",
}


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
        self.bayar.label.text = f"Cara bayar untuk {options.stall.name}"
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


def stall_form(options: StallOptions, choices: Choices, at: datetime) -> StallForm:
    choice = choices.stalls[options.stall.id]
    form = StallForm(prefix=f"s{options.stall.id}-", data=stall_data(choice))
    form.offer(options, at)
    return form


def stall_data(choice: Choice) -> dict[str, Any]:
    return {
        "ambil": choice.option,
        "jam": choice.slot,
        "bayar": choice.method,
        "pesan": choice.note,
    }
