"""The pages of signing up, signing in, and one's own account."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
