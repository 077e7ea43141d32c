"""Configuration from the environment, read as strings by this one module, with safe defaults.

Production unless `PASAR_ENV=development`. Raises `BadSettings` with one sentence for the operator.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

STRIPE_PAGE = "https://checkout.stripe.com"
MIDTRANS = {  # its pages, its API
    "production": ("https://app.midtrans.com", "https://api.midtrans.com"),
    "sandbox": ("https://app.sandbox.midtrans.com", "https://api.sandbox.midtrans.com"),
}
DEFAULT_SECRET = "only-for-development"
MINUTES, HOURS = 60, 3600
CARD_SESSION = 31 * MINUTES  # the provider takes nothing under 30
FIXED: dict[str, Any] = {
    "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
    "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
    "SESSION_COOKIE_NAME": "sesi",
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_COOKIE_HTTPONLY": True,
}
EXAMPLE_CONTACT = {
    "CONTACT_ADDRESS": "Balai Kota, Jalan Contoh 1, Kota Malang",
    "CONTACT_PHONE": "081200000100",
    "CONTACT_MAIL": "pengaduan@contoh.invalid",
}


class BadSettings(RuntimeError):
    """The environment asks for something that is not safe or not possible."""


def read_settings(env: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """The whole configuration as Flask knows it; every key that the code reads stands here."""
    development = env.get("PASAR_ENV") == "development"
    data = Path(env.get("PASAR_DATA", "data")).resolve()
    settings: dict[str, Any] = {
        "DEVELOPMENT": development,
        "DATA": data,
        "SECRET_KEY": env.get("PASAR_SECRET_KEY", DEFAULT_SECRET),
        "BASE_URL": env.get("PASAR_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        "TRUSTED_PROXIES": int(env.get("PASAR_TRUSTED_PROXIES", "0")),
        "SQLALCHEMY_DATABASE_URI": database_url(env.get("DATABASE_URL"), data),
        "MAIL_URL": env.get("MAIL_URL", ""),
        "MAIL_FROM": env.get("PASAR_MAIL_FROM", "Pasar RW <pasar@contoh.invalid>"),
        "SEARCH_ENGINE": env.get("PASAR_SEARCH_ENGINE", ""),
        "CITY": env.get("PASAR_CITY", "Kota Malang"),
        **FIXED,
        "HOLD_QRIS": int(env.get("PASAR_HOLD_QRIS_MINUTES", "120")) * MINUTES,
        "HOLD_CARD": int(env.get("PASAR_HOLD_CARD_MINUTES", "40")) * MINUTES,
        "HOLD_TRANSFER": int(env.get("PASAR_HOLD_TRANSFER_MINUTES", "1440")) * MINUTES,
        "DEMO": env.get("PASAR_DEMO", "") == "1",
    }
    settings |= contact(env, development) | cards(env, development)
    settings["SESSION_COOKIE_SECURE"] = settings["BASE_URL"].startswith("https://")
    settings["TRUSTED_HOSTS"] = hosts_of(settings["BASE_URL"], development)
    if not development:
        refuse_unsafe(settings)
    return settings


def contact(env: Mapping[str, str], development: bool) -> dict[str, str]:
    """How people reach the operator: PASAR_CONTACT_ADDRESS, _PHONE, _MAIL. Invented on a developer's machine."""
    return {
        name: env.get(f"PASAR_{name}", example if development else "")
        for name, example in EXAMPLE_CONTACT.items()
    }


def cards(env: Mapping[str, str], development: bool) -> dict[str, Any]:
    """Card payments: what each provider needs, and PASAR_CARD_GATEWAY when two are set up. None without a key."""
    found = stripe(env, development) | midtrans(env, development)
    pages = {"stripe": found.pop("STRIPE_PAGES"), "midtrans": found.pop("MIDTRANS_PAGES")}
    ready = [name for name, its in pages.items() if its]
    chosen = env.get("PASAR_CARD_GATEWAY", "").strip() or (ready[0] if len(ready) == 1 else "")
    if (ready or chosen) and chosen not in ready:
        raise BadSettings("PASAR_CARD_GATEWAY names a provider with a key: stripe or midtrans.")
    return {
        **found,
        "CARD_GATEWAY": chosen,
        "CARD_SESSION": CARD_SESSION,
        "PAYMENT_PAGES": [page for its in pages.values() for page in its],
    }


def stripe(env: Mapping[str, str], development: bool) -> dict[str, Any]:
    """PASAR_STRIPE_KEY, _WEBHOOK_SECRET, _ADDRESS."""
    key, secret, address = (
        env.get(f"PASAR_STRIPE_{name}", "").strip().rstrip("/")
        for name in ("KEY", "WEBHOOK_SECRET", "ADDRESS")
    )
    if address and ("_live_" in key or not development):
        raise BadSettings(
            "PASAR_STRIPE_ADDRESS is for development, with a key that begins sk_test_."
        )
    if key and not key.startswith(("sk_", "rk_")):
        raise BadSettings("PASAR_STRIPE_KEY is no secret key: it begins with sk_ or rk_.")
    if bool(key) != bool(secret):
        raise BadSettings("Set PASAR_STRIPE_KEY and PASAR_STRIPE_WEBHOOK_SECRET together.")
    return {
        "STRIPE_KEY": key,
        "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_ADDRESS": address,
        "STRIPE_PAGES": [address or STRIPE_PAGE] if key else [],
    }


def midtrans(env: Mapping[str, str], development: bool) -> dict[str, Any]:
    """PASAR_MIDTRANS_KEY, and _ADDRESS: `production`, `sandbox`, or a local one; by the key when it is not set."""
    key, address = (
        env.get(f"PASAR_MIDTRANS_{name}", "").strip().rstrip("/") for name in ("KEY", "ADDRESS")
    )
    is_test = key.startswith("SB-")
    if key and not key.removeprefix("SB-").startswith("Mid-server-"):
        raise BadSettings("PASAR_MIDTRANS_KEY is no server key: it has Mid-server- in it.")
    place = address or ("sandbox" if is_test else "production")
    if place not in MIDTRANS and not (is_test and development):
        raise BadSettings(
            "PASAR_MIDTRANS_ADDRESS is production or sandbox; another one is for development, "
            "with a key that begins SB-Mid-server-."
        )
    hosts = MIDTRANS.get(place, (address, address))
    return {
        "MIDTRANS_KEY": key,
        "MIDTRANS_HOSTS": hosts,
        "MIDTRANS_PAGES": [hosts[0]] if key else [],
    }


def hosts_of(base_url: str, development: bool) -> list[str]:
    """The hosts that requests may name: the public one, and on a developer's machine its own."""
    ours = [urlsplit(base_url).hostname or "localhost"]
    return [*ours, "127.0.0.1", "localhost"] if development else ours


def database_url(typed: str | None, data: Path) -> str:
    """SQLite in the data folder, or what DATABASE_URL names, always through psycopg 3."""
    if not typed:
        return f"sqlite:///{data / 'pasar.db'}"
    for plain in ("postgres://", "postgresql://"):
        if typed.startswith(plain):
            return "postgresql+psycopg://" + typed.removeprefix(plain)
    return typed


def refuse_unsafe(settings: Mapping[str, Any]) -> None:
    """Production refuses what would give away sessions or links."""
    if settings["SECRET_KEY"] == DEFAULT_SECRET or len(settings["SECRET_KEY"]) < 16:
        raise BadSettings("Set PASAR_SECRET_KEY to at least 16 random characters.")
    if urlsplit(settings["BASE_URL"]).scheme != "https":
        raise BadSettings("Set PASAR_BASE_URL to the https:// address that visitors use.")
