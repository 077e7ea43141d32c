"""Help, rules, complaints, and what machines ask of the site."""

from flask import Blueprint

bp = Blueprint("site", __name__)
