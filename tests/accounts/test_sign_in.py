"""In by password or code, out, and all the ways of getting in that must fail."""

from datetime import timedelta

import pytest

from marketplace.accounts import passwords
from marketplace.accounts.actions import find_user
from marketplace.accounts.models import SignInFailure, User, UserSession
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db
from tests.make import make_user

PASSWORD = "tempe mendoan hangat"
PHONE = "6281200000123"


def sign_in_as(client, number="0812-0000-0123", password=PASSWORD, **more):
    return client.post("/masuk", data={"nomor": number, "sandi": password, **more})


def session_cookie(client):
    return client.get_cookie("sesi")


def test_the_right_password_opens_the_account(app, client):
    make_user(phone=PHONE, name="Bu Sari", password=PASSWORD)

    page = sign_in_as(client, ingat="y")

    assert page.headers["Location"] == "/akun"
    assert "Bu Sari" in client.get("/akun").text
    row = db.session.scalar(db.select(UserSession))
    assert row.expires_at - row.created_at == timedelta(days=30)


def test_a_borrowed_phone_is_forgotten_soon(app, client):
    make_user(phone=PHONE, password=PASSWORD)

    page = sign_in_as(client)

    row = db.session.scalar(db.select(UserSession))
    assert row.expires_at - row.created_at == timedelta(hours=12)
    assert "Expires" not in page.headers["Set-Cookie"]


def test_wrong_password_and_unknown_number_get_the_same_answer(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    make_user(phone="6281200000124")  # has no password

    pages = [
        sign_in_as(app.test_client(), number, "bukan ini sandinya")
        for number in ("0812-0000-0123", "0812-0000-0124", "0812-0000-0199")
    ]

    assert {page.status_code for page in pages} == {422}
    assert (
        len(
            {
                page.text.replace(f"0812-0000-0{n}", "-")
                for page, n in zip(pages, (123, 124, 199), strict=True)
            }
        )
        == 1
    )
    assert "tidak cocok" in pages[0].text
    assert "bukan ini sandinya" not in pages[0].text


def test_an_unknown_number_costs_as_much_work_as_a_known_one(app, monkeypatch):
    made = []
    monkeypatch.setattr(passwords, "hash_password", lambda typed: made.append(typed))

    assert not passwords.is_password("apa saja", None)
    assert made == ["apa saja"]


def test_guessing_is_stopped_for_the_account_and_the_code_still_helps(app, client, inbox):
    make_user(phone=PHONE, password=PASSWORD)
    for _ in range(10):
        assert sign_in_as(client, password="salah terus ini").status_code == 422

    page = sign_in_as(client)

    assert page.status_code == 429
    assert "masuk dengan kode" in page.text
    assert page.headers["Retry-After"] == "900"
    client.post("/masuk/kirim-kode", data={"nomor": "0812-0000-0123"})
    assert client.post("/masuk/kode", data={"kode": inbox.code()}).headers["Location"] == "/akun"


def test_the_right_password_forgives_earlier_mistakes(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    for _ in range(9):
        sign_in_as(client, password="salah terus ini")

    sign_in_as(client)

    assert db.session.scalar(db.select(db.func.count()).select_from(SignInFailure)) == 0


def test_guessing_at_many_accounts_is_stopped_for_the_network(app):
    begin_write()
    for n in range(50):
        db.session.add(SignInFailure(account_digest=str(n), network="127.0.0.1", at=now()))
    db.session.commit()

    page = sign_in_as(app.test_client(), "0812-0000-0777", "salah terus ini")

    assert page.status_code == 429


def test_a_forged_forwarding_header_does_not_make_another_network(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    for n in range(3):
        headers = {"X-Forwarded-For": f"10.0.0.{n}", "Sec-Fetch-Site": "same-origin"}
        data = {"nomor": PHONE, "sandi": "salah terus ini"}
        client.post("/masuk", data=data, headers=headers)

    assert set(db.session.scalars(db.select(SignInFailure.network))) == {"127.0.0.1"}


def test_an_older_hash_is_renewed_when_its_owner_comes(app, client, monkeypatch):
    monkeypatch.setattr(passwords, "hasher", passwords.PasswordHasher(1, 8192, 1))
    make_user(phone=PHONE, password=PASSWORD)
    monkeypatch.undo()

    sign_in_as(client)

    assert "m=19456,t=2,p=1" in find_user(PHONE).password_hash
    assert sign_in_as(app.test_client()).status_code == 302


def test_signing_in_leaves_nothing_of_the_session_before(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    with client.session_transaction() as planted:
        planted["ditanam"] = "penyerang"
    before = session_cookie(client).value

    sign_in_as(client)

    assert session_cookie(client).value != before
    with client.session_transaction() as cookie:
        assert "ditanam" not in cookie


def test_signing_in_again_ends_the_session_before(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    sign_in_as(client)
    first = session_cookie(client).value
    sign_in_as(client)

    thief = app.test_client()
    thief.set_cookie("sesi", first)

    assert thief.get("/akun").status_code == 302
    assert client.get("/akun").status_code == 200


def test_a_copied_cookie_is_dead_after_signing_out(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    sign_in_as(client)
    copied = session_cookie(client).value
    assert client.get("/akun").headers["Cache-Control"] == "no-store"

    client.post("/keluar")

    thief = app.test_client()
    thief.set_cookie("sesi", copied)
    assert thief.get("/akun").headers["Location"] == "/masuk?next=/akun"


def test_a_disabled_person_is_out_everywhere_at_once_and_stays_out(app, sign_in):
    user = make_user(phone=PHONE, password=PASSWORD)
    phone, laptop = sign_in(user), sign_in(user)
    begin_write()
    db.session.get_one(User, user.id).disabled_at = now()
    db.session.commit()

    assert phone.get("/akun").status_code == laptop.get("/akun").status_code == 302
    assert sign_in_as(app.test_client()).status_code == 422


def test_an_expired_session_is_over(app, sign_in):
    client = sign_in(make_user())
    begin_write()
    db.session.scalar(db.select(UserSession)).expires_at = now() - timedelta(seconds=1)
    db.session.commit()

    assert client.get("/akun").status_code == 302


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.invalid", "/\\evil.invalid", "////evil.invalid", "/\t/evil.invalid", "https:evil.invalid",
        "javascript:alert(1)", "/%0d%0a", "/a\r\nX: y", "@evil.invalid", "https://evil.invalid/akun",
    ],
)  # fmt: skip
def test_the_way_on_never_leaves_the_site(app, client, evil):
    make_user(phone=PHONE, password=PASSWORD)

    way = sign_in_as(client, next=evil).headers["Location"]

    assert way.startswith("/")
    assert not way.startswith(("//", "/\\"))
    assert "evil" not in way


def test_the_way_on_leads_back(app, client):
    make_user(phone=PHONE, password=PASSWORD)
    assert client.get("/akun").headers["Location"] == "/masuk?next=/akun"
    assert 'value="/akun/sandi"' in client.get("/masuk?next=/akun/sandi").text

    assert sign_in_as(client, next="/akun/sandi").headers["Location"] == "/akun/sandi"


def test_reading_moves_nothing_and_posting_moves_last_seen(app, sign_in):
    client = sign_in(make_user())
    begin_write()
    row = db.session.scalar(db.select(UserSession))
    row.seen_at = long_ago = now() - timedelta(hours=3)
    db.session.commit()

    client.get("/akun")
    assert db.session.scalar(db.select(UserSession.seen_at)) == long_ago
    client.post("/akun", data={"nama": "Bu Sari Wangi"})
    assert db.session.scalar(db.select(UserSession.seen_at)) > long_ago


def test_the_button_for_a_code_keeps_what_was_typed_wrongly(app, client):
    page = client.post("/masuk/kirim-kode", data={"nomor": "0812x"})

    assert page.status_code == 422
    assert 'value="0812x"' in page.text
    assert "Isi kata sandimu" not in page.text
