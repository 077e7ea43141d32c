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
from marketplace.regions.actions.settings import change_market, close_by, open_by
from marketplace.regions.actions.team import TEAM, LastAdmin, appoint, dismiss, hand_over

__all__ = [
    "TEAM",
    "AlreadyThere",
    "ImportReport",
    "LastAdmin",
    "add_pickup_point",
    "add_slot",
    "appoint",
    "change_market",
    "close_by",
    "close_market",
    "close_pickup_point",
    "create_cluster",
    "create_market",
    "dismiss",
    "find_village",
    "hand_over",
    "import_regions",
    "open_by",
    "open_market",
    "open_rw",
    "remove_slot",
    "set_hours",
    "set_zone",
]
