"""Numbers of business licences: read as people write them, judged softly, never refused.

Forms differ between years and offices: a number that looks odd earns a warning, and is kept.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from marketplace.stalls.rules import LicenceKind

SEPARATORS = re.compile(r"[\s.\-–—_/:,]+")
NIB, PIRT = re.compile(r"\d{13}", re.ASCII), re.compile(r"\d{15}", re.ASCII)
HALAL = re.compile(r"ID\d{17,18}", re.ASCII)
BPOM = re.compile(r"(?:MD|ML)\d{12,15}", re.ASCII)
HOME = "3573"
PLACES = {HOME: "Kota Malang", "3507": "Kabupaten Malang", "3579": "Kota Batu"}
VALID_FOR = 5  # years of a P-IRT

PACKAGING = {
    "1": "gelas",
    "2": "plastik",
    "3": "karton atau kertas",
    "4": "kaleng",
    "5": "aluminium foil",
    "6": "lain-lain",
    "7": "komposit",
    "8": "ganda",
}
FOODS = {
    "01": "olahan daging kering",
    "02": "olahan ikan kering",
    "03": "olahan unggas kering",
    "04": "olahan sayur",
    "05": "olahan kelapa",
    "06": "tepung dan olahannya",
    "07": "minyak dan lemak",
    "08": "selai dan jeli",
    "09": "gula, kembang gula, dan madu",
    "10": "kopi, teh, dan cokelat kering",
    "11": "bumbu",
    "12": "rempah",
    "13": "minuman serbuk",
    "14": "olahan buah",
    "15": "olahan biji, kacang, dan umbi",
}


LEADING = {
    LicenceKind.NIB: re.compile(r"(?:NIB)?(?:NO(?:MOR)?)?"),
    LicenceKind.PIRT: re.compile(r"(?:SPP)?(?:P?IRT)?(?:NO(?:MOR)?)?"),
    LicenceKind.HALAL: re.compile(r"(?:SERTIFIKAT)?(?:HALAL)?(?:NO(?:MOR)?)?"),
    LicenceKind.BPOM: re.compile(r"(?:BPOM)?(?:RI)?(?:NO(?:MOR)?)?"),
}


class ReadLicence(NamedTuple):
    """What was typed, what is kept for comparing, and what its owner should look at again."""

    raw: str
    number: str
    warnings: list[str]


class PirtFacts(NamedTuple):
    """What the fifteen digits of a P-IRT say."""

    packaging: str
    food: str
    place_code: str
    place: str
    expires: int


def read_licence(kind: LicenceKind, raw: str, today: date) -> ReadLicence:
    """Never refuses: `warnings` are sentences for the person who typed the number."""
    number = normalised(kind, raw)
    return ReadLicence(raw, number, warnings_for(kind, number, today) if number else [])


def normalised(kind: LicenceKind, raw: str) -> str:
    """Without spaces, dots, dashes and the name of the licence before it; capitals."""
    plain = SEPARATORS.sub("", unicodedata.normalize("NFKC", raw)).upper()
    lead = LEADING[kind].match(plain)
    return plain[lead.end() :] if lead else plain


def shown(kind: LicenceKind, number: str) -> str:
    """As it stands on a label: `P-IRT 2063573010012-31`, `BPOM MD 234567890123`."""
    if kind is LicenceKind.PIRT and PIRT.fullmatch(number):
        number = f"{number[:13]}-{number[13:]}"
    if kind is LicenceKind.BPOM and BPOM.fullmatch(number):
        number = f"{number[:2]} {number[2:]}"
    return f"{kind.label} {number}".rstrip()


def pirt_facts(number: str) -> PirtFacts | None:
    """None for a number that is not a P-IRT of fifteen digits."""
    if not PIRT.fullmatch(number):
        return None
    place = number[3:7]
    return PirtFacts(
        packaging=PACKAGING.get(number[0], ""),
        food=FOODS.get(number[1:3], ""),
        place_code=place,
        place=PLACES.get(place, ""),
        expires=2000 + int(number[13:]),
    )


def is_expired(kind: LicenceKind, number: str, today: date) -> bool:
    """Only a P-IRT ends by its number; the year it names still counts."""
    facts = pirt_facts(number) if kind is LicenceKind.PIRT else None
    return facts is not None and facts.expires < today.year


def warnings_for(kind: LicenceKind, number: str, today: date) -> list[str]:
    ask = {
        LicenceKind.NIB: nib_warnings,
        LicenceKind.HALAL: halal_warnings,
        LicenceKind.BPOM: bpom_warnings,
    }
    return pirt_warnings(number, today) if kind is LicenceKind.PIRT else ask[kind](number)


def nib_warnings(number: str) -> list[str]:
    if NIB.fullmatch(number):
        return []
    return [f"NIB biasanya 13 angka, yang kamu tulis {len(number)}. Cek lagi di lembar NIB-mu."]


def halal_warnings(number: str) -> list[str]:
    if HALAL.fullmatch(number):
        return []
    if number.startswith("KH"):
        return [
            "Ini nomor surat ketetapan halal (KH). Yang dipasang di label nomor sertifikat, "
            "diawali ID."
        ]
    return ["Nomor sertifikat halal biasanya ID diikuti 17 angka. Cek lagi di sertifikatmu."]


def bpom_warnings(number: str) -> list[str]:
    if BPOM.fullmatch(number):
        return []
    return ["Nomor BPOM pangan biasanya MD atau ML diikuti 12 angka. Cek lagi di izin edarmu."]


def pirt_warnings(number: str, today: date) -> list[str]:
    facts = pirt_facts(number)
    if facts is None:
        return ["P-IRT biasanya 15 angka, misalnya 2063573010012-31. Cek lagi di sertifikatmu."]
    found = []
    if not facts.packaging or not facts.food:
        found.append("Tiga angka pertama P-IRT (kemasan dan jenis pangan) tidak dikenal. Cek lagi.")
    if facts.place_code != HOME:
        found.append(place_warning(facts))
    return found + expiry_warnings(facts.expires, today)


def place_warning(facts: PirtFacts) -> str:
    named = f" ({facts.place})" if facts.place else ""
    return (
        f"Kode daerah P-IRT ini {facts.place_code}{named}, bukan {HOME} ({PLACES[HOME]}). "
        "Cek lagi kalau dapurmu di Kota Malang."
    )


def expiry_warnings(expires: int, today: date) -> list[str]:
    """A number names a year only; renewing must begin six months before it ends."""
    if expires < today.year:
        return [f"P-IRT ini sudah habis pada {expires}. Perpanjang dulu, lalu tulis nomor barunya."]
    if expires == today.year or (expires == today.year + 1 and today.month >= 7):
        return [
            f"P-IRT ini habis pada {expires}. Ajukan perpanjangan paling lambat 6 bulan sebelumnya."
        ]
    if expires > today.year + VALID_FOR:
        return [
            f"P-IRT berlaku {VALID_FOR} tahun, nomor ini sampai {expires}. Cek dua angka akhir."
        ]
    return []
