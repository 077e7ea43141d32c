"""What every answer says to the browser: a strict policy, and nothing private in anybody's cache."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask

from marketplace import create_app
from marketplace.web.db import db
from marketplace.web.headers import POLICY, policy_for
from marketplace.web.settings import read_settings
from tests.addresses import addresses, home_of
from tests.routes import any_address, pages_of, unsafe_of, word_of
from tests.world import make_side

OURS = "https://pasar.contoh.invalid"


@pytest.fixture
def answers(app, sign_in) -> Iterator[tuple[str | None, Any]]:
    """Every page, as nobody and as an admin who is also a buyer, with the word of its view."""
    side = make_side("Sanan", "purwantoro", 15)
    browsers = [app.test_client(), sign_in(side.people["admin"])]
    return [
        (word_of(app, rule), browser.get(path))
        for rule in pages_of(app)
        for path in addresses(app, rule, side, home_of(side))[:1]
        for browser in browsers
    ]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_every_page_carries_the_whole_set(answers) -> None:
    for word, answer in answers:
        headers, path = answer.headers, answer.request.path
        assert headers["Content-Security-Policy"] == POLICY, path
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert "Strict-Transport-Security" not in headers  # this site speaks plain HTTP
        if word != "public":
            assert headers["Cache-Control"] == "no-store", path
            assert "Cookie" in headers["Vary"], path
        elif answer.mimetype == "text/html":
            assert headers["Cache-Control"] == "private, no-cache", path
            assert "Cookie" in headers["Vary"], path


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_refusals_carry_it_too(app, client) -> None:
    refused = [client.get("/tidak/ada"), client.delete("/masuk")]
    for rule, method in unsafe_of(app):
        foreign = {"Sec-Fetch-Site": "cross-site"}
        refused.append(client.open(any_address(app, rule), method=method, headers=foreign))

    for answer in refused:
        assert answer.status_code in (403, 404, 405)
        assert answer.headers["Content-Security-Policy"] == POLICY
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_reading_a_page_sets_no_cookie(answers) -> None:
    """Else no page could be kept for everybody."""
    assert [
        a.request.path for word, a in answers if word == "public" and a.headers.get("Set-Cookie")
    ] == []


def test_the_policy_allows_our_own_house_only() -> None:
    rules = dict(part.split(" ", 1) for part in POLICY.split("; "))

    assert rules["default-src"] == "'none'"
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert rules["script-src"].split()[0] == "'self'"
    assert "unsafe" not in POLICY
    assert "*" not in POLICY
    assert not re.search(r"https?:", POLICY)


@pytest.fixture
def over_tls(tmp_path) -> Iterator[Flask]:
    """The site as it stands in production, over an empty database."""
    env = {"PASAR_SECRET_KEY": "s" * 32, "PASAR_BASE_URL": OURS, "PASAR_DATA": str(tmp_path)}
    app = create_app(read_settings(env) | {"TESTING": True})
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_over_tls_the_browser_is_told_to_stay_there(over_tls) -> None:
    answer = over_tls.test_client().get("/healthz", base_url=OURS)

    assert answer.status_code == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_messages_are_shown_to_developers_only(over_tls) -> None:
    answer = over_tls.test_client().get("/dev/pesan", base_url=OURS)

    assert answer.status_code == 404


def test_a_form_may_lead_to_the_payment_pages_that_are_configured() -> None:
    policy = policy_for(["https://bayar.contoh.invalid"])

    assert "form-action 'self' https://bayar.contoh.invalid;" in policy
    assert policy_for([]) == POLICY
