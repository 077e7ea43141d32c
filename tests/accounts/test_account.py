"""One's own page: devices, password, number."""

from marketplace.accounts.actions import find_user
from marketplace.accounts.models import UserSession
from marketplace.web.db import db
from tests.make import make_user

PASSWORD = "tempe mendoan hangat"
PHONE = "6281200000123"


def test_devices_are_listed_and_one_is_ended(app, sign_in):
    user = make_user()
    phone, laptop = sign_in(user), sign_in(user)
    page = phone.get("/akun")
    assert page.text.count("Peramban uji") == 2
    other = db.session.scalars(db.select(UserSession.id).order_by(UserSession.id)).all()[1]

    page = phone.post(f"/akun/perangkat/{other}/akhir", follow_redirects=True)

    assert "sudah dikeluarkan" in page.text
    assert laptop.get("/akun").status_code == 302
    assert phone.get("/akun").status_code == 200


def test_a_stranger_cannot_end_my_device(app, sign_in):
    mine, stranger = sign_in(make_user()), sign_in(make_user())
    session_id = db.session.scalars(db.select(UserSession.id).order_by(UserSession.id)).first()

    stranger.post(f"/akun/perangkat/{session_id}/akhir")

    assert mine.get("/akun").status_code == 200


def test_all_other_devices_are_ended_at_once(app, sign_in):
    user = make_user()
    phone, laptop, tablet = sign_in(user), sign_in(user), sign_in(user)

    page = phone.post("/akun/perangkat/akhir", follow_redirects=True)

    assert "2 perangkat lain" in page.text
    assert laptop.get("/akun").status_code == tablet.get("/akun").status_code == 302


def test_a_new_password_needs_the_old_one_and_ends_other_devices(app, sign_in):
    user = make_user(phone=PHONE, password=PASSWORD)
    phone, laptop = sign_in(user), sign_in(user)
    new = {"sandi_baru": "pecel lele jam sembilan"}

    page = phone.post("/akun/sandi", data={"sandi": "bukan yang lama", **new})
    assert page.status_code == 422
    assert "tidak cocok" in page.text
    page = phone.post("/akun/sandi", data={"sandi": PASSWORD, **new}, follow_redirects=True)

    assert "Kata sandi diganti" in page.text
    assert laptop.get("/akun").status_code == 302
    browser = app.test_client()
    data = {"nomor": PHONE, "sandi": new["sandi_baru"]}
    assert browser.post("/masuk", data=data).status_code == 302


def test_who_came_by_code_makes_a_first_password(app, sign_in):
    client = sign_in(make_user(phone=PHONE))

    page = client.post("/akun/sandi", data={"sandi_baru": PASSWORD})

    assert page.headers["Location"] == "/akun"
    assert find_user(PHONE).password_hash


def test_a_forgotten_password_is_replaced_by_code_and_all_sessions_end(app, client, sign_in, inbox):
    user = make_user(phone=PHONE, password=PASSWORD)
    thief = sign_in(user)
    client.post("/lupa-sandi", data={"nomor": PHONE})
    form = {"kode": inbox.code(), "sandi_baru": "pendek"}
    assert client.post("/lupa-sandi/kode", data=form).status_code == 422
    form["sandi_baru"] = "pecel lele jam sembilan"

    page = client.post("/lupa-sandi/kode", data=form, follow_redirects=True)

    assert "Kata sandi diganti" in page.text
    assert thief.get("/akun").status_code == 302
    assert client.get("/akun").status_code == 200


def test_a_reset_for_nobody_looks_like_any_other(app, client, inbox):
    page = client.post("/lupa-sandi", data={"nomor": "0812-0000-0999"}, follow_redirects=True)
    assert "Kode dikirim" in page.text
    form = {"kode": "123456", "sandi_baru": "pecel lele jam sembilan"}

    page = client.post("/lupa-sandi/kode", data=form)

    assert page.status_code == 422
    assert "keliru atau sudah tidak berlaku" in page.text


def test_a_number_is_changed_by_code(app, sign_in, inbox):
    client = sign_in(make_user(phone=PHONE))
    client.post("/akun/kontak", data={"nomor": "0812-0000-0777"})

    page = client.post("/akun/kontak/kode", data={"kode": inbox.code()}, follow_redirects=True)

    assert "Kontakmu sudah diganti" in page.text
    assert find_user("6281200000777")
    assert find_user(PHONE) is None


def test_a_mail_address_is_added(app, sign_in, inbox):
    client = sign_in(make_user(phone=PHONE))
    client.post("/akun/kontak", data={"nomor": "sari@contoh.invalid"})
    client.post("/akun/kontak/kode", data={"kode": inbox.code()})

    assert find_user("sari@contoh.invalid").phone == PHONE


def test_a_number_taken_while_the_code_was_under_way_stays_with_its_owner(app, sign_in, inbox):
    client = sign_in(make_user(phone=PHONE))
    client.post("/akun/kontak", data={"nomor": "0812-0000-0777"})
    code = inbox.code()
    owner = make_user(phone="6281200000777")

    page = client.post("/akun/kontak/kode", data={"kode": code})

    assert page.status_code == 422
    assert find_user("6281200000777").id == owner.id
    assert find_user(PHONE)


def test_messages_are_shown_to_developers_only(app, client, monkeypatch):
    assert client.get("/dev/pesan").status_code == 200
    monkeypatch.setitem(app.config, "DEVELOPMENT", False)

    assert client.get("/dev/pesan").status_code == 404


def test_the_account_is_for_people_who_are_signed_in(app, client):
    for path in ("/akun", "/akun/sandi", "/akun/kontak", "/daftar/selesai"):
        assert client.get(path).headers["Location"] == f"/masuk?next={path}"
    assert client.post("/keluar").headers["Location"] == "/masuk"
