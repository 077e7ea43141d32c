"""Whether a name on a QRIS sticker or an account may belong to a stall: a hint for the owner, never a verdict."""

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
    mine, theirs = telling(merchant), telling(name)
    if not mine or not theirs:
        return False
    close = SequenceMatcher(None, " ".join(sorted(mine)), " ".join(sorted(theirs))).ratio()
    return bool(mine & theirs) or close >= ALIKE


def telling(name: str) -> set[str]:
    """Words of three letters and more that not every stall has in its name."""
    return {word for word in slugify(name, "").split("-") if len(word) >= 3} - COMMON
