"""How to shop and sell, the rules, personal data, and where to complain."""

from typing import Any

from flask import render_template

from marketplace.site.blueprint import bp
from marketplace.web.audience import public
from marketplace.web.keeping import keepable


@bp.get("/bantuan")
@public
@keepable
def help() -> Any:
    return render_template("site/help.html")


@bp.get("/syarat")
@public
@keepable
def terms() -> Any:
    return render_template("site/terms.html")


@bp.get("/privasi")
@public
@keepable
def privacy() -> Any:
    return render_template("site/privacy.html")


@bp.get("/pengaduan")
@public
@keepable
def complaint() -> Any:
    return render_template("site/complaint.html")


@bp.get("/luring")
@public
def offline() -> Any:
    """What stands for a page that was never looked at while there is no network."""
    return render_template("site/offline.html")
