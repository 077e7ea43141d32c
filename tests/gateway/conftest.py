"""One site, one account of the local Stripe and one database of each engine for all scenarios of a file."""

import uuid
from collections.abc import Iterator

import pytest
from flask import Flask

from devtools.stripe.control import Controls, LocalStripe
from tests.conftest import ENGINES, emptied
from tests.gateway.till import SECRET, Till, with_cards
from tests.serving import serving


@pytest.fixture(scope="module")
def local() -> Iterator[LocalStripe]:
    with LocalStripe() as running:
        yield running


@pytest.fixture(scope="module", params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def shop_account(local: LocalStripe, engine_name: str) -> Controls:
    return local.account(f"sk_test_{engine_name}{uuid.uuid4().hex}")


@pytest.fixture(scope="module")
def app(
    engine_name: str, shop_account: Controls, request: pytest.FixtureRequest
) -> Iterator[Flask]:
    with emptied(engine_name, request) as app, with_cards(app, shop_account):
        yield app


@pytest.fixture(scope="module")
def open_till(app: Flask, shop_account: Controls) -> Iterator[Till]:
    with serving(app) as address:
        shop_account.add_endpoint(f"{address}/webhook/stripe", SECRET)
        yield Till(app, address, shop_account)


@pytest.fixture
def till(open_till: Till) -> Iterator[Till]:
    """Undisturbed at the beginning; at the end of every scenario everything agrees."""
    yield open_till
    open_till.deliver()
    open_till.everything_agrees()
