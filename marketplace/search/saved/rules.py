"""A search as it is kept: what of an address it means, in one order, so that the same search twice is one."""

from collections.abc import Container, Mapping
from urllib.parse import parse_qsl, urlencode

from marketplace.kit.rupiah import LARGEST, format_rupiah, parse_rupiah
from marketplace.kit.slugs import same_place

Wish = dict[str, str]  # parameters of /cari with their values, the empty ones left out

MOST_OPEN = 20  # per person
MOST_FITTING = 200  # with more that fit today, nobody needs to wait
LONGEST_WORDS = 120
NAMES = ("pasar", "kecamatan", "klaster", "lapak", "kategori")  # parameters that name something
SWITCHES = {
    "siap": ("1", "Siap hari ini"),
    "pesan": ("1", "Bisa dipesan"),
    "halal": ("1", "Halal"),
    "terlatih": ("1", "Terlatih"),
    "tanpa": ("kacang", "Tanpa kacang"),
    "persis": ("1", "Persis seperti ditulis"),
}


class NotKept(ValueError):
    """Says in a sentence why this search is not kept."""


NOTHING_ASKED = NotKept("Tulis dulu apa yang kamu cari, lalu minta dikabari.")
TOO_MANY = NotKept(
    f"Kamu sudah menunggu {MOST_OPEN} pencarian. Hentikan satu dulu, lalu simpan yang ini."
)
PLENTY = NotKept(
    f"Yang cocok sudah lebih dari {MOST_FITTING}. Tambah kata atau saringan supaya kabarnya tepat."
)


def wish_of(typed: Mapping[str, str]) -> Wish:
    """What is looked for. Order, page and nearness are not part of it; what cannot be meant is left out."""
    found = {
        "q": " ".join(typed.get("q", "").lower().split())[:LONGEST_WORDS].strip(),
        **{name: typed.get(name, "") for name in NAMES},
        "min": price_of(typed.get("min", "")),
        "max": price_of(typed.get("max", "")),
        **{name: on for name, (on, _label) in SWITCHES.items() if typed.get(name) == on},
    }
    found["kecamatan"] = "" if found["pasar"] else same_place(found["kecamatan"])
    return {name: value for name, value in found.items() if value}


def known_only(wish: Wish, known: Container[tuple[str, str]]) -> Wish:
    """Without places and kinds that are not there, as the page of results reads its address."""
    left = {
        name: value for name, value in wish.items() if name not in NAMES or (name, value) in known
    }
    return left if "q" in left else {name: on for name, on in left.items() if name != "persis"}


def price_of(typed: str) -> str:
    """Plain digits; nothing for what is no price, and for zero, which keeps nobody away."""
    try:
        amount = parse_rupiah(typed)
    except ValueError:
        return ""
    return str(amount) if 0 < amount <= LARGEST else ""


def address_of(wish: Wish) -> str:
    """The query of its address: equal for equal meanings."""
    return urlencode(wish)


def wish_at(address: str) -> Wish:
    """The other way round."""
    return dict(parse_qsl(address))


def labels(wish: Wish, names: Mapping[tuple[str, str], str]) -> list[str]:
    """What a person reads of it. `names`: of what it names, by parameter and value."""
    said = [f"“{wish['q']}”"] if "q" in wish else []
    said += [names[pair] for pair in wish.items() if pair in names]
    for name, word in (("min", "Dari"), ("max", "Sampai")):
        if name in wish:
            said.append(f"{word} {format_rupiah(int(wish[name]))}")
    return said + [label for name, (_on, label) in SWITCHES.items() if name in wish]


def notice(sought: list[str], title: str, price: int, stall: str, link: str, all_kept: str) -> str:
    """The one message. `link` leads to the product, `all_kept` to the page of what one waits for."""
    return (
        f"Ada yang cocok dengan yang kamu tunggu di Pasar RW: {', '.join(sought)}.\n\n"
        f"{title}, {format_rupiah(price)}, dari {stall}.\n{link}\n\n"
        "Kabar ini hanya sekali, pencarianmu sudah selesai. "
        f"Yang lain yang masih kamu tunggu bisa dilihat dan dihentikan di {all_kept}"
    )
