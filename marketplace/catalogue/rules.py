"""What a product is, who moves it where, and stock: what a stall has, what buyers have already claimed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from marketplace.kit.labelled import Labelled


class ProductStatus(Labelled):
    """Draft until sent; shown once the RW admin publishes it."""

    DRAFT = "draft", "Draf"
    SUBMITTED = "submitted", "Menunggu pengurus"
    PUBLISHED = "published", "Dipajang"
    RETURNED = "returned", "Dikembalikan"
    HIDDEN = "hidden", "Disembunyikan"
    ARCHIVED = "archived", "Diarsipkan"


class ProductMove(Labelled):
    """What can be done with a product."""

    SUBMIT = "submit", "Pajang di pasar"
    PUBLISH = "publish", "Setujui"
    RETURN = "return", "Kembalikan"
    HIDE = "hide", "Sembunyikan"
    SHOW = "show", "Tampilkan lagi"
    ARCHIVE = "archive", "Arsipkan"
    RESTORE = "restore", "Keluarkan dari arsip"


class IllegalProductMove(Exception):
    """The product is not where this move starts."""


P, M = ProductStatus, ProductMove
LEADS_TO = {
    M.SUBMIT: ({P.DRAFT, P.RETURNED}, P.SUBMITTED),
    M.PUBLISH: ({P.SUBMITTED}, P.PUBLISHED),
    M.RETURN: ({P.SUBMITTED, P.PUBLISHED, P.HIDDEN}, P.RETURNED),
    M.HIDE: ({P.PUBLISHED}, P.HIDDEN),
    M.SHOW: ({P.HIDDEN}, P.PUBLISHED),
    M.ARCHIVE: ({P.DRAFT, P.SUBMITTED, P.PUBLISHED, P.RETURNED, P.HIDDEN}, P.ARCHIVED),
    M.RESTORE: ({P.ARCHIVED}, P.DRAFT),
}
BY_PRODUCER = {M.SUBMIT, M.HIDE, M.SHOW, M.ARCHIVE, M.RESTORE}
BY_RW_ADMIN = {M.PUBLISH, M.RETURN}


def next_status(status: ProductStatus, move: ProductMove) -> ProductStatus:
    """Raises IllegalProductMove."""
    starts, end = LEADS_TO[move]
    if status not in starts:
        raise IllegalProductMove(f"{move} from {status}")
    return end


def moves(status: ProductStatus, allowed: Collection[ProductMove]) -> list[ProductMove]:
    """The moves of `allowed` that start here, in the order of the table."""
    return [move for move, (starts, _) in LEADS_TO.items() if status in starts and move in allowed]


IN_THE_MARKET = {P.SUBMITTED, P.PUBLISHED, P.HIDDEN}  # whole, or on the way to be seen


def missing_to_show(photos: int, sizes: int) -> list[str]:
    """What a draft still needs before the RW admin looks at it."""
    wanted = ("foto", photos), ("harga dan ukuran", sizes)
    return [words for words, there in wanted if not there]


MOST_PHOTOS = 8


class TooManyPhotos(Exception):
    """A product shows at most MOST_PHOTOS pictures."""


class EditedMeanwhile(Exception):
    """Somebody saved the product after this edit was begun."""


class SellsBy(Labelled):
    """From the shelf, or from a batch that is made when people have ordered."""

    SHELF = "shelf", "Siap dijual"
    BATCH = "batch", "Pesan dulu"


def unit_label(grams: int | None) -> str:
    """What a variant without a name of its own is called: 250 g, 1,5 kg, or simply one."""
    if not grams:
        return "1 buah"
    if grams < 1000 or grams % 100:
        return f"{grams} g"
    kilos, rest = divmod(grams, 1000)
    return f"{kilos},{rest // 100} kg" if rest else f"{kilos} kg"


class Allergen(Labelled):
    """What a food label must warn of (BPOM 31/2018)."""

    PEANUT = "peanut", "Kacang tanah"
    SOY = "soy", "Kedelai"
    EGG = "egg", "Telur"
    MILK = "milk", "Susu"
    GLUTEN = "gluten", "Gandum"
    FISH = "fish", "Ikan"
    SHELLFISH = "shellfish", "Udang, terasi"
    TREE_NUT = "tree_nut", "Kacang pohon"
    SESAME = "sesame", "Wijen"


LABEL_FACTS = {
    "composition": "Bahan",
    "allergens": "Alergen",
    "net_weight": "Isi bersih",
    "shelf_life": "Tahan berapa lama",
    "storage": "Cara simpan",
    "licence": "Nomor izin (P-IRT, BPOM, atau halal)",
}


def label_meter(facts: Mapping[str, object]) -> tuple[int, list[str]]:
    """(facts given, labels of those missing) of the six that a food label needs."""
    missing = [label for key, label in LABEL_FACTS.items() if not facts.get(key)]
    return len(LABEL_FACTS) - len(missing), missing


class Band(Labelled):
    """What a buyer is told about stock."""

    PLENTY = "plenty", "Ada"
    FEW = "few", "Hampir habis"
    GONE = "gone", "Habis"


FEW = 5


def band_of(available: int) -> Band:
    """Plenty, few (1 to 5 left) or gone."""
    if available <= 0:
        return Band.GONE
    return Band.FEW if available <= FEW else Band.PLENTY


class OutOfStock(Exception):
    """More was wanted than is left. `title` says of what, when it is known."""

    def __init__(self, wanted: int, available: int, title: str = "") -> None:
        super().__init__(f"wanted {wanted}, available {available}")
        self.wanted, self.available, self.title = wanted, available, title


class BelowReserved(Exception):
    """An adjustment would take goods that buyers have already claimed. `pool_id` says where, when it is known."""

    def __init__(self, on_hand: int, reserved: int, pool_id: int | None = None) -> None:
        super().__init__(f"on hand {on_hand}, reserved {reserved}")
        self.reserved, self.pool_id = reserved, pool_id


@dataclass(frozen=True)
class Stock:
    """Goods of one pool: on the shelf (or the capacity of a batch), and the part that is claimed."""

    on_hand: int
    reserved: int = 0

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved

    def reserve(self, quantity: int) -> "Stock":
        if quantity > self.available:
            raise OutOfStock(quantity, self.available)
        return replace(self, reserved=self.reserved + quantity)

    def release(self, quantity: int) -> "Stock":
        return replace(self, reserved=self.reserved - quantity)

    def hand_over(self, quantity: int) -> "Stock":
        return Stock(self.on_hand - quantity, self.reserved - quantity)

    def take_back(self, quantity: int) -> "Stock":
        """Goods that were handed over come back to the shelf."""
        return replace(self, on_hand=self.on_hand + quantity)

    def recount(self, on_hand: int) -> "Stock":
        """What the producer counted. Raises BelowReserved."""
        if on_hand < self.reserved:
            raise BelowReserved(on_hand, self.reserved)
        return replace(self, on_hand=on_hand)


class BadRound(ValueError):
    """A baking round that nobody could order from."""


class BatchHasOrders(Exception):
    """A round with orders in it is not called off here: each order is cancelled by its own rules first."""


def check_round(
    ready_at: datetime, closes_at: datetime, capacities: Mapping[int, int], at: datetime
) -> None:
    """Raises BadRound unless people can still order something before it is made."""
    if closes_at <= at:
        raise BadRound("closes in the past")
    if closes_at > ready_at:
        raise BadRound("closes after it is ready")
    if not capacities or min(capacities.values()) < 0 or not any(capacities.values()):
        raise BadRound("no capacity")
