"""RWs by number, the market of an RW, and its life."""

from datetime import time

import pytest

from marketplace.kit.clock import now
from marketplace.regions.actions import (
    AlreadyThere,
    close_market,
    create_cluster,
    create_market,
    import_regions,
    open_market,
    open_rw,
    set_hours,
    set_zone,
)
from marketplace.regions.models import Market, Region, Rw
from marketplace.regions.queries import open_neighbours
from marketplace.regions.reading import RegionRow
from marketplace.regions.rules import Board, IllegalMarketMove, MarketStatus, ZoneReach
from marketplace.web.db import db
from tests.make import make_market, make_rw, make_village


def test_an_rw_is_made_once_per_number(app):
    assert make_rw(number=15).id == make_rw(number=15).id
    assert make_rw(number=16).full_label == "RW 16 Purwantoro"
    assert db.session.scalar(db.select(db.func.count(Rw.id))) == 2


@pytest.mark.parametrize("number", [0, 100, -1])
def test_there_is_no_such_rw(app, number):
    with pytest.raises(ValueError):
        open_rw(make_village(), number)


def test_a_market_is_prepared_then_open_then_closed(app):
    market = create_market(make_rw(number=5), board=Board.NILA)
    assert (market.slug, market.status) == ("purwantoro-rw-05", MarketStatus.PREPARING)
    opened = now()
    open_market(market, opened)
    close_market(market, now())
    open_market(market, now())
    db.session.commit()
    assert market.is_open
    assert market.opened_at == opened


def test_an_open_market_cannot_be_opened_again(app):
    with pytest.raises(IllegalMarketMove):
        open_market(make_market(), now())


def test_an_rw_has_one_market(app):
    market = make_market()
    with pytest.raises(AlreadyThere):
        create_market(market.rw)


def test_a_clash_of_names_takes_the_city(app):
    here = RegionRow("35.73.02.1009", "Kota Malang", "Klojen", "Sukoharjo")
    there = RegionRow("35.79.01.1001", "Kota Batu", "Batu", "Sukoharjo")
    import_regions([here, there])
    villages = db.session.scalars(
        db.select(Region).where(Region.name == "Sukoharjo").order_by(Region.code)
    ).all()
    slugs = [create_market(open_rw(village, 5)).slug for village in villages]
    db.session.commit()
    assert slugs == ["sukoharjo-rw-05", "sukoharjo-batu-rw-05"]


def test_hours_and_fees_replace_what_was_there(app):
    market = make_market()
    set_hours(market, [(0, time(7), time(12))])
    set_zone(market, ZoneReach.SAME_RW, 2000)
    set_zone(market, ZoneReach.SAME_VILLAGE, None)
    db.session.commit()
    assert [line.weekday for line in market.hours] == [0]
    assert [(zone.reach, zone.fee) for zone in market.zones] == [(ZoneReach.SAME_RW, 2000)]


def test_an_rw_belongs_to_several_clusters(app):
    rws = [make_rw(number=n) for n in (14, 15, 16)]
    sanan = create_cluster("sanan", "Sanan", "Kampung tempe", Board.DAUN, rws)
    mural = create_cluster("mural", "Kampung mural", "", Board.NILA, rws[1:2])
    db.session.commit()
    assert [rw.number for rw in sanan.rws] == [14, 15, 16]
    assert mural.rws == [rws[1]]


def test_neighbours_are_open_and_near(app):
    for number in (2, 9):
        make_market(number=number)
    make_market(number=6, opened=False)
    make_market("polehan-rw-01")
    make_market("polowijen-rw-01")
    make_market("sukun-rw-05")
    found = [market.slug for market in open_neighbours(make_village(), 7)]
    assert found[:2] == ["purwantoro-rw-09", "purwantoro-rw-02"]
    assert set(found[2:]) == {"polehan-rw-01", "polowijen-rw-01"}


def test_markets_by_command(app):
    make_village()
    run = app.test_cli_runner().invoke
    slugs = ["purwantoro-rw-14", "purwantoro-rw-15"]
    made = run(args=["market", "create", *slugs])
    assert "Pasar RW 14 Purwantoro: /pasar/purwantoro-rw-14" in made.output
    assert run(args=["market", "create", "purwantoro-rw-15"]).exit_code == 1
    for wrong in ("purwantoro", "purwantoro-rw-0", "atlantis-rw-01"):
        assert run(args=["market", "create", wrong]).exit_code == 1
    run(args=["market", "open", *slugs])
    assert "sudah buka" in run(args=["market", "open", slugs[0]]).output
    assert run(args=["market", "open", "tidak-ada"]).exit_code == 1
    db.session.rollback()
    assert {m.slug for m in db.session.scalars(db.select(Market)) if m.is_open} == set(slugs)
