"""A voucher in the words of people: what it gives, on what condition, when."""

from datetime import datetime

from marketplace.kit.clock import tanggal
from marketplace.kit.rupiah import format_rupiah
from marketplace.payments.vouchers.rules.terms import Terms, VoucherKind


def gift_of(terms: Terms) -> str:
    """10%, paling banyak Rp5.000"""
    if terms.kind is VoucherKind.AMOUNT:
        return format_rupiah(terms.worth)
    most = f", paling banyak {format_rupiah(terms.most)}" if terms.most is not None else ""
    return f"{terms.worth}%{most}"


def conditions_of(terms: Terms) -> list[str]:
    """What a buyer must know before typing it."""
    found = []
    if terms.least:
        found.append(f"minimal belanja {format_rupiah(terms.least)}")
    if terms.limit_per_buyer:
        found.append(f"{terms.limit_per_buyer} kali tiap pembeli")
    if terms.last_moment:
        found.append(f"sampai {tanggal(terms.last_moment)}")
    return found


def period_of(terms: Terms, at: datetime) -> str:
    """Mulai 1 Desember 2026, sampai 31 Desember 2026"""
    begins = f"Mulai {tanggal(terms.starts_at)}" if terms.starts_at > at else "Berlaku"
    ends = f"sampai {tanggal(terms.last_moment)}" if terms.last_moment else "sampai ditutup"
    return f"{begins} {ends}"


def count_of(terms: Terms) -> str:
    """Dipakai 3 dari 10 kali"""
    of = f" dari {terms.limit_total}" if terms.limit_total is not None else ""
    return f"Dipakai {terms.used}{of} kali"
