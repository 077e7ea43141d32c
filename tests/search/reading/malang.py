"""A small Malang, as the caller builds it from its tables."""

from marketplace.search.reading import PlaceKind, Places

DISTRICTS = {1: "Blimbing", 2: "Klojen", 3: "Kedungkandang", 4: "Sukun", 5: "Lowokwaru"}
VILLAGES = {
    11: "Purwantoro",
    12: "Blimbing",
    13: "Kesatrian",
    21: "Bareng",
    22: "Klojen",
    23: "Rampalcelaket",
    24: "Oro-oro Dowo",
    25: "Gading Kasri",
    51: "Ketawanggede",
    52: "Dinoyo",
    53: "Lowokwaru",
}
CLUSTERS = {71: "Sanan", 72: "Kampung Keramik Dinoyo"}
NICKNAMES = {91: "Sanan", 92: "Kampung Kue", 94: "Kajoetangan"}
MARKETS = [(11, 15, 91), (11, 5, 92), (21, 5, 93), (22, 6, 94), (12, 3, 95), (24, 1, 96)]

MALANG = Places.of(
    [
        *((PlaceKind.DISTRICT, id, (name,)) for id, name in DISTRICTS.items()),
        *((PlaceKind.VILLAGE, id, (name,)) for id, name in VILLAGES.items()),
        *((PlaceKind.CLUSTER, id, (name,)) for id, name in CLUSTERS.items()),
        *((PlaceKind.MARKET, id, (name,)) for id, name in NICKNAMES.items()),
    ],
    MARKETS,
)
