"""A collected order and what its buyer types."""

import io
from typing import Any

import pytest
from PIL import Image

from marketplace.accounts.models import User
from marketplace.kit.clock import now
from marketplace.orders.rules import Move
from marketplace.reviews.actions import Said, say
from marketplace.web.db import begin_write, db
from tests.make import make_product, make_user
from tests.make_orders import make_order

COLLECTED = (Move.PAY, Move.ACCEPT, Move.PREPARE, Move.HAND_OVER)
TYPED = {"bintang": "4", "ulasan": "Renyah sekali", "tampil": "name", "rt": ""}


def collected_order(product: Any = None, **more: Any) -> Any:
    more = {"buyer": make_user(name="Rina Kusuma"), "name": "Rina Kusuma"} | more
    return make_order(*COLLECTED, product=product, **more)


def said_by(order: Any, stars: int, text: str = "", **more: Any) -> Any:
    begin_write()
    review = say(order.lines[0], Said(stars, text, **more), now())
    db.session.commit()
    return review


def stars_of(product: Any) -> tuple[int, int]:
    db.session.expire_all()
    return product.stars_sum, product.stars_count


def a_photo(colour: str = "tan") -> io.BytesIO:
    """A JPEG whose EXIF says where it was taken."""
    picture = Image.new("RGB", (400, 300), colour)
    exif = picture.getexif()
    exif[0x010E] = "Rumah saya di gang 3"
    picture.save(out := io.BytesIO(), "JPEG", exif=exif)
    out.seek(0)
    return out


@pytest.fixture
def product(app):
    return make_product(title="Keripik bayam")


@pytest.fixture
def order(product):
    return collected_order(product)


@pytest.fixture
def path(order):
    return f"/pesanan/{order.code}/ulasan/{order.lines[0].id}"


@pytest.fixture
def buyer(order, sign_in):
    """The browser of who ordered."""
    return sign_in(db.session.get(User, order.purchase.buyer_id))
