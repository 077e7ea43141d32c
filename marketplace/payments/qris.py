"""The stall's own QRIS: read from its sticker, and filled in with an amount.

A code made here only fills in the amount; nobody tells us that it was paid. The seller confirms.
"""

import re
from typing import NamedTuple

import qriskit

from marketplace.kit.rupiah import format_rupiah

LARGEST_AMOUNT = 10_000_000
REFERENCE = re.compile(r"[A-Z0-9]{1,25}", re.ASCII)
NMID = re.compile(r"ID\d{13}", re.ASCII)
NATIONAL = "ID.CO.QRIS.WWW"
TIPS = ("55", "56", "57")

UNREADABLE = "Ini bukan isi kode QRIS. Salin seluruh teks hasil pindaian, diawali 000201."
CUT = "Isi kode QRIS ini terpotong atau berubah. Pindai stikernya sekali lagi, lalu salin semuanya."
NO_NMID = (
    "Nomor NMID (ID dan 13 angka) tidak ada di kode ini. Minta stiker QRIS ke penyedia QRIS-mu."
)
WITH_AMOUNT = "Kode ini sudah berisi jumlah uang. Pakai kode dari stiker lapak yang tetap."
DYNAMIC = "Kode ini hanya untuk satu pembayaran. Pakai kode dari stiker lapak yang tetap."
TIP = (
    "Kode ini menambah tip atau biaya pada pembeli, dan itu tidak boleh. "
    "Minta stiker tanpa tip ke penyedia QRIS-mu."
)
SENTENCES = {  # codes of qriskit that have a sentence of their own; the rest names its part
    "crc.missing": CUT,
    "crc.not_last": CUT,
    "crc.mismatch": CUT,
    "template.malformed": CUT,
    "pfi.invalid": UNREADABLE,
    "merchant_account.missing": "Kode ini tidak menyebut akun penerima. Pindai stikernya lagi.",
    "currency.invalid": "Kode ini bukan untuk rupiah.",
    "country.invalid": "Kode ini bukan QRIS Indonesia.",
    "poi.invalid": "Jenis kode ini tidak dikenal. Pakai kode dari stiker lapak yang tetap.",
    "amount.invalid": WITH_AMOUNT,
    "tip.invalid": TIP,
    "tip.value_missing": TIP,
    "tip.orphan_value": TIP,
}
PARTS = {
    "01": "jenis kode",
    "52": "jenis usaha",
    "53": "mata uang",
    "58": "negara",
    "59": "nama lapak",
    "60": "kota",
    "61": "kode pos",
}


class BadQris(ValueError):
    """The payload cannot be a stall's QRIS; `sentences` say everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class Merchant(NamedTuple):
    """What the sticker says of its owner, to be confirmed by the person who pasted it."""

    payload: str
    name: str
    city: str
    nmid: str
    postal_code: str
    mcc: str


def read_static(text: str) -> Merchant:
    """The owner of a pasted sticker. Raises BadQris with all that is wrong, in Indonesian."""
    payload = text.strip()
    if not payload.isascii() or not payload.isprintable():
        raise BadQris([UNREADABLE])
    try:
        qris = qriskit.parse(payload)
    except qriskit.QRISParseError as broken:
        raise BadQris([CUT if payload.startswith("000201") else UNREADABLE]) from broken
    wrong = wrong_by_rule(qris) + wrong_for_a_sticker(qris)
    if wrong:
        raise BadQris(list(dict.fromkeys(wrong)))
    return merchant_of(payload, qris)


def wrong_by_rule(qris: qriskit.QRIS) -> list[str]:
    return [sentence(issue) for issue in qriskit.validate(qris) if issue.severity == "error"]


def sentence(issue: qriskit.Issue) -> str:
    if issue.code in SENTENCES:
        return SENTENCES[issue.code]
    part = PARTS.get(issue.path or "", f"{issue.path}")
    if issue.code == "tag.required":
        return f"Bagian {part} tidak ada di kode ini. Pindai stikernya lagi."
    if issue.code == "tag.duplicate":
        return f"Bagian {part} tertulis dua kali di kode ini. Pindai stikernya lagi."
    return f"Bagian {part} di kode ini tidak sesuai aturan QRIS. Pindai stikernya lagi."


def wrong_for_a_sticker(qris: qriskit.QRIS) -> list[str]:
    """What is legal in a QRIS but not in one that a stall keeps."""
    checks = (
        (qris.is_dynamic, DYNAMIC),
        (qris.get("54") is not None, WITH_AMOUNT),
        (any(qris.get(tag) is not None for tag in TIPS), TIP),
        (not nmid_of(qris), NO_NMID),
    )
    return [said for is_wrong, said in checks if is_wrong]


def nmid_of(qris: qriskit.QRIS) -> str:
    """Most stickers carry it in tag 51, some acquirers put the national part in 26."""
    for account in qris.merchant_accounts:
        number = account.merchant_id or ""
        if account.guid == NATIONAL and NMID.fullmatch(number):
            return number
    return ""


def merchant_of(payload: str, qris: qriskit.QRIS) -> Merchant:
    return Merchant(
        payload=payload,
        name=qris.merchant_name or "",
        city=qris.merchant_city or "",
        nmid=nmid_of(qris),
        postal_code=qris.postal_code or "",
        mcc=qris.mcc or "",
    )


def dynamic(static: str, amount: int, reference: str) -> str:
    """The same code for one payment of `amount` rupiah; the reference goes into 62.05.

    A code that the stall kept is read again, so a damaged one never asks for money. Raises BadQris
    for the code, ValueError for an amount or a reference that no QRIS can carry.
    """
    if type(amount) is not int or not 0 < amount <= LARGEST_AMOUNT:
        raise ValueError(f"QRIS hanya sampai {format_rupiah(LARGEST_AMOUNT)} sekali bayar.")
    if not REFERENCE.fullmatch(reference):
        raise ValueError(f"not a reference of 1 to 25 capitals and digits: {reference!r}")
    merchant = read_static(static)
    return qriskit.parse(merchant.payload).to_dynamic(amount, reference=reference).dumps()
