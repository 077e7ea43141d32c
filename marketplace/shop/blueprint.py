"""The public pages that look at many floors."""

from flask import Blueprint

bp = Blueprint("shop", __name__)
