"""Applying for a stall, at /buka-lapak."""

from flask import Blueprint

bp = Blueprint("stalls", __name__, url_prefix="/buka-lapak")
