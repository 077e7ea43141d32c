"""Text pages, health, and what machines ask for."""

import re
from datetime import timedelta

import pytest

from marketplace.jobs.models import enqueue
from marketplace.web.db import begin_write, db
from tests.counting import statements
from tests.make import make_product


@pytest.mark.parametrize("address", ["/bantuan", "/syarat", "/privasi", "/pengaduan", "/luring"])
def test_text_pages_answer_without_asking_the_database(client, address):
    with statements() as sent:
        page = client.get(address)
    assert page.status_code == 200
    assert sent == []
    assert "<h1>" in page.text
    assert not re.search(r"\b(Anda|toko|submit)\b|!", re.sub(r"<[^>]*>", " ", page.text))


def test_complaints_name_contact_address_steps_and_time(client):
    page = client.get("/pengaduan").text
    for fact in ("081200000100", "Balai Kota", "dua hari kerja", "Langkah", "08.00–16.00 WIB"):
        assert fact in page


def test_healthz_asks_nobody(client):
    with statements() as sent:
        answer = client.get("/healthz")
    assert answer.json == {"alive": True}
    assert sent == []
    assert answer.headers["Cache-Control"] == "no-store"


def test_readyz_says_what_it_found(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["ready"]
    assert answer.json["database"]
    assert answer.json["lag"] == 0


def test_readyz_refuses_when_no_worker_takes_the_jobs(client):
    begin_write()
    enqueue("anything", delay=timedelta(hours=-1))
    db.session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json["lag"] >= 3600


def test_robots_lead_to_the_sitemap_and_away_from_desks(client):
    text = client.get("/robots.txt").text
    assert "Disallow: /penjual" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_the_sitemap_lists_what_visitors_may_open(client):
    product = make_product()
    index = client.get("/sitemap.xml")
    assert index.mimetype == "application/xml"
    parts = re.findall(r"<loc>http://127.0.0.1:8000(/sitemap-[^<]+)</loc>", index.text)
    assert len(parts) == 3
    whole = "".join(client.get(part).text for part in parts)
    for path in (
        f"/pasar/{product.stall.market.slug}",
        f"/lapak/{product.stall.slug}",
        f"/produk/{product.id}-{product.slug}",
    ):
        assert f"<loc>http://127.0.0.1:8000{path}</loc>" in whole
    assert client.get("/sitemap-hantu-0.xml").status_code == 404


def test_the_sitemap_is_split_without_skipping_rows(client, monkeypatch):
    monkeypatch.setattr("marketplace.site.sitemap.PER_FILE", 2)
    ids = [make_product().id for _ in range(5)]
    parts = re.findall(r"/sitemap-produk-\d+\.xml", client.get("/sitemap.xml").text)
    assert len(parts) == 3
    whole = "".join(client.get(part).text for part in parts)
    assert [int(id) for id in re.findall(r"/produk/(\d+)-", whole)] == ids


def test_another_host_is_refused_in_plain_words(client):
    answer = client.get("/", headers={"Host": "jahat.example"})
    assert answer.status_code == 400
    assert "Alamat situs ini salah" in answer.text
    assert client.get("/healthz", headers={"Host": "127.0.0.1:8000"}).status_code == 200
