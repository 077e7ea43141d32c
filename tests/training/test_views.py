"""Anybody may check a certificate; its owner is offered a stall."""

from datetime import date

import pytest

from marketplace.training.actions import import_roster
from marketplace.training.models import Certificate
from marketplace.training.roster import Entry
from marketplace.training.rules import name_in_public, read_number
from marketplace.web.db import begin_write, db
from tests.make import make_user, make_village

SARI = Entry(
    "Bu Sari Wahyuni",
    "6281200000123",
    "Purwantoro",
    15,
    "Kue kering",
    "Nastar",
    session="Angkatan 3",
)


@pytest.fixture
def certificate(app):
    make_village("Purwantoro")
    import_roster([SARI], today=date(2026, 3, 12))
    db.session.commit()
    return db.session.scalar(db.select(Certificate))


def test_a_valid_certificate_tells_enough_and_not_too_much(client, certificate):
    page = client.get(f"/sertifikat/{certificate.number}")

    assert "Sertifikat ini sah" in page.text
    assert "Terlatih · Kue kering" in page.text
    assert "Angkatan 3" in page.text
    assert "12 Maret 2026" in page.text
    assert "Bu Sari W." in page.text
    assert "Wahyuni" not in page.text
    assert "0812" not in page.text


def test_a_number_typed_off_paper_finds_its_certificate(client, certificate):
    typed = certificate.number.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    page = client.get(f"/sertifikat/{typed}")

    assert page.headers["Location"] == f"/sertifikat/{certificate.number}"


def test_a_revoked_certificate_says_so(client, certificate):
    begin_write()
    certificate.revoked_on = date(2026, 6, 1)
    db.session.commit()

    page = client.get(f"/sertifikat/{certificate.number}")

    assert "sudah dicabut" in page.text
    assert "Terlatih" not in page.text


@pytest.mark.parametrize(
    "number", ["SRT-2026-ZZZZZZ", "SRT-2026-7K3", "PRW-7K3M9Q", "x" * 300, "ş"]
)
def test_a_number_nobody_gave_out_gets_a_kind_page(client, app, number):
    page = client.get(f"/sertifikat/{number}")

    assert page.status_code == 404
    assert "Sertifikat ini tidak ada" in page.text


def test_a_finished_participant_who_signs_up_is_offered_a_stall(app, sign_in, certificate):
    client = sign_in(make_user(phone="6281200000123", name="Bu Sari"))

    for path in ("/daftar/selesai", "/akun"):
        page = client.get(path)
        assert "Sertifikat Kue kering" in page.text
        assert "Nastar di RW 15 Purwantoro" in page.text
        assert f"/sertifikat/{certificate.number}" in page.text
        assert "Buka lapak" in page.text


def test_a_neighbour_is_offered_nothing(app, sign_in, certificate):
    client = sign_in(make_user(phone="6281200000777"))

    assert "Sertifikat Kue kering" not in client.get("/akun").text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Bu Sri Wahyuni", "Bu Sri W."),
        ("Sri Wahyuni", "Sri W."),
        ("Sri", "Sri"),
        ("Bu Sri", "Bu Sri"),
        ("H. Dul Kamid", "H. Dul K."),
    ],
)
def test_names_are_shortened_in_public(name, shown):
    assert name_in_public(name) == shown


def test_only_our_own_numbers_are_read():
    assert read_number("srt 2026 7k3m9q") == "SRT-2026-7K3M9Q"
    assert read_number("SRT-2026-7K3M9U") is None
