"""The pages that are measured, as a visitor opens them, and the producer's desk as its owner does."""

from flask import Flask
from flask.testing import FlaskClient

from devtools.bench.rows import HOME
from devtools.bench.words import title_of
from marketplace.accounts.actions import create_user, grant, start_session
from marketplace.accounts.rules import Role
from marketplace.kit.slugs import slugify
from marketplace.stalls.models import Stall
from marketplace.web.db import begin_write, db

OF_MARKET = (
    "kategori=keripik hal=2 siap=1 pesan=1 halal=1 terlatih=1 max=20000 tanpa=kacang".split()
)
OF_CITY = (
    "siap=1 pesan=1 halal=1 terlatih=1 tanpa=kacang min=15000&max=20000 min=99000 urut=termurah "
    "urut=termahal siap=1&urut=termurah halal=1&terlatih=1&siap=1&urut=termahal hal=84"
).split()

PUBLIC = (
    "/",
    "/pasar",
    "/pasar?kecamatan=blimbing",
    f"/pasar/{HOME}",
    *(f"/pasar/{HOME}?{query}" for query in (*OF_MARKET, "urut=termurah", "urut=termahal")),
    "/lapak/lapak-1",
    f"/produk/1-{slugify(title_of(1), 'produk')}",
    "/klaster/kecil",
    "/kategori/keripik",
    "/kategori/keripik?kecamatan=blimbing",
    "/kategori/keripik?siap=1&urut=termurah",
    "/cari",
    *(f"/cari?{query}" for query in OF_CITY),
    f"/cari?pasar={HOME}&siap=1&urut=termurah",
)
DESK = ("/penjual/lapak-1", "/penjual/lapak-1/dagangan", "/penjual/lapak-1/stok")


def producer_of_first_stall(app: Flask) -> FlaskClient:
    """A browser in which the owner of the first stall is signed in."""
    begin_write()
    owner = create_user("Bu Ukur", phone="6281200000999")
    grant(owner, Role.PRODUCER, stall=db.session.get(Stall, 1))
    _session, token = start_session(owner, device="Pengukur")
    db.session.commit()
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return browser
