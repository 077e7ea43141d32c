"""The product page: addresses, choices, label, links that are passed on."""

from urllib.parse import unquote

from marketplace.catalogue.actions import NewVariant
from marketplace.catalogue.models import Photo, Product
from marketplace.catalogue.rules import SellsBy
from marketplace.web.db import begin_write, db
from tests.make import make_batch, make_product, make_stall

DIGEST = "ab" + "0" * 62


def address_of(product):
    return f"/produk/{product.id}-{product.slug}"


def give_photo(product, digest=DIGEST, alt="Setampah keripik"):
    begin_write()
    db.session.add(Photo(product_id=product.id, digest=digest, width=640, height=640, alt=alt))
    db.session.commit()


def test_a_wrong_slug_is_sent_to_the_right_one_for_good(client):
    product = make_product(title="Keripik bayam")
    answer = client.get(f"/produk/{product.id}-apa-saja")
    assert answer.status_code == 301
    assert answer.location == address_of(product)


def test_a_product_that_never_was_is_not_there(client):
    assert client.get("/produk/999-keripik").status_code == 404
    assert client.get("/produk/99999999999999999999-keripik").status_code == 404


def test_a_link_in_a_chat_shows_photo_name_and_price(client):
    product = make_product(title="Keripik bayam", price=15000)
    give_photo(product)
    page = client.get(address_of(product)).text
    base = "http://127.0.0.1:8000"
    assert '<meta property="og:title" content="Keripik bayam, Rp15.000' in page
    assert "Rp15.000 (150 g) dari" in page
    assert f'<meta property="og:image" content="{base}/files/ab/{DIGEST}/og.jpg">' in page
    assert f'<meta property="og:url" content="{base}{address_of(product)}">' in page
    assert f'<link rel="canonical" href="{base}{address_of(product)}">' in page


def test_without_a_photo_the_link_shows_the_picture_of_the_site(client):
    page = client.get(address_of(make_product())).text
    assert 'property="og:image" content="http://127.0.0.1:8000/static/img/og-default.jpg' in page


def test_sizes_are_chosen_by_radio_and_the_first_that_is_left_is_chosen(client):
    sizes = [
        NewVariant("Kecil", 15000, grams=150, on_hand=0),
        NewVariant("Besar", 28000, grams=300, on_hand=4),
        NewVariant("Kaleng", 52000, grams=500, on_hand=40),
    ]
    page = client.get(address_of(make_product(variants=sizes))).text
    small, big, tin = (page.split('type="radio"')[n].split(">")[0] for n in (1, 2, 3))
    assert "disabled" in small
    assert "checked" not in small
    assert "checked" in big
    assert "checked" not in tin
    assert "sisa 4" in page
    assert "Besar, 300 g" in page


def test_a_baking_round_says_when_it_is_ready_and_until_when_to_order(client):
    batch = make_batch(make_product(sells_by=SellsBy.BATCH), capacity=3)
    page = client.get(address_of(db.session.get(Product, batch.product_id))).text
    assert "pesan sebelum" in page.lower()
    assert "sisa 3" in page


def test_the_form_puts_the_chosen_pool_into_the_cart(client):
    product = make_product(title="Keripik bayam", stock=9)
    page = client.get(address_of(product)).text
    pool = page.split('name="kolam" value="')[1].split('"')[0]
    client.post("/keranjang/tambah", data={"kolam": pool, "jumlah": "2"})
    assert "2<span" in client.get("/").text


def test_the_label_lifts_allergens_out_of_the_composition(client):
    product = make_product(composition="Kedelai, tepung terigu, garam", allergens=["soy", "gluten"])
    page = client.get(address_of(product)).text
    assert "<mark>Kedelai</mark>, tepung <mark>terigu</mark>, garam" in page
    assert "Mengandung <mark>kedelai</mark>, <mark>gandum</mark>." in page


def test_silence_about_allergens_does_not_look_like_safety(client):
    page = client.get(address_of(make_product(allergens=None))).text
    assert "Kalau kamu punya alergi, tanyakan dulu" in page


def test_asking_on_whatsapp_names_the_product_and_its_address(client):
    product = make_product(make_stall(whatsapp="6281200000177"), title="Keripik bayam")
    page = client.get(address_of(product)).text
    link = next(part for part in page.split('"') if "wa.me/6281200000177" in part)
    assert f"Keripik bayam: http://127.0.0.1:8000{address_of(product)}" in unquote(link)


def test_a_hidden_whatsapp_number_is_nowhere_on_the_page(client):
    stall = make_stall(whatsapp="6281200000177")
    begin_write()
    stall.shows_whatsapp = False
    db.session.commit()
    product = make_product(stall)
    for address in (address_of(product), f"/lapak/{stall.slug}"):
        assert "81200000177" not in client.get(address).text


def test_the_way_of_a_by_product_is_told(client):
    page = client.get(address_of(make_product(origin="kulit ari kedelai"))).text
    assert "Asal bahan" in page
    assert "Kulit ari kedelai" in page
    assert "Asal bahan" not in client.get(address_of(make_product())).text


def test_other_goods_of_the_stall_stand_below_but_not_itself(client):
    stall = make_stall()
    product = make_product(stall, title="Keripik bayam")
    make_product(stall, title="Stik bawang")
    page = client.get(address_of(product)).text
    more = page[page.index("Cocok dibawa sekalian") :]
    assert "Stik bawang" in more
    assert "Keripik bayam" not in more
