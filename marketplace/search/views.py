"""Suggestions while somebody types. The page of results is the shop's."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, jsonify, request

from marketplace.search.saved import views as saved
from marketplace.search.suggestions import suggestions
from marketplace.web.audience import public
from marketplace.web.forms import one_line

bp = Blueprint("search", __name__)


@bp.get("/cari/saran")
@public
def suggest() -> Any:
    """Everyone gets the same lines, yet each browser keeps its own for a minute. `pasar`: its things first."""
    typed, market = (one_line(request.args.get(name)) or "" for name in ("q", "pasar"))
    answer = jsonify(suggestions=[asdict(each) for each in suggestions(typed, market)])
    answer.cache_control.private = True
    answer.cache_control.max_age = 60
    return answer


blueprints = (bp, saved.bp)
