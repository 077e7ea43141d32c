"""Photos are served for ever and by name alone; private ones only through a view that asked."""

import io

import pytest
from flask import Flask
from PIL import Image

from marketplace.web import files
from marketplace.web.audience import audience_of, public
from marketplace.web.photos import FileStore, take_photo, take_private


@pytest.fixture
def site(tmp_path):
    site = Flask("site")
    site.config["DATA"] = tmp_path
    files.init_app(site)

    @site.get("/bukti/<path:key>")
    @public
    def proof(key):
        return files.send_private(key)

    return site


@pytest.fixture
def sent():
    out = io.BytesIO()
    Image.new("RGB", (900, 700), "orange").save(out, "JPEG")
    return io.BytesIO(out.getvalue())


@pytest.fixture
def photo(site, sent):
    return take_photo(sent, store=FileStore(site.config["DATA"]))


def test_a_photo_is_kept_by_the_browser_for_a_year(site, photo):
    answer = site.test_client().get(files.photo_url(photo.digest, 320))

    assert answer.status_code == 200
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert Image.open(io.BytesIO(answer.data)).width == 320


def test_link_previews_get_a_jpeg(site, photo):
    answer = site.test_client().get(files.og_url(photo.digest))

    assert answer.content_type == "image/jpeg"
    assert Image.open(io.BytesIO(answer.data)).size == (1200, 630)


def test_a_photo_that_is_known_is_not_sent_again(site, photo):
    client, url = site.test_client(), files.photo_url(photo.digest, 160)
    known = client.get(url).headers["ETag"]

    answer = client.get(url, headers={"If-None-Match": known})

    assert (answer.status_code, answer.data) == (304, b"")


def test_every_other_name_does_not_exist(site, photo):
    client, folder = site.test_client(), f"/files/{photo.digest[:2]}/{photo.digest}"
    other = "00" if photo.digest[:2] != "00" else "01"
    for url in (
        f"{folder}/161.webp",
        f"{folder}/1280.webp.part",
        f"{folder}/../{photo.digest}/160.webp",
        f"{folder}/%2e%2e%2f160.webp",
        f"{folder}/",
        f"/files/{other}/{photo.digest}/160.webp",
        f"/files/{photo.digest[:2]}/{photo.digest.upper()}/160.webp",
        f"/files/ab/{'ab' * 32}/160.webp",
        "/files/../private/proofs",
        f"/files/unfinished/{photo.digest}/160.webp",
    ):
        assert client.get(url).status_code in (404, 308), url
    assert client.post(f"{folder}/160.webp").status_code == 405


def test_a_proof_is_never_kept_by_anyone(site, sent):
    key = take_private(sent, store=FileStore(site.config["DATA"]))

    answer = site.test_client().get(f"/bukti/{key}")

    assert answer.status_code == 200
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


def test_a_proof_that_is_gone_is_not_found(site):
    assert site.test_client().get(f"/bukti/proofs/{'0' * 32}").status_code == 404


def test_addresses_are_pure_and_known_to_templates(site):
    digest = "ab" * 32
    page = site.jinja_env.from_string("{{ photo_url(digest, 240) }} {{ og_url(digest) }}")

    assert page.render(digest=digest) == (f"/files/ab/{digest}/240.webp /files/ab/{digest}/og.jpg")
    with pytest.raises(ValueError):
        files.photo_url(digest, 200)


def test_the_route_says_who_may_come(site):
    assert audience_of(site, "files.photo") == "public"


def test_a_photo_is_the_same_for_everybody(app):
    """`Vary: Cookie` would fetch every picture again when a cart is born."""
    sent = io.BytesIO()
    Image.new("RGB", (300, 300), "orange").save(sent, "PNG")
    sent.seek(0)
    photo = take_photo(sent, store=FileStore(app.config["DATA"]))

    answer = app.test_client().get(files.photo_url(photo.digest, 160))

    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
