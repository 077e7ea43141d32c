"""What a visitor chooses on a product page: size or baking round, and when it can be fetched."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.catalogue.offers import Offer
from marketplace.catalogue.rules import Band
from marketplace.kit.clock import jam, nama_hari, today
from marketplace.regions.models import PickupPoint
from marketplace.regions.rules import SlotTime, slots_ahead
from marketplace.shop.words import named_unit


@dataclass(frozen=True)
class Choice:
    """One radio row: a pool with its words and price."""

    pool_id: int
    words: str
    note: str
    price: int
    available: int
    is_first: bool


@dataclass(frozen=True)
class Fetching:
    """When and where the goods can be fetched. Without a place the stall says so after the order."""

    day: date
    title: str
    text: str


def choices_of(offers: Iterable[Offer], at: datetime) -> list[Choice]:
    """Rows in the order of sizes; the first that can be bought is chosen already."""
    rows = list(offers)
    first = next((offer.pool_id for offer in rows if offer.available > 0), None)
    return [
        Choice(
            offer.pool_id,
            named_unit(offer.title, offer.grams),
            note_of(offer, at),
            offer.price,
            offer.available,
            offer.pool_id == first,
        )
        for offer in rows
    ]


def note_of(offer: Offer, at: datetime) -> str:
    """siap Jumat, pesan sebelum besok 18.00, sisa 4"""
    parts = []
    if offer.ready_at and offer.closes_at:
        parts.append(f"siap {nama_hari(offer.ready_at, at)}")
        parts.append(f"pesan sebelum {nama_hari(offer.closes_at, at)} {jam(offer.closes_at)}")
    if offer.band is Band.GONE:
        return "habis"
    if offer.band is Band.FEW:
        parts.append(f"sisa {offer.available}")
    return ", ".join(parts)


def fetching_of(
    offers: Iterable[Offer], points: Iterable[PickupPoint], at: datetime
) -> Fetching | None:
    """The soonest hour at a pickup point for what can be bought; None when nothing can."""
    buyable = [offer for offer in offers if offer.available > 0]
    if not buyable:
        return None
    ready = (
        None
        if any(o.ready_at is None for o in buyable)
        else min(o.ready_at for o in buyable if o.ready_at)
    )
    soonest = soonest_slot(points, at, ready)
    if soonest:
        slot, point = soonest
        where = f"{point.name}, {point.address}" if point.address else point.name
        hours = f"{jam(slot.starts)}–{jam(slot.ends)} WIB di {where}."
        return Fetching(today(slot.starts), f"Ambil {nama_hari(slot.starts, at)}", hours)
    day = ready or at
    title = f"Siap {nama_hari(day, at)}" if ready else "Siap sekarang"
    return Fetching(today(day), title, "Waktu mengambilnya diatur bersama lapak.")


def soonest_slot(
    points: Iterable[PickupPoint], at: datetime, ready: datetime | None
) -> tuple[SlotTime, PickupPoint] | None:
    found = [
        (slot, point)
        for point in points
        for slot in slots_ahead([slot.weekly() for slot in point.slots], at, ready)[:1]
    ]
    return min(found, key=lambda pair: (pair[0].starts, pair[1].id), default=None)
