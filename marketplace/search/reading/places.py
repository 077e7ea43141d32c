"""The places a visitor can name. Spellings are equal when only case, spaces and hyphens differ."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from marketplace.kit.slugs import same_place

OTHER_SPELLINGS = {"kesatrian": "ksatrian", "kajoetangan": "kayutangan"}


class PlaceKind(StrEnum):
    """What an id belongs to. An RW without a kelurahan has its number as id: many kelurahan have one."""

    DISTRICT = "district"
    VILLAGE = "village"
    CLUSTER = "cluster"
    MARKET = "market"
    RW = "rw"


ANY_KIND = (PlaceKind.DISTRICT, PlaceKind.VILLAGE, PlaceKind.CLUSTER, PlaceKind.MARKET)


@dataclass(frozen=True)
class Place:
    """`label` is its name as pages write it: Klojen, Sanan, RW 05 Purwantoro."""

    kind: PlaceKind
    id: int
    label: str


@dataclass(frozen=True)
class Places:
    """All places of a city, by their folded names."""

    names: dict[str, dict[PlaceKind, Place]] = field(default_factory=dict)
    markets: dict[tuple[int, int], Place] = field(default_factory=dict)  # (village id, RW number)

    @classmethod
    def of(
        cls,
        named: Iterable[tuple[PlaceKind, int, Sequence[str]]],
        markets: Iterable[tuple[int, int, int]] = (),
    ) -> Self:
        """From (kind, id, names; the first is shown) and (village id, RW number, market id).

        A nickname of a market is one of `named` with kind MARKET; it is shown as its RW and kelurahan.
        """
        named = list(named)
        villages = {id: names[0] for kind, id, names in named if kind is PlaceKind.VILLAGE}
        known = {
            (village, number): Place(
                PlaceKind.MARKET, id, f"RW {number:02} {villages[village]}".strip()
            )
            for village, number, id in markets
            if village in villages
        }
        shown = {market.id: market for market in known.values()}
        index: dict[str, dict[PlaceKind, Place]] = {}
        for kind, id, names in named:
            place = Place(kind, id, names[0])
            place = shown.get(id, place) if kind is PlaceKind.MARKET else place
            for key in keys(names):
                index.setdefault(key, {}).setdefault(kind, place)
        return cls(index, known)

    def find(self, name: str, kinds: Sequence[PlaceKind] = ANY_KIND) -> Place | None:
        """The place of that name; of several, the kind that stands first: Blimbing is the kecamatan."""
        return self.known(same_place(name), kinds)

    def known(self, key: str, kinds: Sequence[PlaceKind] = ANY_KIND) -> Place | None:
        """The same, by the folded name."""
        found = self.names.get(key)
        if not found:
            return None
        return next((found[kind] for kind in kinds if kind in found), None)

    def market(self, village: Place, number: int) -> Place | None:
        return self.markets.get((village.id, number))

    def rw(self, number: int) -> Place | None:
        """Every market whose RW has this number, or None when there is none."""
        if any(number == each for _, each in self.markets):
            return Place(PlaceKind.RW, number, f"RW {number:02}")
        return None


def keys(names: Iterable[str]) -> set[str]:
    found = {same_place(name) for name in names}
    found |= {OTHER_SPELLINGS[key] for key in found if key in OTHER_SPELLINGS}
    return found - {""}
