"""A new person: number, code, name and password."""

import pytest

from marketplace.accounts.actions import find_user
from marketplace.accounts.models import OneTimeCode, User
from marketplace.jobs.models import Job
from marketplace.web.db import db
from tests.make import make_user

PHONE = "0812-0000-0123"
STORED = "6281200000123"
PASSWORD = "tempe mendoan hangat"


def ask(client, number=PHONE, **more):
    return client.post("/daftar", data={"nomor": number, **more})


def sign_up(client, inbox, number=PHONE, name="Bu Sari", **more):
    ask(client, number, **more)
    client.post("/daftar/kode", data={"kode": inbox.code()})
    return client.post("/daftar/nama", data={"nama": name, "sandi_baru": PASSWORD})


def test_a_new_person_signs_up_with_phone_code_name_and_password(app, client, inbox):
    page = ask(client)
    assert page.headers["Location"] == "/daftar/kode"
    page = client.get("/daftar/kode")
    assert "Kode dikirim" in page.text
    assert PHONE in page.text
    assert 'autocomplete="one-time-code"' in page.text
    page = client.post("/daftar/kode", data={"kode": inbox.code()})
    assert page.headers["Location"] == "/daftar/nama"

    page = client.post(
        "/daftar/nama", data={"nama": "Bu Sari", "sandi_baru": PASSWORD}, follow_redirects=True
    )

    assert "Selamat datang, Bu" in page.text
    user = find_user(STORED)
    assert user.name == "Bu Sari"
    assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert client.get("/akun").status_code == 200


@pytest.mark.parametrize(
    "typed", ["081200000123", "+62 812 0000 0123", "62812-0000-0123", "81200000123"]
)
def test_any_way_of_writing_a_number_reaches_the_same_account(app, client, typed):
    user = make_user(phone=STORED, password=PASSWORD)

    client.post("/masuk", data={"nomor": typed, "sandi": PASSWORD})

    assert user.name in client.get("/akun").text


def test_somebody_without_a_phone_signs_up_by_mail(app, client, inbox):
    page = sign_up(client, inbox, "Sari@Contoh.Invalid")

    assert page.headers["Location"] == "/daftar/selesai"
    assert find_user("sari@contoh.invalid").phone is None


def test_a_known_number_sees_the_same_page_and_gets_a_hint_by_message(app, inbox):
    make_user(phone=STORED)
    known, stranger = app.test_client(), app.test_client()

    answers = [ask(known), ask(stranger, "0812-0000-0999")]
    pages = [known.get("/daftar/kode"), stranger.get("/daftar/kode")]

    assert len({(a.status_code, a.text, a.headers["Location"]) for a in answers}) == 1
    assert pages[0].text.replace("0123", "0999") == pages[1].text
    messages = inbox.messages()
    assert "Kamu sudah punya akun" in messages[0]
    assert "Kode Pasar RW-mu" in messages[1]
    wrong = [c.post("/daftar/kode", data={"kode": "000000"}) for c in (known, stranger)]
    assert wrong[0].text.replace("0123", "0999") == wrong[1].text
    assert wrong[0].status_code == wrong[1].status_code == 422


def test_the_code_is_in_no_page_and_no_row_once_it_is_sent(app, client, inbox):
    asked = ask(client)
    page = client.get("/daftar/kode")
    code = inbox.code()

    assert code not in asked.text + page.text + str(page.headers) + str(asked.headers)
    assert db.session.scalars(db.select(Job.arguments)).all() == [{}]
    assert code not in db.session.scalar(db.select(OneTimeCode.code_digest))


def test_a_number_taken_meanwhile_is_told_to_its_owner_only(app, client, inbox):
    ask(client)
    client.post("/daftar/kode", data={"kode": inbox.code()})
    make_user(phone=STORED)

    page = client.post("/daftar/nama", data={"nama": "Bu Sari", "sandi_baru": PASSWORD})

    assert page.status_code == 422
    assert "sudah punya akun" in page.text
    assert db.session.scalar(db.select(db.func.count()).select_from(User)) == 1


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("pendek", "Paling sedikit 8"),
        ("12345678", "mudah ditebak"),
        ("sayaSariWangi", "Jangan pakai nama"),
        ("hp081200000123", "Jangan pakai nama"),
        ("", "Tulis kata sandi"),
    ],
)
def test_a_weak_password_gets_a_sentence_and_the_name_stays(app, client, inbox, password, sentence):
    ask(client)
    client.post("/daftar/kode", data={"kode": inbox.code()})

    page = client.post("/daftar/nama", data={"nama": "Wangi Lestari", "sandi_baru": password})

    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="Wangi Lestari"' in page.text


def test_nobody_reaches_the_name_without_a_proven_number(app, client):
    assert client.get("/daftar/nama").headers["Location"] == "/daftar"
    ask(client)
    ask(client)  # a code that was replaced proves nothing
    page = client.post("/daftar/nama", data={"nama": "Bu Sari", "sandi_baru": PASSWORD})
    assert page.headers["Location"] == "/daftar"


@pytest.mark.parametrize(
    "typed", ["", "12", "sari@", "@", "sari@contoh", "0812x", "a" * 300 + "@b.id"]
)
def test_a_wrong_number_gets_a_sentence_and_is_kept(app, client, typed):
    page = ask(client, typed)

    assert page.status_code == 422
    assert 'class="error"' in page.text
    assert f'value="{typed}"' in page.text


def test_signing_up_leads_back_to_where_one_came_from(app, client, inbox):
    page = sign_up(client, inbox, next="/keranjang")

    assert page.headers["Location"] == "/keranjang"


def test_pages_of_strangers_set_no_cookie(app, client):
    for path in ("/masuk", "/daftar", "/lupa-sandi", "/daftar/kode"):
        assert "Set-Cookie" not in client.get(path).headers
