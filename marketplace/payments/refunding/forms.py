"""Which pieces of which lines go back, and whether they can be sold again."""

from collections.abc import Iterator
from typing import Any

from wtforms import BooleanField, HiddenField
from wtforms.validators import Optional, ValidationError

from marketplace.kit.rupiah import Rupiah, format_rupiah
from marketplace.orders.models import Order, OrderLine
from marketplace.payments.refunding.rules import Wish
from marketplace.web.forms import AtMost, CountField, LineField, Needed, PostForm, RupiahField

NOTHING = "Pilih dulu barang atau ongkir yang dikembalikan."


class LineForm(PostForm):
    """One line; its names carry the line's number as a prefix."""

    jumlah = CountField("Jumlah yang dikembalikan", [Optional()], least=0, most=999)
    rak = BooleanField("Barangnya bisa dijual lagi")

    def offer(self, line: OrderLine) -> "LineForm":
        self.line = line
        self.jumlah.label.text = f"Jumlah {line.title} yang dikembalikan"
        return self

    def validate_jumlah(self, field: Any) -> None:
        if field.data and field.data > self.line.claimed:
            raise ValidationError(f"Tinggal {self.line.claimed} yang bisa dikembalikan.")


class RefundForm(PostForm):
    """What is the same for the whole order. `sudah`: what had gone back when the page was opened, in rupiah."""

    ongkir = RupiahField("Ongkir yang dikembalikan", [Optional()])
    alasan = LineField("Alasan", [Needed("Tulis alasannya, pembeli ikut membacanya."), AtMost(200)])
    sudah = HiddenField("Sudah dikembalikan")

    def offer(self, delivery_left: Rupiah) -> "RefundForm":
        self.delivery_left = delivery_left
        return self

    def validate_ongkir(self, field: Any) -> None:
        if field.data and field.data > self.delivery_left:
            raise ValidationError(f"Ongkirnya tinggal {format_rupiah(self.delivery_left)}.")


class PartsForm:
    """The whole page: a form for each line, and one for the order."""

    def __init__(self, order: Order, delivery_left: Rupiah) -> None:
        self.lines = [
            LineForm(prefix=f"b{line.id}-", data={"rak": True}).offer(line)
            for line in order.lines
            if line.claimed
        ]
        self.rest = RefundForm().offer(delivery_left)

    def accepted(self) -> bool:
        """Every part is right, and there is something to give back."""
        right = all([*(form.accepted() for form in self.lines), self.rest.accepted()])
        if right and not self.wishes and not self.rest.ongkir.data:
            self.refuse(NOTHING)
            return False
        return right

    def refuse(self, sentence: str) -> None:
        """At the first field that can mend it."""
        first = self.lines[0].jumlah if self.lines else self.rest.ongkir
        first.errors = [sentence]

    @property
    def wishes(self) -> list[Wish]:
        return [
            Wish(form.line.id, form.jumlah.data, bool(form.rak.data))
            for form in self.lines
            if form.jumlah.data
        ]

    @property
    def seen(self) -> Rupiah:
        typed = self.rest.sudah.data or ""
        return Rupiah(int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 15 else -1)

    def __iter__(self) -> Iterator[Any]:
        yield from (field for form in self.lines for field in form)
        yield from self.rest
