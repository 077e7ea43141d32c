"""`/cari`: what a visitor typed, with filters that stay in the address."""

from datetime import datetime
from typing import Any

from flask import render_template, request
from sqlalchemy import select

from marketplace.catalogue.models import Category
from marketplace.kit.clock import now
from marketplace.regions.models import Market
from marketplace.regions.rules import MarketStatus
from marketplace.shop.blueprint import bp
from marketplace.shop.places import with_place
from marketplace.web.audience import public
from marketplace.web.db import db


@bp.get("/cari")
@public
def find() -> Any:
    return ""
