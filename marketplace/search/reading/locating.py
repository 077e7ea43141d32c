"""Places in what was typed: behind di, dari, dekat, kel., kec., pasar, klaster, or an RW with its number.

A name alone stays a word ("keripik sanan"): ranking knows what to do with it. A name nobody knows stays one too.
"""

import re
from collections.abc import Iterator, Sequence

from marketplace.kit.slugs import same_place
from marketplace.search.reading.finds import Find, PartKind, negated
from marketplace.search.reading.places import ANY_KIND, Place, PlaceKind, Places

D, V, C, M = ANY_KIND
OPENING = re.compile(
    r"(?P<near>(?:yang\s|yg\s|sing\s)?(?:di\s)?"
    r"(?:terdekat|dekat|deket|dkt|dket|cedek|cedak|cedhak|near|sekitar(?:an)?|seputar(?:an)?)\s"
    r"(?:(?:dengan|dgn|dari|dr|sama|ke|di)\s)?)?"
    r"(?P<within>(?:yang\s|yg\s|sing\s)?(?:(?:ada|dibuat|buatan|jualan)\s)?"
    r"(?P<word>di|dari|dr|asal|buatan|ndek|nang|ning)\s)?"
    r"(?P<area>(?:daerah|wilayah|kawasan|area)\s)?"
    r"(?:(?P<village>kel(?:urahan)?(?:\.\s?|:\s?|\s))|(?P<district>kec(?:amatan)?(?:\.\s?|:\s?|\s))"
    r"|(?P<market>pasar\s)|(?P<cluster>(?:klaster|cluster|sentra)\s))?"
)
KINDS = {"village": (V,), "district": (D,), "cluster": (C,), "market": (M, D, V, C)}
WORD = re.compile(r"[^\W_]+")
RUN = re.compile(r"[^\W_]+(?:[\s'.-]{1,2}[^\W_]+){0,4}")
RW = re.compile(
    r"(?:rt\s?\.?\s?[0-9]{1,3}\s?[/,]?\s?)?"
    r"rw\s?[.:-]?\s?0{0,2}(?P<number>[1-9][0-9]?)(?!\w)(?!\s?/\s?[0-9])"
)
COMES_RW = re.compile(rf"[\s,]{{1,2}}{RW.pattern}")
OF_VILLAGE = re.compile(r"[\s,]{1,2}(?:di\s)?(?:kel(?:urahan)?(?:\.\s?|\s))?")
OF_DISTRICT = re.compile(r"[\s,]{1,2}(?:di\s)?kec(?:amatan)?(?:\.\s?|\s)")
KAMPUNG = re.compile(r"(?:kampung|kampoeng|kp\.?|desa)\s")
# jajan pasar is a thing to eat
GOODS = re.compile(r"(?<!\w)(?:jajan|jajanan|kue|panganan|makanan)\s$")
FOODS = {"sukun"}  # a kecamatan and breadfruit: "keripik dari sukun"
LABELS = {D: "Kec. {}", V: "Kel. {}", C: "Di {}", M: "{}", PlaceKind.RW: "{}"}
Spot = tuple[Place, int]  # where its words end


def located(text: str, places: Places) -> Iterator[Find]:
    """Every place named at the start of a word; finds may overlap, the earlier says more."""
    for word in WORD.finditer(text):
        start = word.start()
        if start and text[start - 1] in "-_'":
            continue
        find = opened(text, start, places) or joined(text, word, places)
        if find and not negated(text, start):
            yield find


def opened(text: str, start: int, places: Places) -> Find | None:
    opening = OPENING.match(text, start)
    if not opening or (opening["market"] and GOODS.search(text, 0, opening.start("market"))):
        return None
    spot = market(text, opening.end(), places)
    if not spot and opening[0]:
        said = next((each for each in KINDS if opening[each]), "")
        spot = named(text, opening.end(), places, KINDS.get(said, ANY_KIND))
        if not spot and (kampung := KAMPUNG.match(text, opening.end())):
            spot = named(text, kampung.end(), places, ANY_KIND)
        if spot and opening["word"] in ("dari", "dr") and not said:
            spot = None if text[opening.end() : spot[1]] in FOODS else spot
    if not spot:
        return None
    place, end = with_district(text, spot, places)
    if opening["near"]:
        return Find(PartKind.NEAR, start, end, f"Dekat {place.label}", place=place)
    return within(place, start, end)


def joined(text: str, word: re.Match[str], places: Places) -> Find | None:
    """disanan, diblimbing: the space was forgotten."""
    place = places.find(word[0][2:]) if word[0].startswith("di") and len(word[0]) > 6 else None
    if not place or places.find(word[0]) or text[word.end() : word.end() + 1] == "-":
        return None
    return within(place, word.start(), word.end())


def within(place: Place, start: int, end: int) -> Find:
    return Find(PartKind.WITHIN, start, end, LABELS[place.kind].format(place.label), place=place)


def market(text: str, at: int, places: Places) -> Spot | None:
    """RW 05 · RW 5 Purwantoro · Purwantoro RW 5. An RW without a market here stays words."""
    if rw := RW.match(text, at):
        number, end = int(rw["number"]), rw.end()
        behind = OF_VILLAGE.match(text, end)
        village = named(text, behind.end(), places, (V,)) if behind else None
        if not village:
            alone = places.rw(number)
            return (alone, end) if alone else None
        found = places.market(village[0], number)
        return (found, village[1]) if found else None
    village = named(text, at, places, (V,)) if text.find("rw", at) > at else None
    rw = COMES_RW.match(text, village[1]) if village else None
    found = places.market(village[0], int(rw["number"])) if village and rw else None
    return (found, rw.end()) if found and rw else None


def named(text: str, at: int, places: Places, kinds: Sequence[PlaceKind]) -> Spot | None:
    """The longest run of at most five words from `at` that is the name of a place."""
    run = RUN.match(text, at)
    key, longest = "", None
    for word in WORD.finditer(text, at, run.end()) if run else ():
        key += word[0] if word[0].isascii() else same_place(word[0])
        if place := places.known(key, kinds):
            longest = place, word.end()
    return longest


def with_district(text: str, spot: Spot, places: Places) -> Spot:
    """An address goes on: kel. Bareng, kec. Klojen. The narrower place says it all."""
    place, end = spot
    behind = OF_DISTRICT.match(text, end) if place.kind is not D else None
    district = named(text, behind.end(), places, (D,)) if behind else None
    return (place, district[1]) if district else spot
