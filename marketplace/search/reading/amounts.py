"""One amount of money as people type it: 10rb, 10 ribu, 12,5rb, Rp10.000, sepuluh ribu, ceban, 10 ribuan."""

import re
from dataclasses import dataclass
from decimal import Decimal

from marketplace.kit.rupiah import LARGEST, parse_rupiah

LEAST = 100  # Rp20 is no price of anything here
NAMED = {  # most are Hokkien numbers of the market place
    "setengah juta": 500_000,
    "goceng": 5_000,
    "ceban": 10_000,
    "noban": 20_000,
    "goban": 50_000,
    "gocap": 50_000,
}
CAREFUL = {"gocap", "seribu", "sejuta"}  # also names: lapis seribu; a price beside other words only
DIGITS = {
    word: number
    for number, word in enumerate("satu dua tiga empat lima enam tujuh delapan sembilan".split(), 1)
} | {"se": 1}
SCALES = {"belas": (1, 10), "puluh": (10, 0), "ratus": (100, 0), "": (1, 0)}  # (times, plus)
UNITS = dict.fromkeys(("ribu", "rebu", "ewu", "rb", "k"), 1_000)
UNITS |= dict.fromkeys(("juta", "jt"), 1_000_000)

UNIT = r"(?:ribu|rebu|ewu|rb|juta|jt|k(?!\s?g(?:r|ram)?(?!\w)))"
NUMBER = (
    r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3}){1,3}|[0-9]{1,10})"
    r"(?:,-|,00(?![0-9])|[.,][0-9]{1,2}(?![0-9]))?"
)
SPELT_DIGIT = re.compile(rf"({'|'.join(DIGITS)})\s?(belas|puluh|ratus)?\s?")
SPELT = rf"(?:(?:{'|'.join(DIGITS)})(?:\s?(?:belas|puluh|ratus))?\s?){{1,4}}"
ABOUT = r"(?:\s?-?u?an(?!\w))?"  # 10rban, 10 ribuan, 10rb-an, 10rb an

PIECES = re.compile(
    rf"(?P<rp>rp\.?\s?|idr\s?)?(?P<number>{NUMBER})"
    rf"(?:(?P<early>\s?-?an\s)?\s?(?P<unit>{UNIT})(?P<about>{ABOUT})|(?P<coins>\s?-?an(?!\w)))?"
    rf"|(?P<spelt>{SPELT})(?:(?P<spelt_unit>ribu|rebu|ewu|rb|juta|jt)(?P<spelt_about>{ABOUT}))?"
    rf"|(?P<named>{'|'.join(NAMED)})(?P<named_about>{ABOUT})"
)
# The same without names, to stand twice in one pattern; PIECES takes it apart again.
AMOUNT = "(?:" + re.sub(r"\?P<\w+>", "?:", PIECES.pattern) + r")(?!\w)(?![.,][0-9])"


@dataclass(frozen=True)
class Amount:
    """`plain` is a number that only its neighbours can make a price; `factor` is 1 without rb, k, jt."""

    rupiah: int
    about: bool = False
    plain: bool = False
    careful: bool = False
    factor: int = 1


def amount(text: str) -> Amount | None:
    """What a match of AMOUNT says; None for 12.50, for nothing worth mentioning and beyond LARGEST."""
    found = PIECES.fullmatch(text)
    if not found:
        return None
    try:
        read = named(found) or spelt(found) or written(found)
    except ValueError:
        return None
    return read if read.plain or LEAST <= read.rupiah <= LARGEST else None


def named(found: re.Match[str]) -> Amount | None:
    word, about = found["named"], bool(found["named_about"])
    return Amount(NAMED[word], about, careful=word in CAREFUL and not about) if word else None


def spelt(found: re.Match[str]) -> Amount | None:
    """Raises ValueError on what is no number: dua lima ribu."""
    if not found["spelt"]:
        return None
    total, last = 0, 1_000
    for digit, scale in SPELT_DIGIT.findall(found["spelt"]):
        times, plus = SCALES[scale]
        if max(times, plus) >= last:
            raise ValueError("smaller parts come later")
        total, last = total + DIGITS[digit] * times + plus, max(times, plus)
    if not found["spelt_unit"]:
        return Amount(total, plain=True)
    factor, about = UNITS[found["spelt_unit"]], bool(found["spelt_about"])
    careful = found["spelt"] + found["spelt_unit"] in CAREFUL and not about
    return Amount(total * factor, about, careful=careful, factor=factor)


def written(found: re.Match[str]) -> Amount:
    """Digits, with Rp before or rb behind. Raises ValueError on 12.50 and Rp12,5."""
    number = found["number"]
    if found["unit"]:
        factor = UNITS[found["unit"]]
        about = bool(found["about"] or found["early"])
        return Amount(int(decimal(number) * factor), about, factor=factor)
    rupiah = parse_rupiah(number)
    sure = bool(found["rp"]) or "." in number
    coins = bool(found["coins"])
    sure = sure or (coins and rupiah % 500 == 0)  # 2000an; not 1978-an, the year
    return Amount(rupiah, about=coins, plain=not sure)


def decimal(number: str) -> Decimal:
    """12,5 and 12.5 are twelve and a half; 1.250 is more than a thousand."""
    number = number.removesuffix(",-")
    if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,2})?", number):
        number = number.replace(".", "")
    return Decimal(number.replace(",", "."))
