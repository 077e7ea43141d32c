import io

import pytest
from PIL import Image
from sqlalchemy import event

from marketplace.catalogue.actions import NewVariant, add_photo, return_product
from marketplace.catalogue.models import Product
from marketplace.catalogue.rules import ProductMove, ProductStatus, SellsBy, Stock
from marketplace.catalogue.shelves import shelf_of
from marketplace.kit.clock import now
from marketplace.web.db import db
from marketplace.web.photos import current_store, take_photo
from tests.make import make_admin, make_category, make_producer, make_product, make_stall


def jpeg(colour="orange", name="keripik.jpg"):
    file = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(file, "JPEG")
    file.seek(0)
    return file, name


@pytest.fixture
def stall(app):
    return make_stall()


@pytest.fixture
def browser(stall, sign_in):
    return sign_in(make_producer(stall))


def page_of(stall, tail="dagangan"):
    return f"/penjual/{stall.slug}/{tail}"


def filled(**changes):
    usual = {
        "title": "Sambal bajak",
        "category": str(make_category("lauk-sambal", "Lauk dan sambal").id),
        "price": "20.000",
        "grams": "180",
        "sells_by": "shelf",
        "on_hand": "12",
        "step": "pajang",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def send_new(browser, stall, **changes):
    return browser.post(page_of(stall, "dagangan/baru"), data=filled(**changes))


def only_product():
    return db.session.scalars(db.select(Product)).one()


def test_five_facts_and_a_photo_put_a_product_before_the_rw_admin(browser, stall):
    answer = send_new(browser, stall, photos=[jpeg()])

    product = only_product()
    assert answer.status_code == 302
    assert product.status is ProductStatus.SUBMITTED
    assert [v.title for v in product.variants] == ["180 g"]
    assert shelf_of(product.variants[0]).stock == Stock(on_hand=12)
    assert current_store().has(product.photo)
    assert "dikirim ke pengurus RW" in browser.get(answer.location).text


def test_a_draft_needs_only_a_name_and_a_kind(browser, stall):
    answer = send_new(browser, stall, price=None, grams=None, step="draf")

    assert answer.status_code == 302
    assert only_product().status is ProductStatus.DRAFT
    assert only_product().variants == []


def test_a_refused_form_keeps_words_and_good_photos(browser, stall):
    answer = send_new(
        browser, stall, price="", photos=[jpeg("red"), (io.BytesIO(b"GIF89a"), "kucing.gif")]
    )

    assert answer.status_code == 422
    assert "Isi harganya dulu." in answer.text
    assert "kucing.gif: Berkas ini bukan foto" in answer.text
    assert 'value="Sambal bajak"' in answer.text
    (digest,) = list(current_store().digests())
    assert f'value="1.{digest}" selected' in answer.text
    assert db.session.scalars(db.select(Product)).all() == []

    answer = send_new(browser, stall, photos=[f"1.{digest}"])
    assert answer.status_code == 302
    assert only_product().photo == digest


@pytest.mark.parametrize(
    "hostile",
    [b"", b"<?php system('id') ?>", b"\xff\xd8\xff\xe0" + b"0" * 90, b"%PDF-1.7", b"<svg/>"],
    ids=["empty", "script", "half a jpeg", "pdf", "svg"],
)
def test_a_hostile_upload_is_refused_and_leaves_no_file(browser, stall, hostile):
    answer = send_new(browser, stall, photos=[(io.BytesIO(hostile), "../../etc/passwd.jpg")])

    assert answer.status_code == 422
    assert "passwd.jpg: " in answer.text
    assert "etc/passwd" not in answer.text
    assert [path for path in current_store().root.rglob("*") if path.suffix == ".webp"] == []


def test_an_invented_digest_is_dropped(browser, stall):
    for made_up in (f"1.{'0' * 64}", "1.../../pasar.db", "x", "1." + "é" * 64):
        answer = send_new(browser, stall, photos=[made_up])
        assert answer.status_code == 422
        assert "Pasang paling sedikit satu foto." in answer.text


def test_the_ninth_photo_is_not_taken(browser, stall):
    colours = ["#%06x" % (number * 1_500_000 + 20) for number in range(9)]
    answer = send_new(browser, stall, photos=[jpeg(c, f"{c}.jpg") for c in colours])

    assert answer.status_code == 422
    assert "Paling banyak 8 foto." in answer.text
    assert len(list(current_store().digests())) == 8


def test_photos_change_places_and_leave(browser, stall):
    product = make_product(stall, published=False)
    for colour in ("red", "green", "blue"):
        add_photo(product, take_photo(jpeg(colour)[0]))
    db.session.commit()
    red, green, blue = [photo.digest for photo in product.photos]

    answer = browser.post(
        page_of(stall, f"dagangan/{product.id}"),
        data=filled(edition="0", step="draf", photos=[f"1.{red}", f"x.{green}", f"1.{blue}"]),
    )

    assert answer.status_code == 302
    assert [photo.digest for photo in product.photos] == [blue, red]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "Tulis nama dagangannya."),
        ({"title": "x" * 81}, "Terlalu panjang"),
        ({"category": ""}, "Pilih jenisnya."),
        ({"category": "999999"}, "Pilih salah satu dari daftar."),
        ({"category": "kue"}, "Pilih salah satu dari daftar."),
        ({"price": "12.50"}, "Tulis jumlahnya seperti 15.000"),
        ({"price": "0"}, "paling sedikit Rp100"),
        ({"price": "99999999999999"}, "Jumlahnya terlalu besar."),
        ({"grams": ""}, "Isi beratnya dalam gram"),
        ({"grams": "-5"}, "angka bulat"),
        ({"on_hand": "banyak"}, "angka bulat"),
        ({"sells_by": "steal"}, "Pilih salah satu dari daftar."),
        ({"allergens": "gold"}, "Pilih salah satu dari daftar."),
        ({"allergens": "soy", "no_allergens": "y"}, "Jangan keduanya"),
        ({"others-0-title": "Balado"}, "Isi harganya dulu."),
        ({"others-0-price": "9000"}, "Isi beratnya dalam gram"),
        ({"others-0-price": "9000", "others-0-grams": "180"}, "Ukuran 180 g sudah ada"),
    ],
)
def test_each_fault_has_its_sentence_and_saves_nothing(browser, stall, typed, sentence):
    answer = send_new(browser, stall, photos=[jpeg()], **typed)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalars(db.select(Product)).all() == []


def test_rows_with_absurd_numbers_are_no_rows(browser, stall):
    strange = {f"others-{'9' * 5000}-price": "1", "others-²-price": "1", "others--1-price": "1"}
    answer = send_new(browser, stall, photos=[jpeg()], **strange)

    assert answer.status_code == 302
    assert len(only_product().variants) == 1


def test_more_sizes_each_get_their_shelf(browser, stall):
    send_new(
        browser,
        stall,
        photos=[jpeg()],
        **{
            "others-0-title": "",
            "others-1-title": "Balado",
            "others-1-price": "11.000",
            "others-1-grams": "90",
            "others-1-on_hand": "7",
        },
    )

    product = only_product()
    assert [(v.title, v.price) for v in product.variants] == [("180 g", 20000), ("Balado", 11000)]
    assert shelf_of(product.variants[1]).stock == Stock(on_hand=7)
    assert product.price_from == 11000


def test_an_edit_changes_facts_and_a_size_stops_without_leaving_old_orders(browser, stall):
    product = make_product(
        stall, variants=[NewVariant("150 g", 15000, 150, 5), NewVariant("Balado", 9000, 90, 3)]
    )
    add_photo(product, take_photo(jpeg()[0]))
    db.session.commit()
    second = product.variants[1].id

    answer = browser.post(
        page_of(stall, f"dagangan/{product.id}"),
        data=filled(
            edition="0",
            step="simpan",
            title="Keripik tempe tipis",
            unit="",
            is_sold="y",
            photos=[f"1.{product.photo}"],
            no_allergens="y",
            **{
                "others-0-id": str(second),
                "others-0-title": "Balado",
                "others-0-price": "9.500",
                "others-0-grams": "90",
            },
        ),
    )

    assert answer.status_code == 302
    assert product.title == "Keripik tempe tipis"
    assert product.slug == "keripik-tempe-tipis"
    assert product.status is ProductStatus.PUBLISHED
    assert product.allergens == []
    assert [(v.title, v.price, v.is_active) for v in product.variants] == [
        ("180 g", 20000, True),
        ("Balado", 9500, False),
    ]
    assert product.price_from == 20000


def test_two_edits_at_once_are_noticed_and_the_second_keeps_what_was_typed(browser, stall):
    product = make_product(stall, published=False)
    page = page_of(stall, f"dagangan/{product.id}")
    browser.post(page, data=filled(edition="0", step="draf", title="Dari HP"))

    answer = browser.post(page, data=filled(edition="0", step="draf", title="Dari laptop"))

    assert answer.status_code == 422
    assert "baru saja diubah dari tempat lain" in answer.text
    assert 'value="Dari laptop"' in answer.text
    assert product.title == "Dari HP"
    again = browser.post(page, data=filled(edition="1", step="draf", title="Dari laptop"))
    assert again.status_code == 302
    assert product.title == "Dari laptop"


def test_a_published_product_cannot_lose_its_last_photo_or_size(browser, stall):
    product = make_product(stall)
    page = page_of(stall, f"dagangan/{product.id}")

    answer = browser.post(page, data=filled(edition="0", step="simpan"))

    assert answer.status_code == 422
    assert "Pasang paling sedikit satu foto." in answer.text
    assert "Paling sedikit satu ukuran harus dijual." in answer.text


def test_the_page_shows_the_label_meter_and_what_is_missing(browser, stall):
    product = make_product(stall, composition="Tempe, tepung", allergens=["soy"])

    page = browser.get(page_of(stall, f"dagangan/{product.id}"))

    assert "Kelengkapan label 3 dari 6" in page.text
    assert "Belum ada: Tahan berapa lama, Cara simpan, Nomor izin" in page.text


def test_a_returned_product_says_why_and_can_be_sent_again(browser, stall):
    product = make_product(stall)
    return_product(product, make_admin(stall.market), "Fotonya gelap", now())
    db.session.commit()

    assert "Fotonya gelap" in browser.get(page_of(stall)).text
    page = browser.get(page_of(stall, f"dagangan/{product.id}"))
    assert "Pengurus: Fotonya gelap" in page.text
    assert "Pajang di pasar" in page.text


def press(browser, stall, product, noun):
    return browser.post(page_of(stall, f"dagangan/{product.id}/{noun}"))


def test_a_product_is_hidden_shown_archived_and_restored(browser, stall):
    product = make_product(stall)
    for noun, status in [
        ("penyimpanan", ProductStatus.HIDDEN),
        ("pemajangan", ProductStatus.PUBLISHED),
        ("arsip", ProductStatus.ARCHIVED),
        ("pemulihan", ProductStatus.DRAFT),
    ]:
        assert press(browser, stall, product, noun).status_code == 302
        assert product.status is status


def test_a_move_at_the_wrong_moment_is_a_kind_409(browser, stall):
    product = make_product(stall)

    answer = press(browser, stall, product, "pemulihan")

    assert answer.status_code == 409
    assert "Dagangannya sudah berpindah" in answer.text
    assert product.status is ProductStatus.PUBLISHED


def test_a_bare_draft_is_not_sent(browser, stall):
    product = make_product(stall, published=False)

    answer = press(browser, stall, product, "pengajuan")

    assert "Lengkapi dulu: foto." in browser.get(answer.location).text
    assert product.status is ProductStatus.DRAFT


def test_another_producer_is_a_stranger(stall, app, sign_in):
    product = make_product(stall)
    other = make_stall()
    stranger = sign_in(make_producer(other))

    for tail in ("dagangan", "dagangan/baru", f"dagangan/{product.id}"):
        assert stranger.get(page_of(stall, tail)).status_code == 404
    assert stranger.get(page_of(other, f"dagangan/{product.id}")).status_code == 404
    assert press(stranger, stall, product, "arsip").status_code == 404
    assert press(stranger, other, product, "arsip").status_code == 404
    assert product.status is ProductStatus.PUBLISHED


def test_a_visitor_is_sent_to_sign_in(client, stall):
    assert "/masuk" in client.get(page_of(stall)).location


def test_the_list_is_filtered_counted_and_paged(browser, stall):
    for number in range(14):
        make_product(stall, title=f"Keripik {number}", published=False)
    product = make_product(stall, title="Stik ampas")
    product.make(ProductMove.ARCHIVE, now())
    db.session.commit()

    page = browser.get(page_of(stall))
    assert "14 dagangan" in page.text
    assert "Draf 14" in page.text
    assert "Diarsipkan 1" in page.text
    assert "Keripik 1<" not in page.text
    assert "Keripik 1<" in browser.get(page_of(stall) + "?hal=2").text
    assert "Stik ampas" in browser.get(page_of(stall) + "?status=archived").text
    assert browser.get(page_of(stall) + "?status=aneh&hal=-4").status_code == 200


def test_an_empty_stall_is_told_how_to_begin(browser, stall):
    assert "Belum ada dagangan" in browser.get(page_of(stall)).text


def statements(browser, address):
    seen = []

    def heard(*about):
        seen.append(about[2])

    event.listen(db.engine, "before_cursor_execute", heard)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", heard)
    return len([s for s in seen if s.lstrip().upper().startswith("SELECT")])


@pytest.mark.parametrize("tail", ["dagangan", "stok", "jadwal"])
def test_a_list_costs_the_same_for_one_row_and_for_many(browser, stall, tail):
    make_product(stall)
    one = statements(browser, page_of(stall, tail))
    for number in range(15):
        make_product(stall, title=f"Keripik {number}", sells_by=SellsBy.SHELF, price=5000 + number)
    many = statements(browser, page_of(stall, tail))

    assert one == many
    assert many <= 15


def test_one_stall_opens_at_once_and_several_are_chosen_from(stall, app, sign_in):
    user = make_producer(stall)
    assert sign_in(user).get("/penjual").location.endswith(f"/penjual/{stall.slug}")
    second = make_stall(name="Dapur Kedua")
    make_producer(second, user)

    page = sign_in(user).get("/penjual")

    assert "Dapur Kedua" in page.text
    assert stall.name in page.text


def test_somebody_without_a_stall_is_told_how_to_get_one(app, sign_in):
    from tests.make import make_user

    assert "Belum ada lapak" in sign_in(make_user()).get("/penjual").text
