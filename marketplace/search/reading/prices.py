"""Prices in what was typed: from, up to, between, about. A number alone is never a price.

An amount beside a product is the most a visitor would pay ("keripik 10rb"). "10 ribuan" and "sekitar 10rb" are
about that much: four fifths to six fifths of it. A plain number counts behind a word of limits, and only when it
looks like money: "di bawah 20000". What cannot be read stays a word.
"""

import re
from collections.abc import Iterator

from marketplace.kit.rupiah import format_rupiah
from marketplace.search.reading.amounts import AMOUNT, Amount, amount
from marketplace.search.reading.finds import Find, PartKind

NO = r"(?:tidak|tdk|tak|gak|ga|gk|nggak|ngga|enggak)\s"
MOST = (
    rf"{NO}(?:lebih\s(?:dari\s)?|di\s?atas\s|sampai\s|sampe\s|nyampe\s)"
    r"|(?:di\s?bawah|dibwh|di\sbwh|bawah|(?:kurang|krg)\sdari|maks(?:imal|imum)?|max(?:imal|imum)?"
    r"|(?:paling|plg)\s(?:mahal|banyak|tinggi)|sampai(?:\sdengan)?|sampe|hingga|under|budget|bujet"
    r"|bajet)(?![^\W0-9])\.?:?\s?|<=?\s?|≤\s?"
)
FROM = (
    rf"{NO}(?:kurang\s(?:dari\s)?|di\s?bawah\s)"
    r"|(?:di\s?atas|(?:lebih|lbh)\sdari|min(?:imal|imum)?|(?:paling|plg)\s(?:murah|sedikit|rendah)"
    r"|mulai(?:\sdari)?|dari)(?![^\W0-9])\.?:?\s?|>=?\s?|≥\s?"
)
ROUGHLY = r"(?:sekitar(?:an)?|kisaran|seputaran|kira-?kira|kira2)\s|±\s?|\+-\s?"
PRICED = r"(?:se)?harga(?:nya)?:?\s"
START = r"(?<!\w)(?<![0-9][.,/])"
END = r"(?:\s(?:aja|saja|doang)(?!\w))?"
TO = r"\s?[-–—~]\s?|\s(?:sampai|sampe|hingga|s/d|sd|dan|ke|to)\s|s/d|\s"

BETWEEN = re.compile(
    rf"{START}(?:(?:yang|yg|sing)\s)?(?:{PRICED})?"
    rf"(?P<opened>(?:di\s?)?antara\s|dari\s|mulai\s(?:dari\s)?|kisaran\s)?"
    rf"(?:{PRICED})?(?P<low>{AMOUNT})(?P<to>{TO})(?P<high>{AMOUNT})(?:\s?rupiah(?!\w))?{END}"
)
SINGLE = re.compile(
    rf"(?:{START}(?:(?:yang|yg|sing)\s)?(?P<priced>{PRICED})?|(?=[<>≤≥]))"
    rf"(?:(?P<most>{MOST})|(?P<least>{FROM})|(?P<roughly>{ROUGHLY})|)(?:{PRICED})?"
    rf"(?P<amount>{AMOUNT})(?P<rupiah>\s?rupiah(?!\w))?"
    rf"(?:\s?ke\s?(?P<side>atas|bawah)(?!\w))?{END}"
)
UNCERTAIN = re.compile(r"sampai|sampe|hingga|mulai|dari")  # also said of years
MEASURE = re.compile(
    r"\s?(?:gr?|gram|kg|kilo|ons|ml|l|lt|liter|cc|cm|mm|m|meter|pcs|pc|biji|buah|butir|bungkus|pak"
    r"|pack|toples|kotak|box|lembar|porsi|orang|k?kal|kcal|kalori|tusuk|potong|tahun|th|hari|jam|%)(?!\w)"
)
OTHER_MONEY = re.compile(
    r"(?<!\w)(?:ongkir|ongkos|diskon|potongan|voucher|cashback|order|belanja|pembelian|isi|tahun|era)\s$"
)


def prices(text: str) -> Iterator[Find]:
    """Ranges first, then single amounts, which may lie inside a range that was found."""
    for pattern, meaning in ((BETWEEN, between), (SINGLE, single)):
        at = 0
        while found := pattern.search(text, at):
            read = None if OTHER_MONEY.search(text, 0, found.start()) else meaning(text, found)
            if read:
                yield read
            at = found.end() if read else found.start() + 1


def between(text: str, found: re.Match[str]) -> Find | None:
    """10rb-15rb, 10-15 ribu, antara 10rb dan 15rb. Two amounts side by side need a unit each."""
    low, high = amount(found["low"]), amount(found["high"])
    if not low or not high or (high.plain and MEASURE.match(text, found.end())):
        return None
    if found["to"].strip() == "dan" and not found["opened"]:
        return None
    if found["to"] == " " and (low.plain or high.plain):
        return None
    ends = sorted((in_units_of(low, high), in_units_of(high, low)))
    rising = in_units_of(low, high) < in_units_of(high, low)
    if (low.plain or high.plain) and not rising:
        return None
    if low.plain and high.plain and (not found["opened"] or ends[0] < 1_000):
        return None
    return priced(found, ends[0], ends[1])


def in_units_of(this: Amount, other: Amount) -> int:
    """The 10 of "10-15 ribu" is ten thousand."""
    return this.rupiah * other.factor if this.plain and this.rupiah < 1_000 else this.rupiah


def single(text: str, found: re.Match[str]) -> Find | None:
    read = amount(found["amount"])
    said = next(filter(None, found.group("most", "least", "priced", "roughly", "rupiah")), "")
    if not read or (read.factor == 1 and MEASURE.match(text, found.end("amount"))):
        return None
    if read.plain and (not said or read.rupiah < (10_000 if UNCERTAIN.match(said) else 1_000)):
        return None
    if read.careful and not said and not found["side"]:
        return None
    if found["least"] or found["side"] == "atas":
        return priced(found, read.rupiah, None)
    if (read.about or found["roughly"]) and not found["most"] and not found["side"]:
        return priced(found, read.rupiah * 8 // 10, read.rupiah * 12 // 10)
    return priced(found, None, read.rupiah)


def priced(found: re.Match[str], low: int | None, high: int | None) -> Find:
    return Find(
        PartKind.PRICE, found.start(), found.end(), label(low, high), min_price=low, max_price=high
    )


def label(low: int | None, high: int | None) -> str:
    """Sampai Rp20.000 · Dari Rp5.000 · Rp10.000 sampai Rp15.000"""
    if low is None:
        return f"Sampai {format_rupiah(high or 0)}"
    if high is None:
        return f"Dari {format_rupiah(low)}"
    return f"{format_rupiah(low)} sampai {format_rupiah(high)}"
