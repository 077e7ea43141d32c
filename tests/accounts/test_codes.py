"""One-time codes: how long, how often, for whom, for what."""

from datetime import timedelta

import pytest

from marketplace.accounts.actions import TooMany, ask_code, check_code
from marketplace.accounts.models import OneTimeCode
from marketplace.accounts.rules import Purpose
from marketplace.kit.clock import now
from marketplace.web.db import begin_write, db
from tests.make import make_user

PHONE = "6281200000123"
DEVICE = "rahasia-perangkat"


def ask(purpose=Purpose.FIND_ORDERS, to=PHONE, device=DEVICE, network="203.0.113.5"):
    ask_code(purpose, to, device=device, network=network)
    db.session.commit()


def check(digits, purpose=Purpose.FIND_ORDERS, to=PHONE, device=DEVICE):
    right = check_code(purpose, to, digits, device=device)
    db.session.commit()
    return right


def another(digits):
    return f"{(int(digits) + 1) % 1_000_000:06}"


def test_a_code_works_once(app, inbox):
    ask()
    code = inbox.code()

    assert check(code)
    assert not check(code)


def test_five_wrong_tries_kill_a_code(app, inbox):
    ask()
    code = inbox.code()
    for _ in range(5):
        assert not check(another(code))

    assert not check(code)


def test_four_wrong_tries_leave_it_alive(app, inbox):
    ask()
    code = inbox.code()
    for _ in range(4):
        check(another(code))

    assert check(code)


def test_a_code_is_for_one_purpose_destination_and_device(app, inbox):
    make_user(phone=PHONE)
    ask()
    code = inbox.code()

    assert not check(code, purpose=Purpose.SIGN_IN)
    assert not check(code, to="6281200000124")
    assert not check(code, device="perangkat-lain")
    assert check(code)


def test_a_code_dies_after_ten_minutes(app, inbox):
    ask()
    code = inbox.code()
    begin_write()
    db.session.scalar(db.select(OneTimeCode)).created_at = now() - timedelta(minutes=10)
    db.session.commit()

    assert not check(code)


def test_only_the_newest_code_is_alive(app, inbox):
    ask()
    first = inbox.code()
    ask()

    assert not check(first)
    assert check(inbox.code())


@pytest.mark.parametrize(
    ("most", "varying"),
    [
        (5, {"network": "203.0.113.{}"}),
        (30, {"to": "62812000{:05}"}),
    ],
)
def test_codes_are_limited_by_the_hour(app, most, varying):
    (field, pattern) = next(iter(varying.items()))
    for n in range(most):
        ask(**{field: pattern.format(n)})

    with pytest.raises(TooMany):
        ask(**{field: pattern.format(most)})
    db.session.rollback()

    begin_write()
    db.session.execute(db.update(OneTimeCode).values(created_at=now() - timedelta(hours=1)))
    db.session.commit()
    ask(**{field: pattern.format(most)})


def test_too_many_codes_for_the_whole_site_stop_everybody(app):
    begin_write()
    db.session.add_all(
        OneTimeCode(
            purpose=Purpose.SIGN_IN,
            destination=f"62812{n:07}",
            code_digest="-",
            device_digest="-",
            network=f"network {n}",
            created_at=now(),
        )
        for n in range(1000)
    )
    db.session.commit()

    with pytest.raises(TooMany):
        ask()


def test_the_page_says_to_wait_whoever_is_asked_for(app):
    make_user(phone=PHONE)
    pages = {}
    for number in ("0812-0000-0123", "0812-0000-0999"):
        client = app.test_client()
        for _ in range(6):
            page = client.post("/lupa-sandi", data={"nomor": number})
        pages[number] = page.status_code, page.text

    assert len(set(pages.values())) == 1
    assert page.status_code == 429
    assert "Tunggu satu jam" in page.text


def test_an_unknown_number_that_wants_in_is_told_by_message_only(app, client, inbox):
    page = client.post("/masuk/kirim-kode", data={"nomor": "0812-0000-0999"})

    assert page.headers["Location"] == "/masuk/kode"
    assert "belum ada akunmu" in inbox()
