"""How goods, hours and weights are put into words on public pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from marketplace.catalogue.offers import Offer
from marketplace.catalogue.rules import Band
from marketplace.kit.clock import DAYS, jam, nama_hari, today
from marketplace.kit.rupiah import format_rupiah
from marketplace.regions.rules import WeeklyHours, open_until, slots_ahead


@dataclass(frozen=True)
class State:
    """What is going on with a product, on its photo. `kind` is low, po or none."""

    kind: str
    text: str


def weight(grams: int) -> str:
    """150 g, 1,5 kg"""
    if grams < 1000:
        return f"{grams} g"
    kilos = f"{grams / 1000:.2f}".rstrip("0").rstrip(".")
    return f"{kilos.replace('.', ',')} kg"


def unit_of(title: str, grams: int | None) -> str:
    """What one gets for the price: its net weight, else the name of the size."""
    return weight(grams) if grams else title


def named_unit(title: str, grams: int | None) -> str:
    """Bungkus sedang, 150 g"""
    if not grams or weight(grams) in title:
        return title
    return f"{title}, {weight(grams)}"


def unit_price(price: int, grams: int | None) -> str | None:
    """Rp10.700/100 g, rounded to whole hundreds; nothing where it would repeat the price."""
    if not grams or grams == 100:
        return None
    return f"{format_rupiah(round(price * 100 / grams / 100) * 100)}/100 g"


def state_of(offers: Iterable[Offer], by_batch: bool, at: datetime) -> State | None:
    """What the photo says: how many are left, when the next round is ready, or that nothing is left."""
    buyable = [offer for offer in offers if offer.available > 0]
    if not buyable:
        return State("none", "PO ditutup" if by_batch else "Habis")
    shelf = [offer for offer in buyable if offer.ready_at is None]
    if not shelf:
        nearest = min(offer.ready_at for offer in buyable if offer.ready_at)
        return State("po", f"PO siap {nama_hari(nearest, at)}")
    left = sum(offer.available for offer in shelf)
    return State("low", f"Sisa {left}") if shelf_band(shelf) is Band.FEW else None


def shelf_band(shelf: list[Offer]) -> Band:
    """Few only when every size of it is few."""
    bands = {offer.band for offer in shelf}
    return Band.FEW if bands == {Band.FEW} else Band.PLENTY


def opening_words(hours: Iterable[WeeklyHours], at: datetime) -> str:
    """Buka sampai 17.00, Buka lagi besok 07.00, or nothing when no hours are known."""
    lines = list(hours)
    closes = open_until(lines, at)
    if closes:
        return f"Buka sampai {jam(closes)}"
    ahead = [slot for slot in slots_ahead(lines, at) if slot.starts > at]
    return f"Buka lagi {nama_hari(ahead[0].starts, at)} {jam(ahead[0].starts)}" if ahead else ""


def pickup_words(hours: Iterable[WeeklyHours], at: datetime) -> str:
    """Ambil sampai 17.00 while a pickup hour of today is not over, else Ambil besok; nothing without hours."""
    ahead = slots_ahead(hours, at)
    of_today = [slot for slot in ahead if today(slot.starts) == today(at)]
    if of_today:
        return f"Ambil sampai {jam(max(slot.ends for slot in of_today))}"
    return f"Ambil {nama_hari(ahead[0].starts, at)}" if ahead else ""


def week_lines(hours: Iterable[WeeklyHours]) -> list[tuple[str, str]]:
    """A week in few lines: (Senin–Jumat, 15.00–17.00), (Sabtu, 08.00–12.00)."""
    by_day: dict[int, list[str]] = {}
    for line in sorted(hours, key=lambda line: (line.weekday, line.starts)):
        by_day.setdefault(line.weekday, []).append(f"{jam(line.starts)}–{jam(line.ends)}")
    runs: list[tuple[int, int, str]] = []
    for day, times in by_day.items():
        words = ", ".join(times)
        if runs and runs[-1][1] == day - 1 and runs[-1][2] == words:
            runs[-1] = (runs[-1][0], day, words)
        else:
            runs.append((day, day, words))
    return [(days_words(first, last), words) for first, last, words in runs]


def days_words(first: int, last: int) -> str:
    if (first, last) == (0, 6):
        return "Setiap hari"
    return DAYS[first] if first == last else f"{DAYS[first]}–{DAYS[last]}"
