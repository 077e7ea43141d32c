"""City, list of markets, stall, category, cluster, search results."""

from marketplace.regions.actions import create_cluster
from marketplace.regions.rules import Board
from marketplace.stalls.models import StallSlug
from marketplace.web.db import begin_write, db
from tests.make import make_category, make_market, make_product, make_stall


def read(client, address):
    page = client.get(address)
    assert page.status_code == 200, address
    return page.text


def test_a_city_without_markets_says_what_comes_next(client):
    assert "Belum ada pasar yang buka" in read(client, "/")
    assert "Belum ada pasar yang buka" in read(client, "/pasar")
    assert "Belum ada dagangan" in read(client, "/cari")


def test_the_city_counts_markets_and_kitchens(client):
    make_product(make_stall(make_market("purwantoro-rw-15")))
    make_market("sukun-rw-05")
    page = read(client, "/")
    assert "2 pasar RW, 1 dapur warga" in page
    assert "<b>1</b> siap" in page


def test_a_kecamatan_with_many_markets_shows_some_and_leads_to_all(client):
    for number in range(1, 8):
        make_market(f"purwantoro-rw-{number:02}")
    page = read(client, "/")
    assert "7 pasar" in page
    assert page.count("/pasar/purwantoro-rw-") == 5
    assert "/pasar?kecamatan=blimbing" in page


def test_markets_are_filtered_by_kecamatan_and_kelurahan(client):
    for slug in ("purwantoro-rw-05", "polowijen-rw-03", "sukun-rw-05"):
        make_market(slug)
    blimbing = read(client, "/pasar?kecamatan=blimbing")
    assert "purwantoro-rw-05" in blimbing
    assert "polowijen-rw-03" in blimbing
    assert "sukun-rw-05" not in blimbing
    polowijen = read(client, "/pasar?kecamatan=BLIMBING&kelurahan=polowijen")
    assert "polowijen-rw-03" in polowijen
    assert "/pasar/purwantoro-rw-05" not in polowijen
    assert "sukun-rw-05" in read(client, "/pasar?kecamatan=atlantis&kelurahan=hilang")


def test_a_long_list_of_markets_has_pages(client):
    for number in range(1, 15):
        make_market(f"purwantoro-rw-{number:02}")
    assert read(client, "/pasar").count("/pasar/purwantoro-rw-") == 12
    assert read(client, "/pasar?hal=2").count("/pasar/purwantoro-rw-") == 2


def test_an_old_address_of_a_stall_redirects_for_good(client):
    stall = make_stall()
    begin_write()
    db.session.add(StallSlug(slug="dapur-lama", stall_id=stall.id))
    db.session.commit()
    answer = client.get("/lapak/dapur-lama")
    assert answer.status_code == 301
    assert answer.location == f"/lapak/{stall.slug}"
    assert client.get("/lapak/tidak-pernah-ada").status_code == 404


def test_a_stall_shows_where_to_fetch_and_how_to_pay(client):
    stall = make_stall(whatsapp="6281200000177")
    page = read(client, f"/lapak/{stall.slug}")
    assert "Balai RW" in page
    assert "16.00–18.00" in page
    assert "Tunai waktu serah terima" in page
    assert "QRIS" not in page
    assert "wa.me/6281200000177" in page


def test_a_category_gathers_goods_of_all_markets_and_narrows_by_kecamatan(client):
    kue = make_category("kue", "Kue kering")
    make_product(make_stall(make_market("purwantoro-rw-15")), title="Nastar", category=kue)
    make_product(make_stall(make_market("sukun-rw-05")), title="Semprit", category=kue)
    whole = read(client, "/kategori/kue")
    assert "Nastar" in whole
    assert "Semprit" in whole
    assert "RW 05" in whole
    narrowed = read(client, "/kategori/kue?kecamatan=sukun")
    assert "Semprit" in narrowed
    assert "Nastar" not in narrowed
    assert client.get("/kategori/hantu").status_code == 404


def test_a_cluster_gathers_its_rws(client):
    sanan = make_market("purwantoro-rw-15")
    make_product(make_stall(sanan), title="Keripik Sanan", price=9000)
    make_product(make_stall(make_market("sukun-rw-05")), title="Pia Sukun")
    begin_write()
    create_cluster("sanan", "Kampung tempe Sanan", "Keripik.", Board.TERAKOTA, [sanan.rw])
    db.session.commit()
    page = read(client, "/klaster/sanan")
    assert "Keripik Sanan" in page
    assert "Pia Sukun" not in page
    assert 'data-board="terakota"' in page
    assert "1 lapak, mulai Rp9.000" in read(client, "/")
    assert client.get("/klaster/hantu").status_code == 404


def test_search_finds_goods_by_words_and_keeps_what_was_typed(client):
    market = make_market("purwantoro-rw-15")
    make_product(make_stall(market), title="Keripik bayam")
    kue = make_category("kue", "Kue kering")
    make_product(make_stall(market), title="Nastar nanas", category=kue)
    page = read(client, "/cari?q=keripik")
    assert "Keripik bayam" in page
    assert "Nastar nanas" not in page
    assert 'value="keripik"' in page


def test_search_keeps_its_market_and_lets_go_of_each_filter(client):
    make_product(make_stall(make_market("purwantoro-rw-15")), title="Keripik bayam")
    make_product(make_stall(make_market("sukun-rw-05")), title="Keripik pisang")
    page = read(client, "/cari?q=keripik&pasar=purwantoro-rw-15&siap=1")
    assert "Keripik bayam" in page
    assert "Keripik pisang" not in page
    assert 'href="/cari?q=keripik&amp;pasar=purwantoro-rw-15"' in page
    assert 'href="/cari?q=keripik&amp;siap=1"' in page
    assert "Keripik pisang" in read(client, "/cari?q=keripik&pasar=tidak-ada")


def test_search_finds_stalls_and_markets_by_name(client):
    make_stall(make_market("purwantoro-rw-15", nickname="Sanan"), name="Dapur Bu Sri")
    assert "/lapak/dapur-bu-sri" in read(client, "/cari?q=bu+sri")
    assert "/pasar/purwantoro-rw-15" in read(client, "/cari?q=sanan")
    assert "/lapak/" not in read(client, "/cari?q=%25")


def test_nothing_found_says_what_to_try(client):
    make_product()
    page = read(client, "/cari?q=zzzzz")
    assert "Tidak ada “zzzzz”" in page
    assert "Lepas semua saringan" in read(client, "/cari?q=zzzzz&halal=1")


def test_odd_searches_are_answered(client):
    for words in ("%00", "%F0%9F%8D%AA", "'%22)(*", "a" * 500, "%E2%80%AE", "AND+OR+NOT", "%"):
        read(client, f"/cari?q={words}")
        read(client, f"/pasar?kecamatan={words}&kelurahan={words}&hal={words}")
        read(client, f"/cari?pasar={words}&kategori={words}&min={words}&urut={words}")


def test_a_zero_byte_in_an_address_is_no_address(client):
    for folder in ("pasar", "lapak", "kategori", "klaster", "sertifikat", "produk/1-"):
        assert client.get(f"/{folder}/%00").status_code == 404
