"""Delivery zones, courier trips, and choices that survive being saved."""

from marketplace.checkout.rules import Choice, Choices, fee_for, reach_of, share_courier_fee
from marketplace.orders.rules import Delivery
from marketplace.regions.rules import ZoneReach

HOME = (1, 11, 15)  # district, village, RW
ZONES = {ZoneReach.SAME_RW: 3000, ZoneReach.SAME_DISTRICT: 8000}


def test_reach_grows_with_the_distance():
    assert reach_of(HOME, (1, 11, 15)) is ZoneReach.SAME_RW
    assert reach_of(HOME, (1, 11, 14)) is ZoneReach.SAME_VILLAGE
    assert reach_of(HOME, (1, 12, 15)) is ZoneReach.SAME_DISTRICT
    assert reach_of(HOME, (2, 21, 15)) is ZoneReach.CITY
    assert reach_of(HOME, (None, None, None)) is None


def test_the_nearest_zone_that_covers_the_address_sets_the_fee():
    assert fee_for(ZoneReach.SAME_RW, ZONES) == 3000
    assert fee_for(ZoneReach.SAME_VILLAGE, ZONES) == 8000
    assert fee_for(ZoneReach.CITY, ZONES) is None
    assert fee_for(None, ZONES) == 3000
    assert fee_for(ZoneReach.SAME_RW, {}) is None


def test_one_trip_is_paid_once_and_split_by_goods():
    trips = [("a", 5000, 10_000), ("b", 3000, 7_000), ("a", 5000, 20_000)]
    assert share_courier_fee(trips) == [1667, 3000, 3333]
    assert share_courier_fee([]) == []


def test_choices_survive_being_saved():
    choices = Choices(
        name="Rina",
        phone="6281200000001",
        rt=5,
        stalls={7: Choice("pickup:3", "2026-11-25T09:00:00+00:00", "qris", "pedas")},
    )
    assert Choices.from_json(choices.as_json()) == choices


def test_a_choice_knows_its_delivery():
    assert Choice("pickup:3").delivery is Delivery.PICKUP
    assert Choice("courier").delivery is Delivery.COURIER
