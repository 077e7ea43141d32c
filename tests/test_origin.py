"""Every unsafe request comes from our own pages: all rules, each way a foreign page could ask."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.web.audience import audience, public
from marketplace.web.origin import COOKIELESS
from tests.routes import any_address, unsafe_of, word_of

OURS = "http://127.0.0.1:8000"
FOREIGN = {
    "another site": {"Sec-Fetch-Site": "cross-site"},
    "a sister host": {"Sec-Fetch-Site": "same-site"},
    "typed, without origin": {"Sec-Fetch-Site": "none"},
    "another site that claims our origin": {"Sec-Fetch-Site": "cross-site", "Origin": OURS},
    "a foreign origin": {"Origin": "https://jahat.contoh.invalid"},
    "our host, another port": {"Origin": "http://127.0.0.1:8001"},
    "our host, another scheme": {"Origin": "https://127.0.0.1:8000"},
    "our origin as a beginning": {"Origin": OURS + ".jahat.contoh.invalid"},
    "a sandboxed frame": {"Origin": "null"},
    "neither header": {},
    "only a referrer": {"Referer": OURS + "/"},
}


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_no_rule_takes_an_unsafe_request_from_elsewhere(app: Flask, client, headers) -> None:
    rules = [(r, m) for r, m in unsafe_of(app) if word_of(app, r) not in COOKIELESS]

    taken = [
        f"{method} {rule}"
        for rule, method in rules
        if ask(client, method, any_address(app, rule), headers) != 403
    ]

    assert rules
    assert not taken


def test_only_what_carries_no_cookie_is_exempt() -> None:
    assert {"webhook", "api_token"} == COOKIELESS


def ask(client: FlaskClient, method: str, path: str, headers: dict[str, str]) -> int:
    return client.open(path, method=method, headers=headers).status_code


@pytest.fixture
def small() -> FlaskClient:
    """The check alone, with one view of each kind."""
    from marketplace.web.origin import refuse_foreign_posts

    app = Flask(__name__)
    app.config["BASE_URL"] = OURS
    refuse_foreign_posts(app)
    for path, word in (("/kirim", public), ("/kabar", audience("webhook"))):
        view = word(lambda: "diterima")
        app.add_url_rule(path, path, view, methods=["GET", "POST", "DELETE"])
    return app.test_client()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": OURS}])
@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_our_own_pages_are_believed(small, method, headers) -> None:
    assert ask(small, method, "/kirim", headers) == 200


@pytest.mark.parametrize("headers", FOREIGN.values(), ids=FOREIGN)
def test_reading_is_free_and_webhooks_ask_for_no_origin(small, headers) -> None:
    assert ask(small, "GET", "/kirim", headers) == 200
    assert ask(small, "POST", "/kabar", headers) == 200
    assert ask(small, "POST", "/kirim", headers) == 403
