"""What is done with places: importing regions, preparing and opening the market of an RW, painting it."""

from marketplace.regions.actions.importing import ImportReport, find_village, import_regions
from marketplace.regions.actions.markets import (
    AlreadyThere,
    close_market,
    create_cluster,
    create_market,
    open_market,
    open_rw,
)
from marketplace.regions.actions.places import (
    add_pickup_point,
    add_slot,
    close_pickup_point,
    remove_slot,
    set_hours,
    set_zone,
)

__all__ = [
    "AlreadyThere",
    "ImportReport",
    "add_pickup_point",
    "add_slot",
    "close_market",
    "close_pickup_point",
    "create_cluster",
    "create_market",
    "find_village",
    "import_regions",
    "open_market",
    "open_rw",
    "remove_slot",
    "set_hours",
    "set_zone",
]
