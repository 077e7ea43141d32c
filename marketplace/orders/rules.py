"""The life of an order: who may make which move, where it leads, what it does to stock and money."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from marketplace.catalogue.rules import Stock
from marketplace.kit.labelled import Labelled
from marketplace.kit.rupiah import Rupiah, share_of, split_by


class OrderStatus(Labelled):
    """Where an order is."""

    AWAITING_PAYMENT = "awaiting_payment", "Menunggu pembayaran"
    PLACED = "placed", "Pesanan masuk"
    ACCEPTED = "accepted", "Sedang disiapkan"
    READY = "ready", "Siap diambil"
    ON_THE_WAY = "on_the_way", "Sedang diantar"
    COMPLETED = "completed", "Selesai"
    CANCELLED = "cancelled", "Dibatalkan"
    EXPIRED = "expired", "Kedaluwarsa"


class Move(Labelled):
    """What can be done with an order."""

    PAY = "pay", "Uang diterima"
    EXPIRE = "expire", "Kedaluwarsa"
    REVIVE = "revive", "Dibuka lagi"
    CANCEL = "cancel", "Batalkan"
    ACCEPT = "accept", "Sanggup"
    REFUSE = "refuse", "Tidak bisa"
    PREPARE = "prepare", "Siap"
    SEND = "send", "Antar"
    HAND_OVER = "hand_over", "Sudah diterima"
    FAIL = "fail", "Tidak jadi"
    NO_SHOW = "no_show", "Tidak diambil"


class Actor(Labelled):
    """Who makes a move."""

    BUYER = "buyer", "Pembeli"
    PRODUCER = "producer", "Penjual"
    TREASURER = "treasurer", "Bendahara"
    RW_ADMIN = "rw_admin", "Pengurus RW"
    OPERATOR = "operator", "Pengelola situs"
    CLOCK = "clock", "Sistem"


class Delivery(Labelled):
    """How goods come to the buyer."""

    PICKUP = "pickup", "Ambil sendiri"
    STALL = "stall", "Diantar penjual"
    COURIER = "courier", "Kurir RW"


class Bearer(Labelled):
    """Who gives a discount."""

    STALL = "stall", "Lapak"
    MARKET = "market", "Kas RW"


class IllegalMove(Exception):
    """The order is not where this move starts, or somebody else must make it."""


S, M = OrderStatus, Move
LEADS_TO = {
    M.PAY: ({S.AWAITING_PAYMENT}, S.PLACED),
    # A placed order that nobody accepted ends with its slot: the goods go back, paid money becomes a refund.
    M.EXPIRE: ({S.AWAITING_PAYMENT, S.PLACED}, S.EXPIRED),
    M.REVIVE: ({S.EXPIRED}, S.PLACED),
    M.CANCEL: ({S.AWAITING_PAYMENT, S.PLACED}, S.CANCELLED),
    M.ACCEPT: ({S.PLACED}, S.ACCEPTED),
    M.REFUSE: ({S.AWAITING_PAYMENT, S.PLACED}, S.CANCELLED),
    M.PREPARE: ({S.ACCEPTED}, S.READY),
    M.SEND: ({S.ACCEPTED, S.READY}, S.ON_THE_WAY),
    M.HAND_OVER: ({S.READY, S.ON_THE_WAY}, S.COMPLETED),
    M.FAIL: ({S.ACCEPTED, S.READY, S.ON_THE_WAY}, S.CANCELLED),
    M.NO_SHOW: ({S.READY, S.ON_THE_WAY}, S.CANCELLED),
}
MADE_BY = {
    Actor.BUYER: {M.CANCEL, M.HAND_OVER},
    Actor.PRODUCER: {
        M.PAY,
        M.REVIVE,
        M.ACCEPT,
        M.REFUSE,
        M.PREPARE,
        M.SEND,
        M.HAND_OVER,
        M.FAIL,
        M.NO_SHOW,
    },
    Actor.TREASURER: {M.PAY, M.REVIVE, M.REFUSE},  # refuses with the money that does not match
    Actor.RW_ADMIN: {M.CANCEL, M.FAIL, M.NO_SHOW},
    Actor.OPERATOR: {M.CANCEL, M.FAIL},
    Actor.CLOCK: {M.PAY, M.EXPIRE, M.REVIVE},
}
STOCK_AFTER = {
    M.EXPIRE: Stock.release,
    M.REVIVE: Stock.reserve,
    M.CANCEL: Stock.release,
    M.REFUSE: Stock.release,
    M.FAIL: Stock.release,
    M.NO_SHOW: Stock.release,
    M.HAND_OVER: Stock.hand_over,
}
MONEY_AFTER = {
    M.EXPIRE: "close_payment",
    M.REVIVE: "use_voucher_again",
    M.CANCEL: "give_back",
    M.REFUSE: "give_back",
    M.FAIL: "give_back",
    M.NO_SHOW: "settle_no_show",
    M.HAND_OVER: "collect_cash",
}
NEEDS_REASON = {M.CANCEL, M.REFUSE, M.FAIL, M.NO_SHOW}
ONLY_WITH_DELIVERY = {M.SEND}
OPEN = {S.AWAITING_PAYMENT, S.PLACED, S.ACCEPTED, S.READY, S.ON_THE_WAY}
AFTER_SLOT = timedelta(hours=2)


def moves(status: OrderStatus, actor: Actor) -> list[Move]:
    """What this actor may do with an order in this status, in the order of the table."""
    return [
        move for move, (start, _) in LEADS_TO.items() if status in start and move in MADE_BY[actor]
    ]


def next_status(status: OrderStatus, move: Move, actor: Actor) -> OrderStatus:
    """Raises IllegalMove."""
    if move not in moves(status, actor):
        raise IllegalMove(f"{actor}: {move} from {status}")
    return LEADS_TO[move][1]


def hold_after_payment(slot_ends: datetime | None, at: datetime) -> datetime:
    """How long goods wait for the stall's yes: until two hours after the slot, or two days without a slot."""
    return slot_ends + AFTER_SLOT if slot_ends else at + timedelta(days=2)


def added_up(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """(pool id, quantity) pairs as pool id to quantity: two lines of one pool are judged together."""
    total: dict[int, int] = {}
    for pool_id, quantity in lines:
        total[pool_id] = total.get(pool_id, 0) + quantity
    return total


class Share(NamedTuple):
    """What one line carries of its order's discount and of its fee for kas RW, in rupiah, frozen with the order."""

    discount: Rupiah
    fee: Rupiah


def frozen_shares(prices: Sequence[int], discount: int, basis_points: int) -> list[Share]:
    """The shares of lines, given the price of all pieces of each.

    The fee is taken once, from the goods after the discount, rounded down; both are split by largest remainder.
    Raises ValueError for a discount above the goods or a rate outside 0 to 10,000 basis points.

    >>> [tuple(share) for share in frozen_shares([30_000, 20_000], 5_000, 250)]
    [(3000, 675), (2000, 450)]
    """
    if not (0 <= discount <= sum(prices) and 0 <= basis_points <= 10_000):
        raise ValueError(f"discount {discount} of {sum(prices)}, {basis_points} basis points")
    discounts = split_by(discount, prices)
    after = [price - less for price, less in zip(prices, discounts, strict=True)]
    fees = split_by(share_of(sum(after), basis_points), after)
    return [Share(less, fee) for less, fee in zip(discounts, fees, strict=True)]
