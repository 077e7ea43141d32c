"""What happened to stock, in a producer's words."""

from collections.abc import Iterable
from dataclasses import dataclass

from marketplace.catalogue.stock import StockMovement
from marketplace.orders.models import Order, OrderLine
from marketplace.orders.rules import OPEN, Move
from marketplace.web.db import db

BY_HAND = {
    "first count": "Hitungan pertama",
    "recount": "Dihitung ulang",
    "ran out": "Ditandai habis",
    "back again": "Ada lagi",
    "new round": "Jadwal dibuka",
    "new capacity": "Kapasitas diubah",
    "round cancelled": "Jadwal dibatalkan",
}
BY_ORDER = {
    "order": "Dipesan",
    Move.EXPIRE.value: "Pesanan kedaluwarsa",
    Move.REVIVE.value: "Pesanan dibuka lagi",
    Move.CANCEL.value: "Pesanan dibatalkan",
    Move.REFUSE.value: "Tidak sanggup",
    Move.FAIL.value: "Pesanan tidak jadi",
    Move.NO_SHOW.value: "Tidak diambil",
    Move.HAND_OVER.value: "Diserahkan",
}


@dataclass(frozen=True)
class Told:
    """One movement as a line: what, for which order, how the two numbers changed."""

    id: int
    at: object
    words: str
    code: str
    on_hand: int
    reserved: int


def told(movement: StockMovement) -> Told:
    first, _, code = movement.why.partition(" ")
    words = BY_HAND.get(movement.why) or BY_ORDER.get(first, movement.why)
    code = "" if movement.why in BY_HAND else code
    return Told(
        movement.id, movement.at, words, code, movement.on_hand_delta, movement.reserved_delta
    )


def orders_holding(pool_ids: Iterable[int]) -> list[Order]:
    """Open orders that have claimed goods of these pools, oldest first."""
    lines = db.select(OrderLine.order_id).where(OrderLine.pool_id.in_(list(pool_ids)))
    query = db.select(Order).where(Order.id.in_(lines), Order.status.in_(OPEN))
    return list(db.session.scalars(query.order_by(Order.id).limit(20)))
