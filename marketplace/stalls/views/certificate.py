"""From a certificate to a draft that is filled in already."""

from flask import abort, redirect, render_template, request, url_for
from flask_login import current_user

from marketplace.accounts.guards import signed_in
from marketplace.regions.models import Market
from marketplace.regions.queries import open_markets, open_neighbours
from marketplace.stalls.actions import draft_from_certificate, stall_by_certificate
from marketplace.stalls.blueprint import bp
from marketplace.training.actions import certificates_for
from marketplace.web.db import begin_write, db


def own_certificate(number: str):
    """A certificate of the phone number this person has proved to be theirs."""
    for certificate in certificates_for(current_user):
        if certificate.number == number:
            return certificate
    return abort(404)


@bp.post("/sertifikat/<number>")
@signed_in
def from_certificate(number):
    begin_write()
    certificate = own_certificate(number)
    market = chosen_market(certificate)
    if market is None and not stall_by_certificate(current_user, certificate):
        rw = certificate.participant.rw
        near = open_neighbours(rw.village, rw.number)
        return render_template(
            "stalls/not_open.html", certificate=certificate, rw=rw, neighbours=near
        )
    stall = draft_from_certificate(current_user, certificate, market)
    db.session.commit()
    return redirect(url_for(".about" if stall.is_editable else ".show", id=stall.id))


def chosen_market(certificate) -> Market | None:
    """The neighbour's market that was pressed, or the one of the participant's RW, when it is open."""
    slug = request.form.get("pasar", "")
    wanted = Market.slug == slug if slug else Market.rw_id == certificate.participant.rw_id
    return db.session.scalar(open_markets().where(wanted))
