"""The way of an order in plain words: what was, what is, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from marketplace.orders.models import Order, OrderEvent
from marketplace.orders.rules import Actor, Delivery, Move, OrderStatus

S, M = OrderStatus, Move
PLACES = {
    S.AWAITING_PAYMENT: 1,
    S.PLACED: 2,
    S.ACCEPTED: 3,
    S.READY: 4,
    S.ON_THE_WAY: 4,
    S.COMPLETED: 5,
}
REACHED_BY: dict[int, set[Move | None]] = {
    0: {None},
    1: {M.PAY, M.REVIVE},
    2: {M.ACCEPT},
    3: {M.PREPARE, M.SEND},
    4: {M.HAND_OVER},
}
EVENT_WORDS: Mapping[Move, str] = {
    M.PAY: "Uang diterima",
    M.EXPIRE: "Lewat waktu, barang dilepas",
    M.REVIVE: "Pesanan dibuka lagi",
    M.CANCEL: "Dibatalkan",
    M.ACCEPT: "Disanggupi",
    M.REFUSE: "Lapak tidak bisa memenuhi",
    M.PREPARE: "Barang siap",
    M.SEND: "Diantar",
    M.HAND_OVER: "Sudah diterima",
    M.FAIL: "Tidak jadi",
    M.NO_SHOW: "Tidak diambil",
}
ENDINGS = {
    S.CANCELLED: "Pesanan dibatalkan",
    S.EXPIRED: "Pesanan lewat waktu",
}


@dataclass(frozen=True)
class Step:
    """A step of the way: `kind` is done, now or later."""

    title: str
    kind: str
    at: datetime | None = None
    note: str = ""


def steps_of(order: Order, *, pays_first: bool, waits_for: str = "") -> list[Step]:
    """Dibuat, dibayar, disiapkan, siap, selesai; an order that ended early shows how far it came and why.

    `waits_for` says more about a payment that is under way than the order knows.
    """
    titles = titles_of(order, pays_first=pays_first)
    if order.status in ENDINGS:
        done = [Step(title, "done", at) for title, at in walked(order, titles)]
        last = order.events[-1] if order.events else None
        ending = Step(
            ENDINGS[order.status], "now", last.at if last else None, last.note if last else ""
        )
        return [*done, ending]
    here = PLACES[order.status]
    times = {place: time_of(order.events, moves) for place, moves in REACHED_BY.items()}
    found = []
    for place, title in titles.items():
        kind = "done" if place < here else "now" if place == here else "later"
        note = waits_for_words(order, waits_for) if kind == "now" else ""
        found.append(Step(title, kind, times.get(place) if kind == "done" else None, note))
    return found


def titles_of(order: Order, *, pays_first: bool) -> dict[int, str]:
    brought = order.delivery is not Delivery.PICKUP
    titles = {
        0: "Pesanan dibuat",
        1: "Pembayaran",
        2: "Disanggupi lapak",
        3: "Disiapkan",
        4: "Diantar" if brought else "Diambil",
    }
    if not pays_first:
        del titles[1]
    if order.status is S.COMPLETED:
        titles[5] = "Selesai"
    return titles


def walked(order: Order, titles: Mapping[int, str]) -> list[tuple[str, datetime]]:
    found = [
        (titles[place], time_of(order.events, REACHED_BY[place]))
        for place in titles
        if place in REACHED_BY
    ]
    return [(title, at) for title, at in found if at]


def time_of(events: Sequence[OrderEvent], moves: set[Move | None]) -> datetime | None:
    """When the first of these moves was made."""
    return next((event.at for event in events if event.move in moves), None)


def waits_for_words(order: Order, waits_for: str) -> str:
    return waits_for if waits_for and order.status is S.AWAITING_PAYMENT else next_note(order)


def next_note(order: Order) -> str:
    """What happens next, and who does it."""
    stall = order.stall.name
    ready = (
        "Barang menunggumu. Tunjukkan karcis waktu mengambil."
        if order.delivery is Delivery.PICKUP
        else "Barang siap diantar. Tunjukkan karcis waktu menerima."
    )
    notes = {
        S.AWAITING_PAYMENT: "Menunggu pembayaranmu. Sesudah itu lapak mengecek uangnya.",
        S.PLACED: f"Menunggu jawaban {stall}.",
        S.ACCEPTED: f"{stall} sedang menyiapkan. Kamu dikabari kalau sudah siap.",
        S.READY: ready,
        S.ON_THE_WAY: "Sedang dalam perjalanan ke alamatmu. Tunjukkan karcis waktu menerima.",
        S.COMPLETED: "Terima kasih sudah belanja di tetangga.",
    }
    return notes.get(order.status, "")


@dataclass(frozen=True)
class Entry:
    """A line of the log: when, what, and who did it."""

    at: datetime
    text: str
    who: str


def log_of(order: Order) -> list[Entry]:
    """Everything that happened, newest first."""
    return [
        Entry(
            event.at, words_of(event), event.by.label if event.by is not Actor.CLOCK else "Otomatis"
        )
        for event in reversed(order.events)
    ]


def words_of(event: OrderEvent) -> str:
    words = EVENT_WORDS[event.move] if event.move else ""
    return ": ".join(part for part in (words, event.note) if part) or "Pesanan dibuat"
