"""Words that are a filter or an order by themselves: halal, siap hari ini, terlatih, termurah, murah.

"murah" is a hint: shops show what fits with the cheaper first. "siap" alone counts only where no word follows that
it could belong to (siap goreng, siap saji are goods), so it is read last, when all other parts are known.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from marketplace.search.reading.finds import LOOSE_AFTER, Find, PartKind, negated
from marketplace.search.rules import Sort

OPEN = r"(?<![\w-])(?:(?:yang|yg|sing)\s)?"
SHUT = r"(?![\w-])(?:\s(?:aja|saja|banget|bgt|dulu)(?![\w-]))?"


@dataclass(frozen=True)
class Flag:
    kind: PartKind
    label: str
    pattern: re.Pattern[str]
    sort: Sort | None = None
    hint: bool = False


def flag(
    kind: PartKind, label: str, words: str, sort: Sort | None = None, hint: bool = False
) -> Flag:
    return Flag(kind, label, re.compile(f"{OPEN}(?:{words}){SHUT}"), sort, hint)


READY = "Siap hari ini"
CHEAPEST = "Termurah dulu"
TODAY = r"(?:hari\sini|sekarang(?:\sjuga)?)"
FLAGS = (
    flag(
        PartKind.HALAL,
        "Halal",
        r"(?:(?:sudah\s|udah\s)?(?:ber)?(?:sertifi[kc]at|label|logo|cap)\s|dijamin\s|100%\s|pasti\s"
        r"|sudah\s|udah\s)?(?<!bi\s)(?<!bi-)halal(?!\s?-?bi\s?-?halal)(?:\smui(?!\w))?",
    ),
    flag(
        PartKind.READY,
        READY,
        rf"siap\s(?:{TODAY}|(?:di)?ambil|(?:di)?antar|(?:di)?kirim|sto[ck]k?)(?:\s{TODAY})?"
        rf"|(?:re[ea]dy|redy)(?:\s?sto[ck]k?)?(?!\s(?:to|2|for|besok)(?!\w))(?:\s(?:(?:untuk|buat)\s)?{TODAY})?"
        rf"|(?:(?:bisa\s|siap\s)?(?:(?:di)?(?:ambil|kirim|antar)|ada|untuk|utk|buat|bwt|siap\suntuk)\s)?"
        rf"(?<!zaman\s)(?<!jaman\s){TODAY}",
    ),
    flag(
        PartKind.TRAINED,
        "Terlatih",
        r"(?:(?:penjual|pembuat|produsen|lapak)\s)?(?:(?:yang|yg|sing)\s)?(?:terlatih|(?:(?:lulusan?|alumni|hasil"
        r"|ikut|sudah|(?:ber)?sertifikat)\s){1,2}pelatihan|sudah\sdilatih)",
    ),
    flag(
        PartKind.SORT,
        CHEAPEST,
        r"(?:harga\s)?(?:ter\s?murah|(?:paling|plg)\smurah)",
        Sort.CHEAPEST,
    ),
    flag(
        PartKind.SORT,
        "Termahal dulu",
        r"(?:harga\s)?(?:ter\s?mahal|(?:paling|plg)\smahal)",
        Sort.DEAREST,
    ),
    flag(PartKind.SORT, "Terbaru dulu", r"ter\s?baru|(?:paling|plg)\sbaru", Sort.NEWEST),
    flag(
        PartKind.SORT,
        CHEAPEST,
        r"(?:harga(?:nya)?\s)?(?:murah(?:\s?-?murah|\s?-?meriah|2)?|murmer|mur-mer)",
        Sort.CHEAPEST,
        hint=True,
    ),
)
SIAP = re.compile(rf"{OPEN}siap(?![\w-])")


def flags(text: str) -> Iterator[Find]:
    """An order that was asked for comes before one that was only hinted at."""
    for each in FLAGS:
        for found in each.pattern.finditer(text):
            if not negated(text, found.start()):
                yield Find(
                    each.kind,
                    found.start(),
                    found.end(),
                    each.label,
                    sort=each.sort,
                    hint=each.hint,
                )


def siap_alone(text: str, others: Sequence[Find]) -> Iterator[Find]:
    """siap at the end, before a comma, or with another part right behind it."""
    starts = {find.start for find in others}
    for found in SIAP.finditer(text):
        rest = text[found.end() :]
        next_word = len(text) - len(rest.lstrip(LOOSE_AFTER))
        follows = next_word < len(text) and next_word not in starts and rest[0] not in ",;."
        if not follows and not negated(text, found.start()):
            yield Find(PartKind.READY, found.start(), found.end(), READY)
