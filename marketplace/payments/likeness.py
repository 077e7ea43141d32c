"""Whether a name on a QRIS sticker or an account may belong to a stall: a hint for the owner, never a verdict."""

import re
from difflib import SequenceMatcher

from marketplace.kit.slugs import slugify

COMMON = set(
    "warung toko lapak dapur rumah kedai depot camilan cemilan kue keripik kripik jajan snack food umkm "
    "ibu bapak pak mbak mas bude pakde cak hajah haji dan the malang kota".split()
)
ALIKE = 0.72


def may_belong(merchant: str, *names: str) -> bool:
    """Shares a telling word with one of the names, or is spelled nearly the same."""
    return any(is_alike(merchant, name) for name in names if name)


def is_alike(merchant: str, name: str) -> bool:
    mine, theirs = words(merchant), words(name)
    telling = (mine & theirs) - COMMON
    close = SequenceMatcher(None, " ".join(sorted(mine)), " ".join(sorted(theirs))).ratio()
    return bool(telling) or close >= ALIKE


def words(name: str) -> set[str]:
    """Words of three letters and more; an initial says nothing."""
    return {word for word in re.split(r"-", slugify(name, "")) if len(word) >= 3}
