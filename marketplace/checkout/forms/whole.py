"""The whole page: the contact and one form for each stall."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from marketplace.cart.contents import Group, Item
from marketplace.checkout.forms.contact import ContactForm, contact_data
from marketplace.checkout.forms.stall import stall_form
from marketplace.checkout.options import stall_options
from marketplace.checkout.quotes import parts_of, with_defaults
from marketplace.checkout.rules import Choices, grouped
from marketplace.checkout.vouchers import applied_to
from marketplace.kit.clock import now
from marketplace.kit.rupiah import format_rupiah
from marketplace.payments.rules import HIGHEST_QRIS, LEAST_CARD, Method, can_carry

AMOUNT_REFUSED = {
    Method.QRIS: f"QRIS hanya sampai {format_rupiah(HIGHEST_QRIS)} sekali bayar. Pilih cara lain.",
    Method.CARD: f"Kartu mulai dari {format_rupiah(LEAST_CARD)}. Pilih cara lain.",
}


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
        parts.append(self.can_be_paid())
        return all(parts)

    def can_be_paid(self) -> bool:
        """Complain at the ways to pay that cannot carry their sum, delivery included."""
        choices = self.choices()
        applied = applied_to(choices, self.offered, now())
        refused = {
            stall_id: AMOUNT_REFUSED[asked.method]
            for asked in grouped(parts_of(choices, self.offered, applied))
            if not can_carry(asked.method, asked.amount)
            for stall_id in asked.stall_ids
        }
        for form in self.stalls:
            sentence = refused.get(form.options.stall.id)
            if sentence and not form.bayar.errors:
                form.bayar.errors = [sentence]
        return not refused

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
            vouchers=contact.kode.data or "",
            stalls={form.options.stall.id: form.chosen() for form in self.stalls},
        )
