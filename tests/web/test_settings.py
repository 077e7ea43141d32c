"""Configuration: safe defaults, and one sentence for the operator when something is not safe."""

from pathlib import Path

import pytest

from marketplace.web.settings import DEFAULT_SECRET, BadSettings, database_url, read_settings

SAFE = {"PASAR_SECRET_KEY": "s" * 32, "PASAR_BASE_URL": "https://pasar.contoh.invalid"}


def test_production_is_what_nobody_has_to_ask_for() -> None:
    settings = read_settings(SAFE)

    assert settings["DEVELOPMENT"] is False
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["TRUSTED_PROXIES"] == 0


@pytest.mark.parametrize("secret", [None, DEFAULT_SECRET, "", "pendek", "x" * 15])
def test_production_refuses_a_secret_that_is_known_or_short(secret: str | None) -> None:
    env = {**SAFE, "PASAR_SECRET_KEY": secret} if secret is not None else dict(SAFE)
    if secret is None:
        del env["PASAR_SECRET_KEY"]

    with pytest.raises(BadSettings, match="PASAR_SECRET_KEY"):
        read_settings(env)


@pytest.mark.parametrize("base", [None, "http://pasar.contoh.invalid", "pasar.contoh.invalid", ""])
def test_production_refuses_a_base_url_without_tls(base: str | None) -> None:
    env = {"PASAR_SECRET_KEY": SAFE["PASAR_SECRET_KEY"]}
    if base is not None:
        env["PASAR_BASE_URL"] = base

    with pytest.raises(BadSettings, match="PASAR_BASE_URL"):
        read_settings(env)


@pytest.mark.parametrize("word", ["", "dev", "Development", "production", "1"])
def test_only_the_exact_word_makes_it_development(word: str) -> None:
    assert read_settings({**SAFE, "PASAR_ENV": word})["DEVELOPMENT"] is False


def test_development_needs_nothing() -> None:
    settings = read_settings({"PASAR_ENV": "development"})

    assert settings["DEVELOPMENT"] is True
    assert settings["BASE_URL"] == "http://127.0.0.1:8000"
    assert settings["SESSION_COOKIE_SECURE"] is False


def test_a_secret_of_digits_stays_text() -> None:
    assert read_settings({**SAFE, "PASAR_SECRET_KEY": "1" * 20})["SECRET_KEY"] == "1" * 20


def test_the_base_url_has_no_slash_at_its_end() -> None:
    settings = read_settings({**SAFE, "PASAR_BASE_URL": "https://pasar.contoh.invalid/"})

    assert settings["BASE_URL"] == "https://pasar.contoh.invalid"


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        (None, "sqlite:////srv/pasar/pasar.db"),
        ("", "sqlite:////srv/pasar/pasar.db"),
        ("postgres://u:p@db/pasar", "postgresql+psycopg://u:p@db/pasar"),
        ("postgresql://u:p@db/pasar", "postgresql+psycopg://u:p@db/pasar"),
        ("postgresql+psycopg://u@db/pasar", "postgresql+psycopg://u@db/pasar"),
        ("sqlite:////tmp/lain.db", "sqlite:////tmp/lain.db"),
    ],
)
def test_a_database_is_named_in_any_common_form(typed: str | None, url: str) -> None:
    assert database_url(typed, Path("/srv/pasar")) == url


def test_goods_are_held_for_so_long_as_the_operator_says() -> None:
    settings = read_settings({**SAFE, "PASAR_HOLD_QRIS_MINUTES": "30"})

    assert settings["HOLD_QRIS"] == 30 * 60
    assert settings["HOLD_TRANSFER"] == 24 * 3600


LOCAL = {
    "PASAR_ENV": "development",
    "PASAR_STRIPE_KEY": "sk_test_x",
    "PASAR_STRIPE_WEBHOOK_SECRET": "whsec_x",
    "PASAR_STRIPE_ADDRESS": "http://127.0.0.1:8420",
}


def test_without_a_key_there_are_no_cards() -> None:
    settings = read_settings(SAFE)

    assert settings["STRIPE_KEY"] == ""
    assert settings["PAYMENT_PAGES"] == []


def test_a_local_stripe_is_for_development() -> None:
    settings = read_settings(LOCAL)

    assert settings["STRIPE_ADDRESS"] == "http://127.0.0.1:8420"
    assert settings["PAYMENT_PAGES"] == ["http://127.0.0.1:8420"]
    with pytest.raises(BadSettings, match="PASAR_STRIPE_ADDRESS"):
        read_settings({**LOCAL, **SAFE, "PASAR_ENV": "production"})


@pytest.mark.parametrize("key", ["sk_live_x", "rk_live_x"])
def test_a_live_key_never_goes_to_a_local_address(key: str) -> None:
    with pytest.raises(BadSettings, match="PASAR_STRIPE_ADDRESS"):
        read_settings({**LOCAL, "PASAR_STRIPE_KEY": key})


@pytest.mark.parametrize("secret", [None, "", "  "])
def test_a_key_without_the_secret_of_its_webhooks_is_refused(secret: str | None) -> None:
    """A blank secret would let anybody forge a payment."""
    env = {**SAFE, "PASAR_STRIPE_KEY": "sk_live_x"}
    if secret is not None:
        env["PASAR_STRIPE_WEBHOOK_SECRET"] = secret

    with pytest.raises(BadSettings, match="WEBHOOK_SECRET"):
        read_settings(env)


def test_a_publishable_key_is_no_secret_key() -> None:
    env = {**SAFE, "PASAR_STRIPE_KEY": "pk_live_x", "PASAR_STRIPE_WEBHOOK_SECRET": "whsec_x"}

    with pytest.raises(BadSettings, match="PASAR_STRIPE_KEY"):
        read_settings(env)


def test_live_cards_are_paid_at_stripes_own_page() -> None:
    env = {**SAFE, "PASAR_STRIPE_KEY": "sk_live_x", "PASAR_STRIPE_WEBHOOK_SECRET": "whsec_x"}

    assert read_settings(env)["PAYMENT_PAGES"] == ["https://checkout.stripe.com"]


SANDBOX = {"PASAR_MIDTRANS_KEY": "SB-Mid-server-CONTOH"}
TWO = {**SANDBOX, "PASAR_STRIPE_KEY": "sk_test_x", "PASAR_STRIPE_WEBHOOK_SECRET": "whsec_x"}


@pytest.mark.parametrize(
    ("more", "page"),
    [
        ({}, "https://app.sandbox.midtrans.com"),
        ({"PASAR_MIDTRANS_KEY": "Mid-server-x"}, "https://app.midtrans.com"),
        (
            {"PASAR_MIDTRANS_KEY": "Mid-server-x", "PASAR_MIDTRANS_ADDRESS": "sandbox"},
            "https://app.sandbox.midtrans.com",
        ),
    ],
)
def test_cards_are_paid_at_the_page_of_midtrans(more: dict[str, str], page: str) -> None:
    settings = read_settings({**SAFE, **SANDBOX, **more})

    assert settings["PAYMENT_PAGES"] == [page]
    assert settings["MIDTRANS_HOSTS"] == (page, page.replace("app.", "api."))
    assert settings["CARD_GATEWAY"] == "midtrans"


@pytest.mark.parametrize(
    "env",
    [
        {**SAFE, **SANDBOX},
        {"PASAR_ENV": "development", "PASAR_MIDTRANS_KEY": "Mid-server-x"},
        {"PASAR_ENV": "development"},
    ],
    ids=["production", "production key", "no key"],
)
def test_a_local_midtrans_is_for_development_with_a_sandbox_key(env: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="PASAR_MIDTRANS_ADDRESS"):
        read_settings({**env, "PASAR_MIDTRANS_ADDRESS": "http://127.0.0.1:8421"})


@pytest.mark.parametrize("key", ["Mid-client-x", "SB-Mid-client-x", "sk_live_x"])
def test_a_client_key_of_midtrans_is_no_server_key(key: str) -> None:
    with pytest.raises(BadSettings, match="PASAR_MIDTRANS_KEY"):
        read_settings({**SAFE, "PASAR_MIDTRANS_KEY": key})


def test_of_two_providers_the_operator_names_the_one_for_cards() -> None:
    settings = read_settings({**SAFE, **TWO, "PASAR_CARD_GATEWAY": "midtrans"})

    assert settings["CARD_GATEWAY"] == "midtrans"
    assert len(settings["PAYMENT_PAGES"]) == 2
    for wrong in ("", "xendit"):
        with pytest.raises(BadSettings, match="PASAR_CARD_GATEWAY"):
            read_settings({**SAFE, **TWO, "PASAR_CARD_GATEWAY": wrong})


def test_a_provider_without_a_key_serves_nobody() -> None:
    with pytest.raises(BadSettings, match="PASAR_CARD_GATEWAY"):
        read_settings({**SAFE, "PASAR_CARD_GATEWAY": "stripe"})
