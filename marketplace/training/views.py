"""Anybody may ask whether a certificate is real."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for

from marketplace.training.actions import certificate_by_number
from marketplace.training.rules import name_in_public, read_number
from marketplace.web.audience import public
from marketplace.web.errors import error_page

bp = Blueprint("training", __name__)
blueprints = (bp,)


@bp.get("/sertifikat/<number>")
@public
def certificate(number: str) -> Any:
    stored = read_number(number)
    if stored and stored != number:
        return redirect(url_for(".certificate", number=stored))
    found = certificate_by_number(stored) if stored else None
    if found is None:
        return not_found()
    name = name_in_public(found.participant.name)
    return render_template("training/certificate.html", certificate=found, name=name)


def not_found() -> tuple[str, int]:
    return error_page(
        404,
        "Sertifikat ini tidak ada",
        "Periksa lagi nomornya, seperti tercetak di kertas: SRT, tahun, lalu enam huruf dan angka.",
    )
