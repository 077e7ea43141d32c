"""What may be typed about a voucher."""

from datetime import datetime, timedelta
from typing import Any

from wtforms import RadioField, ValidationError
from wtforms.validators import Optional

from marketplace.kit.clock import moment, now, today
from marketplace.kit.rupiah import Rupiah
from marketplace.orders.rules import Bearer
from marketplace.payments.vouchers.rules import CODE, VoucherKind, same_code
from marketplace.web.forms import (
    CountField,
    LineField,
    Needed,
    PostForm,
    RupiahField,
    options_of,
)
from marketplace.web.time_fields import DayField

FARTHEST = timedelta(days=366)
BEARERS = (
    (Bearer.MARKET, "Kas RW"),
    (Bearer.STALL, "Lapak yang dipesan"),
)


def near(_form: Any, field: DayField) -> None:
    """Also keeps years off that no clock can reckon with."""
    if field.data and not today(now()) <= field.data <= today(now()) + FARTHEST:
        raise ValidationError("Pilih tanggal mulai hari ini sampai setahun ke depan.")


class CodeField(LineField):
    """A code as it is stored, however it was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata([same_code(typed) for typed in valuelist])


class VoucherForm(PostForm):
    """A new voucher. A stall bears its own; a market says who bears its."""

    kode = CodeField(
        "Kode",
        [Needed("Tulis kodenya.")],
        description="3 sampai 20 huruf, angka, atau tanda hubung. Contoh: SANAN10.",
    )
    jenis = RadioField(
        "Potongannya", choices=options_of(VoucherKind.choices()), default=VoucherKind.PERCENT
    )
    besar = CountField(
        "Besarnya",
        [Needed("Isi besarnya potongan.")],
        least=1,
        most=10_000_000,
        description="10 untuk 10 persen, atau 5.000 untuk Rp5.000.",
    )
    paling = RupiahField(
        "Potongan paling banyak",
        [Optional()],
        description="Untuk potongan persen. Kosongkan kalau tidak dibatasi.",
    )
    minimal = RupiahField(
        "Minimal belanja", [Optional()], description="Harga barang tanpa ongkir. Boleh kosong."
    )
    mulai = DayField("Berlaku mulai", [Needed("Pilih tanggalnya."), near])
    sampai = DayField(
        "Sampai tanggal", [Optional(), near], description="Kosongkan kalau sampai kamu tutup."
    )
    jatah = CountField(
        "Bisa dipakai berapa kali",
        [Optional()],
        least=1,
        description="Semua pembeli bersama. Kosongkan kalau tidak dibatasi.",
    )
    tiap = CountField(
        "Berapa kali tiap pembeli",
        [Optional()],
        least=1,
        description="Dihitung dari akun atau nomor WhatsApp. Kosongkan kalau tidak dibatasi.",
    )

    def validate_kode(self, field: Any) -> None:
        if not CODE.fullmatch(field.data):
            raise ValidationError(
                "Pakai 3 sampai 20 huruf A sampai Z, angka, atau tanda hubung di tengah."
            )

    def validate_besar(self, field: Any) -> None:
        if self.is_percent and field.data and field.data > 100:
            raise ValidationError("Persen paling banyak 100. Untuk rupiah, pilih Rupiah di atas.")

    def validate_paling(self, field: Any) -> None:
        if field.data is not None and not self.is_percent:
            raise ValidationError("Ini hanya untuk potongan persen. Kosongkan saja.")
        if field.data == 0:
            raise ValidationError("Isi lebih dari nol, atau kosongkan.")

    def validate_sampai(self, field: Any) -> None:
        if field.data and self.mulai.data and field.data < self.mulai.data:
            raise ValidationError("Pilih tanggal yang sama dengan mulainya, atau sesudahnya.")

    @property
    def is_percent(self) -> bool:
        return self.jenis.data == VoucherKind.PERCENT

    def columns(self, at: datetime) -> dict[str, Any]:
        """What was typed, in the words of a voucher. It begins now when it begins today."""
        midnight = datetime.min.time()
        ends = self.sampai.data
        return {
            "code": self.kode.data,
            "kind": VoucherKind(self.jenis.data),
            "worth": Rupiah(self.besar.data),
            "most": self.paling.data,
            "least": Rupiah(self.minimal.data or 0),
            "starts_at": max(moment(self.mulai.data, midnight), at),
            "ends_at": moment(ends + timedelta(days=1), midnight) if ends else None,
            "limit_total": self.jatah.data,
            "limit_per_buyer": self.tiap.data,
            "borne_by": Bearer.STALL,
            "created_at": at,
        }


class MarketVoucherForm(VoucherForm):
    """A voucher for all stalls of a market."""

    penanggung = RadioField(
        "Siapa yang menanggung potongannya?",
        choices=options_of(BEARERS),
        default=Bearer.MARKET,
    )

    def columns(self, at: datetime) -> dict[str, Any]:
        return super().columns(at) | {"borne_by": Bearer(self.penanggung.data)}


def proposed(at: datetime) -> dict[str, Any]:
    """What a new voucher starts from."""
    return {"mulai": today(at)}
