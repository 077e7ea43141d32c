"""One blueprint for all desks, so their endpoints read `desks.today`, `desks.queue`."""

from flask import Blueprint

bp = Blueprint("desks", __name__)
