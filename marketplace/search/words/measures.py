"""Weights, volumes and counts in one form: 250g, 600ml, 10pcs. A number without a unit is a plain word."""

import re
from collections.abc import Iterator
from fractions import Fraction

SCALES = {
    **dict.fromkeys(("kg", "kgs", "kilo", "kilogram", "kilograms"), (1000, "g")),
    **dict.fromkeys(("g", "gr", "grm", "gram", "grams"), (1, "g")),
    **dict.fromkeys(("ons", "ounce"), (100, "g")),
    **dict.fromkeys(("l", "lt", "ltr", "liter", "litre"), (1000, "ml")),
    **dict.fromkeys(("ml", "mili", "mililiter", "cc"), (1, "ml")),
    **dict.fromkeys(("pcs", "pc", "pieces", "biji", "bj", "buah", "bh", "butir"), (1, "pcs")),
    **dict.fromkeys(("lusin", "losin", "dosin"), (12, "pcs")),
    "kodi": (20, "pcs"),
}
COUNTS = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh".split()
PARTS = {
    **dict.fromkeys(("setengah", "separuh", "separo"), Fraction(1, 2)),
    **dict.fromkeys(("tiga perempat", "tigaperempat"), Fraction(3, 4)),
    "seperempat": Fraction(1, 4),
}
WITHIN = r"(?![^\W_]|-[^\W_]|[.,/][0-9])"  # nothing of the same word follows
UNIT = "|".join(sorted(SCALES, key=len, reverse=True))
NUMBER = r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]{1,3})?|[0-9]{1,6}(?:[.,][0-9]{1,3})?"
PART = r"[0-9]{1,2}\s?/\s?[1-9][0-9]?|" + "|".join(PARTS).replace(" ", r"\s")
MEASURE = re.compile(
    rf"""(?<![^\W_])(?<![0-9][.,/])(?:
        (?P<isi>isi[\s:]*)?
        (?:(?P<part>{PART})|(?P<whole>{NUMBER}|{"|".join(COUNTS)})(?:\s+(?P<more>{PART}))?|(?P<one>se))
        [\s-]*(?P<unit>{UNIT}){WITHIN}(?!\s+tangan\b)
        |isi[\s:]*(?P<bare>[0-9]{{1,4}}){WITHIN}(?!\s*(?:{UNIT}|rb|ribu|k|jt|juta)\b)
    )""",
    re.VERBOSE,
)


def measures(folded: str) -> Iterator[tuple[str, str]]:
    """The text in pieces: (what stands there, "") and, between them, (250 gr, 250g)."""
    at = 0
    for match in MEASURE.finditer(folded):
        start = match.start()
        if match["isi"] and SCALES[match["unit"]][1] != "pcs":
            start = match.end("isi")  # isi 250 gr: what is in it weighs so much
        yield folded[at:start], ""
        yield folded[start : match.end()], canonical(match)
        at = match.end()
    yield folded[at:], ""


def canonical(match: re.Match[str]) -> str:
    if match["bare"]:
        return f"{int(match['bare'])}pcs"
    scale, unit = SCALES[match["unit"]]
    return f"{round(amount(match) * scale)}{unit}"


def amount(match: re.Match[str]) -> Fraction:
    if match["one"]:
        return Fraction(1)
    parts = (match["part"], match["more"])
    return number(match["whole"] or "0") + sum(part(each) for each in parts if each)


def number(written: str) -> Fraction:
    """1.250,5 as Indonesians write it; a single point before fewer or more than three digits parts decimals."""
    if written in COUNTS:
        return Fraction(COUNTS.index(written) + 1)
    if re.fullmatch(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?", written):
        written = written.replace(".", "")
    return Fraction(written.replace(",", "."))


def part(written: str) -> Fraction:
    return PARTS.get(written) or Fraction(written.replace(" ", ""))
