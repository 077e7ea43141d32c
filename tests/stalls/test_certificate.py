"""A trained resident's application is filled in from the office's roster."""

import pytest

from marketplace.kit.clock import now
from marketplace.regions.actions import close_market
from marketplace.stalls.models import Stall
from marketplace.stalls.rules import StallStatus
from marketplace.training.actions import issue_certificate
from marketplace.training.models import Participant, Programme, TrainingSession
from marketplace.web.db import begin_write, db
from tests.make import make_market, make_rw, make_user


def make_certificate(user, rw, name="Sri Wahyuni"):
    begin_write()
    programme = Programme(slug="kue-kering", name="Kue kering")
    session = TrainingSession(programme=programme, label="Angkatan 3")
    trained = Participant(session=session, name=name, phone=user.phone, rw=rw, product="Nastar")
    db.session.add(trained)
    db.session.flush()
    certificate = issue_certificate(trained, now().date())
    db.session.commit()
    return certificate


@pytest.fixture
def user(app):
    return make_user(name="Bu Sri")


def test_the_draft_knows_name_product_market_and_certificate(user, sign_in):
    market = make_market(number=5)
    certificate = make_certificate(user, market.rw)
    browser = sign_in(user)
    assert "Kamu lulus Kue kering" in browser.get("/buka-lapak").text

    answer = browser.post(f"/buka-lapak/sertifikat/{certificate.number}")

    stall = db.session.scalar(db.select(Stall))
    assert answer.location.endswith(f"/buka-lapak/{stall.id}/tentang")
    assert (stall.name, stall.owner_name) == ("Lapak Sri Wahyuni", "Sri Wahyuni")
    assert (stall.plans, stall.market_id) == ("Nastar", market.id)
    assert (stall.certificate_id, stall.trained_in) == (certificate.id, "Kue kering")
    assert stall.status is StallStatus.DRAFT


def test_pressing_twice_is_one_draft(user, sign_in):
    certificate = make_certificate(user, make_market().rw)
    browser = sign_in(user)
    for _ in range(2):
        browser.post(f"/buka-lapak/sertifikat/{certificate.number}")
    assert db.session.scalar(db.select(db.func.count(Stall.id))) == 1


def test_another_persons_certificate_does_not_exist(user, sign_in):
    certificate = make_certificate(user, make_market().rw)
    stranger = sign_in(make_user())
    assert stranger.post(f"/buka-lapak/sertifikat/{certificate.number}").status_code == 404
    assert db.session.scalar(db.select(db.func.count(Stall.id))) == 0


@pytest.mark.parametrize("has_market", [True, False])
def test_an_rw_without_open_market_offers_the_neighbours(user, sign_in, has_market):
    rw = make_market(number=7).rw if has_market else make_rw(number=7)
    if has_market:
        close_market(rw.market, now())
        db.session.commit()
    neighbour = make_market(number=8)
    certificate = make_certificate(user, rw)
    browser = sign_in(user)
    address = f"/buka-lapak/sertifikat/{certificate.number}"

    page = browser.post(address)
    assert page.status_code == 200
    assert "Pasar RW 07 Purwantoro belum buka" in page.text
    assert "RW 08 Purwantoro" in page.text
    assert db.session.scalar(db.select(db.func.count(Stall.id))) == 0

    browser.post(address, data={"pasar": neighbour.slug})
    assert db.session.scalar(db.select(Stall.market_id)) == neighbour.id
