"""An entry of the audit trail in words: what was before, what came after."""

from typing import Any

from marketplace.accounts.models import AuditEntry
from marketplace.catalogue.rules import ProductStatus
from marketplace.kit.percent import format_percent
from marketplace.kit.rupiah import format_rupiah
from marketplace.ledger.rules import PayoutStatus
from marketplace.regions.rules import Board, MarketStatus
from marketplace.stalls.rules import StallStatus

FIELDS = {
    "status": "Status",
    "reason": "Alasan",
    "reference": "Rujukan bank",
    "note": "Catatan",
    "nickname": "Nama panggilan",
    "story": "Cerita",
    "notice": "Pengumuman",
    "contact_name": "Narahubung",
    "contact_phone": "Nomor narahubung",
    "board": "Warna papan",
    "takes_qris": "QRIS",
    "takes_transfer": "Transfer",
    "takes_cash": "Tunai",
    "takes_card": "Kartu",
    "collects_qris": "QRIS dikumpulkan bendahara",
    "collects_transfer": "Transfer dikumpulkan bendahara",
    "collects_cash": "Tunai dikumpulkan bendahara",
    "fee_basis_points": "Kas RW",
    "payee": "Penerima uang",
    "hours": "Jam buka",
    "fee": "Ongkir",
}
STATES = {
    "stall": StallStatus,
    "product": ProductStatus,
    "market": MarketStatus,
    "payout": PayoutStatus,
}


def details_of(entry: AuditEntry) -> list[str]:
    """One line for each fact we have a word for: `Status: Menunggu pengurus menjadi Disetujui`."""
    before, after = entry.before or {}, entry.after or {}
    kind = entry.subject.partition(":")[0]
    lines = []
    for field, words in FIELDS.items():
        old, new = (shown(kind, field, side.get(field)) for side in (before, after))
        if old == new or field not in after:
            continue
        lines.append(f"{words}: {old} menjadi {new}" if field in before else f"{words}: {new}")
    return lines


def shown(kind: str, field: str, value: Any) -> str:
    """A stored value as people say it."""
    if value is None or value in ("", []):
        return "kosong"
    if field == "status" and kind in STATES and value in list(STATES[kind]):
        return STATES[kind](value).label
    if field == "board" and value in list(Board):
        return Board(value).label
    if field == "fee_basis_points":
        return format_percent(value)
    if field == "fee":
        return format_rupiah(value)
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
