"""How to shop and sell, the rules, personal data, and where to complain."""

from typing import Any

from flask import render_template

from marketplace.site.blueprint import bp
from marketplace.web.audience import public


@bp.get("/bantuan")
@public
def help() -> Any:
    return render_template("site/help.html")


@bp.get("/syarat")
@public
def terms() -> Any:
    return render_template("site/terms.html")


@bp.get("/privasi")
@public
def privacy() -> Any:
    return render_template("site/privacy.html")


@bp.get("/pengaduan")
@public
def complaint() -> Any:
    return render_template("site/complaint.html")
