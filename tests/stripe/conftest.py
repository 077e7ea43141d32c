"""One local Stripe for all tests here; each has an account of its own."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from devtools.stripe.control import Controls, LocalStripe
from tests.stripe.receiver import SECRET, Receiver, receiving
from tests.stripe.shop import client


@pytest.fixture(scope="session")
def local() -> Iterator[LocalStripe]:
    with LocalStripe("--carriers", "1") as running:
        yield running


@pytest.fixture
def account(local: LocalStripe) -> Controls:
    return local.account(f"sk_test_{uuid.uuid4().hex}")


@pytest.fixture
def api(account: Controls) -> Any:
    return client(account)


@pytest.fixture
def receiver(account: Controls) -> Iterator[Receiver]:
    """The account's webhook."""
    with receiving() as receiver:
        account.add_endpoint(receiver.url, SECRET)
        yield receiver
